/*
 * Writing forms.  A label and a colon first in the line, room to write behind it, and below it
 * hints in parentheses, each line of them in a pair of its own: whatever a mail program does to
 * the form, form_read.c can tell what is ours.
 */
#include "desk/form.h"

#include "base/text.h"
#include "desk/form_parts.h"

#include <string.h>

/* With marks of quotes before it no program wraps such a line. */
#define HINT_CHARS 66
/* A text that was given already is shown so that people know which; not more of it. */
#define SHOWN_CHARS 1000

const FormWords form_words = {
	.required = "required",
	.only_if = "if %s is given",
	.only_if_is = "if %s is %s",
	.choose = "choose one",
	.list = "several parted by commas",
	.date = "date and time in UTC",
	.example = "for example",
	.end = "end of the form",
	.type = "Type",
};

static void
form_item_free(gpointer data)
{
	FormItem *item = data;
	g_free(item->label);
	g_free(item->value);
	g_ptr_array_unref(item->hints);
	g_free(item);
}

static void
add_hint(GPtrArray *hints, const char *text)
{
	g_ptr_array_add(hints, g_strdup_printf("(%s)", text));
}

/* In as many lines as it takes. */
static void
add_hints(GPtrArray *hints, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	g_autoptr(GString) line = g_string_new(NULL);
	for (char **word = words; *word; word++) {
		glong length = g_utf8_strlen(line->str, -1) + g_utf8_strlen(*word, -1);
		if (line->len > 0 && length + 1 > HINT_CHARS) {
			add_hint(hints, line->str);
			g_string_truncate(line, 0);
		}
		g_string_append_printf(line, "%s%s", line->len ? " " : "", *word);
	}
	if (line->len > 0)
		add_hint(hints, line->str);
}

static gboolean
are_numbered(const Field *field)
{
	for (guint i = 0; i < field->choices->len; i++)
		if (g_ascii_isdigit(*((const Choice *)field->choices->pdata[i])->name))
			return FALSE;
	return field->choices->len > 2;
}

static guint
open_choices(const Field *field)
{
	guint count = 0;
	for (guint i = 0; i < field->choices->len; i++)
		count += ((const Choice *)field->choices->pdata[i])->is_closed ? 0 : 1;
	return count;
}

/* "1 Integration / 2 ServicePoint": a line never holds one alone, which would look chosen. Numbers
 * are the same for everybody, whatever isn't shown. */
static void
add_choices(GPtrArray *hints, const Field *field)
{
	gboolean has_numbers = field->kind == FIELD_CHOICE && are_numbered(field);
	g_autoptr(GString) line = g_string_new(NULL);
	guint count = 0, left = open_choices(field);
	for (guint i = 0; i < field->choices->len; i++) {
		const Choice *choice = field->choices->pdata[i];
		if (choice->is_closed)
			continue;
		g_autofree char *shown = has_numbers ? g_strdup_printf("%u %s", i + 1, choice->name)
						     : g_strdup(choice->name);
		glong length = g_utf8_strlen(line->str, -1) + g_utf8_strlen(shown, -1);
		if (count > 1 && left > 1 && length + 3 > HINT_CHARS) {
			add_hint(hints, line->str);
			g_string_truncate(line, 0);
			count = 0;
		}
		g_string_append_printf(line, "%s%s", count++ ? " / " : "", shown);
		left--;
	}
	if (line->len > 0)
		add_hint(hints, line->str);
}

static const char *
label_of(const Field *field, GHashTable *labels)
{
	const char *label = labels ? g_hash_table_lookup(labels, field->name) : NULL;
	return label ? label : field->name;
}

static void
add_part(GString *line, const char *part)
{
	if (*part)
		g_string_append_printf(line, "%s%s", line->len ? "; " : "", part);
}

/* The words of the caller hold the place of one or two names. */
static char *
fill_in(const char *words, const char *first, const char *second)
{
	g_auto(GStrv) parts = g_strsplit(words, "%s", 3);
	guint count = g_strv_length(parts);
	return g_strconcat(parts[0], count > 1 ? first : "", count > 1 ? parts[1] : "",
			   count > 2 ? second : "", count > 2 ? parts[2] : "", NULL);
}

static void
add_need(GString *line, const Field *field, GHashTable *labels, const FormWords *words)
{
	if (!field->is_required)
		return;
	add_part(line, words->required);
	if (!*field->needs_field)
		return;
	const char *label = labels ? g_hash_table_lookup(labels, field->needs_field) : NULL;
	g_autofree char *condition =
		fill_in(*field->needs_value ? words->only_if_is : words->only_if,
			label ? label : field->needs_field, field->needs_value);
	g_string_append_printf(line, " %s", condition);
}

static const char *
what_to_write(const Field *field, const FormWords *words)
{
	return field->kind == FIELD_CHOICE      ? words->choose
	       : field->kind == FIELD_LIST      ? words->list
	       : field->kind == FIELD_DATE_TIME ? words->date
						: "";
}

static GPtrArray *
hints_of(const Field *field, GHashTable *labels, const FormWords *words)
{
	GPtrArray *hints = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) line = g_string_new(NULL);
	add_need(line, field, labels, words);
	add_part(line, what_to_write(field, words));
	add_part(line, field->help);
	add_hints(hints, line->str);
	add_choices(hints, field);
	if (*field->example) {
		g_autofree char *example =
			g_strdup_printf("%s: %s", words->example, field->example);
		g_autofree char *on_a_line = text_collapse(example);
		add_hints(hints, on_a_line);
	}
	return hints;
}

