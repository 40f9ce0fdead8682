/*
 * Whoever has sent a secret is told that it was masked, and how to share one: in the answer that
 * the mail gets anyway, else in one of its own.
 */
#include "desk/plan_decision.h"

/* Whether the templates of this event say so. */
static gboolean
says_it(NoticeEvent event)
{
	return event == EVENT_OPENED || event == EVENT_STATUS || event == EVENT_COMMANDS_DONE ||
	       event == EVENT_PARTLY_DONE;
}

static gboolean
is_told(const Plan *plan)
{
	for (guint i = 0; i < plan->changes->len; i++) {
		const Change *change = plan->changes->pdata[i];
		const Notice *n = change->kind == CHANGE_NOTICE ? change->notice : NULL;
		if (n && n->is_answer && n->is_masked && says_it(n->event))
			return TRUE;
	}
	return FALSE;
}

void
decision_tell_masked(Decision *d, Happening *h)
{
	if (!h->is_masked || d->clues->is_machine || !*d->clues->address || is_told(d->b.plan))
		return;
	const Answer answer = {
		.subject = SUBJECT_MASKED,
		.event = EVENT_MASKED,
		.title = h->c->title,
		.is_receipt = TRUE,
	};
	decision_cap(d, h, RECEIPT_PLAIN);
	plan_answer(&d->b, h, &answer);
}
