/*
 * The tables of phrases and their index.  An entry with wildcards is found by four
 * bytes of its longest literal piece, so that scanning a line costs one look-up
 * per byte, however many entries there are; the few candidates are then compared
 * in full, each once per line.
 */
#include "mail/tables.h"

#include "base/error.h"
#include "mail/phrases.h"

#include <string.h>

#define GRAM_BYTES        4
#define FILTER_BITS       16
#define LINE_MAX_BYTES    16000
#define GAP_MAX_BYTES     60
#define PATTERN_MAX_BYTES 400

typedef struct Entry {
	PhraseKind kind;
	char *pattern; /* folded */
	char *value;
	GPtrArray *pieces;   /* char*, the literal stretches between wildcards */
	gboolean from_start; /* the first piece stands at the line's start */
	gboolean to_end;
} Entry;

/* An entry where its four bytes were seen: the piece around them tells most false ones apart. */
typedef struct Candidate {
	guint number;      /* of the entry */
	gsize before;      /* bytes of the piece before the four */
	const char *piece; /* the entry's */
	gsize length;      /* of the piece */
} Candidate;

typedef struct Index {
	GPtrArray *entries;   /* Entry*, in the order of the files */
	GHashTable *exact;    /* pattern without wildcard -> GArray of guint (entry) */
	GHashTable *grams;    /* four bytes -> GArray of Candidate */
	GArray *short_ones;   /* entries whose pieces are all shorter than that */
	guint32 *gram_filter; /* bit set of hashed grams, to skip most look-ups */
} Index;

struct MailTables {
	Index indexes[PHRASE_FAMILIES];
};

struct PhraseScan {
	const Index *index;
	guint *tested; /* per entry: the line it was compared with last */
	guint line;
	gint first[PHRASE_KINDS]; /* lowest entry that matched, -1 if none */
};

/* How the entries of a section are compared with a line. */
typedef enum { MODE_EXACT, MODE_WHOLE, MODE_PART } Mode;

/* What may stand behind "=>". */
typedef struct Values {
	const char *words;    /* as people read them */
	gboolean is_optional; /* nothing may stand there, too */
	gboolean may_be_soft; /* "soft" may follow */
} Values;

static const Values opener = {.words = "opener", .is_optional = TRUE};
static const Values above = {.words = "above", .is_optional = TRUE};
static const Values labels = {.words = "from, date, to, subject, other"};
static const Values robots = {.words = "auto-reply, report, list, loop, none"};
static const Values robot_subjects = {
	.words = "auto-reply, report, list, loop, none, calendar, maybe"};
static const Values reasons = {.words = "no-such-user, mailbox-full, no-such-host, too-large, "
					"refused, temporary, other",
			       .may_be_soft = TRUE};

static const struct {
	const char *section;
	PhraseFamily family;
	Mode mode;
	const Values *values; /* NULL: none */
} kinds[PHRASE_KINDS] = {
	[PHRASE_WROTE] = {"wrote", PHRASE_REPLIES, MODE_WHOLE, &opener},
	[PHRASE_ORIGINAL] = {"original", PHRASE_REPLIES, MODE_EXACT, &above},
	[PHRASE_LABEL] = {"label", PHRASE_REPLIES, MODE_EXACT, &labels},
	[PHRASE_SENT_FROM] = {"sent-from", PHRASE_REPLIES, MODE_WHOLE, NULL},
	[PHRASE_SIGN_OFF] = {"sign-off", PHRASE_REPLIES, MODE_EXACT, NULL},
	[PHRASE_DISCLAIMER] = {"disclaimer", PHRASE_REPLIES, MODE_PART, NULL},
	[PHRASE_CONTACT] = {"contact", PHRASE_REPLIES, MODE_WHOLE, NULL},
	[PHRASE_FOOTER] = {"footer", PHRASE_REPLIES, MODE_PART, NULL},
	[PHRASE_ROBOT_HEADER] = {"header", PHRASE_ROBOTS, MODE_WHOLE, &robots},
	[PHRASE_ROBOT_SUBJECT] = {"subject", PHRASE_ROBOTS, MODE_WHOLE, &robot_subjects},
	[PHRASE_BOUNCE_SENDER] = {"sender", PHRASE_BOUNCES, MODE_WHOLE, NULL},
	[PHRASE_BOUNCE_SUBJECT] = {"subject", PHRASE_BOUNCES, MODE_WHOLE, NULL},
	[PHRASE_BOUNCE_TEXT] = {"text", PHRASE_BOUNCES, MODE_PART, NULL},
	[PHRASE_DELAY_TEXT] = {"delayed", PHRASE_BOUNCES, MODE_PART, NULL},
	[PHRASE_RETURNED] = {"returned", PHRASE_BOUNCES, MODE_WHOLE, NULL},
	[PHRASE_RECIPIENT] = {"recipient", PHRASE_BOUNCES, MODE_WHOLE, NULL},
	[PHRASE_STATUS] = {"status", PHRASE_BOUNCES, MODE_EXACT, &reasons},
	[PHRASE_PROVIDER] = {"provider", PHRASE_BOUNCES, MODE_PART, &reasons},
	[PHRASE_REASON] = {"reason", PHRASE_BOUNCES, MODE_PART, &reasons},
};

