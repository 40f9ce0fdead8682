/*
 * Verbs about who takes part in a case: sharing it, following it, ending that, and who else
 * gets what the reporter gets.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/names.h"
#include "desk/choice.h"
#include "desk/whom.h"

#include <string.h>

/** Whom one word of a list means. All borrowed but what `own` says. */
typedef struct Meant {
	const PersonFact *person; /**< NULL: nobody's address yet, or an organisation */
	const OrganisationFact *organisation;
	const char *address; /**< of the person, or a stranger's */
} Meant;

static gboolean
is_proven_staff(const Doing *d)
{
	return d->h->actor_is_staff && d->h->actor_proven;
}

static gint64
own_organisation(const Doing *d)
{
	const PersonFact *one = facts_member(d->b->facts);
	return one ? one->organisation : 0;
}

/* By name customers reach only whom they can know of: other names are not even known to be
 * known here. */
static gboolean
may_name(const Doing *d, const PersonFact *person)
{
	gint64 own = own_organisation(d);
	return is_proven_staff(d) || (own && person->organisation == own) ||
	       facts_is_staff(d->b->facts, person->id) ||
	       case_participant(d->h->c, person->id, person->address);
}

static gboolean
may_name_organisation(const Doing *d, const OrganisationFact *organisation)
{
	return organisation && (is_proven_staff(d) || organisation->id == own_organisation(d) ||
				case_has_organisation(d->h->c, organisation->id));
}

static gboolean
find_by_address(const Doing *d, const NamedFact *named, const char *address, Meant *out,
		GError **error)
{
	DeskAddress ours = {0};
	if (!address_is_fit(address))
		return error_perm(error, "\"%s\" is no address that mail can be sent to", address);
	if (site_find_address(d->b->site, address, &ours)) {
		desk_address_clear(&ours);
		return error_perm(error, "%s is an address of the desk itself", address);
	}
	out->person = named ? named->found : NULL;
	out->address = out->person ? out->person->address : address;
	return TRUE;
}

static gboolean
find_by_name(const Doing *d, const NamedFact *named, const char *name, Meant *out, GError **error)
{
	guint several = 0;
	for (guint i = 0; named && i < named->persons->len; i++) {
		const PersonFact *person = named->persons->pdata[i];
		if (!may_name(d, person))
			continue;
		out->person = person;
		out->address = person->address;
		several++;
	}
	if (several == 1)
		return TRUE;
	if (several > 1)
		return error_perm(error, "several persons are called \"%s\"; write the address",
				  name);
	if (named && may_name_organisation(d, named->organisation)) {
		out->organisation = named->organisation;
		return TRUE;
	}
	return error_perm(error, "\"%s\" is no name that is known to you here; write an address",
			  name);
}

static gboolean
find(const Doing *d, const char *asked, Meant *out, GError **error)
{
	*out = (Meant){0};
	const NamedFact *named = facts_named(d->b->facts, asked);
	if (!g_ascii_strcasecmp(asked, "me")) {
		out->person = d->b->facts->sender;
		out->address = out->person ? out->person->address : d->h->actor;
		return TRUE;
	}
	return strchr(asked, '@') ? find_by_address(d, named, asked, out, error)
				  : find_by_name(d, named, asked, out, error);
}

/* The writer, who may be a colleague's first mail. */
static Meant
writer(const Doing *d)
{
	Meant me = {.person = d->b->facts->sender};
	me.address = me.person ? me.person->address : d->h->actor;
	return me;
}

static const char *
shown(const Meant *meant)
{
	return meant->organisation ? meant->organisation->name : meant->address;
}

