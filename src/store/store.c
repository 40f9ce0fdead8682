/*
 * Opening the store, its schema steps, and the transactions that every change of
 * it goes through.
 */
#include "store/store.h"

#include "base/error.h"
#include "store/turn.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DATABASE "casemate.db"

struct Store {
	char *dir;
	Db *db;
	Turn *turn; /* NULL: opened for reading only */
	gboolean in_transaction;
};

/* A numbered file of the schema folder. */
typedef struct Step {
	gint64 number;
	char *path;
} Step;

static void
step_free(gpointer data)
{
	Step *step = data;
	g_free(step->path);
	g_free(step);
}

static gint
step_compare(gconstpointer a, gconstpointer b)
{
	const Step *const *one = a, *const *two = b;
	return (*one)->number < (*two)->number ? -1 : (*one)->number > (*two)->number;
}

/* A store that has taken one of two steps of the same number would never take the other. */
static gboolean
steps_differ(const GPtrArray *steps, GError **error)
{
	for (guint i = 1; i < steps->len; i++) {
		const Step *before = steps->pdata[i - 1], *step = steps->pdata[i];
		if (before->number == step->number)
			return error_perm(error,
					  "store: the schema files %s and %s have the same number",
					  before->path, step->path);
	}
	return TRUE;
}

/* "001-base.sql", "002-...": the number is what counts. */
static GPtrArray *
steps_list(const char *schema_dir, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(schema_dir, 0, NULL);
	g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func(step_free);
	for (const char *name; dir && (name = g_dir_read_name(dir));) {
		gint64 number = g_ascii_strtoll(name, NULL, 10);
		if (number <= 0 || !g_str_has_suffix(name, ".sql"))
			continue;
		Step *step = g_new0(Step, 1);
		step->number = number;
		step->path = g_build_filename(schema_dir, name, NULL);
		g_ptr_array_add(steps, step);
	}
	g_ptr_array_sort(steps, step_compare);
	if (!steps->len) {
		error_perm(error, "store: there are no schema files in %s", schema_dir);
		return NULL;
	}
	return steps_differ(steps, error) ? g_steal_pointer(&steps) : NULL;
}

static gboolean
step_apply(Db *db, const Step *step, GError **error)
{
	g_autofree char *sql = NULL;
	if (!g_file_get_contents(step->path, &sql, NULL, error))
		return FALSE;
	if (db_script(db, sql, error) && db_set_version(db, step->number, error))
		return TRUE;
	g_prefix_error(error, "schema step %s: ", step->path);
	return FALSE;
}

static gboolean
steps_apply(Db *db, const GPtrArray *steps, gint64 version, GError **error)
{
	for (guint i = 0; i < steps->len; i++) {
		const Step *step = steps->pdata[i];
		if (step->number > version && !step_apply(db, step, error))
			return FALSE;
	}
	return TRUE;
}

/* Under the write lock, so that two processes starting at once don't both do it. */
static gboolean
schema_raise(Store *store, const GPtrArray *steps, GError **error)
{
	gint64 version = 0;
	if (!db_get_version(store->db, &version, error))
		return FALSE;
	const Step *newest = steps->pdata[steps->len - 1];
	if (version == newest->number)
		return TRUE;
	if (version == 0 && !db_is_empty(store->db))
		return error_perm(error,
				  "%s/" DATABASE " is a database, but not of casemate; give the "
				  "store a folder of its own",
				  store->dir);
	if (version > 0) {
		g_autofree char *name =
			g_strdup_printf(STORE_BACKUP_PREFIX "%" G_GINT64_FORMAT, version + 1);
		g_autofree char *path = g_build_filename(store->dir, name, NULL);
		if (!db_backup(store->db, path, error)) {
			g_prefix_error(error, "backup before the new schema: ");
			return FALSE;
		}
	}
	if (!db_begin(store->db, error))
		return FALSE;
	if (steps_apply(store->db, steps, version, error) && db_commit(store->db, error))
		return TRUE;
	db_rollback(store->db);
	return FALSE;
}

