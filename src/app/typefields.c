/*
 * Fields as people configure them.  All that a customer would stumble over is found here: labels
 * that nobody could tell apart, conditions that never hold, examples that don't fit.
 */
#include "app/typefields.h"

#include "base/limits.h"
#include "base/names.h"
#include "base/text.h"
#include "desk/field.h"
#include "desk/site.h"

#include <string.h>

#define LABEL_CHARS 60

static const ConfWord choice_words[] = {
	{"roles", CONF_LIST, NULL},
	{"labels", CONF_LIST, NULL},
	{NULL, CONF_VALUE, NULL},
};
const ConfWord field_words[] = {
	{"kind", CONF_VALUE, NULL},     {"labels", CONF_LIST, NULL},
	{"choices", CONF_LIST, NULL},   {"choice", CONF_TITLED, choice_words},
	{"required", CONF_VALUE, NULL}, {"required_if", CONF_VALUE, NULL},
	{"pattern", CONF_VALUE, NULL},  {"example", CONF_VALUE, NULL},
	{"help", CONF_VALUE, NULL},     {"effect", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};

static const char *const effects[] = {"title", "share", "text", "emergency", "begin", "end", NULL};

/* Lines that say something else in every mail. */
static const char *const taken_labels[] = {"Type", "Additional contact", NULL};

guint
roles_read(const ConfFile *file, const ConfBlock *block)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	guint roles = 0;

	conf_get_list(block, "roles", names);
	for (guint i = 0; i < names->len; i++) {
		guint role = role_find(names->pdata[i]);

		if (role == 0)
			conf_fault(
				file, conf_line(block, "roles"),
				"there is no role \"%s\": take customer, agency, partner or staff",
				(const char *)names->pdata[i]);
		roles |= role;
	}
	return roles;
}

/* A label stands before a colon, alone in its line. */
static void
check_label(const ConfFile *file, gint line, const char *label)
{
	g_autofree char *fault = name_fault(label, LABEL_CHARS);

	if (fault)
		conf_fault(file, line, "the label \"%.80s\" %s: write another one", label, fault);
	else if (strchr(label, ':') || strstr(label, "\uff1a") || strchr("#!>*-", *label))
		conf_fault(file, line,
			   "the label \"%s\" would not be found in a mail: write it without colon, "
			   "and begin it with a letter",
			   label);
	for (gsize i = 0; taken_labels[i]; i++)
		if (text_same_name(taken_labels[i], label))
			conf_fault(file, line,
				   "\"%s\" means something else in mails: take another label",
				   label);
}

static void
read_kind(const ConfFile *file, const ConfBlock *block, Field *field)
{
	const ConfValue *value = conf_get(file, block, "kind");
	g_autoptr(GString) names = g_string_new(NULL);

	if (!value || field_kind_find(value->text, &field->kind))
		return;
	for (FieldKind kind = 0; kind < FIELD_KINDS; kind++)
		g_string_append_printf(names, "%s%s",
				       kind == 0                 ? ""
				       : kind + 1 == FIELD_KINDS ? " or "
								 : ", ",
				       field_kind_name(kind));
	conf_fault(file, value->line, "there is no kind of field \"%s\": take %s", value->text,
		   names->str);
}

static void
add_choice(const ConfFile *file, gint line, Field *field, const char *name, Choice **out)
{
	for (guint i = 0; i < field->choices->len; i++) {
		const Choice *other = field->choices->pdata[i];

		if (text_same_name(other->name, name))
			conf_fault(file, line,
				   "\"%s\" is a choice of this field already: remove one", name);
	}
	g_autofree char *fault = name_fault(name, LIMIT_NAME_CHARS);
	if (fault)
		conf_fault(file, line, "the choice \"%.80s\" %s: write another one", name, fault);
	*out = field_add_choice(field, name);
}