static const char *const file_names[PHRASE_FAMILIES] = {
	[PHRASE_REPLIES] = "replies",
	[PHRASE_ROBOTS] = "robots",
	[PHRASE_BOUNCES] = "bounces",
};

/* Typographic variants people and programs use for one ASCII character; 0 drops it. */
static gunichar
plain_kin(gunichar c)
{
	if (c >= 0xff01 && c <= 0xff5e)
		return c - 0xff01 + '!';
	if (c >= 0x2010 && c <= 0x2015)
		return '-';
	if ((c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || c == 0xad)
		return 0;
	switch (c) {
	case 0x201c:
	case 0x201d:
	case 0x201e:
	case 0x201f:
	case 0xab:
	case 0xbb:
	case 0x300c:
	case 0x300d:
		return '"';
	case 0x2018:
	case 0x2019:
	case 0x201a:
	case 0x201b:
	case 0x2bc:
	case 0xb4:
	case 0x60:
		return '\'';
	case 0x2212:
		return '-';
	case 0x3001:
		return ',';
	default:
		return c;
	}
}

static void
fold_wide(gunichar c, GString *out, gboolean *blank)
{
	c = plain_kin(c);
	if (c == 0)
		return;
	if (g_unichar_isspace(c)) {
		*blank = TRUE;
		return;
	}
	if (*blank && out->len > 0)
		g_string_append_c(out, ' ');
	*blank = FALSE;
	g_string_append_unichar(out, g_unichar_tolower(c));
}

void
phrase_fold(const char *text, gsize length, GString *out)
{
	const char *end = text + length;
	gboolean blank = FALSE;

	while (text < end) {
		guchar c = (guchar)*text;

		if (c >= 0x80) {
			gunichar wide = g_utf8_get_char_validated(text, end - text);

			fold_wide(wide, out, &blank);
			text = (gint32)wide < 0 ? text + 1 : g_utf8_next_char(text);
			continue;
		}
		text++;
		if (c <= ' ') {
			blank = TRUE;
			continue;
		}
		if (blank && out->len > 0)
			g_string_append_c(out, ' ');
		blank = FALSE;
		g_string_append_c(out, c == '`' ? '\'' : g_ascii_tolower((char)c));
	}
}

static void
entry_free(gpointer data)
{
	Entry *entry = data;

	g_free(entry->pattern);
	g_free(entry->value);
	g_ptr_array_unref(entry->pieces);
	g_free(entry);
}

static Entry *
entry_new(PhraseKind kind, const char *pattern, const char *value)
{
	Entry *entry = g_new0(Entry, 1);
	g_auto(GStrv) split = g_strsplit(pattern, "*", -1);

	entry->kind = kind;
	entry->pattern = g_strdup(pattern);
	entry->value = g_strdup(value);
	entry->pieces = g_ptr_array_new_with_free_func(g_free);
	for (char **piece = split; *piece; piece++) {
		if (**piece)
			g_ptr_array_add(entry->pieces, g_strdup(*piece));
	}
	entry->from_start = kinds[kind].mode != MODE_PART && pattern[0] != '*';
	entry->to_end = kinds[kind].mode != MODE_PART && !g_str_has_suffix(pattern, "*");
	return entry;
}

static guint32
gram_at(const char *text)
{
	guint32 gram;

	memcpy(&gram, text, sizeof gram);
	return gram;
}

static guint32
gram_hash(guint32 gram)
{
	return (gram * 2654435761u) >> (32 - FILTER_BITS);
}

static GArray *
list_for(GHashTable *table, gpointer key, guint element_bytes)
{
	GArray *list = g_hash_table_lookup(table, key);

	if (list == NULL) {
		list = g_array_new(FALSE, FALSE, element_bytes);
		g_hash_table_insert(table, key, list);
	}
	return list;
}

static guint
list_length(GHashTable *table, guint32 gram)
{
	GArray *list = g_hash_table_lookup(table, GUINT_TO_POINTER(gram));

	return list ? list->len : 0;
}

/* The four bytes by which an entry is found: those shared with fewest others. */
static gboolean
choose_gram(const Index *index, const Entry *entry, Candidate *candidate_out)
{
	guint fewest = G_MAXUINT;

	for (guint i = 0; i < entry->pieces->len; i++) {
		const char *piece = entry->pieces->pdata[i];
		gsize length = strlen(piece);

		for (gsize at = 0; at + GRAM_BYTES <= length; at++) {
			guint others = list_length(index->grams, gram_at(piece + at));

			if (others < fewest) {
				fewest = others;
				candidate_out->before = at;
				candidate_out->piece = piece;
				candidate_out->length = length;
			}
		}
	}
	return fewest != G_MAXUINT;
}

static void
index_add(Index *index, Entry *entry)
{
	guint number = index->entries->len;
	Candidate candidate = {.number = number};

	g_ptr_array_add(index->entries, entry);
	if (kinds[entry->kind].mode == MODE_EXACT ||
	    (entry->from_start && entry->to_end && entry->pieces->len == 1)) {
		g_array_append_val(list_for(index->exact, entry->pattern, sizeof number), number);
	} else if (choose_gram(index, entry, &candidate)) {
		guint32 gram = gram_at(candidate.piece + candidate.before);

		g_array_append_val(list_for(index->grams, GUINT_TO_POINTER(gram), sizeof candidate),
				   candidate);
		index->gram_filter[gram_hash(gram) / 32] |= 1u << (gram_hash(gram) % 32);
	} else {
		g_array_append_val(index->short_ones, number);
	}
}

static void
list_free(gpointer list)
{
	g_array_unref(list);
}

MailTables *
mail_tables_new(void)
{
	MailTables *tables = g_new0(MailTables, 1);

	for (int i = 0; i < PHRASE_FAMILIES; i++) {
		Index *index = &tables->indexes[i];

		index->entries = g_ptr_array_new_with_free_func(entry_free);
		index->exact = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, list_free);
		index->grams = g_hash_table_new_full(NULL, NULL, NULL, list_free);
		index->short_ones = g_array_new(FALSE, FALSE, sizeof(guint));
		index->gram_filter = g_new0(guint32, (1u << FILTER_BITS) / 32);
	}
	return tables;
}

