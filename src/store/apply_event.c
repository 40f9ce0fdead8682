/*
 * From plan to rows: what a partner is told by its endpoint.
 */
#include "store/applying.h"

#include "base/error.h"
#include "desk/partner_event.h"
#include "store/outbox.h"

static GPtrArray *
hashes_of(Db *db, const GPtrArray *parts, GError **error)
{
	g_autoptr(GPtrArray) hashes = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < parts->len; i++) {
		guint8 sha256[SHA256_BYTES];
		if (!apply_find_part_hash(db, parts->pdata[i], sha256, error))
			return NULL;
		GString *text = g_string_new(NULL);
		for (guint k = 0; k < SHA256_BYTES; k++)
			g_string_append_printf(text, "%02x", sha256[k]);
		g_ptr_array_add(hashes, g_string_free(text, FALSE));
	}
	return g_steal_pointer(&hashes);
}

gboolean
apply_event(Store *store, gint64 case_id, const Notice *notice, const Applying *with,
	    GError **error)
{
	char token[ACCEPT_ID_LENGTH + 1];
	apply_make_token(with, token);
	g_autoptr(GPtrArray) hashes = hashes_of(store_db(store), notice->parts, error);
	if (!hashes)
		return FALSE;
	g_autoptr(GBytes) body = partner_event_body(notice, hashes, with->now_ms);
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	g_autofree char *id = g_strconcat("msg_", token, NULL);
	g_autofree char *subject =
		g_strdup_printf("%s %s", partner_event_of(notice), notice->case_number);
	char *none = unconst("");
	const OutboxRow row = {
		.token = token,
		.case_id = case_id,
		.kind = unconst(PARTNER_EVENT_KIND),
		.subject = subject,
		.partner = notice->endpoint,
		.sender = none,
		.recipient = notice->endpoint,
		.message_id = id,
		.head = body,
		.tail = nothing,
		.created_ms = with->now_ms,
		.due_ms = with->now_ms,
	};
	return outbox_add(store, &row, NULL, error);
}
