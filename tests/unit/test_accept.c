/*
 * Accepting: IDs, one commit for many, each message once, files of big messages, and
 * the committer's threads.
 */
#include "base/limits.h"
#include "store/accept.h"
#include "store_fixture.h"
#include "work/committer.h"
#include "work/incoming.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef StoreFixture Fixture;

static const char count_messages[] = "SELECT count(*) FROM message";
static const char count_deliveries[] = "SELECT count(*) FROM delivery";

static const struct {
	gint64 now_ms;
	guint8 random[10];
	const char *id;
} ids[] = {
	{0, {0}, "00000000000000000000000000"},
	{1, {0, 0, 0, 0, 1, 0, 0, 0, 0, 31}, "0000000001000000010000000Z"},
	{(G_GINT64_CONSTANT(1) << 48) - 1,
	 {255, 255, 255, 255, 255, 255, 255, 255, 255, 255},
	 "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"},
	{1795325739000, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, "01M80W1FZR041061050R3GG28A"},
};

static void
test_ids(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
		char id[ACCEPT_ID_LENGTH + 1];
		accept_id_make(ids[i].now_ms, ids[i].random, id);
		g_assert_cmpstr(id, ==, ids[i].id);
		g_assert_true(accept_id_is_valid(id));
		g_assert_cmpint(accept_id_time(id), ==, ids[i].now_ms);
	}
}

static void
test_invalid_ids(void)
{
	static const char *const invalid[] = {
		"",
		"0000000000000000000000000",
		"000000000000000000000000000",
		"0000000000000000000000000o",
		"0000000000000000000000000U",
		"80000000000000000000000000",
		"../00000000000000000000000",
		"00000000000000000000000000 ",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(invalid); i++) {
		g_test_message("%s", invalid[i]);
		g_assert_false(accept_id_is_valid(invalid[i]));
	}
}

static void
test_sha256(void)
{
	/* FIPS 180-2 B.1 */
	static const guint8 expected[SHA256_BYTES] = {
		0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
		0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
		0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
	guint8 digest[SHA256_BYTES];
	g_autoptr(Sha256) hash = sha256_new();
	sha256_add(hash, "a", 1);
	sha256_add(hash, "", 0);
	sha256_add(hash, "bc", 2);
	sha256_end(hash, digest);
	g_assert_cmpmem(digest, sizeof(digest), expected, sizeof(expected));
}

static Arrival
arrival_make(const char *text, GPtrArray *recipients)
{
	Arrival arrival = {.accepted_ms = 1000,
			   .road = "lmtp",
			   .sender = "anna@example.org",
			   .recipients = recipients,
			   .size_bytes = (gint64)strlen(text),
			   .raw = g_bytes_new_static(text, strlen(text))};
	guint8 random[10];
	random_fill(random, sizeof(random));
	accept_id_make(1000, random, arrival.accept_id);
	return arrival;
}

static GPtrArray *
recipients_make(const char *one, const char *two)
{
	GPtrArray *recipients = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(recipients, g_strdup(one));
	if (two)
		g_ptr_array_add(recipients, g_strdup(two));
	return recipients;
}

static void
test_commit(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) recipients = recipients_make("a@example.org", "b@example.org");
	Arrival one = arrival_make("one", recipients), two = arrival_make("", recipients);
	Arrival *both[] = {&one, &two}, *first[] = {&one};
	g_assert_true(accept_commit(fixture->store, both, 2, &error));
	g_assert_no_error(error);
	g_assert_cmpint(store_number(fixture->store, count_messages), ==, 2);
	g_assert_cmpint(store_number(fixture->store, count_deliveries), ==, 4);

	/* A crash between the commit and what follows it: the same once more adds nothing. */
	g_assert_true(accept_commit(fixture->store, first, 1, &error));
	g_assert_cmpint(store_number(fixture->store, count_messages), ==, 2);
	g_assert_cmpint(store_number(fixture->store, count_deliveries), ==, 4);
	g_assert_cmpint(
		store_number(fixture->store,
			     "SELECT count(*) FROM message WHERE is_big = 0 AND raw IS NOT NULL"),
		==, 2);
	g_bytes_unref(one.raw);
	g_bytes_unref(two.raw);
}

static char *
big_path(const Fixture *fixture, const char *accept_id)
{
	return g_build_filename(fixture->dir, "big", accept_id, NULL);
}

