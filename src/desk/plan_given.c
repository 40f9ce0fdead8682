/*
 * What a mail says in a form, for whoever is told of it: the fields as they were understood, and
 * the rest of its text, without the quote marks, hints and empty lines that came along.
 */
#include "desk/plan_form.h"

#include "base/error.h"
#include "desk/form_line.h"

#include <string.h>

/* Whether a form was filled in, if only with what doesn't fit. */
static gboolean
is_filled(const Happening *h)
{
	return h->form && !h->is_sealed && (h->form->values->len > 0 || h->form->examples->len > 0);
}

/* What was understood, else what was written, and then why it doesn't count. */
static void
add_field(Js *list, const Field *field, const char *value, const char *fault)
{
	g_auto(GStrv) lines = g_strsplit(value, "\n", -1);
	Js *object = js_object(), *more = js_array();
	for (guint i = 1; lines[0] && lines[i]; i++)
		js_add_text(more, lines[i]);
	js_set_text(object, "label", field->name);
	js_set_text(object, "first", lines[0] ? lines[0] : "");
	js_set(object, "more", more);
	js_set_text(object, "fault", fault);
	js_add(list, object);
}

static void
add_given(Js *list, const FormReading *form, const Field *field)
{
	const FormValue *value = form_reading_find(form, field);
	/* A guess that failed stands in the text, and nobody has to know of it. */
	if (value && value->fault && value->is_loose)
		return;
	if (value && value->fault)
		add_field(list, field, value->raw, value->fault);
	else if (value)
		add_field(list, field, *value->value ? value->value : value->raw, "");
	else if (g_ptr_array_find(form->examples, field, NULL))
		add_field(list, field, field->example, FORM_FAULT_EXAMPLE);
}

static Js *
names_of_missing(const CaseType *type, const CaseFact *c)
{
	g_autoptr(GPtrArray) missing = case_missing_fields(type, c);
	Js *names = js_array();
	for (guint i = 0; i < missing->len; i++)
		js_add_text(names, ((const Field *)missing->pdata[i])->name);
	return names;
}

/* Who wrote it is told what was understood, if proven, and not twice: the form of what is missing
 * shows it as well. The others are told where they get the text. */
static gboolean
may_tell(const Notice *n, const Happening *h)
{
	if (n->is_answer)
		return h->actor_proven && !(n->data && js_get(n->data, "form"));
	return (h->commented || h->opened) && (!h->is_note || !strcmp(n->to_role, "staff"));
}

void
plan_fill_given(Notice *n, const Builder *b, const Happening *h)
{
	const CaseType *type = site_type(b->site, h->c->type);
	if (!type || !is_filled(h) || !may_tell(n, h))
		return;
	if (!n->data)
		n->data = js_object();
	Js *list = js_array();
	for (guint i = 0; i < type->fields->len; i++)
		add_given(list, h->form, type->fields->pdata[i]);
	js_set(n->data, "given", list);
	js_set_text(n->data, "given_type", type->name);
	if (!strcmp(n->to_role, "staff"))
		js_set(n->data, "given_lacks", names_of_missing(type, h->c));
}

/* Around a form that comes back quoted stands our own mail. (transfer full) */
static char *
rest_of(const FormReading *form)
{
	g_auto(GStrv) lines = g_strsplit(form->rest, "\n", -1);
	g_autoptr(GString) rest = g_string_new(NULL);
	guint level = 0;
	for (char **line = lines; *line; line++) {
		form_line_unquote(*line, &level);
		if (!form->is_quoted || level == 0)
			g_string_append_printf(rest, "%s\n", *line);
	}
	return g_strchomp(g_strdup(rest->str));
}

char *
decision_text_beside_form(const Decision *d, const Happening *h)
{
	const CaseType *type = site_type(d->site, h->c->type);
	const Mail *mail = d->clues->mail;
	if (!type || !is_filled(h))
		return g_strdup(h->text);
	/* An answer is told without its commands, the opening with what it quotes. */
	gboolean has_commands = !h->opened && strcmp(h->text, mail->reply) != 0;
	g_autoptr(FormReading) words =
		has_commands ? form_read(mail->text, h->text, type->fields, NULL) : NULL;
	g_autofree char *rest = rest_of(words ? words : h->form);
	const char *below = h->opened ? h->form->below : "";
	return g_strconcat(rest, *rest && *below ? "\n\n" : "", below, NULL);
}