/* Nobody shall use the desk to send mail to the world. */
static gboolean
is_within_caps(const Doing *d, guint more, GError **error)
{
	guint now = 0;
	for (guint i = 0; i < d->h->c->participants->len; i++) {
		const ParticipantFact *one = d->h->c->participants->pdata[i];
		now += one->is_new ? 1 : 0;
	}
	if (now + more > LIMIT_SHARED_AT_ONCE)
		return error_perm(error, "one mail can add %d persons at most",
				  LIMIT_SHARED_AT_ONCE);
	if (!is_proven_staff(d) && d->b->facts->shared_day + now + more > LIMIT_SHARED_DAY)
		return error_perm(error, "you have shared cases %d times today; try again tomorrow",
				  LIMIT_SHARED_DAY);
	return TRUE;
}

static void
share_with(Doing *d, const Meant *meant)
{
	g_autofree char *text = g_strdup_printf("Shared with %s", shown(meant));
	if (meant->organisation) {
		if (case_has_organisation(d->h->c, meant->organisation->id)) {
			doing_say(d, "%s follows the case already.", shown(meant));
			return;
		}
		plan_add_organisation(d->b, d->h, meant->organisation->id,
				      meant->organisation->name);
	} else if (!plan_let_follow(d->b, d->h, meant->person, meant->address, "follower", 0)) {
		doing_say(d, "%s follows the case already.", shown(meant));
		return;
	}
	plan_note(d->b, d->h, "share", "Shared with", shown(meant), text);
}

/* What keeps the writer from ending this part in the case; NULL error: nothing. */
static gboolean
may_remove(const Doing *d, const Meant *meant, GError **error)
{
	const CaseFact *c = d->h->c;
	if (meant->organisation)
		return case_has_organisation(c, meant->organisation->id) ||
		       error_perm(error, "%s does not follow this case", shown(meant));
	const ParticipantFact *participant =
		case_participant(c, meant->person ? meant->person->id : 0, meant->address);
	if (!participant)
		return error_perm(error, "%s does not follow this case", shown(meant));
	if (!strcmp(participant->role, "reporter"))
		return error_perm(error, "%s opened this case and stays part of it", shown(meant));
	gboolean is_colleague =
		facts_follows_as_staff(d->b->facts, participant) && !is_proven_staff(d);
	if (is_colleague || !strcmp(participant->role, "staff") ||
	    !strcmp(participant->role, "partner"))
		return error_perm(error, "%s works on this case and can't be removed from it",
				  shown(meant));
	return TRUE;
}

static void
remove_one(Doing *d, const Meant *meant)
{
	g_autofree char *text = g_strdup_printf("Removed: %s", shown(meant));
	if (meant->organisation)
		plan_remove_organisation(d->b, d->h, meant->organisation->id,
					 meant->organisation->name);
	else
		plan_remove_participant(d->b, d->h,
					case_participant(d->h->c,
							 meant->person ? meant->person->id : 0,
							 meant->address));
	plan_note(d->b, d->h, "remove", "Removed", shown(meant), text);
}

/* Who isn't the reporter may end only the own part, and that of the own organisation. */
static gboolean
is_own(const Doing *d, const Meant *meant)
{
	if (meant->organisation)
		return meant->organisation->id == own_organisation(d);
	return meant->person ? meant->person == d->b->facts->sender ||
				       meant->person->id == d->h->actor_person
			     : !g_ascii_strcasecmp(meant->address, d->h->actor);
}

static gboolean
may_manage(const Doing *d)
{
	const ParticipantFact *me = case_participant(d->h->c, d->h->actor_person, d->h->actor);
	return is_proven_staff(d) || (me && !strcmp(me->role, "reporter")) || d->h->c->id == 0;
}

static gboolean
check_each(const Doing *d, const GPtrArray *list, gboolean removes, GError **error)
{
	guint more = 0;
	for (guint i = 0; i < list->len; i++) {
		const Whom *whom = list->pdata[i];
		Meant meant;
		if (!find(d, whom->asked, &meant, error))
			return FALSE;
		gboolean ends = removes || whom->is_less;
		if (ends && !may_remove(d, &meant, error))
			return FALSE;
		if (ends && !may_manage(d) && !is_own(d, &meant))
			return error_perm(error, "only the reporter and the desk may remove %s",
					  shown(&meant));
		if (ends || meant.organisation)
			continue;
		const ParticipantFact *known = case_participant(
			d->h->c, meant.person ? meant.person->id : 0, meant.address);
		more += known ? 0 : 1;
	}
	return is_within_caps(d, more, error);
}

