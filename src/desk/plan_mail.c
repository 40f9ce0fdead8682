/*
 * What follows from a mail: where it is filed, who may do so, what it changes.
 * The one place where incoming mail is decided about; the deeds themselves are in
 * plan_opening.c and plan_joining.c.
 */
#include "desk/plan_decision.h"

#include <string.h>

/* Why nobody may see an effect of this mail before staff has looked; NULL: nothing. */
static const char *
doubt(const Decision *d)
{
	const Clues *clues = d->clues;
	if (d->facts->is_released)
		return NULL;
	if (clues->mail->faults & FAULT_SEVERAL_FROM)
		return "it has several From addresses";
	if (!*clues->address)
		return "it has no From address that can be read";
	if (d->facts->proof == PROOF_FAIL)
		return "its From address is forged (dmarc=fail)";
	if (decision_is_own_address(d))
		return "it claims to come from a desk's own address";
	return NULL;
}

/* What a person without standing may do to a case that was found. */
static const char *
doubt_about_case(const Decision *d, const CaseFact *c)
{
	if (d->facts->is_released || d->clues->is_machine)
		return NULL;
	if (decision_is_staff(d) && d->facts->proof != PROOF_PASS)
		return "it speaks for staff without proof of its From address";
	if (decision_is_partner(d, c) && d->facts->proof != PROOF_PASS)
		return "it speaks for a partner without proof of its From address";
	if (d->clues->to_internal && !decision_is_staff(d))
		return "it was sent to the internal address by somebody who is not staff";
	return NULL;
}

static const char *
doubt_about_opening(const Decision *d)
{
	if (d->facts->is_released)
		return NULL;
	if (d->clues->is_machine)
		return "a robot wrote it, and it belongs to no case";
	if (d->clues->to_internal && !(decision_is_staff(d) && d->facts->proof == PROOF_PASS))
		return "it was sent to the internal address without proof of being staff";
	if (decision_is_staff(d) && d->facts->proof != PROOF_PASS && d->clues->commands->len > 0)
		return "it gives commands for staff without proof of its From address";
	return NULL;
}

static void
note_rules(Decision *d, const RuleHits *hits)
{
	d->hits = hits;
	for (guint i = 0; i < hits->names->len; i++)
		plan_reason(d->b.plan, "rule %s: %s", (const char *)hits->names->pdata[i],
			    (const char *)hits->found->pdata[i]);
	for (guint i = 0; i < hits->warnings->len; i++)
		plan_reason(d->b.plan, "warning: %s", (const char *)hits->warnings->pdata[i]);
}

/* Rules come before people: what they discard or hold ends here. */
static gboolean
ended_by_rule(Decision *d)
{
	if (d->facts->is_released)
		return FALSE;
	if (d->hits->discard) {
		plan_end(d->b.plan, ENDING_DROPPED, d->hits->discard);
		return TRUE;
	}
	if (d->hits->hold) {
		decision_hold(d, d->hits->hold);
		return TRUE;
	}
	return FALSE;
}

static gboolean
is_on_case(const Facts *facts, const CaseFact *c)
{
	for (guint i = 0; i < facts->seen_on_cases->len; i++)
		if (g_array_index(facts->seen_on_cases, gint64, i) == c->id)
			return TRUE;
	return FALSE;
}

static void
decide_opening(Decision *d)
{
	note_rules(d, d->clues->if_new);
	const char *why = doubt_about_opening(d);
	if (ended_by_rule(d))
		return;
	if (d->clues->opening_desk != d->b.desk)
		plan_reason(d->b.plan, "a rule gives it to desk %s", d->clues->opening_desk->name);
	d->b.desk = d->clues->opening_desk;
	if (why)
		decision_hold_or_ask(d, NULL, why);
	else if (decision_answers(d))
		return;
	else if (d->facts->answers_list && !d->facts->is_released)
		decision_end_unnamed(d);
	else
		decision_open_case(d);
}

