/*
 * For tests that need a store: one of its own for each, in a folder that goes with it.
 */
#ifndef CM_TEST_STORE_FIXTURE_H
#define CM_TEST_STORE_FIXTURE_H

#include "store/store.h"

/* A file of the source tree. */
static inline char *
tree_path(const char *name)
{
	const char *tree = g_getenv("CASEMATE_TREE");
	return g_build_filename(tree ? tree : ".", name, NULL);
}

static inline void
tree_remove(const char *dir)
{
	const char *argv[] = {"rm", "-rf", dir, NULL};
	g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
				   NULL, NULL, NULL));
}

/* A new store, opened. */
static inline Store *
store_make(const char *dir, const char *schema_dir)
{
	g_autoptr(GError) error = NULL;
	g_assert_true(store_create(dir, schema_dir, &error));
	Store *store = store_open(dir, schema_dir, &error);
	g_assert_no_error(error);
	return store;
}

/* What a statement says; -1 if nothing. */
static inline gint64
store_number(Store *store, const char *sql)
{
	gint64 n = -1;
	g_autoptr(GError) error = NULL;
	g_assert_true(db_get_int(store_db(store), -1, &n, &error, sql, ""));
	return n;
}

typedef struct StoreFixture {
	char *dir;
	char *schema_dir;
	Store *store;
} StoreFixture;

static inline void
store_set_up(StoreFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	fixture->dir = g_dir_make_tmp("casemate-store-XXXXXX", &error);
	g_assert_no_error(error);
	fixture->schema_dir = tree_path("schema/sqlite");
	fixture->store = store_make(fixture->dir, fixture->schema_dir);
}

static inline void
store_tear_down(StoreFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	store_close(fixture->store);
	tree_remove(fixture->dir);
	g_free(fixture->dir);
	g_free(fixture->schema_dir);
}

#endif
