/*
 * The store: a folder with the database, its locks, and the files of big messages.
 *
 *   casemate.db   everything that counts          search.db   full text, derived
 *   big/          messages over the inline limit  spool/      deliveries without a gateway
 */
#ifndef CM_STORE_STORE_H
#define CM_STORE_STORE_H

#include "store/db.h"

typedef struct Store Store;

/** How the names of backups begin that stand beside the database. */
#define STORE_BACKUP_PREFIX "casemate.db.before-step-"

/**
 * Opens the store in `dir`, bringing its schema up to date (after a backup beside
 * it) from the numbered files in `schema_dir`. A schema newer than the newest file
 * is refused. (transfer full)
 */
Store *store_open(const char *dir, const char *schema_dir,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Makes folder and store where there is none yet. */
G_GNUC_WARN_UNUSED_RESULT gboolean store_create(const char *dir, const char *schema_dir,
						GError **error);

/** Opens for looking only: no schema step, no lock. */
Store *store_open_read_only(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Whether it is a store whose schema this program knows; an older one it will bring up to date
 * when it opens the store for writing. */
G_GNUC_WARN_UNUSED_RESULT gboolean store_check_schema(Store *store, const char *schema_dir,
						      GError **error);

void store_close(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

/** For the other files of this room and for tests. (transfer none) */
Db *store_db(Store *store);
/** The folder. (transfer none) */
const char *store_dir(const Store *store);
/** DIR/big/ACCEPT_ID. (transfer full) */
char *store_big_path(const Store *store, const char *accept_id);

/** Whether what was opened is still what `dir` holds: a backup may have been put in its place.
 *  TEMP if not; only opening it anew helps. */
G_GNUC_WARN_UNUSED_RESULT gboolean store_is_in_place(Store *store, GError **error);

/** Takes the write lock, fairly, and begins a transaction. No nesting. TEMP if the store is no
 *  longer in its place. */
G_GNUC_WARN_UNUSED_RESULT gboolean store_begin(Store *store, GError **error);
/** Commits (on disk when it returns) and releases the lock; rolls back on failure. */
G_GNUC_WARN_UNUSED_RESULT gboolean store_commit(Store *store, GError **error);
/** Undoes everything since store_begin(); harmless if nothing runs. */
void store_rollback(Store *store);
/** Whether another writer waits: end the batch. */
gboolean store_is_wanted(Store *store);

/** A step within the transaction that can be undone alone. */
G_GNUC_WARN_UNUSED_RESULT gboolean store_savepoint(Store *store, GError **error);
/** Ends a step with what came of it, so that one thing that fails for good takes nobody along:
 *  releases it without a `failure`, undoes it after a permanent one. FALSE: the failure is
 *  temporary (it is then the error) or the store is in trouble. */
G_GNUC_WARN_UNUSED_RESULT gboolean store_end_step(Store *store, const GError *failure,
						  GError **error);

/** Moves what is in the log into the database without stopping anybody. */
void store_checkpoint(Store *store);

/** The same, all of it, and empties the log, so that nothing is left of what was removed.
 *  `emptied_out`: whether nobody was in the way. */
G_GNUC_WARN_UNUSED_RESULT gboolean store_empty_log(Store *store, gboolean *emptied_out,
						   GError **error);

/** SQLite's own check and ours: foreign keys, owned files. NULL if sound, else what is
 *  wrong, a line each. (transfer full) */
char *store_check(Store *store);

#endif
