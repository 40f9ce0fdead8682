/*
 * Whether what a person wrote is a value of a field, and its canonical form.  People answer in
 * words of their own: what can mean one thing only is taken, anything else is asked again.  The
 * sentences hold what is allowed and nothing of what was written.
 */
#include "desk/field.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/text.h"
#include "desk/field_parts.h"
#include "mail/mail.h"

#include <string.h>

static const char *const between_ids[] = {"and", "und", "et", "y", "e", "en", "och", NULL};

/* Whether a text is one of these, without case, blanks and punctuation. */
static gboolean
is_one_of(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (text_same_name(text, *words))
			return TRUE;
	return FALSE;
}

/* Of forms in other languages. */
static gboolean
is_other_example(const Field *field, const char *raw)
{
	for (guint i = 0; i < field->examples->len; i++)
		if (text_same_name(raw, field->examples->pdata[i]))
			return TRUE;
	return FALSE;
}

/* Somebody may well mean the same date, number or choice. */
gboolean
field_is_example(const Field *field, const char *raw)
{
	gboolean may_be_meant = field->kind == FIELD_DATE_TIME || field->kind == FIELD_NUMBER ||
				field->kind == FIELD_CHOICE;
	return *field->example && !may_be_meant &&
	       (text_same_name(raw, field->example) || is_other_example(field, raw));
}

/* The example as we write it, or alone where nobody would choose the same words. */
static gboolean
holds_example(const Field *field, const char *raw)
{
	static const char *const before[] = {"forexample", "example", "eg"};
	if (!*field->example || field_is_example(field, raw))
		return *field->example != '\0';
	g_autofree char *example = text_name_key(field->example);
	g_autofree char *key = text_name_key(raw);
	for (guint i = 0; i < G_N_ELEMENTS(before); i++)
		if (g_str_has_prefix(key, before[i]) && !strcmp(key + strlen(before[i]), example))
			return TRUE;
	return FALSE;
}

/* Nothing but blanks, lines to write on and empty boxes. "-" and "?" are somebody's words. */
gboolean
field_is_untouched(const Field *field, const char *raw)
{
	static const char *const ellipses[] = {"…", "⋯", NULL};
	if (!raw[strspn(raw, " \t\n_.[]()*|")] || g_strv_contains(ellipses, raw))
		return TRUE;
	if (holds_example(field, raw))
		return TRUE;
	return field->choices->len > 1 && field_choices_stand(field, raw);
}

gboolean
field_says_nothing(const Field *field, const char *raw)
{
	static const char *const nothing[] = {"n/a", "not applicable", "tbd", "todo", NULL};
	static const char *const none[] = {"none", "nothing", "nil", NULL};
	g_autofree char *key = text_name_key(raw);
	if (!*key || field_is_untouched(field, raw) || is_one_of(raw, nothing))
		return TRUE;
	if (field->kind == FIELD_NUMBER || field_choice(field, raw))
		return FALSE;
	gboolean is_text = field->kind == FIELD_TEXT || field->kind == FIELD_LONG_TEXT;
	return is_one_of(raw, none) && !(is_text && field->is_required);
}

/* Without what people and programs put around a value: stars, quotes, brackets, a stop. */
static char *
bare(const char *raw)
{
	g_autofree char *line = text_collapse(raw);
	const char *start = line + strspn(line, " *_\"'`<");
	gsize length = strlen(start);
	while (length > 0 && strchr(" *_\"'`>;,", start[length - 1]))
		length--;
	gboolean has_stop = length > 1 && start[length - 1] == '.' && start[length - 2] != '.';
	return g_strndup(start, has_stop ? length - 1 : length);
}

/* "For example: ..." for the end of a sentence; "" without an example. */
static char *
by_example(const Field *field, const char *otherwise)
{
	const char *example = *field->example ? field->example : otherwise;
	return *example ? g_strdup_printf(", for example %s", example) : g_strdup("");
}

static gboolean
fits_pattern(const Field *field, const char *value)
{
	return !field->pattern || match_find_within(field->pattern, value, -1, LIMIT_MATCH_STEPS,
						    NULL, NULL, NULL) == MATCH_YES;
}