/* What a bad one keeps from the others on its line. */
static const char *
what_is_not_done(const GPtrArray *list, gboolean removes)
{
	gboolean adds = FALSE, ends = removes;
	for (guint i = 0; i < list->len; i++) {
		const Whom *whom = list->pdata[i];
		adds = adds || !(removes || whom->is_less);
		ends = ends || whom->is_less;
	}
	return adds && ends ? "nobody was added or removed"
	       : adds       ? "nobody was added"
			    : "nobody was removed";
}

/* Checked whole before anything of the list is done. */
static gboolean
check_list(const Doing *d, const GPtrArray *list, gboolean removes, GError **error)
{
	g_autoptr(GError) why = NULL;
	return check_each(d, list, removes, &why) ||
	       error_perm(error, "%s (%s)", why->message, what_is_not_done(list, removes));
}

static void
do_list(Doing *d, const GPtrArray *list, gboolean removes)
{
	for (guint i = 0; i < list->len; i++) {
		const Whom *whom = list->pdata[i];
		Meant meant;
		if (!find(d, whom->asked, &meant, NULL))
			continue;
		/* One may stand in the list twice. */
		if (!removes && !whom->is_less)
			share_with(d, &meant);
		else if (may_remove(d, &meant, NULL))
			remove_one(d, &meant);
	}
}

/* Whose the person is, on record or by the domain; 0: nobody's. An agency works for customers. */
static gint64
organisation_of(const Doing *d, const char *asked, const Meant *meant)
{
	const NamedFact *named = facts_named(d->b->facts, asked);
	if (meant->organisation)
		return meant->organisation->id;
	if (meant->person)
		return !strcmp(meant->person->role, "customer") ? meant->person->organisation : 0;
	return named ? named->domain_organisation : 0;
}

/* Another customer, or one of that one's. */
static gboolean
is_of_another_customer(const Doing *d, const char *asked, const Meant *meant)
{
	const CaseFact *c = d->h->c;
	const PersonFact *person = meant->person;
	gint64 of = organisation_of(d, asked, meant);
	if (!of || of == c->organisation || case_has_organisation(c, of))
		return FALSE;
	return !person || (!case_participant(c, person->id, person->address) &&
			   !facts_is_staff(d->b->facts, person->id));
}

/* Another customer would come to see the case. */
static gboolean
check_customers(const Doing *d, const GPtrArray *list, const char *value, GError **error)
{
	const CaseFact *c = d->h->c;
	for (guint i = 0; i < list->len; i++) {
		const Whom *whom = list->pdata[i];
		Meant meant;
		if (whom->is_less || !find(d, whom->asked, &meant, NULL) ||
		    !is_of_another_customer(d, whom->asked, &meant))
			continue;
		if (meant.organisation)
			return error_perm(error,
					  "this is a case of %s, and everybody of %s could read "
					  "it; if that is right: #share %s yes",
					  c->customer, shown(&meant), value);
		return error_perm(error,
				  "this is a case of %s, and %s of %s could read it; if that is "
				  "right: #share %s yes",
				  c->customer, shown(&meant),
				  meant.person ? meant.person->organisation_name
					       : address_domain(meant.address),
				  value);
	}
	return TRUE;
}

/* Of this domain the address may be a slip; NULL: of none that the writer knows, from the own
 * address and the others of the case. What else is known here is no customer's to learn. */
