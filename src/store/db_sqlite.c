/*
 * The seam on SQLite.  Prepared statements are kept by the address of their text;
 * values are bound by name, because SQLite numbers $2 by first appearance.
 */
#include "store/db.h"

#include "base/error.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#define BUSY_MS 5000
/* Others wait for the lock meanwhile. */
#define EMPTY_LOG_MS 200

struct Db {
	sqlite3 *handle;
	GHashTable *statements; /* SQL text (by address) -> Query */
};

struct Query {
	Db *db;
	sqlite3_stmt *statement; /* NULL: could not be prepared */
	gboolean busy;
	gboolean kept; /* lives in Db.statements */
};

/* Whoever reads it keeps a desk and writes no SQL: a statement is never quoted. What bad input
 * could lead to is refused before, so a broken constraint is a fault of ours. */
static gboolean
db_fail(Db *db, GError **error)
{
	const char *path = sqlite3_db_filename(db->handle, "main");
	const char *why = sqlite3_errmsg(db->handle);
	const char *colon = strchr(why, ':');
	switch (sqlite3_errcode(db->handle)) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return error_perm(error, "%s is damaged (%s): bring back a backup", path, why);
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
		return error_perm(error,
				  "%s can't keep this%s%s; nothing was changed, please report it",
				  path, colon ? ", for the sake of" : "", colon ? colon + 1 : "");
	case SQLITE_ERROR:
	case SQLITE_TOOBIG:
		return error_perm(error, "%s: %s", path, why);
	case SQLITE_FULL:
		return error_temp(error, "%s: no space left on the disk", path);
	default:
		return error_temp(error, "%s: %s", path, why);
	}
}

static void
query_destroy(gpointer data)
{
	Query *query = data;
	sqlite3_finalize(query->statement);
	g_free(query);
}

/* A new file is its owner's alone, whatever the umask; its -wal and -shm follow it. One that
 * exists is never opened here: closing it would drop the locks of SQLite's own descriptors. */
static void
create_private(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}

static Db *
db_open_flags(const char *path, int flags, GError **error)
{
	g_autoptr(Db) db = g_new0(Db, 1);
	db->statements = g_hash_table_new_full(NULL, NULL, NULL, query_destroy);
	if (flags & SQLITE_OPEN_CREATE)
		create_private(path);
	int code = sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (!db->handle || code != SQLITE_OK) {
		if (db->handle)
			error_temp(error, "%s can't be opened: %s", path,
				   sqlite3_errmsg(db->handle));
		else
			error_temp(error, "%s can't be opened: out of memory", path);
		return NULL;
	}
	sqlite3_extended_result_codes(db->handle, 0);
	/* Writers take turns by store/turn.h; this only covers the odd reader's checkpoint. */
	sqlite3_busy_timeout(db->handle, BUSY_MS);
	return g_steal_pointer(&db);
}

Db *
db_open(const char *path, GError **error)
{
	static const char settings[] = "PRAGMA journal_mode = WAL;"
				       "PRAGMA synchronous = FULL;"
				       "PRAGMA foreign_keys = ON;"
				       "PRAGMA wal_autocheckpoint = 0;"
				       "PRAGMA cache_size = -8000;"
				       "PRAGMA temp_store = MEMORY;"
				       /* What is removed for good must not stay in free pages. */
				       "PRAGMA secure_delete = ON;";
	g_autoptr(Db) db = db_open_flags(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
	if (!db || !db_script(db, settings, error))
		return NULL;
	return g_steal_pointer(&db);
}

Db *
db_open_read_only(const char *path, GError **error)
{
	g_autoptr(Db) db = db_open_flags(path, SQLITE_OPEN_READONLY, error);
	if (!db || !db_script(db, "PRAGMA cache_size = -4000;", error))
		return NULL;
	return g_steal_pointer(&db);
}

gboolean
db_has_moved(Db *db)
{
	int moved = 0;
	sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
	return moved != 0;
}

void
db_close(Db *db)
{
	if (!db)
		return;
	g_hash_table_unref(db->statements);
	sqlite3_close(db->handle);
	g_free(db);
}

gboolean
db_script(Db *db, const char *sql, GError **error)
{
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
		return TRUE;
	return db_fail(db, error);
}

static Query *
query_prepare(Db *db, const char *sql)
{
	Query *query = g_new0(Query, 1);
	query->db = db;
	sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &query->statement, NULL);
	return query;
}

/* A statement that is still running (a loop that calls itself) gets a twin of its own. */
static Query *
query_take(Db *db, const char *sql)
{
	Query *query = g_hash_table_lookup(db->statements, sql);
	if (!query) {
		query = query_prepare(db, sql);
		if (query->statement) {
			query->kept = TRUE;
			g_hash_table_insert(db->statements, unconst(sql), query);
		}
	} else if (query->busy) {
		query = query_prepare(db, sql);
	}
	query->busy = TRUE;
	return query;
}

static void
query_bind(Query *query, const char *types, va_list args)
{
	for (int i = 0; types[i]; i++) {
		char name[8];
		g_snprintf(name, sizeof(name), "$%d", i + 1);
		int n = sqlite3_bind_parameter_index(query->statement, name);
		g_assert(n > 0);
		switch (types[i]) {
		case 'i':
			sqlite3_bind_int64(query->statement, n, va_arg(args, gint64));
			break;
		case 't': {
			const char *text = va_arg(args, const char *);
			sqlite3_bind_text(query->statement, n, text, -1, SQLITE_STATIC);
			break;
		}
		case 'b': {
			GBytes *bytes = va_arg(args, GBytes *);
			gsize length = 0;
			const void *data = bytes ? g_bytes_get_data(bytes, &length) : NULL;
			/* An empty value has no address, and SQLite takes that for null. */
			if (bytes && length == 0)
				sqlite3_bind_zeroblob(query->statement, n, 0);
			else
				sqlite3_bind_blob64(query->statement, n, data, length,
						    SQLITE_STATIC);
			break;
		}
		default:
			g_assert_not_reached();
		}
	}
}