void
mail_tables_free(MailTables *tables)
{
	if (tables == NULL)
		return;
	for (int i = 0; i < PHRASE_FAMILIES; i++) {
		g_hash_table_unref(tables->indexes[i].exact);
		g_hash_table_unref(tables->indexes[i].grams);
		g_array_unref(tables->indexes[i].short_ones);
		g_free(tables->indexes[i].gram_filter);
		g_ptr_array_unref(tables->indexes[i].entries);
	}
	g_free(tables);
}

/* "robots.table" and "robots-site.table" both extend the robots. */
static gboolean
family_of_name(const char *name, PhraseFamily *family_out)
{
	gsize length = strcspn(name, "-.");

	for (int i = 0; i < PHRASE_FAMILIES; i++) {
		if (strlen(file_names[i]) == length && strncmp(name, file_names[i], length) == 0) {
			*family_out = (PhraseFamily)i;
			return TRUE;
		}
	}
	return FALSE;
}

static gint
kind_of_section(PhraseFamily family, const char *section, gsize length)
{
	for (int i = 0; i < PHRASE_KINDS; i++) {
		if (kinds[i].family == family && strlen(kinds[i].section) == length &&
		    strncmp(kinds[i].section, section, length) == 0)
			return i;
	}
	return -1;
}

static gboolean
is_one_of(const Values *values, const char *value)
{
	g_auto(GStrv) words = g_strsplit(values->words, ", ", -1);
	g_autofree char *word = g_strdup(value);

	if (values->may_be_soft && g_str_has_suffix(word, " soft"))
		word[strlen(word) - strlen(" soft")] = '\0';
	return g_strv_contains((const char *const *)words, word);
}

/* A value that nobody understands would make an entry that does nothing. */
static gboolean
value_check(PhraseKind kind, const char *value, GError **error)
{
	const char *section = kinds[kind].section;
	const Values *values = kinds[kind].values;

	if (values == NULL)
		return *value == '\0' || error_perm(error,
						    "an entry of [%s] has no value, but this one "
						    "has \"=> %s\"",
						    section, value);
	if (is_one_of(values, value) || (*value == '\0' && values->is_optional))
		return TRUE;
	return error_perm(error, "\"%s\" is no value for [%s]; behind \"=>\" stands one of: %s",
			  value, section, values->words);
}

