/*
 * The seam to the database engine: a dozen functions that know SQL as text and
 * nothing of casemate.  Statements are string constants with $1, $2, ...; each is
 * prepared once per connection and found again by its address.
 */
#ifndef CM_STORE_DB_H
#define CM_STORE_DB_H

#include <glib.h>

/** A connection. Not for use by two threads at once, nor across fork(). */
typedef struct Db Db;

/** A running statement; at most one per SQL constant and connection at a time. */
typedef struct Query Query;

/** Opens (creates) the database file. TEMP if it is busy, PERM if it is no database. */
Db *db_open(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** Opens for reading only; the file must exist. */
Db *db_open_read_only(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** Whether the file was moved, removed or replaced since it was opened. */
gboolean db_has_moved(Db *db);
void db_close(Db *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Db, db_close)

/** Runs SQL text of several statements without values: schema steps and settings. */
G_GNUC_WARN_UNUSED_RESULT gboolean db_script(Db *db, const char *sql, GError **error);

/**
 * Starts a statement. `types` has a letter for each value that follows: 'i' gint64,
 * 't' const char* (NULL = null), 'b' GBytes* (NULL = null). Values are borrowed until
 * query_free(). Never NULL: a failure shows at query_next(). (transfer full)
 */
Query *db_query(Db *db, const char *sql, const char *types, ...);

/** TRUE: a row is there. FALSE: at the end, or failed (then `error` is set). */
G_GNUC_WARN_UNUSED_RESULT gboolean query_next(Query *query, GError **error);

/** Values of the current row, columns counted from 0; valid until the next call. */
gint64 query_int(Query *query, int column);
/** NULL if null. (transfer none) */
const char *query_text(Query *query, int column);
/** NULL if null. (transfer full) */
GBytes *query_bytes(Query *query, int column);
gboolean query_is_null(Query *query, int column);
void query_free(Query *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Query, query_free)

/** Runs a statement whose rows nobody wants. */
G_GNUC_WARN_UNUSED_RESULT gboolean db_run(Db *db, GError **error, const char *sql,
					  const char *types, ...);

/** The first column of the first row; `fallback` if there is no row or it is null. */
G_GNUC_WARN_UNUSED_RESULT gboolean db_get_int(Db *db, gint64 fallback, gint64 *value_out,
					      GError **error, const char *sql, const char *types,
					      ...);

/** Whether there is no table in it. */
gboolean db_is_empty(Db *db);

/** Number of the last schema step; 0 for an empty database. Setting it is part of the
 *  running transaction. */
G_GNUC_WARN_UNUSED_RESULT gboolean db_get_version(Db *db, gint64 *version_out, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean db_set_version(Db *db, gint64 version, GError **error);

/** Begins a transaction that writes; commits on disk; undoes. */
G_GNUC_WARN_UNUSED_RESULT gboolean db_begin(Db *db, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean db_commit(Db *db, GError **error);
void db_rollback(Db *db);

/** Moves the log into the database as far as readers allow, without waiting. */
void db_checkpoint(Db *db);
/** Moves all of the log into the database and empties it. FALSE if somebody still reads an older
 *  state: then it is as it was. */
gboolean db_empty_log(Db *db);
/** The engine's own check of the file. NULL if sound. (transfer full) */
char *db_check(Db *db);

/** The key of the row inserted last on this connection. */
gint64 db_last_key(Db *db);
/** Rows changed by the last statement. */
gint64 db_changed(Db *db);

/** Copies the whole database into a new file while others work. */
G_GNUC_WARN_UNUSED_RESULT gboolean db_backup(Db *db, const char *path, GError **error);

#endif
