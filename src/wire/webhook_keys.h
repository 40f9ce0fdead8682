/*
 * The keys that a partner and we sign events with, as Standard Webhooks 1.0.0 has them: several
 * while one takes the place of another.
 */
#ifndef CM_WIRE_WEBHOOK_KEYS_H
#define CM_WIRE_WEBHOOK_KEYS_H

#include <glib.h>

/** Symmetric keys, in the order in which they sign. */
typedef struct WebhookKeys WebhookKeys;

/** Reads "whsec_" and base64 of 24 to 64 bytes, one a line, empty lines and lines that begin with
 *  "#" aside. NULL with a sentence, which never holds what stands there. (transfer full) */
WebhookKeys *webhook_keys_read(const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void webhook_keys_free(WebhookKeys *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WebhookKeys, webhook_keys_free)

/** "v1,BASE64 v1,BASE64": of each key the HMAC-SHA256 of ID.TIMESTAMP.BODY. (transfer full) */
char *webhook_keys_sign(const WebhookKeys *keys, const char *id, gint64 timestamp_s, GBytes *body);

/** Whether one of the signatures of such a field is by one of the keys. What it costs doesn't tell
 *  how much of a signature was right. */
gboolean webhook_keys_verify(const WebhookKeys *keys, const char *id, gint64 timestamp_s,
			     GBytes *body, const char *signatures);

#endif
