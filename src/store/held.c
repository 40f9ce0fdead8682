/*
 * Held mail and what was decided about it.
 */
#include "store/held.h"

#include "base/clock.h"

Js *
held_list(Store *store, GError **error)
{
	static const char sql[] =
		"SELECT h.id, h.held_ms, h.sender, h.subject, h.reason, d.recipient FROM held h "
		"JOIN "
		"delivery d ON d.id = h.delivery WHERE h.decision IS NULL ORDER BY h.id";
	GError *failure = NULL;
	g_autoptr(Js) list = js_array();
	g_autoptr(Query) query = db_query(store_db(store), sql, "");
	while (query_next(query, &failure)) {
		g_autofree char *at = time_to_rfc3339(query_int(query, 1));
		Js *one = js_object();
		js_set_int(one, "id", query_int(query, 0));
		js_set_text(one, "held", at);
		js_set_text(one, "from", query_text(query, 2));
		js_set_text(one, "subject", query_text(query, 3));
		js_set_text(one, "reason", query_text(query, 4));
		js_set_text(one, "recipient", query_text(query, 5));
		js_add(list, one);
	}
	if (!failure)
		return g_steal_pointer(&list);
	g_propagate_error(error, failure);
	return NULL;
}

gboolean
held_message(Store *store, gint64 held, gint64 *message_out, GError **error)
{
	static const char sql[] = "SELECT d.message FROM held h JOIN delivery d ON d.id = "
				  "h.delivery WHERE h.id = $1 AND h.decision IS NULL";
	return db_get_int(store_db(store), 0, message_out, error, sql, "i", held);
}

gboolean
held_decide(Store *store, gint64 held, const char *decision, gint64 now_ms, GError **error)
{
	static const char sql[] = "UPDATE held SET decision = $2, decided_ms = $3 WHERE id = $1";
	return db_run(store_db(store), error, sql, "iti", held, decision, now_ms);
}