/* A message of `size` bytes, handed over in pieces; what is stored must be the same. */
static void
check_incoming(Fixture *fixture, gsize size, gboolean is_big)
{
	g_autofree char *bytes = g_malloc(size + 1);
	for (gsize i = 0; i < size; i++)
		bytes[i] = (char)(i * 7);
	Arrival arrival = {0};
	g_autoptr(GError) error = NULL;
	g_autoptr(Incoming) incoming = incoming_new(fixture->dir, NULL, 2000);
	for (gsize at = 0, piece; at < size; at += piece) {
		piece = MIN(10000, size - at);
		g_assert_true(incoming_add(incoming, bytes + at, piece, &error));
	}
	g_assert_true(incoming_complete(incoming, &arrival, &error));
	g_assert_cmpint(arrival.size_bytes, ==, (gint64)size);
	g_assert_cmpint(arrival.raw == NULL, ==, is_big);
	g_autofree char *path = big_path(fixture, arrival.accept_id);
	g_autofree char *stored = NULL;
	gsize length = 0;
	if (is_big)
		g_assert_true(g_file_get_contents(path, &stored, &length, &error));
	else
		stored = g_bytes_unref_to_data(g_bytes_ref(arrival.raw), &length);
	g_assert_cmpmem(stored, length, bytes, size);
	g_autofree char *digest =
		g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, size);
	g_autofree char *hex = g_malloc(2 * SHA256_BYTES + 1);
	for (guint i = 0; i < SHA256_BYTES; i++)
		g_snprintf(hex + 2 * i, 3, "%02x", arrival.sha256[i]);
	g_assert_cmpstr(hex, ==, digest);
	/* Given up, its file goes too. */
	g_clear_pointer(&incoming, incoming_free);
	g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

static void
test_incoming(Fixture *fixture, gconstpointer data)
{
	(void)data;
	check_incoming(fixture, 0, FALSE);
	check_incoming(fixture, 1, FALSE);
	check_incoming(fixture, LIMIT_INLINE_MESSAGE_BYTES, FALSE);
	check_incoming(fixture, LIMIT_INLINE_MESSAGE_BYTES + 1, TRUE);
	check_incoming(fixture, 3 * 1024 * 1024, TRUE);
}

static void
big_file_make(Fixture *fixture, const char *accept_id, gint64 age_s)
{
	g_autoptr(GError) error = NULL;
	int fd = big_file_create(fixture->dir, accept_id, &error);
	g_assert_no_error(error);
	const struct timespec times[2] = {{.tv_sec = 1000000 - age_s}, {.tv_sec = 1000000 - age_s}};
	g_assert_no_errno(futimens(fd, times));
	g_assert_true(big_file_sync(fixture->dir, fd, &error));
	close(fd);
}

static void
test_sweep(Fixture *fixture, gconstpointer data)
{
	(void)data;
	enum { DAY_S = 24 * 60 * 60 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) recipients = recipients_make("a@example.org", NULL);
	Arrival owned = arrival_make("", recipients), young = owned, old = owned;
	young.accept_id[25] = 'Y';
	old.accept_id[25] = 'X';
	g_clear_pointer(&owned.raw, g_bytes_unref);
	owned.accept_id[25] = 'A';
	Arrival *arrivals[] = {&owned};
	g_assert_true(accept_commit(fixture->store, arrivals, 1, &error));
	big_file_make(fixture, owned.accept_id, 2 * DAY_S);
	big_file_make(fixture, young.accept_id, DAY_S - 1);
	big_file_make(fixture, old.accept_id, DAY_S + 1);
	big_file_make(fixture, "README", 2 * DAY_S);
	g_assert_cmpuint(big_files_sweep(fixture->store, G_GINT64_CONSTANT(1000000) * 1000), ==, 1);

	const char *names[] = {owned.accept_id, young.accept_id, "README"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = big_path(fixture, names[i]);
		g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
	}
	g_autofree char *gone = big_path(fixture, old.accept_id);
	g_assert_false(g_file_test(gone, G_FILE_TEST_EXISTS));
	/* Twice the same name is an error, not an overwritten message. */
	g_assert_cmpint(big_file_create(fixture->dir, owned.accept_id, &error), ==, -1);
	g_assert_nonnull(error);
}

/* However far the clock has jumped: who is about to commit keeps the file. */
static void
test_sweep_spares_what_comes_in(Fixture *fixture, gconstpointer data)
{
	(void)data;
	const gint64 years_from_now_ms = g_get_real_time() / 1000 + G_GINT64_CONSTANT(1) * G_MAXINT;
	g_autofree char *bytes = g_strnfill(LIMIT_INLINE_MESSAGE_BYTES + 1, 'x');
	g_autoptr(GError) error = NULL;
	Arrival arrival = {0};
	g_autoptr(Incoming) incoming = incoming_new(fixture->dir, NULL, 1000);
	g_assert_true(incoming_add(incoming, bytes, LIMIT_INLINE_MESSAGE_BYTES + 1, &error));
	g_assert_cmpuint(big_files_sweep(fixture->store, years_from_now_ms), ==, 0);
	g_assert_true(incoming_complete(incoming, &arrival, &error));
	g_assert_cmpuint(big_files_sweep(fixture->store, years_from_now_ms), ==, 0);
	/* Neither committed nor given up: as after a death. */
	incoming_keep_file(incoming);
	g_clear_pointer(&incoming, incoming_free);
	g_assert_cmpuint(big_files_sweep(fixture->store, years_from_now_ms), ==, 1);
}

enum { THREADS = 8, PER_THREAD = 50 };

