/*
 * The table of clocks.  A new one is a line here and its functions in a clock_*.c: when it is due,
 * and what it does then.
 */
#include "desk/clocks.h"

#include "desk/clock_kinds.h"
#include "desk/promise.h"

#include <string.h>

/* A kind whose due() has come to say something else takes the next number, so that all times are
 * derived again. */
#define EDITION "4"

static const ClockKind kinds[] = {
	/* A flood of mail may be the emergency. */
	{"escalation", TRUE, clock_escalation_due, clock_escalation_act, 0},
	{"silence-notice", FALSE, clock_silence_notice_due, clock_silence_notice_act, 0},
	{"silence", FALSE, clock_silence_due, clock_silence_act, 0},
	{"reminder", FALSE, clock_reminder_due, clock_reminder_act, 0},
	{"rating-reminder", FALSE, clock_rating_due, clock_rating_act, 0},
	{"first-answer-soon", FALSE, clock_soon_due, clock_soon_act, PROMISE_FIRST_ANSWER},
	{"first-answer-late", FALSE, clock_late_due, clock_late_act, PROMISE_FIRST_ANSWER},
	{"next-update-soon", FALSE, clock_soon_due, clock_soon_act, PROMISE_NEXT_UPDATE},
	{"next-update-late", FALSE, clock_late_due, clock_late_act, PROMISE_NEXT_UPDATE},
	{"resolution-soon", FALSE, clock_soon_due, clock_soon_act, PROMISE_RESOLUTION},
	{"resolution-late", FALSE, clock_late_due, clock_late_act, PROMISE_RESOLUTION},
	{"eta-eve", FALSE, clock_eta_due, clock_eta_act, CLOCK_EVE},
	{"eta-day", FALSE, clock_eta_due, clock_eta_act, CLOCK_DAY},
	{"event-eve", FALSE, clock_event_due, clock_event_act, CLOCK_EVE},
	{"event-day", FALSE, clock_event_due, clock_event_act, CLOCK_DAY},
	{0},
};

const ClockKind *
clocks_all(void)
{
	return kinds;
}

const ClockKind *
clock_find(const char *name)
{
	for (const ClockKind *kind = kinds; kind->name; kind++)
		if (!strcmp(kind->name, name))
			return kind;
	return NULL;
}

/* A merged case goes on elsewhere, and of a desk that is gone nobody could write. */
gint64
clock_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms)
{
	if (*c->merged_into || !site_desk(site, c->desk))
		return 0;
	return kind->due(kind, c, site, now_ms);
}

char *
clocks_basis(const Site *site)
{
	GString *basis = g_string_new(EDITION);
	g_string_append_printf(basis, " %s", site->basis);
	for (const ClockKind *kind = kinds; kind->name; kind++)
		g_string_append_printf(basis, " %s", kind->name);
	return g_string_free(basis, FALSE);
}
