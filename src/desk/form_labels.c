/*
 * Which labels a type has, and where they stand in a line.  Only known labels count: "Note: it
 * broke" is somebody's sentence.
 */
#include "base/error.h"
#include "base/text.h"
#include "desk/field_parts.h"
#include "desk/form_line.h"
#include "desk/form_parts.h"

#include <string.h>

/* A shorter label with a letter changed may be another word. */
#define SLIP_CHARS 5
/* A label alone on its line: two letters of East Asia, but no "Fin". */
#define LONE_BYTES 5
/* Longer than any label; no more is looked at before a colon. */
#define LABEL_BYTES 120
/* As much of a value as may hold other labels. */
#define VALUE_BYTES 2000
/* Words before a colon in the middle of a line. */
#define LABEL_WORDS 6

static void
add_label(FormLabels *labels, const char *label, const Field *field)
{
	g_autofree char *key = text_name_key(label);
	if (!*key || g_hash_table_contains(labels->fields, key))
		return;
	g_hash_table_insert(labels->fields, g_strdup(key), unconst(field));
	g_ptr_array_add(labels->keys, g_steal_pointer(&key));
}

/* Two labels that differ in their parentheses alone have no short form. */
static void
add_short(FormLabels *labels, const char *label, const Field *field)
{
	g_autofree char *copy = g_strdup(label);
	char *parenthesis = strpbrk(copy, "([");
	if (!parenthesis)
		return;
	*parenthesis = '\0';
	g_autofree char *key = text_name_key(copy);
	const Field *other = g_hash_table_lookup(labels->short_ones, key);
	if (other != field && g_hash_table_contains(labels->short_ones, key))
		g_hash_table_insert(labels->short_ones, g_steal_pointer(&key), NULL);
	else if (*key)
		g_hash_table_insert(labels->short_ones, g_steal_pointer(&key), unconst(field));
}

static void
add_field(FormLabels *labels, const Field *field)
{
	add_label(labels, field->name, field);
	add_short(labels, field->name, field);
	for (guint i = 0; i < field->labels->len; i++) {
		add_label(labels, field->labels->pdata[i], field);
		add_short(labels, field->labels->pdata[i], field);
	}
}

FormLabels *
form_labels_new(const GPtrArray *fields)
{
	FormLabels *labels = g_new0(FormLabels, 1);
	labels->fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	labels->short_ones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	labels->keys = g_ptr_array_new_with_free_func(g_free);
	labels->hints = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	labels->ends = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < fields->len; i++) {
		add_field(labels, fields->pdata[i]);
		form_hints_add(labels, fields->pdata[i]);
	}
	return labels;
}

void
form_labels_free(FormLabels *labels)
{
	if (!labels)
		return;
	g_hash_table_unref(labels->fields);
	g_hash_table_unref(labels->short_ones);
	g_ptr_array_unref(labels->keys);
	g_hash_table_unref(labels->hints);
	g_hash_table_unref(labels->ends);
	g_free(labels);
}

static const Field *
find_key(const FormLabels *labels, const char *key)
{
	const Field *field = key ? g_hash_table_lookup(labels->fields, key) : NULL;
	return field || !key ? field : g_hash_table_lookup(labels->short_ones, key);
}

/* The only field with a label that a slip makes this one. */
static const Field *
find_slip(const FormLabels *labels, const char *key)
{
	const Field *found = NULL;
	gsize length = strlen(key);
	if (g_utf8_strlen(key, -1) < SLIP_CHARS)
		return NULL;
	for (guint i = 0; i < labels->keys->len; i++) {
		const char *other = labels->keys->pdata[i];
		gsize size = strlen(other);
		if (MAX(size, length) - MIN(size, length) > 4 || !field_is_slip(other, key))
			continue;
		const Field *field = g_hash_table_lookup(labels->fields, other);
		if (found && found != field)
			return NULL;
		found = field;
	}
	return found;
}

static const Field *
find_by_sign(const FormLabels *labels, const char *line, FormSign sign, const char **value_out)
{
	g_autofree char *key = form_line_label(line, sign, value_out);
	if (!key)
		return NULL;
	if (sign == SIGN_END)
		return strlen(key) >= LONE_BYTES ? g_hash_table_lookup(labels->fields, key) : NULL;
	const Field *field = find_key(labels, key);
	if (field)
		return field;
	g_autofree char *shorter = form_line_short_label(line, sign);
	field = find_key(labels, shorter);
	if (!field && sign == SIGN_COLON)
		field = find_slip(labels, key);
	return field;
}