/* "pattern" or "pattern => value". NULL with an error if the line holds no pattern. */
static Entry *
entry_read(gint kind, const char *line, GError **error)
{
	const char *arrow = strstr(line, "=>");
	g_autofree char *value = g_strdup(arrow ? arrow + 2 : "");
	g_autoptr(GString) pattern = g_string_new(NULL);

	if (kind < 0) {
		error_perm(error, "an entry before the first [section]");
		return NULL;
	}
	phrase_fold(line, arrow ? (gsize)(arrow - line) : strlen(line), pattern);
	if (strspn(pattern->str, "*") == pattern->len) {
		error_perm(error, "an entry without words");
		return NULL;
	}
	if (pattern->len > PATTERN_MAX_BYTES) {
		error_perm(error, "an entry longer than %d bytes", PATTERN_MAX_BYTES);
		return NULL;
	}
	if (!value_check((PhraseKind)kind, g_strstrip(value), error))
		return NULL;
	return entry_new((PhraseKind)kind, pattern->str, value);
}

static gboolean
line_read(PhraseFamily family, char *line, gint *kind, GPtrArray *entries, GError **error)
{
	Entry *entry;
	gsize length;

	g_strstrip(line);
	length = strlen(line);
	if (length == 0 || line[0] == '#')
		return TRUE;
	if (line[0] == '[' && line[length - 1] == ']') {
		*kind = kind_of_section(family, line + 1, length - 2);
		if (*kind < 0)
			return error_perm(error, "%s is no section of %s.table", line,
					  file_names[family]);
		return TRUE;
	}
	entry = entry_read(*kind, line, error);
	if (entry == NULL)
		return FALSE;
	g_ptr_array_add(entries, entry);
	return TRUE;
}

gboolean
mail_tables_add(MailTables *tables, const char *name, const char *text, GError **error)
{
	g_auto(GStrv) lines = NULL;
	g_autoptr(GPtrArray) entries = g_ptr_array_new();
	PhraseFamily family;
	gint kind = -1;

	if (!family_of_name(name, &family))
		return error_perm(error, "%s: the name must begin with replies, robots or bounces",
				  name);
	if (!g_utf8_validate(text, -1, NULL))
		return error_perm(error, "%s: not UTF-8", name);
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		if (line_read(family, lines[i], &kind, entries, error))
			continue;
		g_prefix_error(error, "%s:%u: ", name, i + 1);
		g_ptr_array_foreach(entries, (GFunc)(void (*)(void))entry_free, NULL);
		return FALSE;
	}
	for (guint i = 0; i < entries->len; i++)
		index_add(&tables->indexes[family], entries->pdata[i]);
	return TRUE;
}

PhraseScan *
phrase_scan_new(const MailTables *tables, PhraseFamily family)
{
	PhraseScan *scan = g_new0(PhraseScan, 1);

	scan->index = &tables->indexes[family];
	scan->tested = g_new0(guint, scan->index->entries->len + 1);
	for (int i = 0; i < PHRASE_KINDS; i++)
		scan->first[i] = -1;
	return scan;
}

void
phrase_scan_free(PhraseScan *scan)
{
	if (scan == NULL)
		return;
	g_free(scan->tested);
	g_free(scan);
}

/* Whether the pieces from `next` on follow, none far from the one before it. */
static gboolean
pieces_follow(const Entry *entry, guint next, const char *at, const char *end)
{
	for (guint i = next; i < entry->pieces->len; i++) {
		const char *piece = entry->pieces->pdata[i];
		gsize size = strlen(piece), reach = MIN((gsize)(end - at), GAP_MAX_BYTES + size);

		at = memmem(at, reach, piece, size);
		if (at == NULL)
			return FALSE;
		at += size;
	}
	return TRUE;
}

/* Anywhere in the line; a wildcard spans a few words, not sentences. */
static gboolean
part_matches(const Entry *entry, const char *line, gsize length)
{
	const char *first = entry->pieces->pdata[0], *at = line, *end = line + length;
	gsize size = strlen(first);

	while ((at = memmem(at, (gsize)(end - at), first, size)) != NULL) {
		if (pieces_follow(entry, 1, at + size, end))
			return TRUE;
		at += size;
	}
	return FALSE;
}