/* FALSE for a store that only a newer casemate understands. */
static gboolean
schema_known(Store *store, const GPtrArray *steps, gint64 *version_out, GError **error)
{
	const Step *newest = steps->pdata[steps->len - 1];
	gint64 version = 0;
	if (!db_get_version(store->db, &version, error))
		return FALSE;
	if (version > newest->number)
		return error_perm(error,
				  "the store in %s was written by a newer casemate (schema step "
				  "%" G_GINT64_FORMAT ", this one knows %" G_GINT64_FORMAT
				  "): install that version, nothing was changed",
				  store->dir, version, newest->number);
	*version_out = version;
	return TRUE;
}

gboolean
store_check_schema(Store *store, const char *schema_dir, GError **error)
{
	g_autoptr(GPtrArray) steps = steps_list(schema_dir, error);
	gint64 version = 0;
	return steps && schema_known(store, steps, &version, error) &&
	       (version > 0 ||
		error_perm(error, "%s is no store yet: \"casemate init\" makes it one",
			   store->dir));
}

static gboolean
schema_ready(Store *store, const char *schema_dir, GError **error)
{
	gint64 version = 0;
	g_autoptr(GPtrArray) steps = steps_list(schema_dir, error);
	if (!steps || !schema_known(store, steps, &version, error))
		return FALSE;
	const Step *newest = steps->pdata[steps->len - 1];
	if (version == newest->number)
		return TRUE;
	if (!turn_take(store->turn, error))
		return FALSE;
	gboolean raised = schema_raise(store, steps, error);
	turn_release(store->turn);
	return raised;
}

static Store *
store_new(const char *dir)
{
	Store *store = g_new0(Store, 1);
	store->dir = g_strdup(dir);
	return store;
}

/* What another user owns looks as if it weren't there. To root it doesn't, but what root makes in
 * it, locks and big messages, would be closed to the user that the gateway runs as. */
static gboolean
store_is_ours(const char *dir, const char *path, GError **error)
{
	struct stat status;
	if (geteuid() == 0 && stat(path, &status) == 0 && status.st_uid != 0)
		return error_perm(error,
				  "%s is not root's (its user is number %u); run casemate as the "
				  "user that owns the store",
				  dir, (guint)status.st_uid);
	if (access(path, R_OK | W_OK) == 0)
		return TRUE;
	if (errno == ENOENT || errno == ENOTDIR)
		return error_perm(error, "there is no store in %s; \"casemate init\" makes one",
				  dir);
	if (errno == EACCES)
		return error_temp(error, "%s: %s; run casemate as the user that owns the store",
				  dir, g_strerror(errno));
	return TRUE; /* opening it says what is wrong */
}

Store *
store_open(const char *dir, const char *schema_dir, GError **error)
{
	g_autoptr(Store) store = store_new(dir);
	g_autofree char *path = g_build_filename(dir, DATABASE, NULL);
	if (!store_is_ours(dir, path, error))
		return NULL;
	store->turn = turn_open(dir, error);
	if (!store->turn)
		return NULL;
	store->db = db_open(path, error);
	if (!store->db || !schema_ready(store, schema_dir, error))
		return NULL;
	return g_steal_pointer(&store);
}

gboolean
store_create(const char *dir, const char *schema_dir, GError **error)
{
	static const char *const folders[] = {"", "big", "spool"};
	for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *path = g_build_filename(dir, folders[i], NULL);
		if (g_mkdir_with_parents(path, 0700) < 0)
			return error_perm(error, "cannot make the folder %s: %s", path,
					  g_strerror(errno));
	}
	g_autofree char *path = g_build_filename(dir, DATABASE, NULL);
	g_autoptr(Db) db = db_open(path, error);
	if (!db)
		return FALSE;
	g_autoptr(Store) store = store_open(dir, schema_dir, error);
	return store != NULL;
}

