/*
 * The sender: takes what is due out of the outbox and hands it to the next mail server, or to a
 * partner's endpoint.
 * At least once; twice only byte for byte.
 */
#ifndef CM_WORK_SENDER_H
#define CM_WORK_SENDER_H

#include "store/store.h"
#include "wire/send.h"
#include "wire/webhook.h"

typedef struct SenderOptions {
	const SendOptions *send;
	WebhookLimits webhooks;
	const char *store_dir;  /**< sender_run() opens it for itself */
	const char *schema_dir; /**< the same */
	int wake_fd;            /**< a byte says that there may be something to send; -1: none */
	gint64 put_off_ms;      /**< how long a message waits whose try had no end (we died, or no
				     answer came); 0: 15 minutes */
} SenderOptions;

/**
 * Works until SIGTERM or SIGINT comes, then finishes what is under way, within 10 s. It
 * blocks those signals for the process and ignores SIGPIPE: call it before other threads
 * start. Waits while another sender has the store's sender.lock. Returns an exit status: 0, or
 * 75 if the store can't be opened.
 */
int sender_run(const SenderOptions *options);

/**
 * Sends what is due by `now_ms` and ends. A message that fails is not tried again within the
 * call. `sent_out` is nullable. Ignores SIGPIPE for the process. TEMP if another sender is
 * at work, or the store fails; that messages could not be sent is no failure.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean sender_once(Store *store, const SenderOptions *options,
					       gint64 now_ms, guint *sent_out, GError **error);

/**
 * How long to wait after try number `tries` (1 is the first): 1, 5, 15, 30 minutes, 1 and 2
 * hours, then 4 hours each time; up to a tenth more or less, the same for the same row and
 * try.
 */
gint64 sender_retry_ms(gint64 id, gint64 tries);

#endif
