/*
 * The caps on what a sender is sent.  Over them everything happens as always but that.
 */
#include "desk/plan_decision.h"

/* Which cap forbids one of this kind; NULL: none. Staff is told once of each address, and once of
 * all unproven senders together, who may have any number of addresses. */
static const char *
cap_reached(const Decision *d, ReceiptKind kind, const char **whose_out, gboolean *is_told_out)
{
	const Facts *facts = d->facts;
	const gboolean is_proven = facts->proof == PROOF_PASS;
	const ReceiptCount cap = receipt_cap(d->site, kind, is_proven);
	const ReceiptCount *sent = &facts->receipts[kind];
	*whose_out = d->clues->address;
	*is_told_out = facts->cap_is_told;
	if (sent->hour >= cap.hour)
		return receipt_cap_of_hour(kind);
	if (sent->day >= cap.day)
		return receipt_cap_of_day(kind);
	if (is_proven || facts->receipts_unproven_hour < d->site->unproven_receipts_per_hour)
		return NULL;
	*whose_out = "";
	*is_told_out = facts->unproven_cap_is_told;
	return "receipts per hour to senders without proof";
}

static gboolean
is_any_muted(const Happening *h)
{
	for (ReceiptKind kind = 0; kind < RECEIPT_KINDS; kind++)
		if (h->is_muted[kind])
			return TRUE;
	return FALSE;
}

static void
tell_staff(Decision *d, const char *whose, const char *why)
{
	const char *who = *whose ? whose : "senders without proof";
	g_autofree char *title = g_strdup_printf("receipts to %s are left out", who);
	const StaffWord word = {SUBJECT_ALARM, EVENT_CAPPED, title, who, why, NULL};
	plan_tell_staff(&d->b, &word);
	plan_change(d->b.plan, CHANGE_TOLD)->value =
		cap_told_key(whose, d->facts->proof == PROOF_PASS);
}

void
decision_cap(Decision *d, Happening *h, ReceiptKind kind)
{
	const char *whose = "";
	gboolean is_told = FALSE;
	const char *why = cap_reached(d, kind, &whose, &is_told);
	is_told = is_told || is_any_muted(h);
	if (h->is_muted[kind])
		return;
	h->is_muted[kind] = why || d->clues->is_machine;
	if (!why || d->clues->is_machine)
		return;
	plan_reason(d->b.plan, "no receipt: over the cap of %s", why);
	if (!is_told)
		tell_staff(d, whose, why);
}
