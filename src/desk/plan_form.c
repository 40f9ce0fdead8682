/*
 * What a form in a mail does: its values are kept, what it lacks is asked back, and a case that
 * has all goes on.
 */
#include "desk/plan_form.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

/* Beside a form fewer characters than these are a greeting, no description. */
#define SAID_CHARS 40

static const Field *
attachment_field(const CaseType *type)
{
	for (guint i = 0; i < type->fields->len; i++) {
		const Field *field = type->fields->pdata[i];
		if (field->kind == FIELD_ATTACHMENT)
			return field;
	}
	return NULL;
}

/* Which may be chosen by others alone; NULL: none is. */
static const Choice *
choice_of_others(const Decision *d, const FormValue *value)
{
	const Choice *choice = value->value ? field_choice(value->field, value->value) : NULL;
	return choice && !decision_may_choose(d, choice->roles) ? choice : NULL;
}

gboolean
decision_refuses_form(Decision *d, const CaseType *type, const FormReading *form)
{
	for (guint i = 0; form && i < form->values->len; i++) {
		const Choice *choice = choice_of_others(d, form->values->pdata[i]);
		if (!choice)
			continue;
		decision_refuse(d, type, choice->name, choice->roles);
		return TRUE;
	}
	return FALSE;
}

static gboolean
has_value(const CaseFact *c, const Field *field)
{
	const FieldFact *fact = case_field(c, field->name);
	return fact && *fact->value;
}

/* What the case needs and hasn't got: only that is taken from outside the form. */
static gboolean
is_wanted(const CaseFact *c, const Field *field)
{
	const FieldFact *fact = field ? case_field(c, field->name) : NULL;
	g_autoptr(GHashTable) values = case_field_values(c);
	if (!field || (fact && fact->need == NEED_WAIVED))
		return FALSE;
	return !has_value(c, field) &&
	       (field_is_due(field, values) || (fact && fact->need == NEED_ASKED));
}

/* The names of the files that came along. */
static char *
names_of_files(const Mail *mail)
{
	GString *names = g_string_new(NULL);
	for (guint i = 0; i < mail->attachments->len; i++) {
		const Attachment *attachment = mail->attachments->pdata[i];
		if (attachment->is_inline && !*attachment->name)
			continue;
		g_string_append_printf(names, "%s%s", names->len ? ", " : "",
				       *attachment->name ? attachment->name : attachment->type);
	}
	return g_string_free(names, FALSE);
}

/* Beside the form. */
static const char *
said_beside(const FormReading *form)
{
	return form->said ? form->said : form->beside;
}

/* What the mail says there, if that is more than a greeting. */
static gboolean
says_enough(const FormReading *form)
{
	g_autofree char *line = text_collapse(said_beside(form));
	glong least = form->values->len > 0 ? SAID_CHARS : 1;
	return g_utf8_strlen(line, -1) >= least;
}

/* Files and free text answer the fields that are for them: nobody is asked for what he has sent. */
static void
take_the_rest(CaseFact *c, const CaseType *type, const FormReading *form, const Mail *mail)
{
	const Field *files = attachment_field(type), *text = field_of_effect(type->fields, "text");
	g_autofree char *names = names_of_files(mail);
	if (*names && is_wanted(c, files))
		case_set_field(c, files->name, names, NEED_AS_TYPE);
	if (is_wanted(c, text) && !form_reading_find(form, text) && says_enough(form))
		case_set_field(c, text->name, said_beside(form), NEED_AS_TYPE);
}

static gboolean
is_said(const FormValue *value)
{
	return value->value && *value->value;
}

/* Links of receipts have the type's title as subject. */
static gboolean
says_no_subject(const char *title, const CaseType *type)
{
	return case_type_is_titled(type, title) || text_same_name(title, NO_SUBJECT);
}

/* By the field that is for it; the subject says it otherwise, if it isn't ours. */
static void
take_title(CaseFact *c, const CaseType *type, const FormReading *form, gboolean is_ours)
{
	const Field *field = field_of_effect(type->fields, "title");
	const FormValue *value = field ? form_reading_find(form, field) : NULL;
	g_autofree char *safe = value && is_said(value) ? header_safe(value->value) : NULL;
	if (safe && *safe)
		c->title = (g_free(c->title), text_ellipsize(safe, LIMIT_TITLE_CHARS));
	else if (is_ours)
		text_put(&c->title, type->title);
	else if (is_wanted(c, field) && !value && !says_no_subject(c->title, type))
		case_set_field(c, field->name, c->title, NEED_AS_TYPE);
}

