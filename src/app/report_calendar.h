/*
 * `report calendar`: the events that customers have announced.
 */
#ifndef CM_APP_REPORT_CALENDAR_H
#define CM_APP_REPORT_CALENDAR_H

#include "app/app.h"

/** Those that are going on at some time of [since, until), the first one first: an object each,
 *  or as a calendar to standard output. */
G_GNUC_WARN_UNUSED_RESULT gboolean calendar_print(const App *app, gint64 since_ms, gint64 until_ms,
						  gboolean is_ics, GError **error);

#endif
