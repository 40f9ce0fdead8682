/*
 * The lanes to partners' endpoints, made as there is something for them.
 */
#ifndef CM_WORK_ENDPOINT_LANES_H
#define CM_WORK_ENDPOINT_LANES_H

#include "store/store.h"
#include "work/lane.h"

typedef struct EndpointLanes EndpointLanes;

/** `limits` and `back` must outlive them. (transfer full) */
EndpointLanes *endpoint_lanes_new(const WebhookLimits *limits, const JobReturn *back);
/** What is under way is broken off and comes back, as SEND_STOPPED. */
void endpoint_lanes_free(EndpointLanes *lanes);

/** The lane to where this partner takes events now; NULL without error if it takes none, or if
 *  what is under way still goes to where it took them before. (transfer none) */
Lane *endpoint_lanes_get(EndpointLanes *lanes, Store *store, const char *partner,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Tries of an event before it is given up; Standard Webhooks asks for some days. */
#define EVENT_TRIES 10

/** How long to wait after try number `tries` (1 is the first): 5 seconds, 5 and 30 minutes, 2, 5,
 *  10, 14, 20 and 24 hours; up to a tenth more, the same for the same event and try. */
gint64 event_retry_ms(gint64 id, gint64 tries);

#endif
