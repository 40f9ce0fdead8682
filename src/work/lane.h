/*
 * A lane: one relay (or the sendmail command, or a Maildir) with the threads that hand
 * messages over to it, or one partner's endpoint.  Nothing in here knows the store.
 */
#ifndef CM_WORK_LANE_H
#define CM_WORK_LANE_H

#include "wire/send.h"
#include "wire/webhook.h"

/** A message in a lane, and afterwards what became of it. Part of something greater of the
 *  sender's (work/parcel.h). */
typedef struct Job {
	Letter letter;    /**< what it points to must last until the job is back */
	WebhookPost post; /**< the same, in a lane of webhooks: its result is moved to `result` */
	SendResult result;
	gint64 took_ms;
} Job;

/** Where finished jobs come back to. */
typedef struct JobReturn {
	GAsyncQueue *jobs; /**< Job* */
	int event_fd;      /**< readable when there are some: eventfd(2) */
} JobReturn;

/** Who posts what goes to endpoints (work/webhook_pool.h). */
typedef struct WebhookPool WebhookPool;

typedef struct Lane {
	char *name;               /**< for the log: "host:port", "sendmail", a partner */
	const SendRelay *relay;   /**< NULL: none of SMTP */
	WebhookEndpoint endpoint; /**< of a partner; without URL: a lane of mail */
	guint width;              /**< messages at a time */
	guint busy;               /**< messages under way */
	guint failures;           /**< in a row, to reach the relay */
	gint64 down_until_us;     /**< by the monotonic clock: not tried before */
	/* private */
	WebhookPool *pool; /* NULL: threads of its own */
	GAsyncQueue *waiting;
	GPtrArray *carriers;
	GPtrArray *threads;
	const JobReturn *back;
} Lane;

/** The lanes that the settings ask for, in order, with their threads running; their end waits for
 *  what they are at. The settings, `back` and `stop` must outlive them. (transfer full) Lane* */
GPtrArray *lanes_new(const SendOptions *options, const JobReturn *back, const gint *stop);

/** A lane without threads, for what the pool does with the jobs in this queue. (transfer full) */
Lane *lane_new(char *name, guint width, GAsyncQueue *waiting);
void lane_free(Lane *lane);

/** Hands a job to a lane. `busy` is the sender's to count. */
void lane_put(Lane *lane, Job *job);

/**
 * The lane for a message of that envelope sender: among those set up for its domain (else
 * those for any) the first that isn't down. NULL: all are down, or `none_out` is TRUE and
 * there is none for it. (transfer none)
 */
Lane *lane_for_sender(const GPtrArray *lanes, const char *sender, gint64 now_us,
		      gboolean *none_out);

/** The relay could not be reached: leave it alone for a while, longer each time. Returns how
 *  long, in seconds. */
guint lane_mark_down(Lane *lane, gint64 now_us);
void lane_mark_up(Lane *lane);

#endif
