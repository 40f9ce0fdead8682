/*
 * The clock of the program: the real one, or the pretended one of --now.  Only
 * work/ and app/ ask it; everything below gets the time as an argument.
 */
#ifndef CM_BASE_CLOCK_H
#define CM_BASE_CLOCK_H

#include <glib.h>

/** Milliseconds since 1970-01-01 UTC; the pretended time when one was set. */
gint64 clock_now_ms(void);

/** Whether the time is a pretended one. */
gboolean clock_is_pretended(void);

/** From now on the clock stands still at `now_ms` (--now). */
void clock_pretend(gint64 now_ms);

/** Parses RFC 3339 ("2026-11-22T05:00:00Z"), from 1970 on; FALSE with a sentence in `error`. */
G_GNUC_WARN_UNUSED_RESULT gboolean time_from_rfc3339(const char *text, gint64 *ms_out,
						     GError **error);

/** RFC 3339 in UTC with whole seconds, "2026-11-22T05:00:00Z". (transfer full) */
char *time_to_rfc3339(gint64 ms);

/** An RFC 5322 3.3 date-time in UTC, "Sun, 22 Nov 2026 05:00:00 +0000". (transfer full) */
char *time_to_rfc5322(gint64 ms);

#endif
