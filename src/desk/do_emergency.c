/*
 * The verb that makes a case an emergency, gives that its next status, or takes it back.  What
 * follows for the staff is plan_emergency.c's.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/emergency.h"

#include <string.h>

/* What its form still lacks was to help while it lasted; what staff has asked for stays asked. */
static void
drop_form(Doing *d)
{
	CaseFact *c = d->h->c;
	const CaseType *type = site_type(d->b->site, c->type);
	const LastFact *status = case_last(c, "status", SIDE_ANY);
	g_autoptr(GPtrArray) missing = case_missing_fields(type, c);
	if (!emergency_is_type(type) || missing->len == 0 || case_last(c, "ask", SIDE_STAFF))
		return;
	doing_waive(d, missing);
	/* A question in words waits on. */
	if (!status || !role_is_of(status->role, SIDE_STAFF))
		d->h->waived = TRUE;
}

static void
set_emergency(Doing *d, const char *name)
{
	gboolean went_on = site_emergency_goes_on(d->b->site, d->h->c->emergency);
	if (!doing_change(d, "emergency", "Emergency", &d->h->c->emergency, name))
		return;
	d->h->emergency_changed = TRUE;
	if (went_on && !site_emergency_goes_on(d->b->site, name))
		drop_form(d);
}

/* What was made of it because it seemed an emergency: a type whose form asks for the risk, and its
 * priority. */
static void
make_plain(Doing *d)
{
	CaseFact *c = d->h->c;
	const Site *site = d->b->site;
	const CaseType *plain = site_type(site, d->b->desk->default_type);
	const CaseType *type = site_type(site, c->type);
	if (emergency_is_type(type) && plain && !emergency_is_type(plain)) {
		do_type(d, plain->name, NULL);
		d->h->waived = TRUE;
		type = plain;
	}
	const char *first = site->priorities->pdata[0];
	const char *priority = type && *type->priority ? type->priority : first;
	doing_set(d, "priority", "Priority", &c->priority, priority);
}

/* The notice of it has a friendly word for the customer, also of what was only asked for. */
static void
withdraw(Doing *d, const char *name)
{
	CaseFact *c = d->h->c;
	const CaseType *type = site_type(d->b->site, c->type);
	gboolean is_asked = emergency_is_asked(c->escalation);
	if (!*c->emergency && !is_asked && !emergency_is_type(type)) {
		doing_say(d, "The case is no emergency.");
		return;
	}
	make_plain(d);
	if (is_asked)
		plan_set_escalation(d->b, d->h, NULL);
	set_emergency(d, name);
}

/* Who opens a case with it reads in the receipt what happens next. */
static void
declare(Doing *d, const char *name)
{
	set_emergency(d, name);
	if (d->h->c->id)
		doing_tell(
			d,
			"The case is an emergency now. Whoever is on duty is told, and if nobody "
			"takes it others are. You are written to as soon as somebody does.");
}

static void
ask(Doing *d, const char *wanted)
{
	doing_request(d, "Emergency", d->h->c->emergency, wanted);
	if (!*d->h->c->escalation)
		plan_set_escalation(d->b, d->h, EMERGENCY_ASKED);
}

/* Which status it gets is for staff to say; in whatever words a customer calls for help, they are
 * passed on. */
static void
do_customers(Doing *d, const char *status, const char *words)
{
	const Site *site = d->b->site;
	CaseFact *c = d->h->c;
	const char *declared = site->emergencies->pdata[0];
	gboolean goes_on = site_emergency_goes_on(site, c->emergency);
	gboolean is_other = status && strcmp(status, declared) != 0;
	g_autofree char *wanted = status || !*words
					  ? g_strdup(is_other && goes_on ? status : declared)
					  : g_strdup_printf("%s: %s", declared, words);
	if (!goes_on && emergency_is_automatic(site, c->tier) && d->h->actor_proven) {
		if (!status && *words)
			plan_note(d->b, d->h, "request", "In the sender's words", words, words);
		declare(d, declared);
	} else if (goes_on && !is_other && (status || !*words)) {
		doing_tell(d, "The case is an emergency already. Its status is %s.", c->emergency);
	} else {
		ask(d, wanted);
	}
}

gboolean
do_emergency(Doing *d, const char *value, GError **error)
{
	const Site *site = d->b->site;
	const GPtrArray *names = site->emergencies;
	const char *withdrawn = emergency_withdrawn(site);
	gboolean is_none = withdrawn && words_mean(site->words, value, "none");
	gboolean is_staff = d->h->actor_is_staff;
	const char *name = is_none  ? withdrawn
			   : *value ? words_choose(site->words, names, value, "emergency",
						   is_staff ? error : NULL)
				    : names->pdata[0];
	if (is_staff && !name)
		return FALSE;
	if (!is_staff)
		do_customers(d, name, value);
	else if (withdrawn && !strcmp(name, withdrawn))
		withdraw(d, name);
	else
		set_emergency(d, name);
	return TRUE;
}
