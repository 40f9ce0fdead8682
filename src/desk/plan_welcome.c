/*
 * The welcome mail: who has become a member of an organisation is told once how to work with
 * the desk.
 */
#include "desk/plan_decision.h"

#include "base/text.h"
#include "desk/verbs.h"

#include <string.h>

static Js *
desks_of(const Site *site)
{
	Js *desks = js_array();
	for (guint i = 0; i < site->desks->len; i++) {
		const Desk *desk = site->desks->pdata[i];
		Js *one = js_object();
		js_set_text(one, "title", desk->title);
		js_set_text(one, "address", desk->address);
		js_add(desks, one);
	}
	return desks;
}

static Js *
patterns(void)
{
	Js *subjects = js_array();
	for (SubjectKind kind = SUBJECT_CASE_RECEIPT; kind <= SUBJECT_COMMENT; kind++) {
		g_autofree char *pattern = subject_pattern(kind);
		js_add_text(subjects, pattern);
	}
	return subjects;
}

/* Where nobody vouches for addresses, only what needs no proof can be used. */
static gboolean
can_use(const Verb *verb, const Site *site, gboolean is_agency)
{
	if (!(verb->use & FOR_CUSTOMERS) || (is_agency && verb->use & NOT_AGENCY))
		return FALSE;
	return *site->authserv_id || verb->use & UNPROVEN;
}

/* Those that one wants sooner or later; the last of them lists all. */
static Js *
commands_for(const Site *site, gboolean is_agency)
{
	static const char *const names[] = {"info",      "list", "form", "share", "invite",
					    "emergency", "done", "help", NULL};
	Js *commands = js_array();
	for (const char *const *name = names; *name; name++) {
		const Verb *verb = verb_find(*name);
		if (!can_use(verb, site, is_agency))
			continue;
		Js *one = js_object();
		/* The template has the sign: it knows what stands before it. */
		js_set_text(one, "usage", verb->usage + 1);
		js_set_text(one, "help", verb->help);
		js_add(commands, one);
	}
	return commands;
}

static Js *
data_for(const Site *site, const Newcomer *newcomer)
{
	Js *data = js_object();
	js_set_text(data, "organisation", newcomer->organisation);
	js_set_bool(data, "shares", newcomer->shares && !newcomer->is_agency);
	js_set_bool(data, "is_agency", newcomer->is_agency);
	js_set_bool(data, "has_several_desks", site->desks->len > 1);
	js_set(data, "desks", desks_of(site));
	js_set(data, "commands", commands_for(site, newcomer->is_agency));
	js_set(data, "subjects", patterns());
	return data;
}

void
plan_welcome(Builder *b, const Newcomer *newcomer)
{
	Notice *n = notice_new();
	n->subject = SUBJECT_WELCOME;
	n->event = EVENT_WELCOME;
	n->is_apart = TRUE;
	text_put(&n->desk, b->desk->name);
	text_put(&n->title, b->desk->title);
	text_put(&n->to_name, newcomer->name);
	text_put(&n->to_address, newcomer->address);
	text_put(&n->to_role, "member");
	plan_fill_language(n, b->desk, newcomer->language, "");
	n->data = data_for(b->site, newcomer);
	plan_change(b->plan, CHANGE_NOTICE)->notice = n;
	plan_change(b->plan, CHANGE_WELCOMED)->address = g_strdup(newcomer->address);
}

static gboolean
is_unwelcomed_member(const PersonFact *person)
{
	static const char *const roles[] = {"customer", "agency", NULL};
	return person->organisation && !person->is_welcomed && g_strv_contains(roles, person->role);
}

static Newcomer
newcomer_of(const PersonFact *person)
{
	return (Newcomer){
		.language = person->language,
		.address = person->address,
		.name = person->name,
		.organisation = person->organisation_name,
		.shares = person->organisation_shares,
		.is_agency = !strcmp(person->role, "agency"),
	};
}

Plan *
plan_for_welcome(const Facts *facts, const Site *site)
{
	Plan *plan = plan_new();
	Builder b = {.plan = plan, .facts = facts, .site = site, .desk = site->desks->pdata[0]};
	if (facts->sender && is_unwelcomed_member(facts->sender)) {
		const Newcomer newcomer = newcomer_of(facts->sender);
		plan_welcome(&b, &newcomer);
	}
	return plan;
}

void
decision_welcome(Decision *d)
{
	const PersonFact *sender = d->facts->sender;
	const PersonFact *of = sender ? sender : d->facts->organisation_by_domain;
	if (!of || d->facts->proof != PROOF_PASS || d->clues->is_machine ||
	    !is_unwelcomed_member(of))
		return;
	Newcomer newcomer = newcomer_of(of);
	if (!sender) {
		newcomer.address = d->clues->address;
		newcomer.name = d->clues->name;
	}
	plan_reason(d->b.plan, "welcome: a member of %s who hasn't been told how to work with us",
		    of->organisation_name);
	plan_welcome(&d->b, &newcomer);
}
