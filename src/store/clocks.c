/*
 * Rows of clocks: derived whenever a plan has changed a case, and all of them anew when the
 * configuration has changed.
 */
#include "store/clocks.h"

#include "desk/clocks.h"
#include "desk/plan.h"
#include "desk/promise.h"
#include "store/gathering.h"

#include <string.h>

#define DERIVED "clocks"

static void
clock_row_free(ClockRow *row)
{
	if (!row)
		return;
	g_free(row->kind);
	g_free(row);
}

static void
clock_row_destroy(gpointer data)
{
	clock_row_free(data);
}

GPtrArray *
clocks_due(Store *store, gint64 now_ms, gboolean first_only, guint limit, GError **error)
{
	static const char all[] = "SELECT id, case_id, kind, due_ms FROM clock WHERE due_ms <= $1 "
				  "ORDER BY due_ms, id LIMIT $2";
	static const char first[] =
		"SELECT id, case_id, kind, due_ms FROM clock WHERE goes_first = 1 AND due_ms <= $1 "
		"ORDER BY due_ms, id LIMIT $2";
	GError *failure = NULL;
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(clock_row_destroy);
	g_autoptr(Query) query =
		db_query(store_db(store), first_only ? first : all, "ii", now_ms, (gint64)limit);
	while (query_next(query, &failure)) {
		ClockRow *row = g_new0(ClockRow, 1);
		row->id = query_int(query, 0);
		row->case_id = query_int(query, 1);
		row->kind = g_strdup(query_text(query, 2));
		row->due_ms = query_int(query, 3);
		g_ptr_array_add(rows, row);
	}
	if (!failure)
		return g_steal_pointer(&rows);
	g_propagate_error(error, failure);
	return NULL;
}

gboolean
clocks_next_ms(Store *store, gint64 *due_ms_out, GError **error)
{
	static const char sql[] = "SELECT due_ms FROM clock ORDER BY due_ms LIMIT 1";
	return db_get_int(store_db(store), G_MAXINT64, due_ms_out, error, sql, "");
}

static gboolean
set_clock(Db *db, gint64 case_id, const ClockKind *kind, gint64 due_ms, GError **error)
{
	static const char add[] =
		"INSERT INTO clock (case_id, kind, due_ms, goes_first) VALUES ($1, $2, $3, $4)";
	static const char change[] =
		"UPDATE clock SET due_ms = $3 WHERE case_id = $1 AND kind = $2";
	static const char drop[] = "DELETE FROM clock WHERE case_id = $1 AND kind = $2";
	static const char known[] = "SELECT due_ms FROM clock WHERE case_id = $1 AND kind = $2";
	gint64 was_ms = 0;
	if (!db_get_int(db, 0, &was_ms, error, known, "it", case_id, kind->name))
		return FALSE;
	if (was_ms == due_ms)
		return TRUE;
	if (!due_ms)
		return db_run(db, error, drop, "it", case_id, kind->name);
	if (was_ms)
		return db_run(db, error, change, "iti", case_id, kind->name, due_ms);
	return db_run(db, error, add, "itii", case_id, kind->name, due_ms,
		      (gint64)kind->goes_first);
}

/* What is promised next, for lists. */
static gboolean
set_promise(Db *db, const CaseFact *c, const Site *site, GError **error)
{
	static const char sql[] = "UPDATE cases SET due_ms = $2, due_for = $3 WHERE id = $1";
	Promise next = PROMISE_RESOLUTION;
	gint64 due_ms = *c->merged_into ? 0 : promise_next(c, site, &next);
	const char *due_for = due_ms ? promise_name(next) : "";
	if (due_ms == c->due_ms && !strcmp(due_for, c->due_for))
		return TRUE;
	return db_run(db, error, sql, "iit", c->id, due_ms, due_for);
}

gboolean
clocks_derive(Store *store, gint64 case_id, const Site *site, gint64 now_ms, GError **error)
{
	Gathering g = {.store = store, .db = store_db(store)};
	g_autoptr(CaseFact) c = gather_case_row(&g, case_id);
	if (c)
		gather_lasts(&g, c);
	if (g.failure) {
		g_propagate_prefixed_error(error, g.failure, "deriving clocks: ");
		return FALSE;
	}
	for (const ClockKind *kind = clocks_all(); c && kind->name; kind++)
		if (!set_clock(g.db, case_id, kind, clock_due(kind, c, site, now_ms), error))
			return FALSE;
	return !c || set_promise(g.db, c, site, error);
}