Store *
store_open_read_only(const char *dir, GError **error)
{
	g_autoptr(Store) store = store_new(dir);
	g_autofree char *path = g_build_filename(dir, DATABASE, NULL);
	store->db = db_open_read_only(path, error);
	return store->db ? g_steal_pointer(&store) : NULL;
}

void
store_close(Store *store)
{
	if (!store)
		return;
	store_rollback(store);
	db_close(store->db);
	turn_close(store->turn);
	g_free(store->dir);
	g_free(store);
}

Db *
store_db(Store *store)
{
	return store->db;
}

const char *
store_dir(const Store *store)
{
	return store->dir;
}

char *
store_big_path(const Store *store, const char *accept_id)
{
	return g_build_filename(store->dir, "big", accept_id, NULL);
}

gboolean
store_is_in_place(Store *store, GError **error)
{
	return !db_has_moved(store->db) ||
	       error_temp(error, "the store in %s was moved or replaced while it was in use",
			  store->dir);
}

gboolean
store_begin(Store *store, GError **error)
{
	g_assert(!store->in_transaction);
	if (!turn_take(store->turn, error))
		return FALSE;
	store->in_transaction = TRUE;
	if (store_is_in_place(store, error) && db_begin(store->db, error))
		return TRUE;
	store_rollback(store);
	return FALSE;
}

gboolean
store_commit(Store *store, GError **error)
{
	g_assert(store->in_transaction);
	if (!db_commit(store->db, error)) {
		store_rollback(store);
		return FALSE;
	}
	store->in_transaction = FALSE;
	turn_release(store->turn);
	return TRUE;
}

void
store_rollback(Store *store)
{
	if (!store->in_transaction)
		return;
	db_rollback(store->db);
	store->in_transaction = FALSE;
	turn_release(store->turn);
}

gboolean
store_is_wanted(Store *store)
{
	return turn_is_wanted(store->turn);
}

gboolean
store_savepoint(Store *store, GError **error)
{
	return db_run(store->db, error, "SAVEPOINT step", "");
}

static gboolean
step_release(Store *store, GError **error)
{
	return db_run(store->db, error, "RELEASE step", "");
}

static void
step_undo(Store *store)
{
	g_autoptr(GError) failure = NULL;
	if (!db_run(store->db, &failure, "ROLLBACK TO step", "") ||
	    !db_run(store->db, &failure, "RELEASE step", ""))
		db_rollback(store->db);
}

gboolean
store_end_step(Store *store, const GError *failure, GError **error)
{
	if (!failure)
		return step_release(store, error);
	if (g_error_matches(failure, CM_ERROR, CM_ERROR_TEMP)) {
		g_propagate_error(error, g_error_copy(failure));
		return FALSE;
	}
	step_undo(store);
	return TRUE;
}

void
store_checkpoint(Store *store)
{
	db_checkpoint(store->db);
}

gboolean
store_empty_log(Store *store, gboolean *emptied_out, GError **error)
{
	g_assert(!store->in_transaction);
	if (!turn_take(store->turn, error))
		return FALSE;
	*emptied_out = db_empty_log(store->db);
	turn_release(store->turn);
	return TRUE;
}

/* Each message says where its bytes are; a file that is gone is mail lost. */
static void
check_big_files(Store *store, GString *faults)
{
	static const char sql[] = "SELECT accept_id FROM message WHERE is_big = 1";
	g_autoptr(GError) failure = NULL;
	g_autoptr(Query) query = db_query(store->db, sql, "");
	while (query_next(query, &failure)) {
		g_autofree char *path = store_big_path(store, query_text(query, 0));
		if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
			g_string_append_printf(faults, "the file %s is missing\n", path);
	}
	if (failure)
		g_string_append_printf(faults, "%s\n", failure->message);
}

char *
store_check(Store *store)
{
	g_autofree char *engine = db_check(store->db);
	g_autoptr(GString) faults = g_string_new(engine);
	check_big_files(store, faults);
	return faults->len ? g_string_free(g_steal_pointer(&faults), FALSE) : NULL;
}
