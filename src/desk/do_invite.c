/*
 * The verb invite: a colleague becomes a member of the writer's organisation, at once from the
 * same domain, else once staff agrees.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/names.h"
#include "desk/whom.h"

#include <string.h>

/** The organisation that somebody is invited to. */
typedef struct Host {
	gint64 id;
	const char *name;
	gboolean shares;
} Host;

static gboolean
is_proven_staff(const Doing *d)
{
	return d->h->actor_is_staff && d->h->actor_proven;
}

static gboolean
find_host_of_staff(const Doing *d, Host *out, GError **error)
{
	const CaseFact *c = d->h->c;
	if (!c)
		return error_perm(error, "the mail belongs to no case, so there is no customer to "
					 "invite to");
	if (!c->organisation)
		return error_perm(error, "the customer of this case, %s, is no organisation",
				  c->customer);
	*out = (Host){.id = c->organisation, .name = c->customer};
	return TRUE;
}

static gboolean
find_host(const Doing *d, Host *out, GError **error)
{
	const PersonFact *sender = d->b->facts->sender;
	const PersonFact *one = sender ? sender : d->b->facts->organisation_by_domain;
	if (is_proven_staff(d))
		return find_host_of_staff(d, out, error);
	if (!one || !one->organisation)
		return error_perm(error,
				  "you belong to no organisation here that others could be "
				  "invited to; whoever needs help can simply write to %s",
				  d->b->desk->address);
	if (!strcmp(one->role, "agency"))
		return error_perm(error, "you work for %s; ask somebody who belongs to it",
				  one->organisation_name);
	*out = (Host){.id = one->organisation,
		      .name = one->organisation_name,
		      .shares = one->organisation_shares};
	return TRUE;
}

static gboolean
is_invited_here(const Doing *d, const char *address)
{
	const GPtrArray *changes = d->b->plan->changes;
	for (guint i = 0; i < changes->len; i++) {
		const Change *change = changes->pdata[i];
		if (change->kind == CHANGE_INVITED && !strcmp(change->address, address))
			return TRUE;
	}
	return FALSE;
}

static gint64
invited_today(const Doing *d)
{
	gint64 count = d->b->facts->invited_day;
	const GPtrArray *changes = d->b->plan->changes;
	for (guint i = 0; i < changes->len; i++)
		count += ((const Change *)changes->pdata[i])->kind == CHANGE_INVITED ? 1 : 0;
	return count;
}

/* What only staff may know of a person. */
static gboolean
check_for_staff(const Host *host, const PersonFact *person, GError **error)
{
	if (!strcmp(person->role, "staff") || !strcmp(person->role, "partner"))
		return error_perm(error, "%s is %s here, and no customer", person->address,
				  person->role);
	return !person->organisation || person->organisation == host->id ||
	       error_perm(error, "%s belongs to %s already", person->address,
			  person->organisation_name);
}

static gboolean
check(const Doing *d, const Host *host, const Whom *whom, GError **error)
{
	const NamedFact *named = facts_named(d->b->facts, whom->asked);
	DeskAddress ours = {0};
	if (whom->is_less || !address_is_fit(whom->asked))
		return error_perm(error, "\"%s\" is no address that mail can be sent to",
				  whom->asked);
	if (site_find_address(d->b->site, whom->asked, &ours)) {
		desk_address_clear(&ours);
		return error_perm(error, "%s is an address of the desk itself", whom->asked);
	}
	return !is_proven_staff(d) || !named || !named->found ||
	       check_for_staff(host, named->found, error);
}

/* Checked whole before anything of the list is done. */
static gboolean
check_all(const Doing *d, const Host *host, const GPtrArray *list, GError **error)
{
	if (list->len == 0)
		return error_perm(error, "nobody is named: write an address");
	for (guint i = 0; i < list->len; i++)
		if (!check(d, host, list->pdata[i], error))
			return FALSE;
	if (is_proven_staff(d) || invited_today(d) + list->len <= LIMIT_INVITED_DAY)
		return TRUE;
	return error_perm(error, "%d persons a day are the most that you can invite",
			  LIMIT_INVITED_DAY);
}

