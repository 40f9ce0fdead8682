/*
 * The store: creating, schema steps, transactions, and values that come back as
 * they went in.
 */
#include "store/store.h"

#include "base/error.h"
#include "store_fixture.h"

#include <glib/gstdio.h>
#include <string.h>

typedef StoreFixture Fixture;

static void
test_values(Fixture *f, gconstpointer data)
{
	(void)data;
	static const char insert[] = "INSERT INTO message (accept_id, accepted_ms, road, sender, "
				     "size_bytes, sha256, raw) "
				     "VALUES ($1, $2, $3, $3, $2, $4, $5)";
	static const char select[] =
		"SELECT accept_id, accepted_ms, sender, sha256, raw FROM message WHERE id = $1";
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) nul = g_bytes_new_static("a\0b", 3);
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
	Db *db = store_db(f->store);
	g_assert_true(db_run(db, &error, insert, "titbb", "A", G_MAXINT64, "ü", nul, empty));
	g_autoptr(Query) query = db_query(db, select, "i", db_last_key(db));
	g_assert_true(query_next(query, &error));
	g_assert_cmpstr(query_text(query, 0), ==, "A");
	g_assert_cmpint(query_int(query, 1), ==, G_MAXINT64);
	g_assert_cmpstr(query_text(query, 2), ==, "ü");
	g_autoptr(GBytes) back = query_bytes(query, 3);
	g_assert_true(g_bytes_equal(back, nul));
	g_assert_false(query_is_null(query, 4));
	g_assert_false(query_next(query, &error));
	g_assert_no_error(error);
}

static const char count_counters[] = "SELECT count(*) FROM counter";

static gboolean
add_counter(Store *store, const char *name)
{
	static const char insert[] = "INSERT INTO counter (name, last) VALUES ($1, 1)";
	return db_run(store_db(store), NULL, insert, "t", name);
}

static void
test_savepoint(Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) perm = NULL, temp = NULL, error = NULL;
	error_perm(&perm, "never");
	error_temp(&temp, "not now");
	g_assert_true(store_begin(f->store, NULL));
	g_assert_true(add_counter(f->store, "A"));
	g_assert_true(store_savepoint(f->store, NULL));
	g_assert_true(add_counter(f->store, "B"));
	g_assert_true(store_end_step(f->store, perm, NULL));
	g_assert_true(store_savepoint(f->store, NULL));
	g_assert_true(add_counter(f->store, "C"));
	g_assert_true(store_end_step(f->store, NULL, NULL));
	g_assert_true(store_savepoint(f->store, NULL));
	g_assert_false(store_end_step(f->store, temp, &error));
	g_assert_error(error, CM_ERROR, CM_ERROR_TEMP);
	g_assert_true(store_commit(f->store, NULL));
	g_assert_cmpint(store_number(f->store, count_counters), ==, 2);

	g_assert_true(store_begin(f->store, NULL));
	g_assert_true(add_counter(f->store, "D"));
	store_rollback(f->store);
	g_assert_cmpint(store_number(f->store, count_counters), ==, 2);
}

static void
test_constraint_is_permanent(Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	static const char insert[] = "INSERT INTO delivery (message, recipient) VALUES (77, 'x')";
	g_assert_false(db_run(store_db(f->store), &error, insert, ""));
	g_assert_error(error, CM_ERROR, CM_ERROR_PERM);
}

/* Of two steps with one number, a store that has either would never get the other. */
static void
test_steps_differ(Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_autoptr(GDir) dir = g_dir_open(f->schema_dir, 0, NULL);
	guint steps = 0;
	for (const char *name; (name = g_dir_read_name(dir)); steps++) {
		gint number = (gint)g_ascii_strtoll(name, NULL, 10);
		g_test_message("%s", name);
		g_assert_true(g_hash_table_add(seen, GINT_TO_POINTER(number)));
	}
	for (guint number = 1; number <= steps; number++)
		g_assert_true(g_hash_table_contains(seen, GUINT_TO_POINTER(number)));
}

static void
test_newer_schema_is_refused(Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	g_assert_true(db_set_version(store_db(f->store), 4711, &error));
	g_autoptr(Store) again = store_open(f->dir, f->schema_dir, &error);
	g_assert_null(again);
	g_assert_error(error, CM_ERROR, CM_ERROR_PERM);
	g_assert_nonnull(strstr(error->message, "newer casemate"));
}

