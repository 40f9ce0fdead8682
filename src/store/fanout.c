/*
 * The rows of the fanout: on the path between plan and outbox, where an event concerns many.
 */
#include "store/fanout.h"

void
fanout_row_free(FanoutRow *row)
{
	if (!row)
		return;
	g_free(row->notice);
	g_free(row);
}

gboolean
fanout_add(Store *store, gint64 case_id, const char *notice, GError **error)
{
	static const char sql[] = "INSERT INTO fanout (case_id, notice) VALUES (nullif($1, 0), $2)";
	return db_run(store_db(store), error, sql, "it", case_id, notice);
}

FanoutRow *
fanout_first(Store *store, GError **error)
{
	static const char sql[] =
		"SELECT id, coalesce(case_id, 0), notice FROM fanout ORDER BY id LIMIT 1";
	g_autoptr(Query) query = db_query(store_db(store), sql, "");
	if (!query_next(query, error))
		return NULL;
	FanoutRow *row = g_new0(FanoutRow, 1);
	row->id = query_int(query, 0);
	row->case_id = query_int(query, 1);
	row->notice = g_strdup(query_text(query, 2));
	return row;
}

gboolean
fanout_remove(Store *store, gint64 id, GError **error)
{
	static const char sql[] = "DELETE FROM fanout WHERE id = $1";
	return db_run(store_db(store), error, sql, "i", id);
}