/* What doesn't fit, required or not, and what may not be left out, given the values of the case. */
static gboolean
is_asked_again(const CaseFact *c, const FormValue *value)
{
	g_autoptr(GHashTable) values = case_field_values(c);
	return value->fault || (value->is_no_answer && field_is_due(value->field, values));
}

void
form_fill_new_case(CaseFact *c, const CaseType *type, const FormReading *form, const Mail *mail,
		   gboolean is_our_subject)
{
	for (guint i = 0; i < form->values->len; i++) {
		const FormValue *value = form->values->pdata[i];
		if (is_said(value))
			case_set_field(c, value->field->name, value->value, NEED_AS_TYPE);
	}
	for (guint i = 0; i < form->values->len; i++) {
		const FormValue *value = form->values->pdata[i];
		if (is_asked_again(c, value))
			case_set_field(c, value->field->name, NULL, NEED_ASKED);
	}
	take_title(c, type, form, is_our_subject);
	take_the_rest(c, type, form, mail);
}

static void
explain(Plan *plan, const CaseType *type, const CaseFact *c)
{
	g_autoptr(GPtrArray) missing = case_missing_fields(type, c);
	g_autofree char *complete = case_completeness(type, c);
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint i = 0; i < missing->len; i++) {
		const Field *field = missing->pdata[i];
		g_string_append_printf(names, "%s%s", i ? ", " : "; missing: ", field->name);
	}
	if (*complete)
		plan_reason(plan, "%s%s", complete, names->str);
}

void
decision_judge_new_form(Decision *d, CaseFact *c, const CaseType *type)
{
	g_autoptr(GPtrArray) missing = case_missing_fields(type, c);
	const Status *asking = site_asking_status(d->site);
	explain(d->b.plan, type, c);
	if (missing->len > 0 && asking)
		text_put(&c->status, asking->name);
}

/* As the command does that says the same; what it refuses is told to who wrote. */
static void
run_effect(Decision *d, Happening *h, Orders *orders, const FormValue *value)
{
	g_autoptr(GPtrArray) done = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	gboolean tells = FALSE;
	Doing doing = {&d->b, h, done, &tells, NULL};
	gboolean is_share = !strcmp(value->field->effect, "share");
	gboolean is_done = is_share ? do_share(&doing, value->value, &error)
				    : do_emergency(&doing, "", &error);
	if (is_done)
		return;
	g_autofree char *said = g_strdup_printf("%s: %s", value->field->name, error->message);
	orders_tell(orders, said);
}

static gboolean
has_deed(const FormValue *value)
{
	const char *effect = value->field->effect;
	return is_said(value) && (!strcmp(effect, "share") || !strcmp(effect, "emergency"));
}

/* The reporter's word, with proof: of others it isn't a command's either. */
static gboolean
may_decide(const Decision *d, const Happening *h)
{
	return d->facts->proof == PROOF_PASS && (h->opened || decision_is_reporter(d, h->c));
}

/* What a command needs, a form needs as well. */
static void
run_effects(Decision *d, Happening *h, Orders *orders, const FormReading *form)
{
	for (guint i = 0; i < form->values->len; i++) {
		const FormValue *value = form->values->pdata[i];
		if (!has_deed(value))
			continue;
		if (may_decide(d, h))
			run_effect(d, h, orders, value);
		else
			plan_reason(d->b.plan, "%s needs a proven reporter: nothing is done",
				    value->field->name);
	}
}

void
decision_keep_new_form(Decision *d, Happening *h, Orders *orders, const FormReading *form)
{
	for (guint i = 0; i < h->c->fields->len; i++) {
		const FieldFact *field = h->c->fields->pdata[i];
		gboolean is_asked = field->need == NEED_ASKED;
		Change *change =
			plan_change(d->b.plan, is_asked ? CHANGE_FIELD_NEED : CHANGE_FIELD);
		change->name = g_strdup(field->name);
		change->number = is_asked ? NEED_ASKED : 0;
		change->value = is_asked ? NULL : g_strdup(field->value);
	}
	h->form = form;
	if (form)
		run_effects(d, h, orders, form);
}

