/*
 * Answers without labels: to a mail that asks for a few things people answer with the values alone,
 * by the numbers of our list, in its order, or with the only one.  All of it is a guess, so that
 * the text stays a comment as well, and what does not fit is none.
 */
#include "base/text.h"
#include "desk/form_parts.h"
#include "desk/question.h"

#include <string.h>

/* A value that stands alone; longer ones are something else. */
#define LONE_CHARS 200
#define LONE_BYTES 600
/* "Hello Anna," above it. */
#define GREETING_CHARS 40
/* More lines than any list of values has. */
#define LOOSE_LINES 60

/* A numbered part of the text. */
typedef struct Part {
	guint number; /* as written, from 1 */
	GString *text;
} Part;

static void
part_clear(gpointer data)
{
	Part *part = data;
	g_string_free(part->text, TRUE);
}

/* The lines the person wrote, without a greeting above them; char*, borrowed. */
static GPtrArray *
own_lines(const GArray *pieces)
{
	GPtrArray *lines = g_ptr_array_new();
	for (guint i = 0; i < pieces->len && lines->len <= LOOSE_LINES; i++) {
		const Piece *piece = piece_at(pieces, i);
		if (piece->kind == PIECE_TEXT && piece_is_new(piece) && piece->level == 0)
			g_ptr_array_add(lines, piece->text);
	}
	const char *first = lines->len > 1 ? lines->pdata[0] : "";
	gsize length = strlen(first);
	if (length > 0 && length <= GREETING_CHARS && strchr(",!", first[length - 1]) &&
	    !strpbrk(first, "0123456789"))
		g_ptr_array_remove_index(lines, 0);
	return lines;
}

static gboolean
is_typed(const Field *field)
{
	return field->pattern || field->kind == FIELD_CHOICE || field->kind == FIELD_DATE_TIME ||
	       field->kind == FIELD_NUMBER || field->kind == FIELD_EMAIL;
}

/* "2. ", "2) ", "(2) ", "2: " at `p`: the number, and what follows it; 0 if none is there. */
static guint
number_at(const char *p, const char **behind_out)
{
	p += *p == '(';
	gsize digits = strspn(p, "0123456789");
	if (digits == 0 || digits > 2 || !p[digits] || !strchr(".):", p[digits]))
		return 0;
	const char *behind = p + digits + 1;
	if (*behind && *behind != ' ' && *behind != '\t')
		return 0;
	*behind_out = behind;
	return (guint)g_ascii_strtoull(p, NULL, 10);
}

static guint
last_number(const GArray *parts)
{
	return parts->len > 0 ? g_array_index(parts, Part, parts->len - 1).number : 0;
}

/* Within a line the next number alone begins a part: any other is somebody's figure. */
static void
take_line(GArray *parts, const char *line)
{
	const char *p = line + strspn(line, " \t*-");
	gboolean is_start = TRUE;
	while (*p) {
		const char *behind;
		guint number = is_start || p[-1] == ' ' ? number_at(p, &behind) : 0;
		gboolean fits = is_start ? number > last_number(parts)
					 : number > 0 && number == last_number(parts) + 1;
		if (fits) {
			Part part = {number, g_string_new(NULL)};
			g_array_append_val(parts, part);
			p = behind;
		} else if (parts->len > 0) {
			GString *text = g_array_index(parts, Part, parts->len - 1).text;
			if (is_start)
				g_string_append_c(text, '\n');
			const char *next = g_utf8_next_char(p);
			g_string_append_len(text, p, next - p);
			p = next;
		} else {
			return;
		}
		is_start = FALSE;
	}
}

/* Whether what was read may be kept: of the fields that not every text fits into, one has its
 * value at least; where every text fits, all have to be there. */
static gboolean
is_likely(const GPtrArray *values, guint asked, gboolean all_must_fit)
{
	guint typed = 0, good = 0;
	for (guint i = 0; i < values->len; i++) {
		const FormValue *value = values->pdata[i];
		if (!is_typed(value->field))
			continue;
		typed++;
		if (value->value && *value->value)
			good++;
	}
	if (all_must_fit)
		return good > 0 && good == typed;
	return good > 0 || (typed == 0 && values->len > 1 && values->len == asked);
}

static GPtrArray *
new_values(void)
{
	return g_ptr_array_new_with_free_func(form_value_free);
}

/* "1. Integration 2. 2026-11-20 10:00". */
static GPtrArray *
by_number(const GPtrArray *lines, const FormAsked *asked)
{
	g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Part));
	g_array_set_clear_func(parts, part_clear);
	g_autoptr(GPtrArray) values = new_values();
	for (guint i = 0; i < lines->len; i++)
		take_line(parts, lines->pdata[i]);
	if (parts->len == 0 || last_number(parts) > asked->fields->len)
		return new_values();
	for (guint i = 0; i < parts->len; i++) {
		const Part *part = &g_array_index(parts, Part, i);
		g_strstrip(part->text->str);
		g_ptr_array_add(values, form_value_new(asked->fields->pdata[part->number - 1],
						       part->text->str, asked));
	}
	return is_likely(values, asked->fields->len, FALSE) ? g_steal_pointer(&values)
							    : new_values();
}

/* A line, or a piece between commas, for each. */
static GPtrArray *
in_order(char *const *texts, const FormAsked *asked)
{
	g_autoptr(GPtrArray) values = new_values();
	for (guint i = 0; i < asked->fields->len; i++)
		g_ptr_array_add(values, form_value_new(asked->fields->pdata[i], texts[i], asked));
	return is_likely(values, asked->fields->len, TRUE) ? g_steal_pointer(&values)
							   : new_values();
}

static gboolean
are_all_typed(const GPtrArray *fields)
{
	for (guint i = 0; i < fields->len; i++)
		if (!is_typed(fields->pdata[i]))
			return FALSE;
	return TRUE;
}