/* A second copy of what was removed: it brings nothing back. */
static void
end_erased(Decision *d)
{
	static const char why[] = "a copy of a message whose text was removed";
	plan_reason(d->b.plan, "%s", why);
	plan_change(d->b.plan, CHANGE_ERASE);
	plan_end(d->b.plan, ENDING_DUPLICATE, why);
}

static void
decide_case(Decision *d, const CaseFact *c)
{
	if (is_on_case(d->facts, c)) {
		/* It was sent to two desks, and the other one has brought it here. */
		plan_end(d->b.plan, ENDING_DUPLICATE, "its case has it by another desk");
		return;
	}
	const Desk *desk = site_desk(d->site, c->desk);
	if (desk)
		d->b.desk = desk;
	note_rules(d, d->clues->if_reply);
	const char *why = doubt_about_case(d, c);
	if (!why && !d->clues->is_machine && decision_is_late(d, c)) {
		plan_reason(d->b.plan,
			    "%s has been closed for more than %" G_GINT64_FORMAT
			    " days: it opens another case",
			    c->number, d->site->reopen_days);
		d->continued = c;
		decide_opening(d);
		return;
	}
	if (ended_by_rule(d))
		return;
	if (why)
		decision_hold_or_ask(d, c, why);
	else if (d->clues->is_machine)
		decision_store_machine_mail(d, c, "a robot's mail");
	else if (decision_is_echo(d, c))
		decision_store_machine_mail(d, c, "what we told its partner comes back: it");
	else
		decision_join_case(d, c);
}

/* To a desk the same message counts once, but to tracking IDs of several cases in each; a mail of
 * staff has to name them, or whoever has got it could send it on to another case. */
static gboolean
is_duplicate(const Decision *d)
{
	const Facts *facts = d->facts;
	gboolean is_astray = decision_is_staff(d) && !clues_names_recipient(d->clues);
	if (!facts->duplicate_of || facts->is_repeated || is_astray)
		return facts->duplicate_of != 0;
	for (guint i = 0; i < facts->candidates->len; i++) {
		const Candidate *candidate = facts->candidates->pdata[i];
		if (candidate->way == WAY_ADDRESS && decision_may_use(d, candidate->of) &&
		    !is_on_case(facts, candidate->of))
			return FALSE;
	}
	return TRUE;
}

static void
decide(Decision *d)
{
	const Facts *facts = d->facts;
	Plan *plan = d->b.plan;
	if (is_duplicate(d)) {
		g_autofree char *why = g_strdup_printf(
			"the same message as delivery %" G_GINT64_FORMAT, facts->duplicate_of);
		plan_reason(plan, "%s", why);
		plan_end(plan, ENDING_DUPLICATE, why);
		return;
	}
	if (facts->same_id_as)
		plan_reason(plan,
			    "flagged: same Message-ID as delivery %" G_GINT64_FORMAT
			    ", other content",
			    facts->same_id_as);
	plan_reason(plan, "proof of From: %s", facts->proof_why);
	if (d->clues->mail->masked)
		plan_reason(plan, "secrets masked in its words: %u", d->clues->mail->masked);
	if (d->clues->mail->is_unsealed)
		plan_reason(plan, "it came encrypted: its text is kept, and sent on to nobody");
	if (d->clues->mail->is_shut)
		plan_reason(plan, "it came encrypted, and no key of the desk opens it, or it is "
				  "damaged: it is kept as it came");
	if (facts->signature_used)
		plan_change(plan, CHANGE_USE_SIGNATURE)->number = facts->signature_used;
	decision_explain_robot(d);
	if (decision_reports_on_notice(d)) {
		decision_record_bounce(d);
		return;
	}
	const char *why = doubt(d);
	if (!why && decision_confirms(d))
		return;
	gboolean is_doubtful = why != NULL;
	const CaseFact *c = NULL;
	Filing filing = why ? FILED_HELD : decision_find_case(d, &c, &why);
	if (is_doubtful)
		decision_hold(d, why);
	else if (filing == FILED_HELD)
		decision_hold_or_ask(d, NULL, why);
	else if (filing == FILED_SEVERAL)
		decision_end_unclear(d, why);
	else if (filing == FILED_CASE)
		decide_case(d, c);
	else
		decide_opening(d);
}

