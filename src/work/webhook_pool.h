/*
 * The thread that posts events to all partners' endpoints.
 */
#ifndef CM_WORK_WEBHOOK_POOL_H
#define CM_WORK_WEBHOOK_POOL_H

#include "work/lane.h"

/** With its thread running. `limits` and `back` must outlive it. (transfer full) */
WebhookPool *webhook_pool_new(const WebhookLimits *limits, const JobReturn *back);
/** Ends the thread; what is under way is broken off and comes back, as SEND_STOPPED. */
void webhook_pool_free(WebhookPool *pool);

/** Where the jobs wait, Job*. (transfer none) */
GAsyncQueue *webhook_pool_queue(WebhookPool *pool);
/** There are some. */
void webhook_pool_wake(WebhookPool *pool);

#endif
