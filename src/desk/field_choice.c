/*
 * Which choice is meant.  People write its name, a part or the number of it, or leave the list of
 * choices standing and mark one in it; a list without a mark is no answer.
 */
#include "desk/field_parts.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/choice.h"

#include <string.h>

/* Longer than any list of choices with marks in it. */
#define LIST_BYTES 2000
/* What has less letters may be another word with one letter changed. */
#define SLIP_CHARS 5

/* A run of letters and digits of what was written. */
typedef struct Word {
	gsize at, length;
	char *key;
} Word;

/* A choice that is named in it. */
typedef struct Named {
	guint choice;
	guint first, end; /* words; end is the one behind */
} Named;

static void
word_clear(gpointer data)
{
	Word *word = data;
	g_free(word->key);
}

static gboolean
is_letter(gunichar c)
{
	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* (transfer full) */
static GArray *
words_of(const char *text)
{
	GArray *words = g_array_new(FALSE, TRUE, sizeof(Word));
	g_array_set_clear_func(words, word_clear);
	for (const char *p = text; *p;) {
		const char *end = p;
		while (*end && is_letter(g_utf8_get_char(end)))
			end = g_utf8_next_char(end);
		if (end == p) {
			p = g_utf8_next_char(p);
			continue;
		}
		g_autofree char *letters = g_strndup(p, (gsize)(end - p));
		Word word = {(gsize)(p - text), (gsize)(end - p), text_name_key(letters)};
		g_array_append_val(words, word);
		p = end;
	}
	return words;
}

static const Word *
word_at(const GArray *words, guint number)
{
	return &g_array_index(words, Word, number);
}

/* How many of the words from `first` on are this name; 0 if they aren't. */
static guint
words_named(const GArray *words, guint first, const char *name)
{
	g_autofree char *key = text_name_key(name);
	const char *rest = key;
	for (guint i = first; i < words->len && *rest; i++) {
		const char *word = word_at(words, i)->key;
		if (!*word || !g_str_has_prefix(rest, word))
			return 0;
		rest += strlen(word);
		if (!*rest)
			return i - first + 1;
	}
	return 0;
}

static guint
words_of_choice(const GArray *words, guint first, const Choice *choice)
{
	guint most = words_named(words, first, choice->name);
	for (guint i = 0; i < choice->spellings->len; i++)
		most = MAX(most, words_named(words, first, choice->spellings->pdata[i]));
	return most;
}

/* The choices that are named, the longest name at each place. (transfer full) */
static GArray *
find_named(const Field *field, const GArray *words)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(Named));
	for (guint i = 0; i < words->len;) {
		Named best = {0, i, i};
		for (guint k = 0; k < field->choices->len; k++) {
			guint count = words_of_choice(words, i, field->choices->pdata[k]);
			if (count > best.end - i)
				best = (Named){k, i, i + count};
		}
		if (best.end > i)
			g_array_append_val(found, best);
		i = MAX(best.end, i + 1);
	}
	return found;
}

static const Named *
named_at(const GArray *named, guint number)
{
	return &g_array_index(named, Named, number);
}

/* What stands between the choices named: before the first, ..., behind the last.
 * (transfer full) */
static char *
gap_of(const char *text, const GArray *words, const GArray *named, guint number)
{
	gsize start = 0, end = strlen(text);
	if (number > 0) {
		const Word *last = word_at(words, named_at(named, number - 1)->end - 1);
		start = last->at + last->length;
	}
	if (number < named->len)
		end = word_at(words, named_at(named, number)->first)->at;
	return g_strndup(text + start, end - start);
}

/* "[x]", "(X)", "x", a tick, an arrow, stars. */
gboolean
field_has_mark(const char *text)
{
	static const char *const signs[] = {"*",  "✓",  "✔",  "✅", "☑", "☒", "✗", "✘", "->",
					    "=>", "<-", "<=", "→", "←", "■", "●", "__"};
	for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
		if (strstr(text, signs[i]))
			return TRUE;
	g_autofree char *key = text_name_key(text);
	return !strcmp(key, "x");
}

/* Whether boxes or bullets stand before the choices, so that a mark belongs to what follows. */
static gboolean
are_marks_before(const char *first_gap)
{
	return strpbrk(first_gap, "[(*xX_-=>") || strstr(first_gap, "☐") ||
	       field_has_mark(first_gap);
}

/* Whether the choice is marked: in what stands before it behind the last separator, or behind
 * it before the next one. */