static GPtrArray *
by_order(const GPtrArray *lines, const FormAsked *asked)
{
	guint count = asked->fields->len;
	if (lines->len == count)
		return in_order((char **)lines->pdata, asked);
	if (lines->len != 1 || !are_all_typed(asked->fields))
		return new_values();
	g_auto(GStrv) parts = g_strsplit_set(lines->pdata[0], ",;", -1);
	return g_strv_length(parts) == count ? in_order(parts, asked) : new_values();
}

/* Thanks and questions are no value, whatever the field. */
static gboolean
says_something(const char *text)
{
	static const char *const empty[] = {"thanks",     "thankyou", "thankyouverymuch",
					    "manythanks", "ok",       "okay",
					    "yes",        "no",       "hi",
					    "hello",      "done",     "danke",
					    "vielendank", "ja",       "nein",
					    "erledigt",   "hallo",    "merci",
					    "oui",        "non",      "bonjour",
					    "gracias",    "sí",       "si",
					    "hola",       "grazie",   "спасибо",
					    "да",         "нет",      "ありがとうございます",
					    "はい",       NULL};
	g_autofree char *key = text_name_key(text);
	gsize length = strlen(text);
	return *key && !g_strv_contains(empty, key) && text[length - 1] != '?' &&
	       !g_str_has_suffix(text, "？");
}

/* The line that fits, if there is only one such. */
static const char *
only_fitting(const GPtrArray *lines, const Field *field, gint64 now_ms)
{
	const char *only = NULL;
	for (guint i = 0; i < lines->len; i++) {
		g_autofree char *value = field_check(field, lines->pdata[i], now_ms, NULL);
		if (value && only)
			return NULL;
		if (value)
			only = lines->pdata[i];
	}
	return only;
}

static gboolean
is_lone_list(const char *text)
{
	g_auto(GStrv) items = g_strsplit_set(text, ",;\n", -1);
	for (char **item = items; *item; item++) {
		const char *inner = g_strstrip(*item);
		if (strchr(inner, ' ') && !strpbrk(inner, "0123456789"))
			return FALSE;
	}
	return TRUE;
}

static gboolean
may_be_lone(const Field *field, const char *text, guint lines)
{
	if (!says_something(text))
		return FALSE;
	switch (field->kind) {
	case FIELD_TEXT:
		return lines == 1 && g_utf8_strlen(text, -1) <= LONE_CHARS;
	case FIELD_LIST:
		return g_utf8_strlen(text, -1) <= LONE_CHARS && is_lone_list(text);
	case FIELD_LONG_TEXT:
		return TRUE;
	case FIELD_ATTACHMENT:
	case FIELD_CHOICE:
	case FIELD_DATE_TIME:
	case FIELD_NUMBER:
	case FIELD_EMAIL:
	case FIELD_KINDS:
		break;
	}
	return FALSE;
}

/* The value of the only field that was asked for. */
static GPtrArray *
alone(const GPtrArray *lines, const FormAsked *asked)
{
	const Field *field = asked->fields->pdata[0];
	GPtrArray *values = new_values();
	g_autoptr(GString) whole = g_string_new(NULL);
	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(whole, "%s%s", i ? "\n" : "", (char *)lines->pdata[i]);
	const char *value = is_typed(field) ? only_fitting(lines, field, asked->now_ms) : NULL;
	if (!is_typed(field) && may_be_lone(field, whole->str, lines->len))
		value = whole->str;
	if (value && !field_says_nothing(field, value))
		g_ptr_array_add(values, form_value_new(field, value, asked));
	return values;
}

/* Lines in one, of what is that short; else NULL. (transfer full) */
static char *
in_short(const GPtrArray *lines)
{
	g_autoptr(GString) whole = g_string_new(NULL);
	for (guint i = 0; i < lines->len && whole->len <= LONE_BYTES; i++)
		g_string_append_printf(whole, "%s%s", i ? "\n" : "", (char *)lines->pdata[i]);
	return whole->len <= LONE_BYTES ? g_strdup(whole->str) : NULL;
}

/* "I don't know that" answers all that was asked for in one line or less. */
static GPtrArray *
unknown(const GPtrArray *lines, const FormAsked *asked)
{
	GPtrArray *values = new_values();
	g_autofree char *text = in_short(lines);
	if (!text || !asked->site ||
	    !text_begins_with_no_answer(text, asked->name, asked->address, asked->site))
		return values;
	for (guint i = 0; i < asked->fields->len; i++) {
		const Field *field = asked->fields->pdata[i];
		if (field->kind != FIELD_LONG_TEXT && field->kind != FIELD_ATTACHMENT)
			g_ptr_array_add(values, form_value_unknown(field, text));
	}
	return values;
}

GPtrArray *
form_loose(const GArray *pieces, const FormAsked *asked)
{
	g_autoptr(GPtrArray) lines = own_lines(pieces);
	if (lines->len == 0 || lines->len > LOOSE_LINES || asked->fields->len == 0)
		return new_values();
	/* A name at the end may be the last that was asked for. */
	if (asked->fields->len == 1 || lines->len != asked->fields->len)
		form_trim_polite(lines, asked);
	g_autoptr(GPtrArray) numbered = by_number(lines, asked);
	if (numbered->len > 0)
		return g_steal_pointer(&numbered);
	g_autoptr(GPtrArray) ordered =
		asked->fields->len > 1 ? by_order(lines, asked) : new_values();
	if (ordered->len > 0)
		return g_steal_pointer(&ordered);
	g_autoptr(GPtrArray) none = unknown(lines, asked);
	return none->len > 0 || asked->fields->len > 1 ? g_steal_pointer(&none)
						       : alone(lines, asked);
}
