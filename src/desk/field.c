/*
 * What a field is.  Whether a value fits is field_check.c's concern.
 */
#include "desk/field.h"

#include "base/text.h"

#include <string.h>

static const char *const kind_names[] = {
	[FIELD_TEXT] = "text",   [FIELD_LONG_TEXT] = "long-text",   [FIELD_CHOICE] = "choice",
	[FIELD_LIST] = "list",   [FIELD_DATE_TIME] = "date",        [FIELD_NUMBER] = "number",
	[FIELD_EMAIL] = "email", [FIELD_ATTACHMENT] = "attachment",
};

static void
choice_free(gpointer data)
{
	Choice *choice = data;
	g_free(choice->name);
	g_ptr_array_unref(choice->spellings);
	g_free(choice);
}

Field *
field_new(const char *name, FieldKind kind)
{
	Field *field = g_new0(Field, 1);
	field->name = g_strdup(name);
	field->labels = g_ptr_array_new_with_free_func(g_free);
	field->examples = g_ptr_array_new_with_free_func(g_free);
	field->hints = g_ptr_array_new_with_free_func(g_free);
	field->ends = g_ptr_array_new_with_free_func(g_free);
	field->kind = kind;
	field->choices = g_ptr_array_new_with_free_func(choice_free);
	field->needs_field = g_strdup("");
	field->needs_value = g_strdup("");
	field->pattern_text = g_strdup("");
	field->example = g_strdup("");
	field->help = g_strdup("");
	field->effect = g_strdup("");
	return field;
}

void
field_free(Field *field)
{
	if (!field)
		return;
	g_free(field->name);
	g_ptr_array_unref(field->labels);
	g_ptr_array_unref(field->examples);
	g_ptr_array_unref(field->hints);
	g_ptr_array_unref(field->ends);
	g_ptr_array_unref(field->choices);
	g_free(field->needs_field);
	g_free(field->needs_value);
	match_free(field->pattern);
	g_free(field->pattern_text);
	g_free(field->example);
	g_free(field->help);
	g_free(field->effect);
	g_free(field);
}

Choice *
field_add_choice(Field *field, const char *name)
{
	Choice *choice = g_new0(Choice, 1);
	choice->name = g_strdup(name);
	choice->spellings = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(field->choices, choice);
	return choice;
}

gboolean
field_set_pattern(Field *field, const char *pattern, GError **error)
{
	Match *match = match_new(pattern, MATCH_CASELESS | MATCH_WHOLE, error);
	if (!match)
		return FALSE;
	match_free(field->pattern);
	g_free(field->pattern_text);
	field->pattern = match;
	field->pattern_text = g_strdup(pattern);
	return TRUE;
}

const char *
field_kind_name(FieldKind kind)
{
	return kind_names[kind];
}

gboolean
field_kind_find(const char *name, FieldKind *out)
{
	for (guint i = 0; i < FIELD_KINDS; i++)
		if (text_same_name(kind_names[i], name)) {
			*out = (FieldKind)i;
			return TRUE;
		}
	return FALSE;
}

static gboolean
has_label(const Field *field, const char *label)
{
	if (text_same_name(field->name, label))
		return TRUE;
	for (guint i = 0; i < field->labels->len; i++)
		if (text_same_name(field->labels->pdata[i], label))
			return TRUE;
	return FALSE;
}

const Field *
field_find(const GPtrArray *fields, const char *label)
{
	for (guint i = 0; i < fields->len; i++)
		if (has_label(fields->pdata[i], label))
			return fields->pdata[i];
	return NULL;
}

const Field *
field_of_effect(const GPtrArray *fields, const char *effect)
{
	for (guint i = 0; i < fields->len; i++) {
		const Field *field = fields->pdata[i];
		if (!strcmp(field->effect, effect))
			return field;
	}
	return NULL;
}

static void
close_choices(Field *field, guint role)
{
	for (guint i = 0; i < field->choices->len; i++) {
		Choice *choice = field->choices->pdata[i];
		choice->is_closed = role && choice->roles && !(choice->roles & role);
	}
}

gboolean
field_remove_closed(Field *field)
{
	guint before = field->choices->len;
	for (guint i = before; i > 0; i--)
		if (((const Choice *)field->choices->pdata[i - 1])->is_closed)
			g_ptr_array_remove_index(field->choices, i - 1);
	return field->choices->len < before;
}

Field *
field_for(const Field *field, guint role)
{
	Field *own = field_new(field->name, field->kind);
	own->is_required = field->is_required;
	text_put(&own->needs_field, field->needs_field);
	text_put(&own->needs_value, field->needs_value);
	text_put(&own->example, field->example);
	text_put(&own->help, field->help);
	for (guint i = 0; i < field->choices->len; i++) {
		const Choice *choice = field->choices->pdata[i];
		field_add_choice(own, choice->name)->roles = choice->roles;
	}
	close_choices(own, role);
	return own;
}

const Choice *
field_choice(const Field *field, const char *value)
{
	for (guint i = 0; i < field->choices->len; i++) {
		const Choice *choice = field->choices->pdata[i];
		if (text_same_name(choice->name, value))
			return choice;
	}
	return NULL;
}

gboolean
field_is_due(const Field *field, GHashTable *values)
{
	if (!field->is_required || !*field->needs_field)
		return field->is_required;
	const char *value = g_hash_table_lookup(values, field->needs_field);
	if (!value || !*value)
		return FALSE;
	return !*field->needs_value || text_same_name(value, field->needs_value);
}