static gboolean
is_marked(char *const *gaps, guint number, gboolean before)
{
	const char *head = gaps[number], *tail = gaps[number + 1];
	const char *cut = NULL;
	for (const char *p = head; *p; p++)
		if (strchr("\n,;/|", *p))
			cut = p + 1;
	gsize length = strcspn(tail, "\n,;/|");
	g_autofree char *behind = g_strndup(tail, length);
	gboolean is_shared = !tail[length] && gaps[number + 2];
	if (field_has_mark(cut ? cut : number == 0 || before ? head : ""))
		return TRUE;
	return !(is_shared && before) && field_has_mark(behind);
}

/* Whether nothing but marks and numbers of the list stands among the choices. */
static gboolean
is_bare_list(char *const *gaps)
{
	for (; *gaps; gaps++) {
		g_autofree char *key = text_name_key(*gaps);
		const char *rest = g_str_has_prefix(key, "x") ? key + 1 : key;
		if (rest[strspn(rest, "0123456789")])
			return FALSE;
	}
	return TRUE;
}

/* What was written, taken apart. */
typedef struct Taken {
	GArray *words; /* Word */
	GArray *named; /* Named */
	char **gaps;   /* one more than there are choices named */
} Taken;

static void
taken_clear(Taken *taken)
{
	g_clear_pointer(&taken->words, g_array_unref);
	g_clear_pointer(&taken->named, g_array_unref);
	g_strfreev(taken->gaps);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Taken, taken_clear)

static void
take_apart(const Field *field, const char *text, Taken *out)
{
	out->words = words_of(text);
	out->named = find_named(field, out->words);
	out->gaps = g_new0(char *, out->named->len + 2);
	for (guint i = 0; i <= out->named->len; i++)
		out->gaps[i] = gap_of(text, out->words, out->named, i);
}

/* How many different choices are marked; which one is. */
static guint
count_marked(const Taken *taken, guint *choice_out)
{
	gboolean before = are_marks_before(taken->gaps[0]);
	guint count = 0;
	for (guint i = 0; i < taken->named->len; i++) {
		guint choice = named_at(taken->named, i)->choice;
		if (!is_marked(taken->gaps, i, before) || (count > 0 && choice == *choice_out))
			continue;
		*choice_out = choice;
		count++;
	}
	return count;
}

static guint
count_different(const GArray *named)
{
	guint count = 0;
	for (guint i = 0; i < named->len; i++) {
		gboolean is_known = FALSE;
		for (guint k = 0; k < i; k++)
			is_known = is_known ||
				   named_at(named, k)->choice == named_at(named, i)->choice;
		count += !is_known;
	}
	return count;
}

gboolean
field_choices_stand(const Field *field, const char *raw)
{
	g_auto(Taken) taken = {0};
	guint choice = 0;
	if (strlen(raw) > LIST_BYTES)
		return FALSE;
	take_apart(field, raw, &taken);
	return count_different(taken.named) == field->choices->len && is_bare_list(taken.gaps) &&
	       count_marked(&taken, &choice) == 0;
}

gboolean
field_names_choice(const Field *field, const char *line)
{
	g_auto(Taken) taken = {0};
	if (field->choices->len == 0 || strlen(line) > LIST_BYTES)
		return FALSE;
	take_apart(field, line, &taken);
	guint choice = 0;
	return taken.named->len > 0 &&
	       (is_bare_list(taken.gaps) || count_marked(&taken, &choice) == 1);
}

/* "3", "3.", "no. 3": by its place in the list, where no name of a choice begins with a digit. */
static const Choice *
by_number(const Field *field, const char *text)
{
	g_autofree char *key = text_name_key(text);
	const char *digits =
		g_str_has_prefix(key, "no") || g_str_has_prefix(key, "nr") ? key + 2 : key;
	gint64 number;
	for (guint i = 0; i < field->choices->len; i++)
		if (g_ascii_isdigit(*((const Choice *)field->choices->pdata[i])->name))
			return NULL;
	if (field->choices->len == 0 ||
	    !text_to_int(digits, 1, (gint64)field->choices->len, &number))
		return NULL;
	return field->choices->pdata[number - 1];
}

typedef gboolean (*Likeness)(const char *name, const char *key);

static gboolean
begins_so(const char *name, const char *key)
{
	g_autofree char *other = text_name_key(name);
	return g_str_has_prefix(other, key);
}

static gboolean
is_slip(const char *name, const char *key)
{
	g_autofree char *other = text_name_key(name);
	return field_is_slip(other, key);
}

