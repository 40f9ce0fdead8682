/*
 * Business hours: which times of a week somebody works, in a time zone, and the days on which
 * nobody does.
 */
#ifndef CM_DESK_BUSINESS_H
#define CM_DESK_BUSINESS_H

#include <glib.h>

typedef struct Business Business;

/** Without any hours yet. `zone` is kept. (transfer full) */
Business *business_new(GTimeZone *zone);
void business_free(Business *business);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Business, business_free)

/**
 * Adds hours of one day of the week or of several: "Mon-Fri 09:00-17:30", "Sat 10:00-12:00",
 * "Sun-Thu 00:00-24:00", or "always". PERM, with what is right, for what is none, and for hours
 * that are there already.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean business_add_hours(Business *business, const char *text,
						      GError **error);

/** Nobody works on this day (g_date_get_julian()). */
void business_add_holiday(Business *business, guint32 julian);

/** When so much working time has gone by since then; G_MAXINT64 if it doesn't within ten years.
 *  UTC milliseconds. */
gint64 business_after(const Business *business, gint64 from_ms, gint64 work_ms);

/** How much working time lies between the two. Milliseconds; 0 where `to_ms` isn't later. */
gint64 business_between(const Business *business, gint64 from_ms, gint64 to_ms);

/** The day on which that is (g_date_get_julian()), where the hours are. */
guint32 business_day(const Business *business, gint64 at_ms);

/** When this day begins there. */
gint64 business_midnight(const Business *business, guint32 julian);

/** When work begins on this day; of a day without work, when it begins earliest in the week. */
gint64 business_morning(const Business *business, guint32 julian);

/** The last day before this one on which somebody works; this one if there is none in a year. */
guint32 business_day_before(const Business *business, guint32 julian);

/** All that it says, as one line that compares. (transfer full) */
char *business_settings(const Business *business);

/** For people: "Monday, 2026-11-23 14:00 CET". (transfer full) */
char *business_spoken(const Business *business, gint64 at_ms);

#endif
