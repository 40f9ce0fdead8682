/*
 * Posting events to partners by HTTP, to many at a time, as Standard Webhooks 1.0.0 has it.
 */
#ifndef CM_WIRE_WEBHOOK_H
#define CM_WIRE_WEBHOOK_H

#include "wire/send.h"
#include "wire/webhook_keys.h"

#define WEBHOOK_CONNECT_TIMEOUT_S_DEFAULT 10
#define WEBHOOK_ANSWER_TIMEOUT_S_DEFAULT  20

/** Where a partner takes events. Strings are NULL where not set. */
typedef struct WebhookEndpoint {
	char *url;
	char *secret_file;       /**< webhook_keys_read(); read anew before each event. With
				      "credential:NAME" that of the service (systemd.exec(5)) */
	char *ca_file;           /**< PEM; NULL: the system's authorities */
	guint connect_timeout_s; /**< 0: the default */
	guint answer_timeout_s;  /**< for all of it; 0: the default */
} WebhookEndpoint;

void webhook_endpoint_clear(WebhookEndpoint *endpoint);

/** What the site lets endpoints be. */
typedef struct WebhookLimits {
	const GArray *nets;   /**< of Net, inside of this house, that may be reached; nullable */
	gboolean allows_http; /**< to this machine, for trying out; it has to be among the nets */
} WebhookLimits;

/** Whether events may be posted to this URL, as far as that can be said without asking anybody;
 *  a sentence that says why not. */
G_GNUC_WARN_UNUSED_RESULT gboolean webhook_url_check(const char *url, const WebhookLimits *limits,
						     GError **error);

/** Reads the keys of WebhookEndpoint.secret_file. NULL with a sentence. (transfer full) */
WebhookKeys *webhook_secret_read(const char *secret_file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** Whether it is handed to the service by systemd, and nobody else has it. */
gboolean webhook_secret_is_credential(const char *secret_file);

/** An event on its way; what it points to must last until it comes back. */
typedef struct WebhookPost {
	const WebhookEndpoint *endpoint;
	const char *id;    /**< webhook-id: the same at each try */
	GBytes *body;      /**< JSON, the same at each try */
	gint64 now_s;      /**< webhook-timestamp: of this try, seconds since 1970 UTC */
	SendResult result; /**< what became of it; the caller's to clear */
} WebhookPost;

/** Connections to endpoints, kept open between events. For one thread, but for poster_wake(). */
typedef struct Poster Poster;

/** `limits` must outlive it. (transfer full) */
Poster *poster_new(const WebhookLimits *limits);
/** Breaks off what is under way: it comes back, as SEND_STOPPED. */
void poster_stop(Poster *poster);
/** Nothing may be under way. */
void poster_free(Poster *poster);

/** Sends it on its way; it comes back by poster_next() even if it can't be sent at all. */
void poster_start(Poster *poster, WebhookPost *post);
/** One that has come back; NULL: none has. (transfer none) */
WebhookPost *poster_next(Poster *poster);
/** Waits until something has happened, at most this long. */
void poster_wait(Poster *poster, guint timeout_ms);
/** Ends a wait, from any thread. */
void poster_wake(Poster *poster);

#endif
