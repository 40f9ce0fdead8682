/*
 * Mail in the name of staff that nobody vouches for.  Its writer is asked at the address on
 * record, and the answer lets it go down the path once more as if it had been proven.
 */
#include "desk/plan_decision.h"

#include "base/limits.h"
#include "base/text.h"
#include "desk/when.h"

#include <string.h>

#define CONFIRM_WITHIN_MS (24 * 3600 * (gint64)1000)

/* A forged address is never asked, nor a robot's. */
static gboolean
may_ask(const Decision *d)
{
	return decision_is_staff(d) && d->facts->proof == PROOF_NONE && !d->clues->is_machine &&
	       !d->facts->release && d->clues->desk &&
	       d->facts->confirmations_hour < LIMIT_CONFIRMATIONS_HOUR;
}

/* To the address on record, and nothing that the mail said: somebody else may have written it. */
static Notice *
addressed(const Decision *d, SubjectKind subject, NoticeEvent event)
{
	const PersonFact *person = d->facts->sender;
	Notice *n = notice_new();
	n->subject = subject;
	n->event = event;
	n->is_answer = TRUE;
	text_put(&n->desk, d->b.desk->name);
	text_put(&n->to_role, "staff");
	text_put(&n->to_name, person->name);
	text_put(&n->to_address, person->address);
	plan_fill_language(n, d->b.desk, person->language, "");
	n->data = js_object();
	return n;
}

static void
send_question(Decision *d, const CaseFact *c, const char *token)
{
	const When now = {.at_ms = d->facts->now_ms};
	g_autofree char *when = when_spoken(&now, d->facts->zone);
	Notice *n = addressed(d, SUBJECT_CONFIRM, EVENT_CONFIRM);
	g_autofree char *title = g_strdup_printf("mail of %s, " CONFIRM_WORD " %s", when, token);
	g_autofree char *extension = g_strdup_printf(CONFIRM_WORD ".%s", token);
	text_put(&n->title, title);
	text_put(&n->reply_extension, extension);
	js_set_text(n->data, "when", when);
	js_set_text(n->data, "number",
		    c && case_participant(c, d->facts->sender->id, "") ? c->number : "");
	plan_change(d->b.plan, CHANGE_NOTICE)->notice = n;
}

void
decision_hold_or_ask(Decision *d, const CaseFact *c, const char *why)
{
	if (!may_ask(d)) {
		decision_hold(d, why);
		return;
	}
	Hold *hold = plan_hold(d->b.plan, HELD_UNCONFIRMED, why);
	hold->case_id = c ? c->id : 0;
	hold->person = d->facts->sender->id;
	hold->token = plan_take_token(&d->b);
	hold->expires_ms = d->facts->now_ms + CONFIRM_WITHIN_MS;
	send_question(d, c, hold->token);
	plan_end(d->b.plan, ENDING_HELD, why);
}

static gboolean
is_answer(const Decision *d)
{
	const HeldFact *held = d->facts->confirming;
	return held && !d->clues->is_machine && !d->facts->release &&
	       held->kind == HELD_UNCONFIRMED;
}

static void
refuse_other(Decision *d)
{
	static const char why[] = "it answers a question that was asked of somebody else";
	if (!decision_is_staff(d) || d->facts->proof != PROOF_PASS) {
		decision_hold(d, why);
		return;
	}
	Notice *n = addressed(d, SUBJECT_TRANSCRIPT, EVENT_CONFIRM_OTHER);
	text_put(&n->title, "Not yours to confirm");
	plan_change(d->b.plan, CHANGE_NOTICE)->notice = n;
	plan_end(d->b.plan, ENDING_ANSWERED, why);
}

/* Never answered: an absence note would answer that as well. */
static void
hold_words(Decision *d, const HeldFact *held)
{
	g_autofree char *why = g_strdup_printf(
		"it answers \"Please confirm\" with more than a yes, which doesn't confirm held "
		"mail %" G_GINT64_FORMAT,
		held->number);
	decision_hold(d, why);
}

gboolean
decision_confirms(Decision *d)
{
	const HeldFact *held = d->facts->confirming;
	Plan *plan = d->b.plan;
	if (!is_answer(d))
		return FALSE;
	/* The token went to the address on record alone: who has it has got that mail. */
	if (decision_sender_id(d) != held->person) {
		refuse_other(d);
		return TRUE;
	}
	if (!d->clues->says_yes) {
		hold_words(d, held);
		return TRUE;
	}
	g_autofree char *what =
		g_strdup_printf("held mail %" G_GINT64_FORMAT " is confirmed", held->number);
	if (*held->decision) {
		plan_end(plan, ENDING_ANSWERED, "what it confirms has been decided about already");
	} else if (held->expires_ms <= d->facts->now_ms) {
		Notice *n = addressed(d, SUBJECT_TRANSCRIPT, EVENT_CONFIRM_LATE);
		text_put(&n->title, "Your confirmation came too late");
		plan_change(plan, CHANGE_NOTICE)->notice = n;
		plan_end(plan, ENDING_ANSWERED, "it confirms a held mail too late");
	} else {
		plan_release(&d->b, held, RELEASE_CONFIRMED, d->clues->address);
		plan_end(plan, ENDING_ANSWERED, what);
	}
	return TRUE;
}