static char *
by_pattern(const Field *field, char *value, GError **error)
{
	if (fits_pattern(field, value))
		return value;
	g_free(value);
	g_autofree char *example = by_example(field, "");
	const char *help = *field->help ? field->help : "in the form that is asked for";
	error_perm(error, "Write it %s%s.", help, example);
	return NULL;
}

static char *
check_text(const Field *field, const char *raw, GError **error)
{
	return by_pattern(field, field_without_stars(raw), error);
}

static char *
check_long_text(const Field *field, const char *raw, GError **error)
{
	char *value = g_strdup(raw);
	return by_pattern(field, g_strstrip(value), error);
}

/* "1,500" has a thousand in it everywhere but where it is no number that anybody would write;
 * "1.500" may be either. */
static char *
read_number(const char *text, gboolean *is_unclear)
{
	g_autoptr(GString) digits = g_string_new(NULL);
	const char *p = text;
	guint groups = 0, stops = 0;
	for (; *p; p++) {
		gboolean is_group =
			strchr(",' ", *p) && digits->len > 0 && strspn(p + 1, "0123456789") == 3;
		if (is_group)
			groups++;
		else if (*p == '.' || (*p == ',' && g_ascii_isdigit(p[1])))
			stops++;
		else if (!g_ascii_isdigit(*p) && !(*p == '-' && p == text))
			return NULL;
		if (*p == '.' || (*p == ',' && !is_group))
			g_string_append_c(digits, '.');
		else if (!is_group)
			g_string_append_c(digits, *p);
	}
	const char *stop = strchr(digits->str, '.');
	if (stops > 1 || digits->len == 0 || digits->len > 18 ||
	    !g_ascii_isdigit(digits->str[digits->len - 1]) || (stop && stop == digits->str))
		return NULL;
	*is_unclear = stop && groups == 0 && strlen(stop + 1) == 3 && digits->str[0] != '0';
	return g_strdup(digits->str);
}

/* A number among words: "about 150 orders". With two numbers it would be a guess. */
static char *
number_in(const char *text)
{
	static const char *const about[] = {"about",  "approx",  "approximately", "ca",   "circa",
					    "around", "roughly", "nearly",        "some", NULL};
	const char *start = text + strspn(text, "~ ");
	gsize word = strcspn(start, " 0123456789");
	g_autofree char *first = g_strndup(start, word);
	if (word > 0 && !is_one_of(first, about))
		return g_strdup(text);
	start += word + strspn(start + word, " ");
	gsize length = strspn(start, "-0123456789.,'");
	/* "1 500": blanks between groups of three. */
	while (length > 0 && start[length] == ' ' && strspn(start + length + 1, "0123456789") == 3)
		length += 4;
	if (start[length] && start[length] != ' ' && start[length] != '%')
		return g_strdup(text);
	return strpbrk(start + length, "0123456789") ? g_strdup(text) : g_strndup(start, length);
}

static char *
check_number(const Field *field, const char *raw, GError **error)
{
	static const char *const zero[] = {"none", "no", "nil", "zero", "nothing", NULL};
	g_autofree char *text = bare(raw);
	g_autofree char *inner = number_in(text);
	g_autofree char *example = by_example(field, "150");
	gboolean is_unclear = FALSE;
	if (is_one_of(text, zero))
		return g_strdup("0");
	g_autofree char *number = read_number(inner, &is_unclear);
	if (!number) {
		error_perm(error, "Write one number in digits%s.", example);
		return NULL;
	}
	if (is_unclear) {
		error_perm(error, "This number can be read in two ways; write it without a point "
				  "between the digits, for example 1500.");
		return NULL;
	}
	return by_pattern(field, g_steal_pointer(&number), error);
}

/* Some programs write "a@example.org<mailto:a@example.org>". */
static char *
without_mailto(const char *raw)
{
	GString *text = g_string_new(NULL);
	for (const char *p = raw; *p;) {
		gboolean is_link = g_ascii_strncasecmp(p, "<mailto:", 8) == 0 ||
				   g_ascii_strncasecmp(p, "[mailto:", 8) == 0;
		gsize length = is_link ? strcspn(p, ">]") : 0;
		if (is_link && p[length]) {
			g_string_append_c(text, ' ');
			p += length + 1;
		} else {
			g_string_append_c(text, strchr(";\n", *p) ? ',' : *p);
			p++;
		}
	}
	return g_string_free(text, FALSE);
}