/* The one that asks for the rest. */
static gboolean
gets_form(const Decision *d, const CaseFact *c)
{
	const ParticipantFact *to = case_participant(c, decision_sender_id(d), d->clues->address);
	return to && (!strcmp(to->role, "reporter") || !strcmp(to->role, "contact"));
}

/* "No idea" of somebody who was asked nothing answers nothing. */
static void
leave_vain_guesses(FormReading *form)
{
	for (guint i = form->values->len; i > 0; i--) {
		const FormValue *value = form->values->pdata[i - 1];
		if (value->is_loose && value->is_no_answer)
			g_ptr_array_remove_index(form->values, i - 1);
	}
}

FormReading *
decision_read_answer(const Decision *d, const CaseFact *c)
{
	const CaseType *type = site_type(d->site, c->type);
	const Mail *mail = d->clues->mail;
	if (!case_asks_fields(d->site, c) || decision_is_staff(d) || decision_is_partner(d, c) ||
	    d->clues->is_machine || mail->is_unsealed)
		return NULL;
	g_autoptr(GPtrArray) missing = case_missing_fields(type, c);
	g_autoptr(GHashTable) values = case_field_values(c);
	const FormAsked asked = {.fields = missing,
				 .values = values,
				 .is_thanks = d->clues->is_thanks,
				 .now_ms = d->facts->now_ms,
				 .name = d->clues->name,
				 .address = d->clues->address,
				 .site = d->site};
	FormReading *form = form_read(mail->text, mail->reply, type->fields, &asked);
	form_leave_courtesies(form, asked.name, asked.address, asked.site);
	if (!gets_form(d, c))
		leave_vain_guesses(form);
	return form;
}

/* The others only fill in what is asked for. */
static gboolean
may_set(const Decision *d, const Happening *h, const GPtrArray *missing, const FormValue *value)
{
	if (!is_said(value) || choice_of_others(d, value))
		return FALSE;
	return may_decide(d, h) || g_ptr_array_find(unconst(missing), value->field, NULL);
}

/* A choice that is others' is a fault like any that doesn't fit. */
static void
refuse_choices(const Decision *d, const FormReading *form)
{
	for (guint i = 0; i < form->values->len; i++) {
		FormValue *value = form->values->pdata[i];
		const Choice *choice = choice_of_others(d, value);
		if (!choice)
			continue;
		g_autofree char *who = role_names(choice->roles);
		value->fault = (g_free(value->fault),
				g_strdup_printf("\"%s\" is for %s alone.", choice->name, who));
		g_clear_pointer(&value->value, g_free);
	}
}

/* Whoever says twice that it isn't known is believed; staff reads it. */
static void
give_up(Decision *d, Happening *h, FormValue *value)
{
	const char *name = value->field->name;
	g_autofree char *text = g_strdup_printf("Not known: %s", name);
	plan_set_need(&d->b, h, name, NEED_WAIVED);
	plan_note(&d->b, h, "waive", NULL, "", text);
	plan_reason(d->b.plan, "%s isn't known, and is not asked for any more", name);
	g_clear_pointer(&value->value, g_free);
	value->fault = (g_free(value->fault), g_strdup(FORM_FAULT_GIVEN_UP));
	value->is_loose = FALSE;
}

/* Of what only staff asks for "n/a" is an answer; what doesn't fit is asked for again. */
static void
set_need(Decision *d, Happening *h, FormValue *value)
{
	const char *name = value->field->name;
	const FieldFact *fact = case_field(h->c, name);
	FieldNeed need = fact ? fact->need : NEED_AS_TYPE;
	gboolean lacks = is_asked_again(h->c, value);
	if (lacks && need == NEED_ASKED && value->is_no_answer && gets_form(d, h->c))
		give_up(d, h, value);
	else if (lacks && need == NEED_AS_TYPE)
		plan_set_need(&d->b, h, name, NEED_ASKED);
	else if (!lacks && !is_said(value) && need == NEED_ASKED)
		plan_set_need(&d->b, h, name, NEED_AS_TYPE);
}