static void
test_step_with_backup(Fixture *f, gconstpointer data)
{
	(void)data;
	GError *error = NULL;
	gint64 steps = 0;
	g_assert_true(db_get_version(store_db(f->store), &steps, NULL));
	g_autofree char *schema = g_dir_make_tmp("casemate-schema-XXXXXX", NULL);
	g_autofree char *good = g_build_filename(schema, "900-good.sql", NULL);
	g_autofree char *bad = g_build_filename(schema, "901-bad.sql", NULL);
	g_assert_true(
		g_file_set_contents(good, "CREATE TABLE extra (x INTEGER) STRICT;", -1, NULL));
	g_assert_true(g_file_set_contents(bad, "CREATE TABLE broken (x INTEGER", -1, NULL));

	Store *store = store_open(f->dir, schema, &error);
	g_assert_null(store);
	g_assert_nonnull(strstr(error->message, "901-bad.sql"));
	g_clear_error(&error);
	g_assert_cmpint(store_number(f->store, "SELECT count(*) FROM sqlite_schema WHERE name = "
					       "'extra'"),
			==, 0);

	g_unlink(bad);
	store = store_open(f->dir, schema, &error);
	g_assert_no_error(error);
	store_close(store);
	g_autofree char *name =
		g_strdup_printf("casemate.db.before-step-%" G_GINT64_FORMAT, steps + 1);
	g_autofree char *backup = g_build_filename(f->dir, name, NULL);
	g_assert_true(g_file_test(backup, G_FILE_TEST_EXISTS));
	tree_remove(schema);
}

/* Taken in the order of the folder, one of the two would be missing in some stores for ever. */
static void
test_steps_of_one_number(Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	g_autofree char *schema = g_dir_make_tmp("casemate-schema-XXXXXX", NULL);
	g_autofree char *one = g_build_filename(schema, "900-one.sql", NULL);
	g_autofree char *two = g_build_filename(schema, "900-two.sql", NULL);
	g_assert_true(g_file_set_contents(one, "CREATE TABLE one (x) ;", -1, NULL));
	g_assert_true(g_file_set_contents(two, "CREATE TABLE two (x) ;", -1, NULL));
	g_assert_null(store_open(f->dir, schema, &error));
	g_assert_nonnull(strstr(error->message, "900-one.sql"));
	g_assert_nonnull(strstr(error->message, "900-two.sql"));
	tree_remove(schema);
}

static void
test_check(Fixture *f, gconstpointer data)
{
	(void)data;
	g_autofree char *sound = store_check(f->store);
	g_assert_null(sound);
	g_assert_true(
		db_run(store_db(f->store), NULL,
		       "INSERT INTO message (accept_id, accepted_ms, road, sender, size_bytes, "
		       "sha256, is_big) VALUES ('B', 1, 'lmtp', '', 1, x'00', 1)",
		       ""));
	g_autofree char *missing = store_check(f->store);
	g_assert_nonnull(missing);
	g_assert_nonnull(strstr(missing, "big/B is missing"));
}

/* Another one in its place: what is open must not be written to any more. */
static void
test_replaced(Fixture *f, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	g_autofree char *aside = g_strconcat(f->dir, ".aside", NULL);
	g_assert_true(store_is_in_place(f->store, &error));
	g_assert_no_errno(g_rename(f->dir, aside));
	g_assert_false(store_begin(f->store, &error));
	g_assert_error(error, CM_ERROR, CM_ERROR_TEMP);
	g_clear_error(&error);
	g_assert_true(store_create(f->dir, f->schema_dir, &error));
	g_assert_false(store_begin(f->store, NULL));
	tree_remove(f->dir);
	g_assert_no_errno(g_rename(aside, f->dir));
	g_assert_true(store_begin(f->store, &error));
	g_assert_true(store_commit(f->store, &error));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(name)                                                                                  \
	g_test_add("/store/" #name, Fixture, NULL, store_set_up, test_##name, store_tear_down)
	ADD(values);
	ADD(savepoint);
	ADD(constraint_is_permanent);
	ADD(steps_differ);
	ADD(newer_schema_is_refused);
	ADD(steps_of_one_number);
	ADD(step_with_backup);
	ADD(check);
	ADD(replaced);
	return g_test_run();
}