static gpointer
committing_thread(gpointer data)
{
	g_autoptr(GPtrArray) recipients = recipients_make("a@example.org", NULL);
	for (guint i = 0; i < PER_THREAD; i++) {
		Arrival arrival = arrival_make("hi", recipients);
		g_assert_cmpint(committer_commit(data, &arrival), ==, OUTCOME_ACCEPTED);
		g_bytes_unref(arrival.raw);
	}
	return NULL;
}

static void
test_committer(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	int wake[2];
	char byte;
	g_assert_no_errno(pipe2(wake, O_NONBLOCK));
	CommitterOptions options = {fixture->dir, fixture->schema_dir, wake[1], TRUE};
	g_autoptr(Committer) committer = committer_new(&options, &error);
	g_assert_no_error(error);
	GThread *threads[THREADS];
	for (guint i = 0; i < THREADS; i++)
		threads[i] = g_thread_new("client", committing_thread, committer);
	for (guint i = 0; i < THREADS; i++)
		g_thread_join(threads[i]);
	g_assert_cmpint(store_number(fixture->store, count_messages), ==, THREADS * PER_THREAD);
	g_assert_cmpint(store_number(fixture->store, count_deliveries), ==, THREADS * PER_THREAD);
	g_assert_cmpint(read(wake[0], &byte, 1), ==, 1);
	close(wake[0]);
	close(wake[1]);
}

/* One that can never be stored must not take its batch along. */
static void
test_committer_singles_out(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	g_assert_true(db_script(store_db(fixture->store),
				"CREATE TRIGGER refuse BEFORE INSERT ON message"
				" WHEN NEW.sender = 'bad@example.org'"
				" BEGIN SELECT RAISE(ABORT, 'refused'); END",
				&error));
	CommitterOptions options = {fixture->dir, fixture->schema_dir, -1, FALSE};
	g_autoptr(Committer) committer = committer_new(&options, &error);
	GThread *thread = g_thread_new("client", committing_thread, committer);
	g_autoptr(GPtrArray) recipients = recipients_make("a@example.org", NULL);
	for (guint i = 0; i < PER_THREAD; i++) {
		Arrival bad = arrival_make("hi", recipients);
		bad.sender = "bad@example.org";
		g_assert_cmpint(committer_commit(committer, &bad), ==, OUTCOME_LATER);
		g_bytes_unref(bad.raw);
	}
	g_thread_join(thread);
	g_assert_cmpint(store_number(fixture->store, count_messages), ==, PER_THREAD);
}

static Outcome
commit_one(Committer *committer)
{
	g_autoptr(GPtrArray) recipients = recipients_make("a@example.org", NULL);
	Arrival arrival = arrival_make("hi", recipients);
	Outcome outcome = committer_commit(committer, &arrival);
	g_bytes_unref(arrival.raw);
	return outcome;
}

/* A store that was put in the place of ours gets the mail, from the next try on. */
static void
test_committer_turns_to_new_store(Fixture *fixture, gconstpointer data)
{
	(void)data;
	g_autoptr(GError) error = NULL;
	CommitterOptions options = {fixture->dir, fixture->schema_dir, -1, FALSE};
	g_autoptr(Committer) committer = committer_new(&options, &error);
	g_autofree char *aside = g_strconcat(fixture->dir, ".aside", NULL);
	g_assert_cmpint(commit_one(committer), ==, OUTCOME_ACCEPTED);
	g_assert_no_errno(g_rename(fixture->dir, aside));
	g_assert_true(store_create(fixture->dir, fixture->schema_dir, &error));
	g_assert_cmpint(commit_one(committer), ==, OUTCOME_LATER);
	g_assert_cmpint(commit_one(committer), ==, OUTCOME_ACCEPTED);
	g_autoptr(Store) now = store_open(fixture->dir, fixture->schema_dir, &error);
	g_assert_no_error(error);
	g_assert_cmpint(store_number(now, count_messages), ==, 1);
	g_assert_cmpint(store_number(fixture->store, count_messages), ==, 1);
	tree_remove(aside);
}

static void
test_no_store(void)
{
	g_autoptr(GError) error = NULL;
	CommitterOptions options = {"/nonexistent", "/nonexistent", -1, FALSE};
	g_assert_null(committer_new(&options, &error));
	g_assert_nonnull(error);
}

#define ADD(path, test) g_test_add(path, Fixture, NULL, store_set_up, test, store_tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/accept/ids", test_ids);
	g_test_add_func("/accept/invalid-ids", test_invalid_ids);
	g_test_add_func("/accept/sha256", test_sha256);
	g_test_add_func("/accept/no-store", test_no_store);
	ADD("/accept/commit", test_commit);
	ADD("/accept/incoming", test_incoming);
	ADD("/accept/sweep", test_sweep);
	ADD("/accept/sweep-spares-what-comes-in", test_sweep_spares_what_comes_in);
	ADD("/accept/committer", test_committer);
	ADD("/accept/committer-singles-out", test_committer_singles_out);
	ADD("/accept/committer-turns-to-new-store", test_committer_turns_to_new_store);
	return g_test_run();
}
