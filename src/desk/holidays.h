/*
 * Holidays as calendars hold them: an iCalendar file (RFC 5545) of events that last whole days.
 */
#ifndef CM_DESK_HOLIDAYS_H
#define CM_DESK_HOLIDAYS_H

#include "desk/business.h"

/**
 * Adds the days of all events in the text. Those that come back (RRULE) do so until 2100. PERM,
 * with a reason, for what is no calendar and for one without any day.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean holidays_read(const char *text, Business *business,
						 GError **error);

#endif
