/*
 * The sender without a network: when it tries again, what it leaves in a Maildir, what it
 * tells the sendmail command, and that there are never two of it.
 */
#include "sender_fixture.h"

#include "store/accept.h"
#include "work/lane.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>

static void
test_retry(void)
{
	static const gint64 minutes[] = {1, 5, 15, 30, 60, 120, 240, 240, 240};
	guint different = 0;
	for (gint64 id = 1; id <= 300; id++)
		for (guint i = 0; i < G_N_ELEMENTS(minutes); i++) {
			gint64 wait_ms = sender_retry_ms(id, i + 1);
			g_assert_cmpint(wait_ms, >=, minutes[i] * MINUTE * 9 / 10);
			g_assert_cmpint(wait_ms, <=, minutes[i] * MINUTE * 11 / 10);
			g_assert_cmpint(wait_ms, ==, sender_retry_ms(id, i + 1));
			different += wait_ms != sender_retry_ms(id + 1, i + 1);
		}
	g_assert_cmpuint(different, >, 300 * G_N_ELEMENTS(minutes) * 9 / 10);
	g_assert_cmpint(sender_retry_ms(1, 0), <=, MINUTE * 11 / 10);
}

static const struct {
	const char *address;
	gboolean expected;
} addresses[] = {
	{"anna@example.org", TRUE},
	{"\"a b\"@example.org", TRUE},
	{"größe@exämple.org", TRUE},
	{"", FALSE},
	{"a@b>\r\nDATA", FALSE},
	{"a@b> NOTIFY=NEVER", FALSE},
	{"<a@b", FALSE},
	{"-oQ/tmp@b", FALSE},
	{"a\x7f@b", FALSE},
	{"a\xff@b", FALSE},
};

static void
test_addresses(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
		g_test_message("%s", addresses[i].address);
		g_assert_cmpint(address_is_sendable(addresses[i].address), ==,
				addresses[i].expected);
	}
}

/* Relays a (example.org alone), b and c (any), with "d" down: which one takes the mail. */
static const struct {
	const char *sender, *down, *expected; /* "": all are down; "-": there is none */
} routes[] = {
	{"x@example.org", "", "a:25"},     {"x@EXAMPLE.ORG", "", "a:25"},
	{"x@example.org", "a", ""},        {"x@example.net", "", "b:25"},
	{"x@sub.example.org", "", "b:25"}, {"x@example.net", "b", "c:25"},
	{"x@example.net", "bc", ""},       {"", "", "b:25"},
	{"x@example.net", "BC", "-"},
};

static void
test_routes(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(routes); i++) {
		static const char *const own[] = {"example.com", "example.org", NULL};
		SendRelay relays[] = {{.host = "a", .sender_domains = (char **)own},
				      {.host = "b"},
				      {.host = "c"}};
		g_autoptr(GPtrArray) list = g_ptr_array_new();
		for (gsize j = 0; j < G_N_ELEMENTS(relays); j++)
			if (!strchr(routes[i].down, g_ascii_toupper(relays[j].host[0])))
				g_ptr_array_add(list, &relays[j]);
		SendOptions options = {.relays = list};
		JobReturn back = {0};
		gboolean none = FALSE;
		g_autoptr(GPtrArray) lanes = lanes_new(&options, &back, NULL);
		for (guint j = 0; j < lanes->len; j++) {
			Lane *lane = lanes->pdata[j];
			if (strchr(routes[i].down, lane->name[0]))
				lane_mark_down(lane, 1000);
		}
		const Lane *lane = lane_for_sender(lanes, routes[i].sender, 2000, &none);
		g_test_message("%s with %s down", routes[i].sender, routes[i].down);
		g_assert_cmpstr(lane ? lane->name : none ? "-" : "", ==, routes[i].expected);
	}
}

static void
test_down_times(void)
{
	static const guint expected_s[] = {5, 10, 20, 40, 80, 160, 300, 300, 300, 300, 300, 300};
	Lane lane = {0};
	for (gsize i = 0; i < G_N_ELEMENTS(expected_s); i++) {
		g_assert_cmpuint(lane_mark_down(&lane, 7), ==, expected_s[i]);
		g_assert_cmpint(lane.down_until_us, ==, 7 + expected_s[i] * G_USEC_PER_SEC);
	}
	lane_mark_up(&lane);
	g_assert_cmpuint(lane_mark_down(&lane, 0), ==, 5);
}

static void
assert_file(const char *path, const char *expected)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	g_file_get_contents(path, &text, NULL, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(text, ==, expected);
}