/* Who may not choose all has other lines. */
GPtrArray *
form_hints_of_all(const Field *field, GHashTable *labels, const FormWords *words)
{
	GPtrArray *hints = hints_of(field, labels, words);
	for (guint role = 1; role < FIELD_ROLES; role <<= 1) {
		g_autoptr(Field) own = field_for(field, role);
		if (open_choices(own) == field->choices->len)
			continue;
		g_autoptr(GPtrArray) more = hints_of(own, labels, words);
		g_ptr_array_set_free_func(more, NULL);
		g_ptr_array_extend(hints, more, NULL, NULL);
	}
	return hints;
}

/* Whether its lines stay what they are when they stand in a mail. */
static gboolean
is_harmless(const char *value)
{
	if (!strchr(value, '\n'))
		return FALSE;
	for (const char *line = value; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		line += strspn(line, " \t");
		gsize length = strcspn(line, "\n");
		if (length > HINT_CHARS || memchr(line, ':', length) || strchr("#!(-=>*", *line) ||
		    (guchar)*line >= 0x80)
			return FALSE;
	}
	return TRUE;
}

/* A colon that a label might stand before; not those of "10:00" and "https://". */
static gboolean
may_end_label(const char *text, const char *colon)
{
	gboolean is_time = colon > text && g_ascii_isdigit(colon[-1]) && g_ascii_isdigit(colon[1]);
	return *colon == ':' && !is_time && colon[1] != '/';
}

/* On one line, so that nothing within becomes a label or a command where a program wraps it; what
 * ends labels only looks as before. */
static char *
on_one_line(const char *value)
{
	g_autofree char *line = text_collapse(value);
	g_autofree char *shown = text_ellipsize(line, SHOWN_CHARS);
	GString *out = g_string_new(NULL);
	for (const char *p = shown; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		gboolean begins = p == shown || p[-1] == ' ';
		if (begins && (c == '#' || c == '!' || c == 0xff03 || c == 0xff01))
			continue;
		if (may_end_label(shown, p))
			g_string_append(out, FORM_COLON);
		else
			g_string_append_len(out, p, g_utf8_next_char(p) - p);
	}
	return g_string_free(out, FALSE);
}

/* Texts keep their colons unless something stands before one that might part two fields. */
static gboolean
keeps_colons(const Field *field, const char *value)
{
	gboolean is_text = field->kind == FIELD_TEXT || field->kind == FIELD_ATTACHMENT;
	return field->kind != FIELD_LONG_TEXT &&
	       (!strchr(value, ':') || (is_text && !strpbrk(value, ",;|/")));
}

static char *
shown_value(const Field *field, const char *value)
{
	gboolean is_long = field->kind == FIELD_LONG_TEXT;
	if (is_long && g_utf8_strlen(value, -1) <= SHOWN_CHARS && is_harmless(value))
		return g_strdup(value);
	return keeps_colons(field, value) ? text_collapse(value) : on_one_line(value);
}

GPtrArray *
form_items(const GPtrArray *fields, GHashTable *values, GHashTable *labels, const FormWords *words)
{
	GPtrArray *items = g_ptr_array_new_with_free_func(form_item_free);
	for (guint i = 0; i < fields->len; i++) {
		const Field *field = fields->pdata[i];
		const char *value = values ? g_hash_table_lookup(values, field->name) : NULL;
		FormItem *item = g_new0(FormItem, 1);
		item->field = field;
		item->label = g_strdup(label_of(field, labels));
		item->value = shown_value(field, value ? value : "");
		item->hints = hints_of(field, labels, words ? words : &form_words);
		g_ptr_array_add(items, item);
	}
	return items;
}

/* The last line of a form. */
static char *
form_end(const FormWords *words)
{
	return g_strdup_printf("(%s)", words ? words->end : form_words.end);
}

char *
form_write(const GPtrArray *items, const char *type, const FormWords *words)
{
	GString *text = g_string_new(NULL);
	if (type)
		g_string_append_printf(text, "%s: %s\n\n", words ? words->type : form_words.type,
				       type);
	for (guint i = 0; i < items->len; i++) {
		const FormItem *item = items->pdata[i];
		g_string_append_printf(text, "%s:%s%s\n", item->label, *item->value ? " " : "",
				       item->value);
		for (guint k = 0; k < item->hints->len; k++)
			g_string_append_printf(text, "%s\n", (char *)item->hints->pdata[k]);
		g_string_append_c(text, '\n');
	}
	g_autofree char *end = form_end(words);
	g_string_append_printf(text, "%s\n", end);
	return g_string_free(text, FALSE);
}

static Js *
items_to_js(const GPtrArray *items)
{
	Js *list = js_array();
	for (guint i = 0; i < items->len; i++) {
		const FormItem *item = items->pdata[i];
		g_auto(GStrv) lines = g_strsplit(item->value, "\n", -1);
		Js *object = js_object(), *more = js_array(), *hints = js_array();
		for (guint k = 1; lines[0] && lines[k]; k++)
			js_add_text(more, lines[k]);
		for (guint k = 0; k < item->hints->len; k++)
			js_add_text(hints, item->hints->pdata[k]);
		js_set_text(object, "label", item->label);
		js_set_text(object, "first", lines[0] ? lines[0] : "");
		js_set(object, "more", more);
		js_set(object, "hints", hints);
		js_add(list, object);
	}
	return list;
}

Js *
form_data(const GPtrArray *items, const char *type, const FormWords *words)
{
	g_autofree char *text = form_write(items, type, words);
	g_autofree char *end = form_end(words);
	Js *form = js_object();
	js_set_text(form, "text", text);
	js_set_text(form, "type", type);
	js_set_text(form, "type_label", words ? words->type : form_words.type);
	js_set_text(form, "end", end);
	js_set(form, "items", items_to_js(items));
	return form;
}
