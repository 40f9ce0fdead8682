/*
 * The fields of a case: which of them are there, which are asked for, and the form that asks.
 */
#include "desk/plan_build.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

GHashTable *
case_field_values(const CaseFact *c)
{
	GHashTable *values = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; c->fields && i < c->fields->len; i++) {
		const FieldFact *field = c->fields->pdata[i];
		if (*field->value)
			g_hash_table_insert(values, field->name, field->value);
	}
	return values;
}

static FieldNeed
need_of(const CaseFact *c, const Field *field)
{
	const FieldFact *fact = case_field(c, field->name);
	return fact ? fact->need : NEED_AS_TYPE;
}

/* Whether it is asked for whatever stands there already, or never, or as its type says. */
static gboolean
is_missing(const CaseFact *c, const Field *field, GHashTable *values)
{
	FieldNeed need = need_of(c, field);
	if (need != NEED_AS_TYPE)
		return need == NEED_ASKED;
	return field_is_due(field, values) && !g_hash_table_contains(values, field->name);
}

GPtrArray *
case_missing_fields(const CaseType *type, const CaseFact *c)
{
	g_autoptr(GHashTable) values = case_field_values(c);
	GPtrArray *missing = g_ptr_array_new();
	for (guint i = 0; type && i < type->fields->len; i++) {
		Field *field = type->fields->pdata[i];
		if (is_missing(c, field, values))
			g_ptr_array_add(missing, field);
	}
	return missing;
}

gboolean
case_asks_fields(const Site *site, const CaseFact *c)
{
	const Status *asking = site_asking_status(site);
	if (!asking || strcmp(c->status, asking->name) != 0)
		return FALSE;
	g_autoptr(GPtrArray) missing = case_missing_fields(site_type(site, c->type), c);
	return missing->len > 0;
}

char *
case_completeness(const CaseType *type, const CaseFact *c)
{
	g_autoptr(GHashTable) values = case_field_values(c);
	guint needed = 0, missing = 0;
	for (guint i = 0; type && i < type->fields->len; i++) {
		const Field *field = type->fields->pdata[i];
		gboolean is_asked = need_of(c, field) == NEED_ASKED;
		if (is_asked || (need_of(c, field) != NEED_WAIVED && field_is_due(field, values)))
			needed++;
		if (is_missing(c, field, values))
			missing++;
	}
	return needed ? g_strdup_printf("%u of %u required fields", needed - missing, needed)
		      : g_strdup("");
}

void
plan_set_field(Builder *b, Happening *h, const char *name, const char *value)
{
	Change *change = plan_change(b->plan, CHANGE_FIELD);
	const FieldFact *old = case_field(h->c, name);
	change->name = g_strdup(name);
	change->value = g_strdup(value);
	if (old && old->need == NEED_ASKED)
		plan_set_need(b, h, name, NEED_AS_TYPE);
	old = case_field(h->c, name);
	case_set_field(h->c, name, value, old ? old->need : NEED_AS_TYPE);
}

void
plan_set_need(Builder *b, Happening *h, const char *name, FieldNeed need)
{
	Change *change = plan_change(b->plan, CHANGE_FIELD_NEED);
	change->name = g_strdup(name);
	change->number = need;
	case_set_field(h->c, name, NULL, need);
}

static gboolean
is_in(const GPtrArray *fields, const Field *field)
{
	return g_ptr_array_find(unconst(fields), field, NULL);
}

/* What the receipt says of a field that is missing or wrong. "n/a" is a fault only where the field
 * is asked for all the same. */
static const char *
fault_of(const FormReading *form, const Field *field)
{
	const FormValue *value = form ? form_reading_find(form, field) : NULL;
	if (value && value->fault)
		return value->fault;
	if (value && !*value->value)
		return form_fault_of_nothing(value);
	return form && is_in(form->examples, field) ? FORM_FAULT_EXAMPLE : "";
}

/* What is wrong with a value; NULL if nothing is. (transfer full) */
static char *
fault_in(const Field *field, const char *raw)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *fits = field_check(field, raw, 0, &error);
	return fits ? NULL : g_strdup(error->message);
}

/* As fault_of(), naming no choice that is closed to the reader. (transfer full) */
static char *
fault_for(const FormReading *form, const Field *field, guint role)
{
	const FormValue *value = form ? form_reading_find(form, field) : NULL;
	const char *fault = fault_of(form, field);
	g_autoptr(Field) own = field_for(field, role);
	if (!value || !field_remove_closed(own))
		return g_strdup(fault);
	g_autofree char *all = fault_in(field, value->raw);
	g_autofree char *open = fault_in(own, value->raw);
	gboolean is_about_choices = open && !g_strcmp0(all, fault);
	return g_strdup(is_about_choices ? open : fault);
}

/* Those that are asked for, and along with them what is understood. */
static GPtrArray *
shown_fields(const CaseType *type, const GPtrArray *asked, GHashTable *values)
{
	GPtrArray *shown = g_ptr_array_new();
	for (guint i = 0; i < type->fields->len; i++) {
		Field *field = type->fields->pdata[i];
		if (is_in(asked, field) || (values && g_hash_table_contains(values, field->name)))
			g_ptr_array_add(shown, field);
	}
	return shown;
}

Js *
plan_form(const CaseType *type, const GPtrArray *fields, GHashTable *values, guint role)
{
	g_autoptr(GPtrArray) shown = g_ptr_array_new_with_free_func((GDestroyNotify)field_free);
	for (guint i = 0; i < fields->len; i++)
		g_ptr_array_add(shown, field_for(fields->pdata[i], role));
	g_autoptr(GPtrArray) items = form_items(shown, values, NULL, NULL);
	Js *form = form_data(items, type->name, NULL);
	js_set_int(form, "role", role);
	return form;
}

Js *
plan_asked_form(const CaseType *type, const CaseFact *c, const GPtrArray *asked,
		const FormReading *read, gboolean may_quote, guint role)
{
	g_autoptr(GHashTable) values = may_quote ? case_field_values(c) : NULL;
	g_autoptr(GPtrArray) shown = shown_fields(type, asked, values);
	Js *form = plan_form(type, shown, values, role);
	Js *missing = js_array();
	for (guint i = 0; i < asked->len; i++) {
		const Field *field = asked->pdata[i];
		Js *object = js_object();
		js_set_int(object, "n", i + 1);
		js_set_text(object, "label", field->name);
		g_autofree char *fault = fault_for(read, field, role);
		js_set_text(object, "fault", fault);
		js_add(missing, object);
	}
	js_set(form, "missing", missing);
	return form;
}