static Query *
db_query_va(Db *db, const char *sql, const char *types, va_list args)
{
	Query *query = query_take(db, sql);
	if (query->statement)
		query_bind(query, types, args);
	return query;
}

Query *
db_query(Db *db, const char *sql, const char *types, ...)
{
	va_list args;
	va_start(args, types);
	Query *query = db_query_va(db, sql, types, args);
	va_end(args);
	return query;
}

gboolean
query_next(Query *query, GError **error)
{
	if (!query->statement)
		return db_fail(query->db, error);
	switch (sqlite3_step(query->statement)) {
	case SQLITE_ROW:
		return TRUE;
	case SQLITE_DONE:
		return FALSE;
	default:
		return db_fail(query->db, error);
	}
}

gint64
query_int(Query *query, int column)
{
	return sqlite3_column_int64(query->statement, column);
}

const char *
query_text(Query *query, int column)
{
	return (const char *)sqlite3_column_text(query->statement, column);
}

GBytes *
query_bytes(Query *query, int column)
{
	if (query_is_null(query, column))
		return NULL;
	const void *data = sqlite3_column_blob(query->statement, column);
	return g_bytes_new(data, (gsize)sqlite3_column_bytes(query->statement, column));
}

gboolean
query_is_null(Query *query, int column)
{
	return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

void
query_free(Query *query)
{
	if (!query)
		return;
	if (!query->kept) {
		query_destroy(query);
		return;
	}
	sqlite3_reset(query->statement);
	sqlite3_clear_bindings(query->statement);
	query->busy = FALSE;
}

gboolean
db_run(Db *db, GError **error, const char *sql, const char *types, ...)
{
	va_list args;
	va_start(args, types);
	g_autoptr(Query) query = db_query_va(db, sql, types, args);
	va_end(args);
	GError *failure = NULL;
	while (query_next(query, &failure))
		;
	if (!failure)
		return TRUE;
	g_propagate_error(error, failure);
	return FALSE;
}

gboolean
db_get_int(Db *db, gint64 fallback, gint64 *value_out, GError **error, const char *sql,
	   const char *types, ...)
{
	va_list args;
	va_start(args, types);
	g_autoptr(Query) query = db_query_va(db, sql, types, args);
	va_end(args);
	GError *failure = NULL;
	gboolean row = query_next(query, &failure);
	if (failure) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	*value_out = row && !query_is_null(query, 0) ? query_int(query, 0) : fallback;
	return TRUE;
}

gint64
db_last_key(Db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

gint64
db_changed(Db *db)
{
	return sqlite3_changes64(db->handle);
}

gboolean
db_backup(Db *db, const char *path, GError **error)
{
	g_autoptr(Db) target =
		db_open_flags(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
	if (!target)
		return FALSE;
	sqlite3_backup *backup = sqlite3_backup_init(target->handle, "main", db->handle, "main");
	if (!backup)
		return db_fail(target, error);
	int code = sqlite3_backup_step(backup, -1);
	sqlite3_backup_finish(backup);
	if (code != SQLITE_DONE)
		return db_fail(target, error);
	return TRUE;
}

gboolean
db_is_empty(Db *db)
{
	gint64 tables = 1;
	return db_get_int(db, 0, &tables, NULL, "SELECT count(*) FROM sqlite_master", "") &&
	       tables == 0;
}

gboolean
db_get_version(Db *db, gint64 *version_out, GError **error)
{
	return db_get_int(db, 0, version_out, error, "PRAGMA user_version", "");
}

gboolean
db_set_version(Db *db, gint64 version, GError **error)
{
	/* A PRAGMA takes no bound values; the number is ours. */
	g_autofree char *sql = g_strdup_printf("PRAGMA user_version = %" G_GINT64_FORMAT, version);
	return db_script(db, sql, error);
}

gboolean
db_begin(Db *db, GError **error)
{
	return db_run(db, error, "BEGIN IMMEDIATE", "");
}

gboolean
db_commit(Db *db, GError **error)
{
	return db_run(db, error, "COMMIT", "");
}

void
db_rollback(Db *db)
{
	/* After some failures SQLite has rolled back by itself. */
	if (!sqlite3_get_autocommit(db->handle))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

void
db_checkpoint(Db *db)
{
	sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

gboolean
db_empty_log(Db *db)
{
	sqlite3_busy_timeout(db->handle, EMPTY_LOG_MS);
	int code =
		sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(db->handle, BUSY_MS);
	return code == SQLITE_OK;
}

char *
db_check(Db *db)
{
	g_autoptr(GString) faults = g_string_new(NULL);
	g_autoptr(GError) failure = NULL;
	g_autoptr(Query) integrity = db_query(db, "PRAGMA integrity_check(20)", "");
	while (query_next(integrity, &failure))
		if (strcmp(query_text(integrity, 0), "ok"))
			g_string_append_printf(faults, "%s\n", query_text(integrity, 0));
	g_autoptr(Query) keys = db_query(db, "PRAGMA foreign_key_check", "");
	while (!failure && query_next(keys, &failure))
		g_string_append_printf(faults, "row %" G_GINT64_FORMAT " of %s points to no %s\n",
				       query_int(keys, 1), query_text(keys, 0),
				       query_text(keys, 2));
	if (failure)
		g_string_append_printf(faults, "%s\n", failure->message);
	return faults->len ? g_string_free(g_steal_pointer(&faults), FALSE) : NULL;
}