static void
read_choices(const ConfFile *file, const ConfBlock *block, Field *field)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) blocks = conf_blocks(block, "choice");
	Choice *choice = NULL;

	conf_get_list(block, "choices", names);
	for (guint i = 0; i < names->len; i++)
		add_choice(file, conf_line(block, "choices"), field, names->pdata[i], &choice);
	for (guint i = 0; i < blocks->len; i++) {
		const ConfBlock *one = blocks->pdata[i];

		add_choice(file, one->line, field, one->title, &choice);
		choice->roles = roles_read(file, one);
		conf_get_list(one, "labels", choice->spellings);
	}
	if (field->kind == FIELD_CHOICE && field->choices->len == 0)
		conf_fault(
			file, block->line,
			"field \"%s\" is a choice and has none: add choices = { \"...\", \"...\" }",
			field->name);
}

static void
read_pattern(const ConfFile *file, const ConfBlock *block, Field *field)
{
	const ConfValue *value = conf_get(file, block, "pattern");
	g_autoptr(GError) error = NULL;

	if (value && !field_set_pattern(field, value->text, &error))
		conf_fault(file, value->line, "%s: mend the pattern", error->message);
}

/* "LABEL" or "LABEL = VALUE"; what it names is looked up when all are known. */
static void
read_condition(const ConfFile *file, const ConfBlock *block, Field *field)
{
	const ConfValue *value = conf_get(file, block, "required_if");
	const char *equals = value ? strchr(value->text, '=') : NULL;

	if (!value)
		return;
	if (field->is_required)
		conf_fault(
			file, value->line,
			"field \"%s\" is required anyway: remove \"required\" or \"required_if\"",
			field->name);
	field->is_required = TRUE;
	g_free(field->needs_field);
	g_free(field->needs_value);
	field->needs_field = equals ? g_strndup(value->text, (gsize)(equals - value->text))
				    : g_strdup(value->text);
	field->needs_value = g_strdup(equals ? equals + 1 : "");
	g_strstrip(field->needs_field);
	g_strstrip(field->needs_value);
}

static void
read_effect(const ConfFile *file, const ConfBlock *block, Field *field)
{
	conf_get_text(file, block, "effect", &field->effect);
	if (*field->effect && !g_strv_contains(effects, field->effect))
		conf_fault(file, conf_line(block, "effect"),
			   "there is no effect \"%s\": take title, text, share, emergency, begin "
			   "or end",
			   field->effect);
}

/* The calendar needs a day. */
static void
check_event_kind(const ConfFile *file, const ConfBlock *block, const Field *field)
{
	gboolean is_event = !strcmp(field->effect, "begin") || !strcmp(field->effect, "end");

	if (is_event && field->kind != FIELD_DATE_TIME)
		conf_fault(file, conf_line(block, "effect"),
			   "the %s of an event is a date: add kind = date, or leave \"effect\" out",
			   field->effect);
}

static void
check_example(const ConfFile *file, const ConfBlock *block, const Field *field)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *value = NULL;

	if (!*field->example)
		return;
	value = field_check(field, field->example, 0, &error);
	if (!value)
		conf_fault(file, conf_line(block, "example"),
			   "the example of \"%s\" would not be taken (%s): write another one",
			   field->name, error->message);
}

static void
read_field(const ConfFile *file, const ConfBlock *block, GPtrArray *fields)
{
	Field *field = field_new(block->title, FIELD_TEXT);
	guint faults = file->faults->len;

	g_ptr_array_add(fields, field);
	check_label(file, block->line, field->name);
	conf_get_list(block, "labels", field->labels);
	for (guint i = 0; i < field->labels->len; i++)
		check_label(file, conf_line(block, "labels"), field->labels->pdata[i]);
	read_kind(file, block, field);
	read_choices(file, block, field);
	conf_get_bool(file, block, "required", &field->is_required);
	read_condition(file, block, field);
	read_pattern(file, block, field);
	conf_get_text(file, block, "example", &field->example);
	conf_get_text(file, block, "help", &field->help);
	read_effect(file, block, field);
	check_event_kind(file, block, field);
	if (file->faults->len == faults)
		check_example(file, block, field);
}