gboolean
clocks_renew(Store *store, GError **error)
{
	static const char sql[] = "UPDATE derived SET done = 0 WHERE name = '" DERIVED "'";
	return db_run(store_db(store), error, sql, "");
}

gboolean
clock_put_off(Store *store, gint64 id, gint64 until_ms, GError **error)
{
	static const char sql[] = "UPDATE clock SET due_ms = $2 WHERE id = $1";
	return db_run(store_db(store), error, sql, "ii", id, until_ms);
}

gboolean
clock_is_due(Store *store, const ClockRow *row, gint64 now_ms, gboolean *is_due_out, GError **error)
{
	static const char sql[] = "SELECT count(*) FROM clock WHERE id = $1 AND due_ms <= $2";
	gint64 count = 0;
	if (!db_get_int(store_db(store), 0, &count, error, sql, "ii", row->id, now_ms))
		return FALSE;
	*is_due_out = count > 0;
	return TRUE;
}

/* The clock of the whole site remembers by its row alone: it stays as it is. */
static gboolean
keep_weekly(Db *db, gint64 now_ms, GError **error)
{
	static const char sql[] =
		"INSERT INTO clock (case_id, kind, due_ms) SELECT NULL, '" CLOCK_WEEKLY "', $1 "
		"WHERE NOT EXISTS (SELECT 1 FROM clock WHERE case_id IS NULL AND kind = "
		"'" CLOCK_WEEKLY "')";
	return db_run(db, error, sql, "i", weekly_next(now_ms));
}

/* Kinds that are gone leave nothing behind. */
static gboolean
begin_anew(Db *db, const char *basis, gint64 now_ms, GError **error)
{
	static const char forget[] = "DELETE FROM clock WHERE case_id IS NOT NULL";
	static const char note[] =
		"INSERT INTO derived (name, basis, done) VALUES ('" DERIVED "', $1, 0) ON CONFLICT "
		"(name) DO UPDATE SET basis = excluded.basis, done = 0";
	return db_run(db, error, forget, "") && db_run(db, error, note, "t", basis) &&
	       keep_weekly(db, now_ms, error);
}

/* The numbers of the next cases. */
static GArray *
next_cases(Db *db, gint64 done, guint limit, GError **error)
{
	static const char sql[] = "SELECT id FROM cases WHERE id > $1 ORDER BY id LIMIT $2";
	GError *failure = NULL;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(Query) query = db_query(db, sql, "ii", done, (gint64)limit);
	while (query_next(query, &failure)) {
		gint64 id = query_int(query, 0);
		g_array_append_val(ids, id);
	}
	if (!failure)
		return g_steal_pointer(&ids);
	g_propagate_error(error, failure);
	return NULL;
}

#define ALL_DONE G_MAXINT64

static gboolean
derive_next(Store *store, const Site *site, gint64 now_ms, gint64 done, guint limit,
	    gboolean *more_out, GError **error)
{
	static const char note[] = "UPDATE derived SET done = $1 WHERE name = '" DERIVED "'";
	g_autoptr(GArray) ids = next_cases(store_db(store), done, limit, error);
	if (!ids)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		done = g_array_index(ids, gint64, i);
		if (!clocks_derive(store, done, site, now_ms, error))
			return FALSE;
	}
	*more_out = ids->len == limit;
	return db_run(store_db(store), error, note, "i", *more_out ? done : ALL_DONE);
}

static gboolean
how_far(Db *db, const char *basis, gint64 *done_out, GError **error)
{
	static const char sql[] =
		"SELECT done FROM derived WHERE name = '" DERIVED "' AND basis = $1";
	return db_get_int(db, -1, done_out, error, sql, "t", basis);
}

gboolean
clocks_rebuild(Store *store, const Site *site, gint64 now_ms, guint limit, gboolean *more_out,
	       GError **error)
{
	Db *db = store_db(store);
	gint64 done = 0;
	g_autofree char *basis = clocks_basis(site);
	if (!how_far(db, basis, &done, error))
		return FALSE;
	if (done == ALL_DONE) {
		*more_out = FALSE;
		return TRUE;
	}
	if (!store_begin(store, error))
		return FALSE;
	if ((done >= 0 || begin_anew(db, basis, now_ms, error)) &&
	    derive_next(store, site, now_ms, MAX(done, 0), limit, more_out, error))
		return store_commit(store, error);
	store_rollback(store);
	return FALSE;
}