/* Leftmost occurrence of each piece in turn; first and last may be bound to the ends. */
static gboolean
whole_matches(const Entry *entry, const char *line, gsize length)
{
	const char *at = line, *end = line + length;

	for (guint i = 0; i < entry->pieces->len; i++) {
		const char *piece = entry->pieces->pdata[i];
		gsize size = strlen(piece);
		gboolean last = i + 1 == entry->pieces->len;

		if ((gsize)(end - at) < size)
			return FALSE;
		if (i == 0 && entry->from_start) {
			if (memcmp(at, piece, size) != 0 ||
			    (last && entry->to_end && at + size != end))
				return FALSE;
		} else if (last && entry->to_end) {
			at = end - size;
			if (memcmp(at, piece, size) != 0)
				return FALSE;
		} else {
			at = memmem(at, (gsize)(end - at), piece, size);
			if (at == NULL)
				return FALSE;
		}
		at += size;
	}
	return TRUE;
}

static gboolean
entry_matches(const Entry *entry, const char *line, gsize length)
{
	if (kinds[entry->kind].mode == MODE_PART)
		return part_matches(entry, line, length);
	return whole_matches(entry, line, length);
}

static void
note_match(PhraseScan *scan, guint number)
{
	const Entry *entry = scan->index->entries->pdata[number];

	if (scan->first[entry->kind] < 0 || (guint)scan->first[entry->kind] > number)
		scan->first[entry->kind] = (gint)number;
}

static void
compare(PhraseScan *scan, guint number, const char *line, gsize length)
{
	if (scan->tested[number] == scan->line)
		return;
	scan->tested[number] = scan->line;
	if (entry_matches(scan->index->entries->pdata[number], line, length))
		note_match(scan, number);
}

/* Those of the candidates whose piece stands around the four bytes at `at`. */
static void
compare_near(PhraseScan *scan, const GArray *candidates, const char *line, gsize length, gsize at)
{
	for (guint i = 0; i < candidates->len; i++) {
		const Candidate *c = &g_array_index(candidates, Candidate, i);

		if (c->before <= at && at - c->before + c->length <= length &&
		    memcmp(line + at - c->before, c->piece, c->length) == 0)
			compare(scan, c->number, line, length);
	}
}

static void
compare_exact(PhraseScan *scan, const char *line, gsize length)
{
	char text[PATTERN_MAX_BYTES + 1];
	const GArray *numbers;

	if (length > PATTERN_MAX_BYTES)
		return;
	memcpy(text, line, length);
	text[length] = '\0';
	numbers = g_hash_table_lookup(scan->index->exact, text);
	for (guint i = 0; numbers && i < numbers->len; i++)
		note_match(scan, g_array_index(numbers, guint, i));
}

void
phrase_scan_line(PhraseScan *scan, const char *line, gsize length)
{
	const Index *index = scan->index;

	length = MIN(length, LINE_MAX_BYTES);
	scan->line++;
	for (int i = 0; i < PHRASE_KINDS; i++)
		scan->first[i] = -1;
	compare_exact(scan, line, length);
	for (guint i = 0; i < index->short_ones->len; i++)
		compare(scan, g_array_index(index->short_ones, guint, i), line, length);
	for (gsize at = 0; at + GRAM_BYTES <= length; at++) {
		guint32 gram = gram_at(line + at), hash = gram_hash(gram);
		const GArray *candidates;

		if (!(index->gram_filter[hash / 32] & (1u << (hash % 32))))
			continue;
		candidates = g_hash_table_lookup(index->grams, GUINT_TO_POINTER(gram));
		if (candidates)
			compare_near(scan, candidates, line, length, at);
	}
}

const char *
phrase_scan_value(const PhraseScan *scan, PhraseKind kind)
{
	const Entry *entry;

	if (scan->first[kind] < 0)
		return NULL;
	entry = scan->index->entries->pdata[scan->first[kind]];
	return entry->value;
}

const char *
phrase_scan_pattern(const PhraseScan *scan, PhraseKind kind)
{
	const Entry *entry;

	if (scan->first[kind] < 0)
		return NULL;
	entry = scan->index->entries->pdata[scan->first[kind]];
	return entry->pattern;
}

const char *
phrase_exact(const MailTables *tables, PhraseKind kind, const char *text)
{
	const Index *index = &tables->indexes[kinds[kind].family];
	const GArray *numbers = g_hash_table_lookup(index->exact, text);

	for (guint i = 0; numbers && i < numbers->len; i++) {
		const Entry *entry = index->entries->pdata[g_array_index(numbers, guint, i)];

		if (entry->kind == kind)
			return entry->value;
	}
	return NULL;
}
