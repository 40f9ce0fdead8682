/*
 * The rows of the outbox.  The worker adds them frozen, in the transaction of the
 * event; the sender marks each try before it starts and its outcome afterwards.
 */
#include "store/outbox.h"

#include "base/error.h"
#include "store/fanout.h"

/* The order in which row_read() expects them; a macro, so that each statement stays one text. */
#define ROW_COLUMNS                                                                                \
	"id, token, case_id, kind, subject, sender, recipient, message_id, state, created_ms, "    \
	"due_ms, tries, last_error, ended_ms, partner"

enum { COLUMN_HEAD = 15, COLUMN_TAIL };

OutboxPart *
outbox_part_new(GBytes *head, gint64 message, guint part, const guint8 sha256[32])
{
	OutboxPart *made = g_new0(OutboxPart, 1);
	made->head = g_bytes_ref(head);
	made->message = message;
	made->part = part;
	memcpy(made->sha256, sha256, sizeof(made->sha256));
	return made;
}

void
outbox_part_free(OutboxPart *part)
{
	if (!part)
		return;
	g_bytes_unref(part->head);
	g_free(part);
}

static void
part_destroy(gpointer part)
{
	outbox_part_free(part);
}

void
outbox_row_free(OutboxRow *row)
{
	if (!row)
		return;
	g_free(row->token);
	g_free(row->kind);
	g_free(row->subject);
	g_free(row->partner);
	g_free(row->sender);
	g_free(row->recipient);
	g_free(row->message_id);
	g_free(row->last_error);
	g_clear_pointer(&row->head, g_bytes_unref);
	g_clear_pointer(&row->tail, g_bytes_unref);
	g_clear_pointer(&row->parts, g_ptr_array_unref);
	g_free(row);
}

static void
row_destroy(gpointer row)
{
	outbox_row_free(row);
}

const char *
outbox_state_name(OutboxState state)
{
	static const char *const names[] = {"due", "sent", "failed", "dropped"};
	return names[state];
}

static gboolean
add_part(Db *db, gint64 id, guint n, const OutboxPart *part, GError **error)
{
	static const char sql[] =
		"INSERT INTO outbox_part (outbox, n, head, message, part, sha256) "
		"VALUES ($1, $2, $3, $4, $5, $6)";
	g_autoptr(GBytes) hash = g_bytes_new_static(part->sha256, sizeof(part->sha256));
	return db_run(db, error, sql, "iibiib", id, (gint64)n, part->head, part->message,
		      (gint64)part->part, hash);
}

gboolean
outbox_add(Store *store, const OutboxRow *row, gint64 *id_out, GError **error)
{
	static const char sql[] =
		"INSERT INTO outbox (token, case_id, kind, subject, sender, recipient, message_id, "
		"head, tail, created_ms, due_ms, returns, partner) "
		"VALUES ($1, NULLIF($2, 0), $3, $4, $5, $6, $7, $8, $9, $10, $10, NULLIF($11, 0), "
		"coalesce($12, ''))";
	Db *db = store_db(store);
	if (!db_run(db, error, sql, "titttttbbiit", row->token, row->case_id, row->kind,
		    row->subject, row->sender, row->recipient, row->message_id, row->head,
		    row->tail, row->created_ms, row->returns, row->partner))
		return FALSE;
	gint64 id = db_last_key(db);
	for (guint n = 0; row->parts && n < row->parts->len; n++)
		if (!add_part(db, id, n, row->parts->pdata[n], error))
			return FALSE;
	if (id_out)
		*id_out = id;
	return TRUE;
}

static OutboxRow *
row_read(Query *query)
{
	OutboxRow *row = g_new0(OutboxRow, 1);
	row->id = query_int(query, 0);
	row->token = g_strdup(query_text(query, 1));
	row->case_id = query_int(query, 2);
	row->kind = g_strdup(query_text(query, 3));
	row->subject = g_strdup(query_text(query, 4));
	row->sender = g_strdup(query_text(query, 5));
	row->recipient = g_strdup(query_text(query, 6));
	row->message_id = g_strdup(query_text(query, 7));
	row->state = (OutboxState)query_int(query, 8);
	row->created_ms = query_int(query, 9);
	row->due_ms = query_int(query, 10);
	row->tries = query_int(query, 11);
	row->last_error = g_strdup(query_text(query, 12));
	row->ended_ms = query_int(query, 13);
	row->partner = g_strdup(query_text(query, 14));
	return row;
}

/* Takes the query. */
static GPtrArray *
rows_read(Query *running, GError **error)
{
	g_autoptr(Query) query = running;
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(row_destroy);
	GError *failure = NULL;
	while (query_next(query, &failure))
		g_ptr_array_add(rows, row_read(query));
	if (failure) {
		g_propagate_error(error, failure);
		return NULL;
	}
	return g_steal_pointer(&rows);
}

