/*
 * What a partner with an endpoint is told: a notice as an event in JSON.  casemate-partner(7)
 * lists it field by field.
 */
#ifndef CM_DESK_PARTNER_EVENT_H
#define CM_DESK_PARTNER_EVENT_H

#include "desk/notice.h"

/** OutboxRow.kind of events. */
#define PARTNER_EVENT_KIND "webhook"

/** Those that partners subscribe to, "GENERAL_SUPPORT_TICKET_EVENT" and so on; ends with NULL. */
extern const char *const partner_events[];

/** Which one a notice to a partner is. (transfer none) */
const char *partner_event_of(const Notice *notice);

/** Whether `events`, names with blanks between, has it; "" has all. */
gboolean partner_event_is_in(const char *events, const char *name);

/** The body of the event: below LIMIT_EVENT_BYTES, whatever the notice holds. `hashes` are those
 *  of its parts, in hexadecimal. Pure. (transfer full) */
GBytes *partner_event_body(const Notice *notice, const GPtrArray *hashes, gint64 now_ms);

#endif