/* Whether it is new, and can be written to. */
static gboolean
add_address(GString *list, GHashTable *known, const char *address)
{
	g_autofree char *lower = g_utf8_strdown(address, -1);
	if (!address_is_fit(lower))
		return FALSE;
	if (g_hash_table_add(known, g_strdup(lower)))
		g_string_append_printf(list, "%s%s", list->len ? ", " : "", lower);
	return TRUE;
}

static char *
check_email(const Field *field, const char *raw, GError **error)
{
	g_autofree char *text = without_mailto(raw);
	g_autoptr(GPtrArray) mailboxes = mailbox_list_read(text);
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GString) list = g_string_new(NULL);
	gboolean are_fit = mailboxes->len > 0;
	for (guint i = 0; i < mailboxes->len; i++) {
		const Mailbox *mailbox = mailboxes->pdata[i];
		are_fit = add_address(list, known, mailbox->address) && are_fit;
	}
	if (are_fit)
		return by_pattern(field, g_strdup(list->str), error);
	g_autofree char *example = by_example(field, "anna@example.org");
	error_perm(error, "Write an e-mail address%s.", example);
	return NULL;
}

/* Whether each word has a digit: "4711 4712 and 4713" are three IDs, "Main shop" is one name. */
static gboolean
are_ids(char *const *words)
{
	for (; *words; words++)
		if (!strpbrk(*words, "0123456789") && !is_one_of(*words, between_ids))
			return FALSE;
	return TRUE;
}

static void
add_item(GPtrArray *items, GHashTable *known, const char *raw)
{
	g_autofree char *item = bare(raw);
	const char *start = item + strspn(item, "-+. ");
	if (*start && g_hash_table_add(known, g_strdup(start)))
		g_ptr_array_add(items, g_strdup(start));
}

static void
add_items(GPtrArray *items, GHashTable *known, const char *raw)
{
	g_autofree char *item = text_collapse(raw);
	g_auto(GStrv) words = g_strsplit(item, " ", -1);
	if (!are_ids(words)) {
		add_item(items, known, item);
		return;
	}
	for (char **word = words; *word; word++)
		if (!is_one_of(*word, between_ids))
			add_item(items, known, *word);
}

/* Items are parted by commas, semicolons or lines, IDs by blanks as well. (transfer full) */
static GPtrArray *
items_of(const char *raw)
{
	GPtrArray *items = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_auto(GStrv) parts = g_strsplit_set(raw, ",;\n|", -1);
	for (char **part = parts; *part; part++)
		add_items(items, known, *part);
	return items;
}

static char *
check_list(const Field *field, const char *raw, GError **error)
{
	g_autoptr(GPtrArray) items = items_of(raw);
	for (guint i = 0; i < items->len; i++)
		if (!fits_pattern(field, items->pdata[i])) {
			g_autofree char *example = by_example(field, "");
			error_perm(error, "Item %u does not fit; part them by commas%s.", i + 1,
				   example);
			return NULL;
		}
	if (items->len == 0) {
		error_perm(error, "Give at least one, several parted by commas.");
		return NULL;
	}
	g_ptr_array_add(items, NULL);
	return g_strjoinv(", ", (char **)items->pdata);
}

char *
field_check(const Field *field, const char *raw, gint64 now_ms, GError **error)
{
	g_autofree char *word = field->choices->len > 0 && field->kind != FIELD_CHOICE
					? field_choose(field, raw, NULL)
					: NULL;
	if (word)
		return g_steal_pointer(&word);
	switch (field->kind) {
	case FIELD_LONG_TEXT:
		return check_long_text(field, raw, error);
	case FIELD_CHOICE:
		return field_choose(field, raw, error);
	case FIELD_LIST:
		return check_list(field, raw, error);
	case FIELD_DATE_TIME:
		return field_read_date(raw, now_ms, error);
	case FIELD_NUMBER:
		return check_number(field, raw, error);
	case FIELD_EMAIL:
		return check_email(field, raw, error);
	case FIELD_TEXT:
	case FIELD_ATTACHMENT:
	case FIELD_KINDS:
		break;
	}
	return check_text(field, raw, error);
}
