/*
 * Verbs about forms: a form to fill in, fields that staff asks for, and fields that it does
 * without.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "desk/choice.h"
#include "desk/type_choice.h"

#include <string.h>

/* As whom the actor chooses; 0: staff may choose all. */
static guint
role_of_actor(const Doing *d)
{
	return d->h->actor_is_staff && d->h->actor_proven ? 0 : facts_role(d->b->facts);
}

static gboolean
may_open(const Doing *d, const CaseType *type)
{
	guint role = role_of_actor(d);
	return !type->roles || !role || (type->roles & role);
}

static const CaseType *
find_type(const Doing *d, const char *value, GError **error)
{
	g_autoptr(GPtrArray) offered = g_ptr_array_new();
	for (guint i = 0; i < d->b->site->types->len; i++) {
		const CaseType *known = d->b->site->types->pdata[i];
		if (!known->is_hidden && may_open(d, known))
			g_ptr_array_add(offered, unconst(known));
	}
	return type_named(d->b->site, offered, value, error);
}

static void
answer_form(Doing *d, const CaseType *type, Js *form)
{
	Js *data = js_object();
	js_set(data, "form", form);
	js_set_text(data, "title", type->title);
	js_set_text(data, "description", type->description);
	js_set_text(data, "duration", type->duration);
	const Answer answer = {
		.subject = SUBJECT_FORM,
		.event = EVENT_FORM,
		.title = type->title,
		.data = data,
		.reply_extension = type->name,
		.is_ours = TRUE,
		.is_apart = TRUE,
	};
	plan_answer(d->b, d->h, &answer);
}

/* Which there are, for who names none. */
static gboolean
answer_types(Doing *d)
{
	Js *data = js_object();
	plan_offer_types(data, d->b, role_of_actor(d));
	const Answer answer = {
		.subject = SUBJECT_FORM,
		.event = EVENT_FORM,
		.title = d->b->desk->title,
		.data = data,
		.is_ours = TRUE,
		.is_apart = TRUE,
	};
	plan_answer(d->b, d->h, &answer);
	return TRUE;
}

gboolean
do_form(Doing *d, const char *value, GError **error)
{
	if (!*value)
		return answer_types(d);
	const CaseType *type = find_type(d, value, error);
	if (!type)
		return FALSE;
	if (!may_open(d, type)) {
		g_autofree char *who = role_names(type->roles);
		return error_perm(error, "%s is for %s alone", type->title, who);
	}
	answer_form(d, type, plan_form(type, type->fields, NULL, role_of_actor(d)));
	return TRUE;
}

static GPtrArray *
names_of(const GPtrArray *fields)
{
	GPtrArray *names = g_ptr_array_new();
	for (guint i = 0; i < fields->len; i++) {
		const Field *field = fields->pdata[i];
		g_ptr_array_add(names, field->name);
	}
	return names;
}

/* A label may have a comma of its own: the longest run of words that is one counts. */
static const Field *
take_field(const GPtrArray *fields, char **words, guint *used_out)
{
	guint count = g_strv_length(words);
	for (guint length = count; length > 0; length--) {
		g_autoptr(GString) label = g_string_new(NULL);
		for (guint i = 0; i < length; i++)
			g_string_append_printf(label, "%s%s", i ? "," : "", words[i]);
		const Field *field = field_find(fields, label->str);
		*used_out = length;
		if (field)
			return field;
	}
	*used_out = 1;
	return NULL;
}

/* The fields that a list names; NULL with a sentence about the first that is none. */
static GPtrArray *
fields_named(const GPtrArray *fields, const char *value, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(value, ",;", -1);
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	g_autoptr(GPtrArray) names = names_of(fields);
	for (char **word = words; *word;) {
		guint used = 1;
		const Field *field = take_field(fields, word, &used);
		g_strstrip(*word);
		const char *name = field    ? field->name
				   : **word ? choice_find(names, *word, "field", error)
					    : NULL;
		if (!name && **word)
			return NULL;
		if (name)
			g_ptr_array_add(found, unconst(field_find(fields, name)));
		word += used;
	}
	return g_steal_pointer(&found);
}

static char *
list_of(const GPtrArray *fields)
{
	g_autoptr(GPtrArray) names = names_of(fields);
	return choice_list(names);
}

static const CaseType *
type_with_fields(const Doing *d, GError **error)
{
	const CaseType *type = site_type(d->b->site, d->h->c->type);
	if (type && type->fields->len > 0)
		return type;
	error_perm(error, "cases of type %s have no fields; say in words what you need to know",
		   d->h->c->type);
	return NULL;
}

/* Named, or if none is, those that are missing. */
static GPtrArray *
fields_meant(const Doing *d, const CaseType *type, const char *value, GError **error)
{
	if (*value)
		return fields_named(type->fields, value, error);
	GPtrArray *missing = case_missing_fields(type, d->h->c);
	if (missing->len > 0)
		return missing;
	g_ptr_array_unref(missing);
	g_autofree char *all = list_of(type->fields);
	error_perm(error, "no required field is missing; the fields of this case are: %s", all);
	return NULL;
}

gboolean
do_ask(Doing *d, const char *value, GError **error)
{
	const Status *asking = site_asking_status(d->b->site);
	const CaseType *type = type_with_fields(d, error);
	g_autoptr(GPtrArray) fields = type ? fields_meant(d, type, value, error) : NULL;
	if (!fields)
		return FALSE;
	if (d->h->is_note)
		return error_perm(error, "a note asks the customer nothing: send it as an answer");
	for (guint i = 0; i < fields->len; i++) {
		const Field *field = fields->pdata[i];
		plan_set_need(d->b, d->h, field->name, NEED_ASKED);
	}
	g_autofree char *list = list_of(fields);
	g_autofree char *text = g_strdup_printf("Asked for: %s", list);
	plan_note(d->b, d->h, "ask", NULL, "", text);
	if (asking && doing_set(d, "status", "Status", &d->h->c->status, asking->name))
		d->h->status_changed = TRUE;
	else
		d->h->asks_fields = TRUE;
	doing_say(d, "The customer is asked for: %s.", list);
	return TRUE;
}

void
doing_waive(Doing *d, const GPtrArray *fields)
{
	for (guint i = 0; i < fields->len; i++) {
		const Field *field = fields->pdata[i];
		plan_set_need(d->b, d->h, field->name, NEED_WAIVED);
	}
	g_autofree char *list = list_of(fields);
	g_autofree char *text = g_strdup_printf("Not needed: %s", list);
	plan_note(d->b, d->h, "waive", NULL, "", text);
}

gboolean
do_waive(Doing *d, const char *value, GError **error)
{
	gboolean is_all = !g_ascii_strcasecmp(value, "all");
	const CaseType *type = type_with_fields(d, error);
	g_autoptr(GPtrArray) fields =
		type ? fields_meant(d, type, is_all ? "" : value, error) : NULL;
	if (!fields)
		return FALSE;
	g_autofree char *list = list_of(fields);
	doing_waive(d, fields);
	d->h->waived = TRUE;
	doing_say(d, "Not needed any more: %s.", list);
	return TRUE;
}