GPtrArray *
outbox_due(Store *store, gint64 now_ms, guint limit, GError **error)
{
	static const char sql[] = "SELECT " ROW_COLUMNS " FROM outbox "
				  "WHERE state = 0 AND partner = '' AND due_ms <= $1 "
				  "ORDER BY due_ms, id LIMIT $2";
	return rows_read(db_query(store_db(store), sql, "ii", now_ms, (gint64)limit), error);
}

GPtrArray *
outbox_due_events(Store *store, const char *partner, gint64 now_ms, guint limit, GError **error)
{
	static const char sql[] =
		"SELECT " ROW_COLUMNS " FROM outbox o WHERE state = 0 AND partner = $1 AND partner "
		"<> '' AND due_ms <= $2 AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.state = 0 "
		"AND e.partner = $1 AND e.partner <> '' AND e.case_id = o.case_id AND e.id < o.id) "
		"ORDER BY due_ms, id LIMIT $3";
	return rows_read(db_query(store_db(store), sql, "tii", partner, now_ms, (gint64)limit),
			 error);
}

GPtrArray *
outbox_due_partners(Store *store, gint64 now_ms, GError **error)
{
	static const char sql[] = "SELECT DISTINCT partner FROM outbox WHERE state = 0 AND partner "
				  "<> '' AND due_ms <= $1 ORDER BY partner";
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query = db_query(store_db(store), sql, "i", now_ms);
	GError *failure = NULL;
	while (query_next(query, &failure))
		g_ptr_array_add(names, g_strdup(query_text(query, 0)));
	if (!failure)
		return g_steal_pointer(&names);
	g_propagate_error(error, failure);
	return NULL;
}

gboolean
outbox_next_due(Store *store, gint64 *due_ms_out, GError **error)
{
	static const char sql[] = "SELECT MIN(due_ms) FROM outbox WHERE state = 0 AND partner = ''";
	return db_get_int(store_db(store), -1, due_ms_out, error, sql, "");
}

static gboolean
read_parts(Db *db, OutboxRow *row, GError **error)
{
	static const char sql[] = "SELECT head, message, part, sha256 FROM outbox_part "
				  "WHERE outbox = $1 ORDER BY n";
	g_autoptr(Query) query = db_query(db, sql, "i", row->id);
	GError *failure = NULL;
	row->parts = g_ptr_array_new_with_free_func(part_destroy);
	while (query_next(query, &failure)) {
		g_autoptr(GBytes) head = query_bytes(query, 0);
		g_autoptr(GBytes) hash = query_bytes(query, 3);
		if (g_bytes_get_size(hash) != sizeof(((OutboxPart *)NULL)->sha256))
			return error_perm(error,
					  "store: outbox row %" G_GINT64_FORMAT
					  " has a hash of a wrong length",
					  row->id);
		g_ptr_array_add(row->parts, outbox_part_new(head, query_int(query, 1),
							    (guint)query_int(query, 2),
							    g_bytes_get_data(hash, NULL)));
	}
	if (!failure)
		return TRUE;
	g_propagate_error(error, failure);
	return FALSE;
}

OutboxRow *
outbox_get(Store *store, gint64 id, GError **error)
{
	static const char sql[] = "SELECT " ROW_COLUMNS ", head, tail FROM outbox WHERE id = $1";
	g_autoptr(Query) query = db_query(store_db(store), sql, "i", id);
	if (!query_next(query, error))
		return NULL;
	g_autoptr(OutboxRow) row = row_read(query);
	row->head = query_bytes(query, COLUMN_HEAD);
	row->tail = query_bytes(query, COLUMN_TAIL);
	if (!read_parts(store_db(store), row, error))
		return NULL;
	return g_steal_pointer(&row);
}

static gboolean
mark(Store *store, const char *sql, gint64 id, gint64 ms, GError **error)
{
	return db_run(store_db(store), error, sql, "ii", id, ms);
}

gboolean
outbox_mark_tried(Store *store, gint64 id, gint64 again_ms, GError **error)
{
	static const char sql[] = "UPDATE outbox SET tries = tries + 1, due_ms = $2 "
				  "WHERE id = $1 AND state = 0";
	return mark(store, sql, id, again_ms, error);
}

gboolean
outbox_mark_untried(Store *store, gint64 id, gint64 due_ms, GError **error)
{
	static const char sql[] = "UPDATE outbox SET tries = tries - 1, due_ms = $2 "
				  "WHERE id = $1 AND state = 0";
	return mark(store, sql, id, due_ms, error);
}

gboolean
outbox_put_off(Store *store, gint64 id, gint64 due_ms, GError **error)
{
	static const char sql[] = "UPDATE outbox SET due_ms = $2 WHERE id = $1 AND state = 0";
	return mark(store, sql, id, due_ms, error);
}

