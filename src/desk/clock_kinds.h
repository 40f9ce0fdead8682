/*
 * Inside the plan of clocks: the functions of each kind, one file for those that belong together.
 */
#ifndef CM_DESK_CLOCK_KINDS_H
#define CM_DESK_CLOCK_KINDS_H

#include "desk/clocks.h"
#include "desk/plan_build.h"

#define CLOCK_DAY_MS ((gint64)24 * 3600 * 1000)

/* clock_silence.c: nobody answers. */
gint64 clock_silence_notice_due(const ClockKind *kind, const CaseFact *c, const Site *site,
				gint64 now_ms);
void clock_silence_notice_act(const ClockKind *kind, Builder *b, Happening *h);
gint64 clock_silence_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms);
void clock_silence_act(const ClockKind *kind, Builder *b, Happening *h);
gint64 clock_reminder_due(const ClockKind *kind, const CaseFact *c, const Site *site,
			  gint64 now_ms);
void clock_reminder_act(const ClockKind *kind, Builder *b, Happening *h);

/* clock_rating.c: nobody rates. */
gint64 clock_rating_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms);
void clock_rating_act(const ClockKind *kind, Builder *b, Happening *h);

/* clock_promise.c: what a contract promises; which of its promises is ClockKind.which. */
gint64 clock_soon_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms);
void clock_soon_act(const ClockKind *kind, Builder *b, Happening *h);
gint64 clock_late_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms);
void clock_late_act(const ClockKind *kind, Builder *b, Happening *h);

/* clock_escalation.c: nobody takes an emergency. */
gint64 clock_escalation_due(const ClockKind *kind, const CaseFact *c, const Site *site,
			    gint64 now_ms);
void clock_escalation_act(const ClockKind *kind, Builder *b, Happening *h);

/** ClockKind.which of the days that come near. */
typedef enum ClockMorning {
	CLOCK_EVE, /**< the working day before */
	CLOCK_DAY,
} ClockMorning;

/* clock_eta.c: what was told the customer comes near. */
gint64 clock_eta_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms);
void clock_eta_act(const ClockKind *kind, Builder *b, Happening *h);

/* clock_event.c: what a customer announced comes near. */
gint64 clock_event_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms);
void clock_event_act(const ClockKind *kind, Builder *b, Happening *h);

/* clock_eta.c, for days that come near: */

/** The hours of the case's level, else those of an office, which go to `own_out` (transfer full).
 */
const Business *clock_hours(const CaseFact *c, const Site *site, Business **own_out);
/** The day of a date where these hours are (g_date_get_julian()); 0: it is none. */
guint32 clock_day(const char *date, const Business *business);
/** When a date begins there; 0: it is none. UTC milliseconds. */
gint64 clock_moment(const char *date, const Business *business);

#endif