static void
test_maildir(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	static const char head[] = "To: anna@example.org\r\n\r\n.\r\nFrom here\r\n";
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(fixture->dir, "out", "new", "AB-1.casemate", NULL);
	fixture->send.via = SEND_VIA_MAILDIR;
	fixture->send.maildir = g_build_filename(fixture->dir, "out", NULL);
	gint64 id = add_row(fixture, (OutboxRow){.token = "AB-1"}, head);
	gint64 bad = add_row(fixture, (OutboxRow){.token = "../x"}, head);
	g_assert_cmpuint(send_at(fixture, T0 - 1), ==, 0);
	g_assert_cmpuint(send_at(fixture, T0), ==, 1);
	g_assert_cmpuint(send_at(fixture, T0), ==, 0);
	assert_file(path, head);
	g_autoptr(OutboxRow) row = get_row(fixture, id);
	g_assert_cmpint(row->state, ==, OUTBOX_SENT);
	g_assert_cmpint(row->ended_ms, ==, T0);
	g_assert_cmpint(row->tries, ==, 1);
	g_autoptr(OutboxRow) bad_row = get_row(fixture, bad);
	g_assert_cmpint(bad_row->state, ==, OUTBOX_FAILED);

	/* a sender that died before it could note the success: the copy takes its place */
	g_assert_true(db_script(store_db(fixture->store), "UPDATE outbox SET state = 0", &error));
	g_assert_cmpuint(send_at(fixture, T0 + DAY), ==, 1);
	assert_file(path, head);
	g_autofree char *folder = g_path_get_dirname(path);
	g_autoptr(GDir) listing = g_dir_open(folder, 0, NULL);
	g_assert_nonnull(g_dir_read_name(listing));
	g_assert_null(g_dir_read_name(listing));
}

/* A folder that can't be made is no fault of the message. */
static void
test_maildir_broken(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	fixture->send.via = SEND_VIA_MAILDIR;
	fixture->send.maildir = g_strdup("/dev/null/out");
	gint64 id = add_to(fixture, "anna@example.org");
	g_assert_cmpuint(send_at(fixture, T0), ==, 0);
	g_autoptr(OutboxRow) row = get_row(fixture, id);
	g_assert_cmpint(row->state, ==, OUTBOX_DUE);
	assert_contains(row->last_error, "cannot make folder");
}

/* --- sendmail --- */

static void
make_sendmail(Fixture *fixture, const char *script)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = g_strdup_printf("#!/bin/sh\ncd '%s'\n%s\n", fixture->dir, script);
	fixture->send.via = SEND_VIA_SENDMAIL;
	g_free(fixture->send.sendmail_path);
	fixture->send.sendmail_path = g_build_filename(fixture->dir, "sendmail", NULL);
	g_file_set_contents_full(fixture->send.sendmail_path, text, -1,
				 G_FILE_SET_CONTENTS_CONSISTENT, 0755, &error);
	g_assert_no_error(error);
}

static void
test_sendmail(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autofree char *args = g_build_filename(fixture->dir, "args", NULL);
	g_autofree char *body = g_build_filename(fixture->dir, "body", NULL);
	make_sendmail(fixture, "printf '[%s]' \"$@\" > args; cat > body");
	gint64 id = add_row(fixture, (OutboxRow){.sender = "desk+t@example.org"},
			    "A: b\r\n\r\n.\r\nlone\rcr\r\r\nend\r\n");
	g_assert_cmpuint(send_at(fixture, T0), ==, 1);
	assert_file(args, "[-i][-f][desk+t@example.org][--][anna@example.org]");
	assert_file(body, "A: b\n\n.\nlone\rcr\r\nend\n");
	g_autoptr(OutboxRow) row = get_row(fixture, id);
	g_assert_cmpint(row->state, ==, OUTBOX_SENT);

	add_row(fixture, (OutboxRow){.sender = ""}, "x");
	g_assert_cmpuint(send_at(fixture, T0), ==, 1);
	assert_file(args, "[-i][-f][][--][anna@example.org]");
}

/* CR LF at every place of the pieces that the message is read in. */
static void
test_sendmail_long(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GString) sent = g_string_new(NULL), expected = g_string_new(NULL);
	g_autofree char *body = g_build_filename(fixture->dir, "body", NULL);
	for (int i = 0; i < 20000; i++) {
		g_string_append_printf(sent, "%.*s\r\n", i % 13, "abcdefghijklm");
		g_string_append_printf(expected, "%.*s\n", i % 13, "abcdefghijklm");
	}
	make_sendmail(fixture, "cat > body");
	add_row(fixture, (OutboxRow){0}, sent->str);
	g_assert_cmpuint(send_at(fixture, T0), ==, 1);
	assert_file(body, expected->str);
}

