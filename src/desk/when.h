/*
 * Dates as people write them in commands: "2026-12-01", "14:00", "+3d", "fri", "tomorrow".
 */
#ifndef CM_DESK_WHEN_H
#define CM_DESK_WHEN_H

#include <glib.h>

/** A day, or a minute of one. */
typedef struct When {
	gint64 at_ms; /**< the minute; of a day its last one in the writer's time zone */
	gboolean is_day;
	int year, month, day; /**< of a day, as written */
} When;

/**
 * Reads a date as it is meant in a time zone. PERM, with what is right, for what is no date,
 * for what can be read in two ways ("01/02/2026") and for what is past.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean when_read(const char *value, gint64 now_ms, GTimeZone *zone,
					     When *out, GError **error);

/** As in subjects: "2026-12-01", "2026-12-01 13:00 UTC". (transfer full) */
char *when_canonical(const When *when);

/** For the writer, with weekday and zone: "Tuesday, 2026-12-01 14:00 CET". (transfer full) */
char *when_spoken(const When *when, GTimeZone *zone);

/** What stands in subjects, spoken; other text as it is. `zone` NULL: UTC. (transfer full) */
char *when_shown(const char *canonical, GTimeZone *zone);

/** "ETA: none -> 2026-12-01 13:00 UTC", with each of its dates spoken. (transfer full) */
char *when_shown_within(const char *text, GTimeZone *zone);

/** A moment in the reader's zone: "2026-12-01 14:00 CET". `zone` NULL: UTC. (transfer full) */
char *when_moment(gint64 at_ms, GTimeZone *zone);

#endif