static const char *
domain_meant(const Doing *d, const Meant *meant)
{
	const CaseFact *c = d->h->c;
	const char *domain = address_domain(meant->address), *own = address_domain(d->h->actor);
	const char *found = choice_is_slip(domain, own) ? own : NULL;
	gboolean is_same = !strcmp(domain, own);
	for (guint i = 0; i < c->participants->len; i++) {
		const ParticipantFact *one = c->participants->pdata[i];
		const char *other = address_domain(one->address);
		gboolean is_desks = !strcmp(one->role, "staff") || !strcmp(one->role, "partner");
		if (one->is_new || (is_desks && !is_proven_staff(d)))
			continue;
		is_same = is_same || !strcmp(domain, other);
		if (!found && choice_is_slip(domain, other))
			found = other;
	}
	return is_same ? NULL : found;
}

/* An address that nobody meant would get all that happens to the case. */
static gboolean
check_domains(const Doing *d, const char *verb, const GPtrArray *list, const char *value,
	      GError **error)
{
	for (guint i = 0; i < list->len; i++) {
		const Whom *whom = list->pdata[i];
		Meant meant;
		if (whom->is_less || !find(d, whom->asked, &meant, NULL) || meant.organisation ||
		    (meant.person && may_name(d, meant.person)) ||
		    (is_proven_staff(d) && organisation_of(d, whom->asked, &meant)))
			continue;
		const char *domain = domain_meant(d, &meant);
		if (!domain)
			continue;
		g_autofree char *local = g_strndup(meant.address, strcspn(meant.address, "@"));
		return error_perm(error, "did you mean %s@%s? If %s is right, write #%s %s yes",
				  local, domain, meant.address, verb, value);
	}
	return TRUE;
}

gboolean
do_share(Doing *d, const char *value, GError **error)
{
	gboolean is_sure = FALSE;
	g_autofree char *whom = whom_without_yes(d->b->site->words, value, &is_sure);
	g_autoptr(GPtrArray) list = whom_split(whom);
	if (list->len == 0)
		return error_perm(error, "nobody is named: write addresses, with commas between");
	if (!check_list(d, list, FALSE, error))
		return FALSE;
	if (!is_sure && !check_domains(d, "share", list, whom, error))
		return FALSE;
	if (is_proven_staff(d) && !is_sure && !check_customers(d, list, whom, error))
		return FALSE;
	do_list(d, list, FALSE);
	d->h->confirms = TRUE;
	return TRUE;
}

gboolean
do_follow(Doing *d, const char *value, GError **error)
{
	if (*value && is_proven_staff(d))
		return do_share(d, value, error);
	if (*value && g_ascii_strcasecmp(value, "me") != 0)
		return error_perm(error, "the command #follow is for yourself: leave out \"%s\"",
				  value);
	Meant me = writer(d);
	if (!plan_let_follow(d->b, d->h, me.person, me.address, "follower", 0)) {
		doing_tell(d, "You follow this case already.");
		return TRUE;
	}
	const ParticipantFact *participant =
		case_participant(d->h->c, d->h->actor_person, me.address);
	plan_note(d->b, d->h, "follow", NULL, "", "Follows the case");
	if (participant && !participant->is_new)
		doing_tell(d, "You follow this case now.");
	return TRUE;
}

gboolean
do_unfollow(Doing *d, const char *value, GError **error)
{
	(void)value;
	const ParticipantFact *me = case_participant(d->h->c, d->h->actor_person, d->h->actor);
	if (!me || !strcmp(me->role, "staff") || !strcmp(me->role, "partner")) {
		doing_tell(d, "You don't follow this case.");
		return TRUE;
	}
	if (!strcmp(me->role, "reporter"))
		return error_perm(error, "you opened this case, so you stay part of it");
	plan_note(d->b, d->h, "follow", NULL, "", "Follows the case no more");
	plan_remove_participant(d->b, d->h, me);
	doing_tell(d, "You get no more mail about this case.");
	return TRUE;
}