/* A case that was opened without a subject is called as its field says. */
static void
set_title(Decision *d, Happening *h, const CaseType *type)
{
	const Field *field = field_of_effect(type->fields, "title");
	const FieldFact *said = field ? case_field(h->c, field->name) : NULL;
	g_autofree char *safe = header_safe(said ? said->value : "");
	if (!*safe || !says_no_subject(h->c->title, type))
		return;
	g_autofree char *title = text_ellipsize(safe, LIMIT_TITLE_CHARS);
	plan_set(&d->b, h, "title", "Title", h->c->title, title);
	h->c->title = (g_free(h->c->title), g_steal_pointer(&title));
}

/* What the files and the rest of the text answer, of what is asked for. */
static void
set_the_rest(Decision *d, Happening *h, const CaseType *type, const FormReading *form,
	     const GPtrArray *missing)
{
	g_autoptr(CaseFact) with = case_fact_copy(h->c);
	take_the_rest(with, type, form, d->clues->mail);
	for (guint i = 0; i < missing->len; i++) {
		const Field *field = missing->pdata[i];
		const FieldFact *now = case_field(with, field->name);
		if (now && *now->value && !has_value(h->c, field))
			plan_set_field(&d->b, h, field->name, now->value);
	}
}

void
decision_take_answer(Decision *d, Happening *h, Orders *orders, const FormReading *form)
{
	const CaseType *type = site_type(d->site, h->c->type);
	g_autoptr(GPtrArray) missing = case_missing_fields(type, h->c);
	h->form = form;
	refuse_choices(d, form);
	for (guint i = 0; i < form->values->len; i++) {
		FormValue *value = form->values->pdata[i];
		if (may_set(d, h, missing, value))
			plan_set_field(&d->b, h, value->field->name, value->value);
		else
			set_need(d, h, value);
	}
	set_title(d, h, type);
	set_the_rest(d, h, type, form, missing);
	run_effects(d, h, orders, form);
	explain(d->b.plan, type, h->c);
}

static void
go_on(Builder *b, Happening *h)
{
	const Status *working = site_working_status(b->site);
	plan_reason(b->plan, "nothing is asked for any more");
	plan_set_status(b, h, working->name);
}

static gboolean
has_answers(const FormReading *form)
{
	return form->values->len > 0 || form->examples->len > 0;
}

gboolean
decision_fills_in(const Happening *h)
{
	return h->form && (has_answers(h->form) || !*h->form->rest);
}

/* Nobody of the customer's side has said a word since they were asked, or reminded. */
static gboolean
is_first_word(const CaseFact *c)
{
	const LastFact *word = case_last(c, "comment", SIDE_CUSTOMER);
	const LastFact *asked[] = {case_last(c, "status", SIDE_ANY),
				   case_last(c, "reminder", SIDE_ANY),
				   case_last(c, "comment", SIDE_STAFF)};
	for (guint i = 0; word && i < G_N_ELEMENTS(asked); i++)
		if (asked[i] && asked[i]->seq > word->seq)
			return TRUE;
	return !word;
}

void
decision_ask_again(const Decision *d, Happening *h)
{
	if (!h->commented || h->asks || h->status_changed || h->asks_fields || !h->form ||
	    has_answers(h->form) || d->clues->is_thanks || !gets_form(d, h->c) ||
	    !is_first_word(h->c) || !case_asks_fields(d->site, h->c))
		return;
	plan_reason(d->b.plan, "it answers nothing of what is asked for, and is the first word "
			       "since that: it is asked for again");
	h->asks_fields = TRUE;
}

void
plan_judge_form(Builder *b, Happening *h)
{
	const CaseType *type = site_type(b->site, h->c->type);
	const Status *asking = site_asking_status(b->site);
	if (!asking || strcmp(h->c->status, asking->name) != 0 || h->status_changed ||
	    !(h->form || h->waived))
		return;
	g_autoptr(GPtrArray) missing = case_missing_fields(type, h->c);
	if (missing->len == 0)
		go_on(b, h);
	else if (h->form && has_answers(h->form))
		h->asks_fields = TRUE;
}