/* Where what is held, dropped or there already ends, nothing else happens. */
static gboolean
is_heeded(const Change *change)
{
	return change->kind == CHANGE_END &&
	       (change->ending == ENDING_CASE || change->ending == ENDING_ENTRY ||
		change->ending == ENDING_ANSWERED);
}

/* The end stays the last. */
static void
put_before_end(Plan *plan)
{
	gpointer *last = &plan->changes->pdata[plan->changes->len - 1];
	gpointer change = last[0];
	last[0] = last[-1];
	last[-1] = change;
}

/* Whether what the mail says has arrived, as an entry or as a case. */
static gboolean
has_arrived(const Plan *plan)
{
	const GPtrArray *changes = plan->changes;
	const Change *end = changes->len > 0 ? changes->pdata[changes->len - 1] : NULL;
	return end && end->kind == CHANGE_END &&
	       (end->ending == ENDING_CASE || end->ending == ENDING_ENTRY);
}

static gboolean
is_sent(const Plan *plan, const HeldFact *held)
{
	for (guint i = 0; i < plan->changes->len; i++) {
		const Change *change = plan->changes->pdata[i];
		if (change->kind == CHANGE_RELEASE && change->number == held->number)
			return TRUE;
	}
	return FALSE;
}

/* A returned mail that its writer has put right must not go out in its old words as well. */
static void
give_up_returned(Decision *d)
{
	const Facts *facts = d->facts;
	Plan *plan = d->b.plan;
	if (!facts->is_reply_to_return || !decision_is_staff(d) || facts->proof != PROOF_PASS ||
	    d->clues->is_machine || !has_arrived(plan))
		return;
	for (guint i = 0; i < facts->returned->len; i++) {
		const HeldFact *held = facts->returned->pdata[i];
		if (!held->is_referred || *held->decision || is_sent(plan, held))
			continue;
		plan_reason(plan, "it puts returned mail %" G_GINT64_FORMAT " right", held->number);
		Change *change = plan_change(plan, CHANGE_DROP);
		change->number = held->number;
		change->address = g_strdup(d->clues->address);
		put_before_end(plan);
	}
}

/* Who was made part of a case is known by the address alone. A name with an @ could be read as
 * another one; staff's are the command line's to set. */
static void
learn_name(Decision *d)
{
	const PersonFact *sender = d->facts->sender;
	const char *name = d->clues->name;
	const GPtrArray *changes = d->b.plan->changes;
	if (!sender || *sender->name || d->facts->proof != PROOF_PASS || d->clues->is_machine ||
	    decision_is_staff(d) || !*name || strchr(name, '@'))
		return;
	if (changes->len == 0 || !is_heeded(changes->pdata[changes->len - 1]))
		return;
	Change *change = plan_change(d->b.plan, CHANGE_NAME_PERSON);
	change->address = g_strdup(d->clues->address);
	change->name = g_strdup(name);
	put_before_end(d->b.plan);
}

Plan *
plan_for_mail(const Clues *clues, const Facts *facts, const Site *site)
{
	Plan *plan = plan_new();
	Decision d = {
		.b = {.plan = plan,
		      .facts = facts,
		      .site = site,
		      .desk = clues->staff_desk,
		      .customer = clues->customer},
		.clues = clues,
		.facts = facts,
		.site = site,
	};
	if (facts->is_erased)
		end_erased(&d);
	else if (clues->desk)
		decide(&d);
	else
		decision_hold(&d, "its recipient is no address of a desk");
	learn_name(&d);
	give_up_returned(&d);
	return plan;
}