static gboolean
has_label(const Field *field, const char *label)
{
	gboolean has = text_same_name(field->name, label);

	for (guint i = 0; i < field->labels->len && !has; i++)
		has = text_same_name(field->labels->pdata[i], label);
	return has;
}

/* Within a field the same label twice harms nobody. */
static void
check_labels_differ(const ConfFile *file, const GPtrArray *blocks, const GPtrArray *fields, guint i)
{
	const Field *field = fields->pdata[i];
	const ConfBlock *block = blocks->pdata[i];

	for (guint j = 0; j < i; j++) {
		const Field *other = fields->pdata[j];
		const char *both = has_label(other, field->name) ? field->name : NULL;

		for (guint k = 0; k < field->labels->len && !both; k++)
			if (has_label(other, field->labels->pdata[k]))
				both = field->labels->pdata[k];
		if (both)
			conf_fault(
				file,
				text_same_name(both, field->name) ? block->line
								  : conf_line(block, "labels"),
				"\"%s\" is a label of the field \"%s\" in line %d as well: take it "
				"from one of them",
				both, other->name, ((const ConfBlock *)blocks->pdata[j])->line);
	}
}

/* A value that no choice has never comes, and the field would never be asked for. */
static void
check_value(const ConfFile *file, gint line, Field *field, const Field *other)
{
	g_autoptr(GError) error = NULL;
	char *value = field_check(other, field->needs_value, 0, &error);

	if (!value) {
		conf_fault(file, line,
			   "\"%s\" would never be asked for, as \"%s\" can't be \"%s\": %s",
			   field->name, other->name, field->needs_value, error->message);
		return;
	}
	g_free(field->needs_value);
	field->needs_value = value;
}

static void
check_condition(const ConfFile *file, const ConfBlock *block, const GPtrArray *fields, Field *field)
{
	gint line = conf_line(block, "required_if");

	if (!*field->needs_field)
		return;
	const Field *other = field_find(fields, field->needs_field);
	if (!other || other == field) {
		conf_fault(file, line,
			   "there is no other field \"%s\" in this type: name one, or remove "
			   "\"required_if\"",
			   field->needs_field);
		return;
	}
	text_put(&field->needs_field, other->name);
	if (*field->needs_value)
		check_value(file, line, field, other);
}

static void
check_effects_differ(const ConfFile *file, const GPtrArray *blocks, const GPtrArray *fields,
		     guint i)
{
	const Field *field = fields->pdata[i];
	static const char *const once[] = {"title", "text", "begin", "end", NULL};
	gboolean is_once = g_strv_contains(once, field->effect);

	for (guint j = 0; j < i && is_once; j++) {
		const Field *other = fields->pdata[j];

		if (!strcmp(other->effect, field->effect))
			conf_fault(file, conf_line(blocks->pdata[i], "effect"),
				   "field \"%s\" has the effect \"%s\" already: remove one",
				   other->name, field->effect);
	}
}

void
fields_read(const ConfFile *file, const ConfBlock *block, GPtrArray *fields)
{
	g_autoptr(GPtrArray) blocks = conf_blocks(block, "field");

	for (guint i = 0; i < blocks->len; i++)
		read_field(file, blocks->pdata[i], fields);
	for (guint i = 0; i < blocks->len; i++) {
		check_labels_differ(file, blocks, fields, i);
		check_condition(file, blocks->pdata[i], fields, fields->pdata[i]);
		check_effects_differ(file, blocks, fields, i);
	}
	if (field_of_effect(fields, "end") && !field_of_effect(fields, "begin"))
		conf_fault(file, block->line,
			   "an event ends that doesn't begin: give a date the effect \"begin\"");
}
