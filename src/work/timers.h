/*
 * What time brings about, in bounded pieces: due clocks of cases are planned and applied like
 * mail, one after the other, each in a savepoint.
 */
#ifndef CM_WORK_TIMERS_H
#define CM_WORK_TIMERS_H

#include "work/handle.h"

/** A bounded piece of what is due. While there is mail (`busy`), only what can't wait for it. At a
 *  start after the configuration has changed, the clocks are derived again first. `more_out`: it
 *  did something, and there may be more. */
G_GNUC_WARN_UNUSED_RESULT gboolean timers_round(Store *store, const Knowledge *know, gboolean busy,
						gboolean *more_out, GError **error);

/** How long until the next one is due, at most `longest_ms`. */
gint64 timers_pause_ms(Store *store, gint64 longest_ms);

#endif
