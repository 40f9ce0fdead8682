/*
 * The ETA of a case, and what customers announce, as events for people's calendars (RFC 5545, RFC
 * 5546).
 */
#ifndef CM_DESK_CALENDAR_H
#define CM_DESK_CALENDAR_H

#include <glib.h>

/** Strings are borrowed. */
typedef struct CalendarEvent {
	const char *number;  /**< of the case; with the domain it makes the UID */
	const char *title;   /**< of the case; "" if none may be told */
	const char *address; /**< of the desk, whose event it is */
	const char *eta;     /**< as in subjects */
	gint64 sequence;     /**< how often it was changed before */
	gboolean is_over;    /**< there is no ETA any more: this was it */
	gint64 now_ms;
} CalendarEvent;

/**
 * A calendar with that event. METHOD:PUBLISH, for an ETA is to be known, not to be accepted:
 * REQUEST would have mail programs offer buttons whose answers nobody wants; with METHOD:CANCEL
 * they take it out again. NULL if `eta` is no date. (transfer full)
 */
char *calendar_event(const CalendarEvent *event);

/** An event that somebody has announced. Strings are borrowed. */
typedef struct CalendarPlan {
	const char *number; /**< of the case; with the domain it makes the UID */
	const char *title;
	const char *about;   /**< more of it, lines */
	const char *address; /**< of the desk, whose event it is */
	const char *begin;   /**< as ETAs */
	const char *end;     /**< not before `begin`; "": nobody knows */
} CalendarPlan;

/** A calendar of such events, in the making. */
typedef struct CalendarWriter CalendarWriter;
CalendarWriter *calendar_writer_new(gint64 now_ms);
/** Whole days where one of the two has no time. What has no date is left out. */
void calendar_writer_add(CalendarWriter *writer, const CalendarPlan *plan);
/** The calendar, METHOD:PUBLISH. Frees the writer. (transfer full) */
char *calendar_writer_end(CalendarWriter *writer);

/** The day of an ETA, and its minute, -1 if it is a whole day; in UTC. FALSE: it is no date. */
gboolean eta_split(const char *eta, GDate *day_out, int *minute_out);

#endif