static const struct {
	const char *script;
	OutboxState state;
	gint64 wait_min; /* until it is tried again */
	const char *error;
} exits[] = {
	{"cat >/dev/null; exit 0", OUTBOX_SENT, 0, ""},
	{"cat >/dev/null; exit 75", OUTBOX_DUE, 1, "exit status 75"},
	{"cat >/dev/null; exit 71", OUTBOX_DUE, 1, "exit status 71"},
	{"cat >/dev/null; exit 1", OUTBOX_DUE, 1, "exit status 1"},
	{"echo no such user >&2; exit 67", OUTBOX_FAILED, 0, "exit status 67: no such user"},
	{"exit 64", OUTBOX_DUE, 1, "exit status 64"},
	{"exit 69", OUTBOX_FAILED, 0, "exit status 69"},
	{"cat >/dev/null; kill -9 $$", OUTBOX_DUE, 15, "signal 9"},
	{"kill -9 $$", OUTBOX_DUE, -1, "signal 9"}, /* may have been given all, by then */
};

static void
test_sendmail_exits(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	for (gsize i = 0; i < G_N_ELEMENTS(exits); i++) {
		make_sendmail(fixture, exits[i].script);
		gint64 id = add_to(fixture, "anna@example.org");
		g_test_message("%s", exits[i].script);
		send_at(fixture, T0);
		g_autoptr(OutboxRow) row = get_row(fixture, id);
		g_assert_cmpint(row->state, ==, exits[i].state);
		assert_contains(row->last_error, exits[i].error);
		gint64 wait_ms = row->due_ms - T0;
		if (row->state == OUTBOX_DUE && exits[i].wait_min > 0)
			g_assert_cmpint(ABS(wait_ms - exits[i].wait_min * MINUTE), <=,
					exits[i].wait_min * MINUTE / 10);
	}
}

static void
test_sendmail_missing(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	make_sendmail(fixture, "");
	g_unlink(fixture->send.sendmail_path);
	gint64 id = add_to(fixture, "anna@example.org");
	g_assert_cmpuint(send_at(fixture, T0), ==, 0);
	g_autoptr(OutboxRow) row = get_row(fixture, id);
	g_assert_cmpint(row->state, ==, OUTBOX_DUE);
	assert_contains(row->last_error, "cannot run");
}

/* --- one at a time --- */

static void
test_lock(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	guint sent = 77;
	g_autofree char *path = g_build_filename(fixture->store_dir, "sender.lock", NULL);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	g_assert_cmpint(flock(fd, LOCK_EX), ==, 0);
	fixture->send.via = SEND_VIA_MAILDIR;
	fixture->send.maildir = g_build_filename(fixture->dir, "out", NULL);
	add_to(fixture, "anna@example.org");
	g_assert_false(sender_once(fixture->store, &fixture->options, T0, &sent, &error));
	g_assert_error(error, CM_ERROR, CM_ERROR_TEMP);
	assert_contains(error->message, "another sender");
	g_assert_cmpuint(sent, ==, 77);
	close(fd);
	g_assert_cmpuint(send_at(fixture, T0), ==, 1);
}

static void
test_no_relay(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	static const char *const own[] = {"example.com", NULL};
	SendRelay *relay = g_new0(SendRelay, 1);
	relay->host = g_strdup("127.0.0.1");
	relay->port = 9;
	relay->sender_domains = g_strdupv((char **)own);
	g_ptr_array_add(fixture->send.relays, relay);
	gint64 id = add_to(fixture, "anna@example.org");
	g_assert_cmpuint(send_at(fixture, T0), ==, 0);
	g_autoptr(OutboxRow) row = get_row(fixture, id);
	g_assert_cmpint(row->state, ==, OUTBOX_DUE);
	g_assert_cmpint(row->tries, ==, 0);
	g_assert_cmpint(row->due_ms, >, T0);
	assert_contains(row->last_error, "no relay is set up for mail from desk@example.org");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sender/retry", test_retry);
	g_test_add_func("/sender/addresses", test_addresses);
	g_test_add_func("/sender/routes", test_routes);
	g_test_add_func("/sender/down-times", test_down_times);
	g_test_add("/sender/maildir", Fixture, NULL, set_up, test_maildir, tear_down);
	g_test_add("/sender/maildir-broken", Fixture, NULL, set_up, test_maildir_broken, tear_down);
	g_test_add("/sender/sendmail", Fixture, NULL, set_up, test_sendmail, tear_down);
	g_test_add("/sender/sendmail-long", Fixture, NULL, set_up, test_sendmail_long, tear_down);
	g_test_add("/sender/sendmail-exits", Fixture, NULL, set_up, test_sendmail_exits, tear_down);
	g_test_add("/sender/sendmail-missing", Fixture, NULL, set_up, test_sendmail_missing,
		   tear_down);
	g_test_add("/sender/lock", Fixture, NULL, set_up, test_lock, tear_down);
	g_test_add("/sender/no-relay", Fixture, NULL, set_up, test_no_relay, tear_down);
	return g_test_run();
}