/* Whether the writer may still use the case when this has happened. */
static gboolean
keeps_access(const Doing *d, const GPtrArray *list)
{
	const CaseFact *c = d->h->c;
	const PersonFact *one = facts_member(d->b->facts);
	gint64 own = own_organisation(d);
	gboolean takes_part = case_participant(c, d->h->actor_person, d->h->actor) != NULL;
	gboolean follows = own && case_has_organisation(c, own);
	for (guint i = 0; i < list->len; i++) {
		const Whom *whom = list->pdata[i];
		Meant meant;
		if (!find(d, whom->asked, &meant, NULL) || !is_own(d, &meant))
			continue;
		if (meant.organisation)
			follows = FALSE;
		else
			takes_part = FALSE;
	}
	return is_proven_staff(d) || takes_part || follows ||
	       (own && own == c->organisation && one->organisation_shares);
}

gboolean
do_remove(Doing *d, const char *value, GError **error)
{
	gboolean is_sure = FALSE;
	g_autofree char *whom = whom_without_yes(d->b->site->words, value, &is_sure);
	g_autoptr(GPtrArray) list = whom_split(whom);
	if (list->len == 0)
		return error_perm(error, "nobody is named: write an address or an organisation");
	if (!check_list(d, list, TRUE, error))
		return FALSE;
	if (!is_sure && !keeps_access(d, list))
		return error_perm(error,
				  "you would lose access to this case yourself; if that is what "
				  "you want, write #remove %s yes",
				  whom);
	gboolean leaves = !keeps_access(d, list);
	do_list(d, list, TRUE);
	d->h->confirms = TRUE;
	if (leaves)
		doing_tell(d, "You have left this case.");
	return TRUE;
}

static void
end_contacts(Doing *d)
{
	gboolean any = FALSE;
	for (guint i = d->h->c->participants->len; i > 0; i--) {
		const ParticipantFact *one = d->h->c->participants->pdata[i - 1];
		if (strcmp(one->role, "contact") != 0)
			continue;
		/* The participant ends with its removal. */
		g_autofree char *address = g_strdup(one->address);
		const Meant meant = {.address = address};
		remove_one(d, &meant);
		any = TRUE;
	}
	if (!any)
		doing_tell(d, "There is no additional contact.");
}

static gboolean
check_no_organisation(const Doing *d, const GPtrArray *list, GError **error)
{
	for (guint i = 0; i < list->len; i++) {
		const Whom *whom = list->pdata[i];
		Meant meant;
		if (find(d, whom->asked, &meant, NULL) && meant.organisation)
			return error_perm(error, "%s is an organisation; a contact is a person",
					  shown(&meant));
	}
	return TRUE;
}

static gboolean
add_contact(Doing *d, const Meant *meant)
{
	if (!plan_let_follow(d->b, d->h, meant->person, meant->address, "contact", 0))
		return FALSE;
	g_autofree char *text = g_strdup_printf("Additional contact: %s", meant->address);
	plan_note(d->b, d->h, "contact", "Additional contact", meant->address, text);
	return TRUE;
}

gboolean
do_contact(Doing *d, const char *value, GError **error)
{
	if (words_mean(d->b->site->words, value, "none")) {
		end_contacts(d);
		d->h->confirms = TRUE;
		return TRUE;
	}
	gboolean is_sure = FALSE;
	g_autofree char *whom_named = whom_without_yes(d->b->site->words, value, &is_sure);
	g_autoptr(GPtrArray) list = whom_split(whom_named);
	if (list->len == 0)
		return error_perm(error, "nobody is named: write an address, or none");
	if (!check_no_organisation(d, list, error) || !check_list(d, list, FALSE, error) ||
	    (!is_sure && !check_domains(d, "contact", list, whom_named, error)))
		return FALSE;
	for (guint i = 0; i < list->len; i++) {
		const Whom *whom = list->pdata[i];
		Meant meant;
		if (!find(d, whom->asked, &meant, NULL))
			continue;
		if (whom->is_less)
			remove_one(d, &meant);
		else if (!add_contact(d, &meant))
			doing_say(d, "%s takes part in the case already.", shown(&meant));
	}
	d->h->confirms = TRUE;
	return TRUE;
}
