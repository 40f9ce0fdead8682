/*
 * Who writes a mail, as seen from a case: what standing the sender has, and under which
 * name and role the words are kept.
 */
#include "desk/plan_decision.h"

#include <string.h>

gboolean
decision_is_staff(const Decision *d)
{
	const PersonFact *sender = d->facts->sender;
	return sender && !strcmp(sender->role, "staff");
}

gint64
decision_sender_id(const Decision *d)
{
	return d->facts->sender ? d->facts->sender->id : 0;
}

gboolean
decision_is_own_address(const Decision *d)
{
	DeskAddress ours = {0};
	if (!site_find_address(d->site, d->clues->address, &ours))
		return FALSE;
	desk_address_clear(&ours);
	return TRUE;
}

static const ParticipantFact *
as_participant(const Decision *d, const CaseFact *c)
{
	return case_participant(c, decision_sender_id(d), d->clues->address);
}

/* Whose tracking ID this is, of those who take part now: a merged case has older ones. */
static const ParticipantFact *
owner_of(const CaseFact *c, const char *id)
{
	for (guint i = 0; i < c->participants->len; i++) {
		const ParticipantFact *participant = c->participants->pdata[i];
		if (!g_ascii_strcasecmp(participant->tracking_id, id))
			return participant;
	}
	return NULL;
}

gboolean
decision_uses_own_id(const Decision *d, const CaseFact *c)
{
	const GPtrArray *lists[] = {d->clues->address_ids, d->clues->subject_ids};
	const ParticipantFact *sender = as_participant(d, c);
	for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
		for (guint k = 0; k < lists[i]->len; k++) {
			const ParticipantFact *owner = owner_of(c, lists[i]->pdata[k]);
			if (!owner || owner == sender)
				return TRUE;
		}
	return FALSE;
}

gboolean
decision_is_reporter(const Decision *d, const CaseFact *c)
{
	const ParticipantFact *participant = as_participant(d, c);
	return participant && !strcmp(participant->role, "reporter");
}

gboolean
decision_is_partner(const Decision *d, const CaseFact *c)
{
	const ParticipantFact *participant = c ? as_participant(d, c) : NULL;
	return participant && !decision_is_staff(d) && !strcmp(participant->role, "partner");
}

/* An agency's people work on what they are made part of, and see nothing else; so do partners'. A
 * proven colleague of a sharing organisation may use the cases of his company, and of one that
 * follows a case that case; who writes for the first time is one by the domain. */
static gboolean
is_colleague(const Decision *d, const CaseFact *c)
{
	const Facts *facts = d->facts;
	const PersonFact *one = facts_member(facts);
	if (!one || facts->proof != PROOF_PASS || !one->organisation)
		return FALSE;
	return case_has_organisation(c, one->organisation) ||
	       (one->organisation == c->organisation && one->organisation_shares);
}

gboolean
decision_may_use(const Decision *d, const CaseFact *c)
{
	if (as_participant(d, c))
		return TRUE;
	if (decision_is_staff(d) && d->facts->proof == PROOF_PASS)
		return TRUE;
	return is_colleague(d, c);
}

const char *
decision_author_role(const Decision *d, const CaseFact *c)
{
	if (d->clues->is_machine)
		return "machine";
	if (decision_is_staff(d))
		return "staff";
	const ParticipantFact *participant = c ? as_participant(d, c) : NULL;
	if (participant)
		return participant->role;
	if (!c)
		return "reporter";
	return is_colleague(d, c) ? "colleague" : "stranger";
}

const char *
decision_author_name(const Decision *d, const CaseFact *c)
{
	const PersonFact *sender = d->facts->sender;
	if (decision_is_partner(d, c) && *c->partner)
		return c->partner;
	if (sender && *sender->name)
		return sender->name;
	return d->clues->name;
}
