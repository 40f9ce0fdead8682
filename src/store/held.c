/*
 * Held mail and what was decided about it.
 */
#include "store/held.h"

#include "store/rows.h"

Js *
held_list(Store *store, GError **error)
{
	static const char sql[] =
		"SELECT h.id, h.kind, h.held_ms, h.sender, h.subject, h.reason, d.recipient FROM "
		"held h "
		"JOIN delivery d ON d.id = h.delivery WHERE h.decision IS NULL ORDER BY h.id";
	static const Column columns[] = {
		{COLUMN_INT, "id"},         {COLUMN_TEXT, "kind"},    {COLUMN_TIME, "held"},
		{COLUMN_TEXT, "from"},      {COLUMN_TEXT, "subject"}, {COLUMN_TEXT, "reason"},
		{COLUMN_TEXT, "recipient"}, {COLUMN_END, NULL},
	};
	return rows_to_js(db_query(store_db(store), sql, ""), columns, error);
}

gboolean
held_message(Store *store, gint64 held, gint64 *message_out, GError **error)
{
	static const char sql[] = "SELECT d.message FROM held h JOIN delivery d ON d.id = "
				  "h.delivery WHERE h.id = $1 AND h.decision IS NULL";
	return db_get_int(store_db(store), 0, message_out, error, sql, "i", held);
}

gboolean
held_release(Store *store, gint64 held, Release release, const char *by, gint64 now_ms,
	     GError **error)
{
	static const char decide[] = "UPDATE held SET decision = 'released', decided_ms = $2, "
				     "released_as = $3, decided_by = $4 WHERE id = $1";
	static const char wait[] =
		"UPDATE delivery SET outcome = NULL, why = NULL, ended_ms = NULL, in_hand = 0, "
		"tries = 0 WHERE id = (SELECT delivery FROM held WHERE id = $1)";
	Db *db = store_db(store);
	return db_run(db, error, decide, "iitt", held, now_ms, release_name(release), by) &&
	       db_run(db, error, wait, "i", held);
}

gboolean
held_drop(Store *store, gint64 held, const char *by, gint64 now_ms, GError **error)
{
	static const char sql[] =
		"UPDATE held SET decision = 'dropped', decided_ms = $2, decided_by = $3 WHERE "
		"id = $1";
	return db_run(store_db(store), error, sql, "iit", held, now_ms, by);
}

gboolean
held_forget_returned(Store *store, gint64 now_ms, GError **error)
{
	static const char sql[] = "UPDATE held SET decision = 'dropped', decided_ms = $1 WHERE "
				  "decision IS NULL AND kind = 'returned' AND expires_ms <= $1";
	return db_run(store_db(store), error, sql, "i", now_ms);
}