/* By a domain that the organisation has, or that is the writer's and nobody else's. */
static gboolean
is_of_same_domain(const Doing *d, const Host *host, const NamedFact *named, const char *address)
{
	const char *domain = address_domain(address);
	if (site_is_free_mail(d->b->site, domain))
		return FALSE;
	if (named && named->domain_organisation)
		return named->domain_organisation == host->id;
	return !g_ascii_strcasecmp(domain, address_domain(d->h->actor));
}

/* To a customer every address is nobody's that isn't of the own organisation: who else is known
 * here is not told. */
static gboolean
may_join_now(const Doing *d, const Host *host, const NamedFact *named, const char *address)
{
	const PersonFact *known = named ? named->found : NULL;
	if (is_proven_staff(d))
		return TRUE;
	if (known && (known->organisation || strcmp(known->role, "customer") != 0))
		return FALSE;
	return is_of_same_domain(d, host, named, address);
}

static void
note(const Doing *d, const char *format, const char *address, const Host *host)
{
	g_autofree char *text = g_strdup_printf("%s: %s, to %s", format, address, host->name);
	Change *change = plan_change(d->b->plan, CHANGE_INVITED);
	change->address = g_strdup(address);
	change->name = g_strdup(d->h->actor);
	change->number = host->id;
	if (d->h->c)
		plan_note(d->b, d->h, "invite", NULL, "", text);
}

static void
join(Doing *d, const Host *host, const PersonFact *known, const char *address)
{
	const Newcomer newcomer = {
		.address = address,
		.name = known ? known->name : "",
		.organisation = host->name,
		.language = known ? known->language : "",
		.shares = host->shares,
		.is_agency = known && !strcmp(known->role, "agency"),
	};
	if (!known)
		plan_add_person(d->b, address, "", "customer");
	Change *change = plan_change(d->b->plan, CHANGE_JOIN);
	change->address = g_strdup(address);
	change->number = host->id;
	note(d, "Invited", address, host);
	if (!known || !known->is_welcomed)
		plan_welcome(d->b, &newcomer);
	doing_tell(d, "%s belongs to %s now.", address, host->name);
}

static void
ask_staff(Doing *d, const Host *host, const NamedFact *named, const char *address)
{
	doing_tell(d, "%s: the staff of %s decides whether this person belongs to %s.", address,
		   d->b->desk->title, host->name);
	if (named && named->is_proposed)
		return;
	note(d, "Proposed", address, host);
	g_autofree char *org = g_shell_quote(host->name);
	g_autofree char *whom = g_shell_quote(address);
	g_autofree char *title = g_strdup_printf("%s for %s", address, host->name);
	g_autofree char *how = g_strdup_printf("casemate person add %s org=%s", whom, org);
	const StaffWord word = {
		SUBJECT_INVITATION, EVENT_INVITATION, title, d->h->actor, how, NULL};
	plan_tell_staff(d->b, &word);
}

static void
invite(Doing *d, const Host *host, const char *asked)
{
	const NamedFact *named = facts_named(d->b->facts, asked);
	const PersonFact *known = named ? named->found : NULL;
	const char *address = known ? known->address : asked;
	if (is_invited_here(d, address))
		return; /* named twice */
	if (known && known->organisation == host->id)
		doing_tell(d, "%s belongs to %s already.", asked, host->name);
	else if (may_join_now(d, host, named, asked))
		join(d, host, known, address);
	else
		ask_staff(d, host, named, asked);
}

gboolean
do_invite(Doing *d, const char *value, GError **error)
{
	Host host = {0};
	g_autoptr(GPtrArray) list = whom_split(value);
	if (!find_host(d, &host, error) || !check_all(d, &host, list, error))
		return FALSE;
	for (guint i = 0; i < list->len; i++) {
		const Whom *whom = list->pdata[i];
		invite(d, &host, whom->asked);
	}
	return TRUE;
}
