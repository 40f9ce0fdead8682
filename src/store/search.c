/*
 * The full-text index: FTS5 over entries, without a copy of their text.
 */
#include "store/search.h"

#include "base/error.h"

#include <glib/gstdio.h>

#define SHAPE 1

struct Search {
	Store *store;
	Db *db;
};

static const char settings[] = "PRAGMA synchronous = NORMAL;"
			       "PRAGMA wal_autocheckpoint = 2000;";

static const char shape_sql[] =
	"CREATE TABLE IF NOT EXISTS position (id INTEGER PRIMARY KEY CHECK (id = 1), "
	"entry INTEGER NOT NULL) STRICT;"
	"INSERT OR IGNORE INTO position (id, entry) VALUES (1, 0);"
	"CREATE TABLE IF NOT EXISTS indexed (entry INTEGER PRIMARY KEY, case_id INTEGER NOT NULL) "
	"STRICT;"
	"CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, text, content = '', "
	"tokenize = 'unicode61 remove_diacritics 2');";

static Db *
open_index(const char *path, GError **error)
{
	g_autoptr(Db) db = db_open(path, error);
	gint64 shape = 0;
	if (!db || !db_script(db, settings, error) || !db_get_version(db, &shape, error))
		return NULL;
	if (shape != SHAPE && shape != 0) {
		error_perm(error, "the search index has another shape");
		return NULL;
	}
	if (!db_script(db, shape_sql, error) || !db_set_version(db, SHAPE, error))
		return NULL;
	return g_steal_pointer(&db);
}

/* It is derived: what can't be opened is thrown away. */
static void
remove_index(const char *path)
{
	static const char *const suffixes[] = {"", "-wal", "-shm"};
	for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		g_autofree char *file = g_strconcat(path, suffixes[i], NULL);
		g_unlink(file);
	}
}

Search *
search_open(Store *store, GError **error)
{
	g_autofree char *path = g_build_filename(store_dir(store), "search.db", NULL);
	GError *failure = NULL;
	Db *db = open_index(path, &failure);
	if (!db && g_error_matches(failure, CM_ERROR, CM_ERROR_PERM)) {
		g_clear_error(&failure);
		remove_index(path);
		db = open_index(path, &failure);
	}
	if (!db) {
		g_propagate_prefixed_error(error, failure, "search index: ");
		return NULL;
	}
	Search *search = g_new0(Search, 1);
	search->store = store;
	search->db = db;
	return search;
}

void
search_close(Search *search)
{
	if (!search)
		return;
	db_close(search->db);
	g_free(search);
}

static gboolean
index_entry(Search *search, Query *entry, GError **error)
{
	static const char note[] =
		"INSERT INTO indexed (entry, case_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
	static const char add[] = "INSERT INTO words (rowid, title, text) VALUES ($1, $2, $3)";
	gint64 id = query_int(entry, 0);
	if (!db_run(search->db, error, note, "ii", id, query_int(entry, 1)))
		return FALSE;
	if (db_changed(search->db) == 0)
		return TRUE;
	return db_run(search->db, error, add, "itt", id, query_text(entry, 2),
		      query_text(entry, 3));
}

static const char next_sql[] =
	"SELECT e.id, e.case_id, CASE e.seq WHEN 1 THEN c.title || ' ' || c.customer || ' ' || "
	"e.author_name || ' ' || e.author ELSE '' END, e.text FROM entry e JOIN cases c ON c.id = "
	"e.case_id WHERE e.id > $1 ORDER BY e.id LIMIT $2";

static gboolean
index_batch(Search *search, guint limit, guint *done_out, GError **error)
{
	static const char get[] = "SELECT entry FROM position";
	static const char set[] = "UPDATE position SET entry = $1";
	gint64 at = 0;
	if (!db_get_int(search->db, 0, &at, error, get, ""))
		return FALSE;
	GError *failure = NULL;
	guint done = 0;
	g_autoptr(Query) entries =
		db_query(store_db(search->store), next_sql, "ii", at, (gint64)limit);
	for (; query_next(entries, &failure); done++) {
		at = query_int(entries, 0);
		if (!index_entry(search, entries, &failure))
			break;
	}
	if (failure) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	*done_out = done;
	return done == 0 || db_run(search->db, error, set, "i", at);
}

gboolean
search_catch_up(Search *search, guint limit, guint *done_out, GError **error)
{
	if (!db_begin(search->db, error))
		return FALSE;
	if (index_batch(search, limit, done_out, error) && db_commit(search->db, error))
		return TRUE;
	db_rollback(search->db);
	g_prefix_error(error, "search index: ");
	return FALSE;
}

static gboolean
clear(Db *db, GError **error)
{
	static const char words[] = "INSERT INTO words (words) VALUES ('delete-all')";
	static const char indexed[] = "DELETE FROM indexed";
	static const char position[] = "UPDATE position SET entry = 0";
	return db_run(db, error, words, "") && db_run(db, error, indexed, "") &&
	       db_run(db, error, position, "");
}

gboolean
search_clear(Search *search, gboolean *emptied_out, GError **error)
{
	gboolean begun = db_begin(search->db, error);
	if (begun && clear(search->db, error) && db_commit(search->db, error)) {
		*emptied_out = db_empty_log(search->db);
		return TRUE;
	}
	if (begun)
		db_rollback(search->db);
	g_prefix_error(error, "search index: ");
	return FALSE;
}

/* Each word in quotes, so that nothing in it is an operator; the last may go on. */
static char *
match_expression(const char *words)
{
	g_auto(GStrv) list = g_strsplit_set(words, " \t\r\n\"", -1);
	GString *expression = g_string_new(NULL);
	for (guint i = 0; list[i]; i++)
		if (*list[i])
			g_string_append_printf(expression, "%s\"%s\"", expression->len ? " " : "",
					       list[i]);
	if (expression->len)
		g_string_append_c(expression, '*');
	return g_string_free(expression, FALSE);
}

GArray *
search_cases(Search *search, const char *words, guint limit, GError **error)
{
	static const char sql[] =
		"SELECT i.case_id, min(w.rank) AS best FROM (SELECT rowid, rank FROM words WHERE "
		"words MATCH $1 ORDER BY rank LIMIT 10000) w JOIN indexed i ON i.entry = w.rowid "
		"GROUP BY i.case_id ORDER BY best LIMIT $2";
	g_autoptr(GArray) cases = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autofree char *expression = match_expression(words);
	if (!*expression)
		return g_steal_pointer(&cases);
	GError *failure = NULL;
	g_autoptr(Query) query = db_query(search->db, sql, "ti", expression, (gint64)limit);
	while (query_next(query, &failure)) {
		gint64 id = query_int(query, 0);
		g_array_append_val(cases, id);
	}
	if (!failure)
		return g_steal_pointer(&cases);
	g_propagate_prefixed_error(error, failure, "search: ");
	return NULL;
}
