/*
 * The sender as a process: woken, told to end, killed at any moment.
 */
#include "sink_fixture.h"

/* The program itself, as a sender: what the fixture's store has goes to that port. */
static int
be_sender(const char *store_dir, const char *port)
{
	g_autofree char *schema = tree_path("schema/sqlite");
	SendRelay relay = {.host = "127.0.0.1",
			   .port = (guint)g_ascii_strtoull(port, NULL, 10),
			   .tls = RELAY_TLS_NEVER};
	g_autoptr(GPtrArray) relays = g_ptr_array_new();
	g_ptr_array_add(relays, &relay);
	SendOptions send = {.relays = relays};
	SenderOptions options = {.send = &send,
				 .store_dir = store_dir,
				 .schema_dir = schema,
				 .wake_fd = 0,
				 .put_off_ms = 300};
	return sender_run(&options);
}

/* Due, by the clock that the process goes by. */
static gint64
past_ms(void)
{
	return g_get_real_time() / 1000 - MINUTE;
}

static GPid
spawn_sender(Fixture *fixture, const Sink *sink, int *wake_out)
{
	GPid pid = 0;
	g_autoptr(GError) error = NULL;
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *port = g_strdup_printf("%u", sink->port);
	const char *argv[] = {self, "--be-sender", fixture->store_dir, port, NULL};
	g_spawn_async_with_pipes(NULL, (char **)argv, NULL,
				 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
				 &pid, wake_out, NULL, NULL, &error);
	g_assert_no_error(error);
	return pid;
}

static const char count_due[] = "SELECT COUNT(*) FROM outbox WHERE state = 0";

/* Until `sql` gives `expected`, at most a minute. */
static void
wait_for_count(Fixture *fixture, const char *sql, gint64 expected)
{
	gint64 end_us = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;
	while (store_number(fixture->store, sql) != expected) {
		g_assert_cmpint(g_get_monotonic_time(), <, end_us);
		g_usleep(5000);
	}
}

static void
assert_all_arrived(Fixture *fixture, const Sink *sink, guint rows)
{
	g_autoptr(GPtrArray) lines = sink_log(sink, "message");
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (guint i = 0; i < lines->len; i++) {
		char *recipient = log_value(lines->pdata[i], "recipient");
		char *hash = log_value(lines->pdata[i], "sha256");
		const char *before = g_hash_table_lookup(seen, recipient);
		if (before)
			g_assert_cmpstr(before, ==, hash);
		g_hash_table_replace(seen, recipient, hash);
	}
	g_test_message("%u messages, %u copies", rows, lines->len - rows);
	g_assert_cmpuint(g_hash_table_size(seen), ==, rows);
	g_assert_cmpint(
		store_number(fixture->store, "SELECT COUNT(*) FROM outbox WHERE state <> 1"), ==,
		0);
}

/* SIGKILL at any moment: each message arrives at least once, copies are the same bytes, and
 * what the row says of them is true. */
static void
test_killed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	const char *scale = g_getenv("TEST_SCALE");
	guint rows =
		500 * (guint)CLAMP(scale ? g_ascii_strtoll(scale, NULL, 10) : 100, 10, 100) / 100;
	Sink sink = sink_start(fixture, "sink", NULL);
	guint kills = 0;
	for (guint i = 0; i < rows; i++) {
		g_autofree char *recipient =
			g_strdup_printf("%s.%u@x.example", i % 50 == 7 ? "dropx1" : "fine", i);
		add_row(fixture, (OutboxRow){.recipient = recipient, .created_ms = past_ms()},
			recipient);
	}
	while (store_number(fixture->store, count_due) > 0) {
		int wake = -1;
		GPid pid = spawn_sender(fixture, &sink, &wake);
		g_usleep((gulong)g_test_rand_int_range(30000, 120000));
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		close(wake);
		/* those without an answer would wait for a minute */
		g_assert_true(db_script(store_db(fixture->store),
					"UPDATE outbox SET due_ms = 0 WHERE last_error <> ''",
					NULL));
		g_assert_cmpuint(++kills, <, 2000);
	}
	g_test_message("killed %u times", kills);
	assert_all_arrived(fixture, &sink, rows);
	sink_stop(&sink);
}

/* A byte wakes it, SIGTERM ends it, and while it lives another one waits. */
static void
test_run(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	Sink sink = sink_start(fixture, "sink", NULL);
	g_autoptr(GError) error = NULL;
	int wake = -1, wake2 = -1, status = -1;
	GPid pid = spawn_sender(fixture, &sink, &wake);
	add_row(fixture, (OutboxRow){.created_ms = past_ms()}, "A: b\r\n");
	g_assert_cmpint(write(wake, "x", 1), ==, 1);
	wait_for_count(fixture, count_due, 0);
	g_assert_false(sender_once(fixture->store, &fixture->options, T0, NULL, &error));
	g_assert_error(error, CM_ERROR, CM_ERROR_TEMP);
	GPid second = spawn_sender(fixture, &sink, &wake2);
	close(wake); /* whoever woke it is gone: it goes on by polling */
	add_row(fixture, (OutboxRow){.created_ms = past_ms()}, "A: b\r\n");
	wait_for_count(fixture, count_due, 0);
	kill(pid, SIGTERM);
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	g_assert_cmpint(status, ==, 0);
	add_row(fixture, (OutboxRow){.created_ms = past_ms()}, "A: b\r\n");
	wait_for_count(fixture, count_due, 0);
	kill(second, SIGTERM);
	g_assert_cmpint(waitpid(second, &status, 0), ==, second);
	g_assert_cmpint(status, ==, 0);
	close(wake2);
	g_assert_cmpuint(sink_count(&sink, "message"), ==, 3);
	sink_stop(&sink);
}

/* SIGTERM while a message is under way: it is finished first. */
static void
test_stop(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	Sink sink = sink_start(fixture, "sink", NULL);
	int wake = -1, status = -1;
	add_row(fixture, (OutboxRow){.recipient = "slow@x.example", .created_ms = past_ms()},
		"A: b\r\n");
	GPid pid = spawn_sender(fixture, &sink, &wake);
	wait_for_count(fixture, "SELECT SUM(tries) FROM outbox", 1);
	kill(pid, SIGTERM);
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	g_assert_cmpint(status, ==, 0);
	g_assert_cmpint(store_number(fixture->store, count_due), ==, 0);
	close(wake);
	sink_stop(&sink);
}

int
main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "--be-sender") == 0)
		return be_sender(argv[2], argv[3]);
	g_test_init(&argc, &argv, NULL);
	g_test_add("/sender-run/run", Fixture, NULL, set_up, test_run, tear_down);
	g_test_add("/sender-run/stop", Fixture, NULL, set_up, test_stop, tear_down);
	g_test_add("/sender-run/killed", Fixture, NULL, set_up, test_killed, tear_down);
	return g_test_run();
}
