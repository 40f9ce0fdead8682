/*
 * Signing and checking events by HMAC-SHA256.
 */
#include "wire/webhook_keys.h"

#include "base/error.h"

#include <gnutls/crypto.h>
#include <string.h>

#define KEY_PREFIX    "whsec_"
#define KEY_BYTES_MIN 24
#define KEY_BYTES_MAX 64
#define KEYS_MAX      5
#define MAC_BYTES     32
#define VERSION       "v1,"
/* A field that names more was made to cost something. */
#define SIGNATURES_MAX 20

struct WebhookKeys {
	GPtrArray *keys; /* GBytes* */
};

static void
key_destroy(gpointer key)
{
	g_bytes_unref(key);
}

/* GLib's reader passes over what isn't base64. */
static guchar *
base64_read(const char *text, gsize *length_out)
{
	if (strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") !=
		    strlen(text) ||
	    strlen(text) % 4)
		return NULL;
	return g_base64_decode(text, length_out);
}

static gboolean
add_key(WebhookKeys *keys, const char *line, guint number, GError **error)
{
	gsize length = 0;
	if (!g_str_has_prefix(line, KEY_PREFIX))
		return error_perm(
			error, "line %u is no webhook secret: one begins with \"" KEY_PREFIX "\"",
			number);
	g_autofree guchar *bytes = base64_read(line + strlen(KEY_PREFIX), &length);
	if (!bytes)
		return error_perm(error, "line %u: what follows \"" KEY_PREFIX "\" is no base64",
				  number);
	if (length < KEY_BYTES_MIN || length > KEY_BYTES_MAX)
		return error_perm(error,
				  "line %u: the secret has %" G_GSIZE_FORMAT
				  " bytes; %d to %d are wanted",
				  number, length, KEY_BYTES_MIN, KEY_BYTES_MAX);
	if (keys->keys->len == KEYS_MAX)
		return error_perm(error, "line %u: there are more than %d secrets", number,
				  KEYS_MAX);
	g_ptr_array_add(keys->keys, g_bytes_new_take(g_steal_pointer(&bytes), length));
	return TRUE;
}

WebhookKeys *
webhook_keys_read(const char *text, GError **error)
{
	g_autoptr(WebhookKeys) keys = g_new0(WebhookKeys, 1);
	keys->keys = g_ptr_array_new_with_free_func(key_destroy);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		const char *line = g_strstrip(lines[i]);
		if (*line && *line != '#' && !add_key(keys, line, i + 1, error))
			return NULL;
	}
	if (keys->keys->len > 0)
		return g_steal_pointer(&keys);
	error_perm(error, "there is no webhook secret in it");
	return NULL;
}

void
webhook_keys_free(WebhookKeys *keys)
{
	if (!keys)
		return;
	g_ptr_array_unref(keys->keys);
	g_free(keys);
}

static void
mac_make(GBytes *key, const char *id, gint64 timestamp_s, GBytes *body, guint8 mac_out[MAC_BYTES])
{
	gnutls_hmac_hd_t mac;
	gsize key_length = 0, length = 0;
	const void *key_bytes = g_bytes_get_data(key, &key_length);
	const void *bytes = g_bytes_get_data(body, &length);
	g_autofree char *head = g_strdup_printf("%s.%" G_GINT64_FORMAT ".", id, timestamp_s);
	if (gnutls_hmac_init(&mac, GNUTLS_MAC_SHA256, key_bytes, key_length) < 0)
		g_error("GnuTLS has no HMAC-SHA256");
	gnutls_hmac(mac, head, strlen(head));
	gnutls_hmac(mac, bytes, length);
	gnutls_hmac_deinit(mac, mac_out);
}

/* (transfer full) */
static char *
signature_make(GBytes *key, const char *id, gint64 timestamp_s, GBytes *body)
{
	guint8 mac[MAC_BYTES];
	mac_make(key, id, timestamp_s, body, mac);
	g_autofree char *text = g_base64_encode(mac, sizeof(mac));
	return g_strconcat(VERSION, text, NULL);
}

char *
webhook_keys_sign(const WebhookKeys *keys, const char *id, gint64 timestamp_s, GBytes *body)
{
	g_autoptr(GString) field = g_string_new(NULL);
	for (guint i = 0; i < keys->keys->len; i++) {
		g_autofree char *signature =
			signature_make(keys->keys->pdata[i], id, timestamp_s, body);
		g_string_append_printf(field, "%s%s", i > 0 ? " " : "", signature);
	}
	return g_string_free(g_steal_pointer(&field), FALSE);
}

gboolean
webhook_keys_verify(const WebhookKeys *keys, const char *id, gint64 timestamp_s, GBytes *body,
		    const char *signatures)
{
	gboolean is_good = FALSE;
	g_auto(GStrv) list = g_strsplit(signatures, " ", SIGNATURES_MAX + 1);
	for (guint i = 0; i < keys->keys->len; i++) {
		g_autofree char *own = signature_make(keys->keys->pdata[i], id, timestamp_s, body);
		gsize length = strlen(own);
		for (guint k = 0; k < SIGNATURES_MAX && list[k]; k++)
			is_good = (strlen(list[k]) == length &&
				   gnutls_memcmp(list[k], own, length) == 0) ||
				  is_good;
	}
	return is_good;
}