gboolean
outbox_mark_sent(Store *store, gint64 id, gint64 now_ms, const guint8 sha256[32], GError **error)
{
	static const char sql[] = "UPDATE outbox SET state = 1, ended_ms = $2, sent_sha256 = $3, "
				  "last_error = '' WHERE id = $1";
	g_autoptr(GBytes) hash = g_bytes_new_static(sha256, 32);
	return db_run(store_db(store), error, sql, "iib", id, now_ms, hash);
}

gboolean
outbox_mark_later(Store *store, gint64 id, gint64 due_ms, const char *why, GError **error)
{
	static const char sql[] = "UPDATE outbox SET due_ms = $2, last_error = $3 "
				  "WHERE id = $1 AND state = 0";
	return db_run(store_db(store), error, sql, "iit", id, due_ms, why);
}

gboolean
outbox_mark_failed(Store *store, gint64 id, gint64 now_ms, const char *why, GError **error)
{
	static const char sql[] = "UPDATE outbox SET state = 2, ended_ms = $2, last_error = $3, "
				  "is_told = 0 WHERE id = $1 AND state = 0";
	return db_run(store_db(store), error, sql, "iit", id, now_ms, why);
}

GPtrArray *
outbox_untold_failures(Store *store, guint limit, GError **error)
{
	static const char sql[] = "SELECT " ROW_COLUMNS " FROM outbox "
				  "WHERE state = 2 AND is_told = 0 ORDER BY id LIMIT $1";
	return rows_read(db_query(store_db(store), sql, "i", (gint64)limit), error);
}

gboolean
outbox_mark_told(Store *store, gint64 id, GError **error)
{
	static const char sql[] = "UPDATE outbox SET is_told = 1 WHERE id = $1";
	return db_run(store_db(store), error, sql, "i", id);
}

gboolean
outbox_mark_untellable(Store *store, gint64 id, const char *why, GError **error)
{
	static const char sql[] = "UPDATE outbox SET is_told = 1, last_error = last_error || "
				  "' (and staff could not be told: ' || $2 || ')' WHERE id = $1";
	return db_run(store_db(store), error, sql, "it", id, why);
}

GPtrArray *
outbox_list(Store *store, gboolean all, GError **error)
{
	static const char sql_open[] = "SELECT " ROW_COLUMNS " FROM outbox WHERE state IN (0, 2) "
				       "ORDER BY id";
	static const char sql_all[] = "SELECT " ROW_COLUMNS " FROM outbox ORDER BY id";
	return rows_read(db_query(store_db(store), all ? sql_all : sql_open, ""), error);
}

/* What a change by hand that touched no row has to say. */
static gboolean
refuse_change(Store *store, gint64 id, GError **error)
{
	static const char sql[] = "SELECT state FROM outbox WHERE id = $1";
	gint64 state = -1;
	if (!db_get_int(store_db(store), -1, &state, error, sql, "i", id))
		return FALSE;
	if (state < 0)
		return error_perm(error, "there is no message %" G_GINT64_FORMAT " in the outbox",
				  id);
	return error_perm(error, "message %" G_GINT64_FORMAT " is %s already", id,
			  outbox_state_name((OutboxState)state));
}

static gboolean
make_anew(Store *store, const OutboxRow *row, GError **error)
{
	static const char sql[] = "DELETE FROM outbox WHERE id = $1";
	gsize length;
	const char *json = g_bytes_get_data(row->head, &length);
	g_autofree char *notice = g_strndup(json, length);
	return fanout_add(store, row->case_id, notice, error) &&
	       db_run(store_db(store), error, sql, "i", row->id);
}

gboolean
outbox_retry(Store *store, gint64 id, gint64 now_ms, GError **error)
{
	static const char sql[] = "UPDATE outbox SET state = 0, due_ms = $2, ended_ms = NULL "
				  "WHERE id = $1 AND state <> 1";
	GError *failure = NULL;
	g_autoptr(OutboxRow) row = outbox_get(store, id, &failure);
	if (failure) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	if (row && row->head && !strcmp(row->kind, OUTBOX_UNMADE))
		return make_anew(store, row, error);
	if (row && !row->head && row->state != OUTBOX_SENT)
		return error_perm(error, "message %" G_GINT64_FORMAT " can't be sent any more: %s",
				  id, *row->last_error ? row->last_error : "its bytes are removed");
	if (!mark(store, sql, id, now_ms, error))
		return FALSE;
	return db_changed(store_db(store)) > 0 || refuse_change(store, id, error);
}

gboolean
outbox_drop(Store *store, gint64 id, gint64 now_ms, GError **error)
{
	static const char sql[] = "UPDATE outbox SET state = 3, ended_ms = $2 "
				  "WHERE id = $1 AND state IN (0, 2)";
	if (!mark(store, sql, id, now_ms, error))
		return FALSE;
	return db_changed(store_db(store)) > 0 || refuse_change(store, id, error);
}