/* What stands behind the sign, without the end of stars that began before the label. */
static const char *
value_behind(const char *line, const char *value)
{
	gboolean is_decorated = FALSE;
	for (const char *p = line; p < value && !is_decorated; p++)
		is_decorated = *p == '*' || *p == '_';
	value += strspn(value, " \t|");
	if (is_decorated)
		value += strspn(value, "*_");
	return value + strspn(value, " \t");
}

const Field *
form_labels_find(const FormLabels *labels, const char *line, const char **value_out)
{
	const char *bare = form_line_bare(line);
	for (guint sign = 0; sign < SIGN_KINDS; sign++) {
		const char *value = NULL;
		const Field *field = find_by_sign(labels, bare, (FormSign)sign, &value);
		if (!field)
			continue;
		*value_out = value_behind(line, value);
		return field;
	}
	return NULL;
}

/* Where the words before a colon may begin that are a label: `number` words before it. */
static const char *
words_before(const char *start, const char *colon, guint number)
{
	const char *p = colon;
	while (p > start && p[-1] == ' ')
		p--;
	for (guint words = 0; p > start && (gsize)(colon - p) < LABEL_BYTES; p--)
		if (p[-1] == ' ' && ++words == number)
			return p;
	return p == start ? p : NULL;
}

/* Where the label before a colon may begin at the earliest: behind a comma, a semicolon, a stroke,
 * a tab, two blanks; `start` if nothing parts it from there. */
static const char *
parted_before(const char *start, const char *colon)
{
	const char *p = colon;
	for (; p > start && (gsize)(colon - p) < LABEL_BYTES; p--) {
		gboolean is_gap = p - start > 1 && p[-1] == ' ' && p[-2] == ' ';
		if (is_gap || strchr(",;|/\t", p[-1]))
			return p;
	}
	return start;
}

static const Field *
label_between(const FormLabels *labels, const char *start, const char *end)
{
	g_autofree char *label = g_strndup(start, (gsize)(end - start));
	g_autofree char *key = text_name_key(label);
	return *key ? find_key(labels, key) : NULL;
}

static const Field *
label_before(const FormLabels *labels, const char *start, const char *colon, gboolean is_text,
	     const char **label_out)
{
	*label_out = parted_before(start, colon);
	if (*label_out == start)
		*label_out = NULL;
	const Field *field = *label_out ? label_between(labels, *label_out, colon) : NULL;
	for (guint words = LABEL_WORDS; words > 0 && !field && !is_text; words--) {
		*label_out = words_before(start, colon, words);
		if (*label_out)
			field = label_between(labels, *label_out, colon);
	}
	return field;
}

const char *
form_labels_find_within(const FormLabels *labels, const char *value, gboolean is_text,
			const Field **field_out, const char **value_out)
{
	const char *start = value;
	for (const char *colon = strchr(value, ':'); colon && colon - value < VALUE_BYTES;
	     colon = strchr(colon + 1, ':')) {
		const char *label;
		const Field *field = label_before(labels, start, colon, is_text, &label);
		if (field) {
			*field_out = field;
			*value_out = value_behind(label, colon + 1);
			return label;
		}
		start = colon + 1;
	}
	return NULL;
}

gboolean
form_line_is_type(const char *line, const char **value_out)
{
	static const char *const types[] = {"type", "typ",  "art",  "tipo",     "typede",
					    "тип",  "種類", "类型", "casetype", NULL};
	const char *value = NULL;
	g_autofree char *key = form_line_label(form_line_bare(line), SIGN_COLON, &value);
	if (!key || !g_strv_contains(types, key))
		return FALSE;
	*value_out = value_behind(line, value);
	return TRUE;
}

gboolean
form_line_is_labelled(const char *line)
{
	const char *bare = form_line_bare(line), *value = NULL;
	g_autofree char *key = form_line_label(bare, SIGN_COLON, &value);
	if (!key || g_ascii_isdigit(*bare))
		return FALSE;
	guint words = 1;
	for (const char *p = bare; p < value; p++)
		words += *p == ' ' && p + 1 < value && p[1] != ':';
	return words <= 4 && (*value == ' ' || *value == '\0' || (guchar)value[-1] >= 0x80);
}
