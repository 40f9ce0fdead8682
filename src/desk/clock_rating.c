/*
 * Nobody rates: a closed case asks its reporter once more, and then never again.
 */
#include "desk/clock_kinds.h"

static const char *const reporter[] = {"reporter", NULL};

/* What closes it, or the case itself if it was opened so. */
static gint64
closed_seq(const CaseFact *c, gint64 *at_ms_out)
{
	const LastFact *closed = case_last(c, "status", SIDE_ANY);
	*at_ms_out = closed ? closed->at_ms : c->opened_ms;
	return closed ? closed->seq : 0;
}

static gboolean
is_since(const CaseFact *c, const char *kind, gint64 seq)
{
	const LastFact *last = case_last(c, kind, SIDE_ANY);
	return last && last->seq > seq;
}

/* Whom casemate could not ask in time, for it stood still or is new here, isn't asked years
 * later. */
gint64
clock_rating_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms)
{
	(void)kind;
	const Status *status = site_status(site, c->status);
	gint64 closed_ms = 0, seq = closed_seq(c, &closed_ms);
	gint64 days = site->rating_reminder_days;
	if (!status || !status->asks_rating || !days || is_since(c, "rating", seq) ||
	    is_since(c, "rating-reminder", seq))
		return 0;
	gint64 due_ms = closed_ms + days * CLOCK_DAY_MS;
	return now_ms > due_ms + site->rating_days * CLOCK_DAY_MS ? 0 : due_ms;
}

void
clock_rating_act(const ClockKind *kind, Builder *b, Happening *h)
{
	(void)kind;
	plan_reason(b->plan, "nobody has rated");
	plan_add_entry(b->plan,
		       happening_entry(h, "rating-reminder", "Asked for a rating once more"));
	plan_remind(b, h, EVENT_RATING, reporter);
}
