/*
 * What a receipt says besides: what is still asked for, which types there are, how long it takes,
 * and answers that may help at once.
 */
#include "desk/plan_build.h"

#include "base/error.h"
#include "desk/emergency.h"
#include "desk/mailto.h"

#include <string.h>

/* Without extensions the form is asked for in words; the type stands in it. */
static Js *
offered_type(const Builder *b, const CaseType *type)
{
	const Desk *own = *type->desk ? site_desk(b->site, type->desk) : NULL;
	const Desk *desk = own ? own : b->desk;
	g_autofree char *address = site_extended_address(b->site, desk->address, type->name);
	g_autofree char *command = g_strdup_printf("#form %s", type->name);
	g_autofree char *link =
		mailto_link(address, type->title, b->site->has_extensions ? NULL : command);
	Js *object = js_object();
	js_set_text(object, "title", type->title);
	js_set_text(object, "address", address);
	js_set_text(object, "link", link);
	js_set_text(object, "command", command);
	return object;
}

void
plan_offer_types(Js *data, const Builder *b, guint role)
{
	Js *list = js_array();
	for (guint i = 0; i < b->site->types->len; i++) {
		const CaseType *type = b->site->types->pdata[i];
		if (!type->is_hidden && (!type->roles || !role || type->roles & role))
			js_add(list, offered_type(b, type));
	}
	js_set_bool(data, "by_address", b->site->has_extensions);
	js_set_bool(data, "has_types", js_size(list) > 0);
	js_set(data, "types", list);
}

/* The site's own words, fixed whoever wrote. */
static void
add_answers(Js *data, const GPtrArray *canned)
{
	Js *answers = js_array();
	for (guint i = 0; i < canned->len; i++)
		js_add_text(answers, canned->pdata[i]);
	js_set_bool(data, "has_answers", canned->len > 0);
	js_set(data, "answers", answers);
}

/* Where a form has said it, nobody asks for it. */
static gboolean
knows_risk(const CaseType *type, const CaseFact *c)
{
	for (guint i = 0; type && i < type->fields->len; i++) {
		const Field *field = type->fields->pdata[i];
		const FieldFact *fact = case_field(c, field->name);
		if (fact && *fact->value && !strcmp(field->effect, "emergency"))
			return TRUE;
	}
	return FALSE;
}

static void
fill_opened(Js *data, const Notice *n, const Builder *b, const Happening *h, const CaseType *type)
{
	gboolean to_writer = n->is_answer && !strcmp(n->to_role, "reporter");
	js_set_bool(data, "is_emergency", site_emergency_goes_on(b->site, h->c->emergency));
	js_set_bool(data, "asks_emergency", emergency_is_asked(h->c->escalation));
	js_set_bool(data, "asks_risk", !knows_risk(type, h->c));
	js_set_text(data, "duration", type ? type->duration : "");
	js_set_text(data, "type_text", type ? type->text : "");
	if (to_writer && h->offers_types)
		plan_offer_types(data, b, facts_role(b->facts));
	if (to_writer && h->canned)
		add_answers(data, h->canned);
}

/* As whom the recipient would choose; 0: staff may choose all. */
static guint
role_of_reader(const Notice *n, const CaseFact *c)
{
	const ParticipantFact *to = case_participant(c, 0, n->to_address);
	guint role = to ? role_find(to->account) : ROLE_CUSTOMER;
	return role == ROLE_STAFF ? 0 : role ? role : ROLE_CUSTOMER;
}

/* Who asked for nothing can't answer; who isn't proven gets it blank, and so does whoever is
 * reminded: nobody has looked at who said what is there. */
static void
fill_asked(Js *data, const Notice *n, const Builder *b, const Happening *h, const CaseType *type)
{
	gboolean is_theirs = !strcmp(n->to_role, "reporter") || !strcmp(n->to_role, "contact");
	gboolean may_quote = (!n->is_answer || h->actor_proven) && !h->is_sealed &&
			     n->event != EVENT_REMINDER && n->event != EVENT_SILENCE;
	if (!is_theirs || !case_asks_fields(b->site, h->c))
		return;
	g_autoptr(GPtrArray) missing = case_missing_fields(type, h->c);
	js_set(data, "form",
	       plan_asked_form(type, h->c, missing, h->form, may_quote, role_of_reader(n, h->c)));
	js_set_bool(data, "one_is_missing", missing->len == 1);
}

void
plan_fill_asked_emergency(Notice *n, const Happening *h)
{
	if (strcmp(n->to_role, "staff") != 0 || !emergency_is_asked(h->c->escalation))
		return;
	if (!n->data)
		n->data = js_object();
	js_set_bool(n->data, "asks_emergency", TRUE);
}

void
plan_fill_receipt(Notice *n, const Builder *b, const Happening *h)
{
	const CaseType *type = site_type(b->site, h->c->type);
	if (n->subject == SUBJECT_COMMENT || !strcmp(n->to_role, "staff"))
		return;
	if (!n->data)
		n->data = js_object();
	if (n->event == EVENT_OPENED)
		fill_opened(n->data, n, b, h, type);
	/* What lacks is asked for once more. */
	js_set_bool(n->data, "is_same", n->event == EVENT_STATUS && !h->status_changed);
	fill_asked(n->data, n, b, h, type);
}