/* The only choice that is like it; NULL for none or several. */
static const Choice *
only_like(const Field *field, const char *key, Likeness is_like)
{
	const Choice *only = NULL;
	for (guint i = 0; i < field->choices->len; i++) {
		const Choice *choice = field->choices->pdata[i];
		gboolean is_it = is_like(choice->name, key);
		for (guint k = 0; k < choice->spellings->len && !is_it; k++)
			is_it = is_like(choice->spellings->pdata[k], key);
		if (is_it && only)
			return NULL;
		if (is_it)
			only = choice;
	}
	return only;
}

/* One choice named, with a remark behind it: "Integration (our own)". */
static const Choice *
by_name(const Field *field, const char *text, gboolean *are_several)
{
	g_auto(Taken) taken = {0};
	guint choice = 0;
	take_apart(field, text, &taken);
	guint different = count_different(taken.named);
	*are_several = different > 1;
	if (different > 1 && count_marked(&taken, &choice) == 1)
		return field->choices->pdata[choice];
	if (different != 1)
		return NULL;
	g_autofree char *before = text_name_key(taken.gaps[0]);
	gboolean is_first = !before[strspn(before, "0123456789")] || !strcmp(before, "x");
	return is_first ? field->choices->pdata[named_at(taken.named, 0)->choice] : NULL;
}

static const Choice *
choose(const Field *field, const char *text, gboolean *are_several)
{
	g_autofree char *key = text_name_key(text);
	const Choice *choice = field_choice(field, text);
	if (!choice)
		choice = by_number(field, text);
	if (!choice)
		choice = by_name(field, text, are_several);
	if (!choice && *key && !*are_several)
		choice = only_like(field, key, begins_so);
	if (!choice && g_utf8_strlen(key, -1) >= SLIP_CHARS && !*are_several)
		choice = only_like(field, key, is_slip);
	return choice;
}

static void
refuse(const Field *field, const char *text, gboolean are_several, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < field->choices->len; i++)
		g_ptr_array_add(names, ((const Choice *)field->choices->pdata[i])->name);
	g_autofree char *list = choice_list(names);
	const char *nearest = are_several ? NULL : choice_nearest(names, text);
	if (nearest)
		error_perm(error, "Did you mean %s? Choose one of: %s.", nearest, list);
	else if (are_several)
		error_perm(error, "Choose only one of: %s.", list);
	else
		error_perm(error, "Choose one of: %s.", list);
}

char *
field_choose(const Field *field, const char *raw, GError **error)
{
	g_autofree char *text = text_make_valid(raw, MIN(strlen(raw), LIST_BYTES));
	gboolean are_several = FALSE;
	const Choice *choice = choose(field, text, &are_several);
	if (!choice)
		refuse(field, text, are_several, error);
	return choice ? g_strdup(choice->name) : NULL;
}

static gboolean
is_inner_byte(char c)
{
	return ((guchar)c & 0xc0) == 0x80;
}

gboolean
field_is_slip(const char *a, const char *b)
{
	gsize first = 0, a_end = strlen(a), b_end = strlen(b);
	while (a[first] && a[first] == b[first])
		first++;
	while (a_end > first && b_end > first && a[a_end - 1] == b[b_end - 1]) {
		a_end--;
		b_end--;
	}
	/* Whole letters: they may have several bytes, of which some are the same. */
	while (first > 0 && (is_inner_byte(a[first]) || is_inner_byte(b[first])))
		first--;
	for (; is_inner_byte(a[a_end]); b_end++)
		a_end++;
	/* What is left of both is one letter, or two that are swapped. */
	glong a_left = g_utf8_strlen(a + first, (gssize)(a_end - first));
	glong b_left = g_utf8_strlen(b + first, (gssize)(b_end - first));
	return MAX(a_left, b_left) <= 1 || (a_end - first == 2 && b_end - first == 2 &&
					    a[first] == b[first + 1] && a[first + 1] == b[first]);
}

char *
field_without_stars(const char *raw)
{
	char *line = text_collapse(raw);
	gsize length = strlen(line);
	gsize stars = MIN(strspn(line, "*"), 2);
	gboolean are_around = stars > 0 && length > 2 * stars && line[length - 1] == '*' &&
			      !memchr(line + stars, '*', length - 2 * stars);
	if (!are_around)
		return line;
	char *inner = g_strndup(line + stars, length - 2 * stars);
	g_free(line);
	return g_strstrip(inner);
}
