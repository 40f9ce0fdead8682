/*
 * Taking deliveries in hand so that a death leaves a trace: a batch is marked in one
 * commit; a suspect is tried alone, and the try is committed before it starts.
 */
#include "store/intake.h"

/* delivery.in_hand */
enum { WAITS = 0, IN_BATCH = 1, IN_SINGLE_TRY = 2, SUSPECT = 3 };

void
waiting_free(Waiting *waiting)
{
	if (!waiting)
		return;
	g_free(waiting->recipient);
	g_free(waiting->sender);
	g_free(waiting->road);
	g_free(waiting);
}

static void
waiting_destroy(gpointer data)
{
	waiting_free(data);
}

gboolean
intake_recover(Store *store, LastDeath death, GError **error)
{
	static const char suspect[] =
		"UPDATE delivery SET in_hand = $2 WHERE outcome IS NULL AND in_hand = $1";
	static const char uncount[] = "UPDATE delivery SET in_hand = $2, tries = tries - 1 "
				      "WHERE outcome IS NULL AND in_hand = $1";
	Db *db = store_db(store);
	if (!store_begin(store, error))
		return FALSE;
	gboolean fault = death == DEATH_FAULT;
	if (db_run(db, error, suspect, "ii", (gint64)IN_BATCH, (gint64)(fault ? SUSPECT : WAITS)) &&
	    db_run(db, error, fault ? suspect : uncount, "ii", (gint64)IN_SINGLE_TRY,
		   (gint64)SUSPECT))
		return store_commit(store, error);
	store_rollback(store);
	return FALSE;
}

static Waiting *
waiting_from_row(Query *query)
{
	Waiting *waiting = g_new0(Waiting, 1);
	waiting->delivery = query_int(query, 0);
	waiting->message = query_int(query, 1);
	waiting->size_bytes = query_int(query, 2);
	waiting->accepted_ms = query_int(query, 3);
	waiting->tries = query_int(query, 4);
	waiting->recipient = g_strdup(query_text(query, 5));
	waiting->sender = g_strdup(query_text(query, 6));
	waiting->road = g_strdup(query_text(query, 7));
	waiting->release = release_from_name(query_text(query, 8));
	return waiting;
}

#define WAITING_COLUMNS                                                                            \
	"d.id, d.message, m.size_bytes, m.accepted_ms, d.tries, d.recipient, m.sender, m.road, "   \
	"coalesce((SELECT h.released_as FROM held h WHERE h.delivery = d.id AND h.decision = "     \
	"'released'), '') FROM delivery d JOIN message m ON m.id = d.message "

static const char next_sql[] = "SELECT " WAITING_COLUMNS
			       "WHERE d.outcome IS NULL AND d.in_hand = $1 ORDER BY d.id LIMIT $2";

static const char mark_sql[] = "UPDATE delivery SET in_hand = $2, tries = tries + $3 WHERE id = $1";

static gboolean
collect(Store *store, int state, guint limit, gint64 limit_bytes, GPtrArray *batch, GError **error)
{
	GError *failure = NULL;
	gint64 bytes = 0;
	g_autoptr(Query) query =
		db_query(store_db(store), next_sql, "ii", (gint64)state, (gint64)limit);
	while (query_next(query, &failure)) {
		bytes += query_int(query, 2);
		if (batch->len > 0 && bytes > limit_bytes)
			break;
		g_ptr_array_add(batch, waiting_from_row(query));
	}
	if (!failure)
		return TRUE;
	g_propagate_error(error, failure);
	return FALSE;
}

static gboolean
mark(Store *store, const GPtrArray *batch, int state, gint64 tries, GError **error)
{
	for (guint i = 0; i < batch->len; i++) {
		const Waiting *waiting = batch->pdata[i];
		if (!db_run(store_db(store), error, mark_sql, "iii", waiting->delivery,
			    (gint64)state, tries))
			return FALSE;
	}
	return TRUE;
}

static gboolean
take_batch(Store *store, guint limit, gint64 limit_bytes, GPtrArray *batch, GError **error)
{
	return collect(store, WAITS, limit, limit_bytes, batch, error) &&
	       mark(store, batch, IN_BATCH, 0, error);
}

static gboolean
take_suspect(Store *store, GPtrArray *batch, GError **error)
{
	return collect(store, SUSPECT, 1, 0, batch, error) &&
	       mark(store, batch, IN_SINGLE_TRY, 1, error);
}

static gboolean
take(Store *store, guint limit, gint64 limit_bytes, gboolean suspects_first, GPtrArray *batch,
     GError **error)
{
	if (suspects_first && !take_suspect(store, batch, error))
		return FALSE;
	if (batch->len == 0 && !take_batch(store, limit, limit_bytes, batch, error))
		return FALSE;
	return batch->len > 0 || take_suspect(store, batch, error);
}

gboolean
intake_any_waits(Store *store, gboolean *any_out, GError **error)
{
	static const char look[] = "SELECT id FROM delivery WHERE outcome IS NULL LIMIT 1";
	gint64 first = 0;
	if (!db_get_int(store_db(store), 0, &first, error, look, ""))
		return FALSE;
	*any_out = first != 0;
	return TRUE;
}

GPtrArray *
intake_take(Store *store, guint limit, gint64 limit_bytes, gboolean suspects_first, GError **error)
{
	g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func(waiting_destroy);
	gboolean any = FALSE;
	if (!intake_any_waits(store, &any, error))
		return NULL;
	if (!any)
		return g_steal_pointer(&batch);
	if (!store_begin(store, error))
		return NULL;
	if (take(store, limit, limit_bytes, suspects_first, batch, error) &&
	    store_commit(store, error))
		return g_steal_pointer(&batch);
	store_rollback(store);
	return NULL;
}

gboolean
intake_put_back(Store *store, gint64 delivery, gboolean counts, GError **error)
{
	static const char sql[] = "UPDATE delivery SET in_hand = $2, tries = tries + $3 "
				  "WHERE id = $1 AND outcome IS NULL";
	return db_run(store_db(store), error, sql, "iii", delivery,
		      (gint64)(counts ? SUSPECT : WAITS), (gint64)(counts ? 1 : 0));
}

Waiting *
intake_held(Store *store, gint64 held, GError **error)
{
	static const char sql[] =
		"SELECT " WAITING_COLUMNS "WHERE d.id = (SELECT delivery FROM held WHERE id = $1 "
		"AND decision IS NULL)";
	GError *failure = NULL;
	g_autoptr(Query) query = db_query(store_db(store), sql, "i", held);
	Waiting *waiting = query_next(query, &failure) ? waiting_from_row(query) : NULL;
	if (failure)
		g_propagate_error(error, failure);
	return waiting;
}
