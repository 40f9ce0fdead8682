/*
 * The sender against our SMTP sink: every way a dialogue can end, TLS, logins, kept and
 * lost connections, several relays, and death at any moment.
 */
#include "sender_fixture.h"

#include <glib/gstdio.h>

/* A running sink. */
typedef struct Sink {
	GPid pid;
	int leash; /* its standard input: it ends when this is closed */
	char *dir;
	guint port;
} Sink;

static guint
read_port(int fd)
{
	char text[16] = "";
	gsize length = 0;
	while (length < sizeof(text) - 1 && !strchr(text, '\n')) {
		gssize got = read(fd, text + length, sizeof(text) - 1 - length);
		g_assert_cmpint(got, >, 0);
		length += (gsize)got;
	}
	return (guint)g_ascii_strtoull(text, NULL, 10);
}

/* `options` as in a shell, nullable. */
static Sink
sink_start(Fixture *fixture, const char *name, const char *options)
{
	Sink sink = {.dir = g_build_filename(fixture->dir, name, NULL)};
	g_autoptr(GError) error = NULL;
	g_autofree char *program = tree_path("tests/peers/smtp-sink");
	g_autofree char *line =
		g_strdup_printf("'%s' '%s' %s", program, sink.dir, options ? options : "");
	g_auto(GStrv) argv = NULL;
	int out = -1;
	g_assert_true(g_shell_parse_argv(line, NULL, &argv, &error));
	g_spawn_async_with_pipes(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &sink.pid,
				 &sink.leash, &out, NULL, &error);
	g_assert_no_error(error);
	sink.port = read_port(out);
	close(out);
	return sink;
}

static void
sink_stop(Sink *sink)
{
	close(sink->leash);
	waitpid(sink->pid, NULL, 0);
	g_clear_pointer(&sink->dir, g_free);
}

/* The lines of its log with `"event": "EVENT"`. */
static GPtrArray *
sink_log(const Sink *sink, const char *event)
{
	g_autofree char *path = g_build_filename(sink->dir, "log", NULL);
	g_autofree char *text = NULL;
	g_autofree char *mark = g_strdup_printf("\"event\": \"%s\"", event);
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return found;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++)
		if (strstr(*line, mark))
			g_ptr_array_add(found, g_strdup(*line));
	return found;
}

static guint
sink_count(const Sink *sink, const char *event)
{
	g_autoptr(GPtrArray) lines = sink_log(sink, event);
	return lines->len;
}

/* What stands behind "KEY": in a line of the log, up to the comma or brace. (transfer full) */
static char *
log_value(const char *line, const char *key)
{
	g_autofree char *mark = g_strdup_printf("\"%s\": ", key);
	const char *at = strstr(line, mark);
	g_assert_nonnull(at);
	at += strlen(mark);
	if (*at == '"')
		return g_strndup(at + 1, strcspn(at + 1, "\""));
	return g_strndup(at, strcspn(at, ",}"));
}

static SendRelay *
add_relay(Fixture *fixture, guint port)
{
	SendRelay *relay = g_new0(SendRelay, 1);
	relay->host = g_strdup("127.0.0.1");
	relay->port = port;
	relay->tls = RELAY_TLS_NEVER;
	relay->connections = 1;
#ifdef CM_SANITIZED
	relay->answer_timeout_s = 8;
#else
	relay->answer_timeout_s = 2; /* more than a slow one takes */
#endif
	g_ptr_array_add(fixture->send.relays, relay);
	return relay;
}

static void
assert_stored(const Sink *sink, guint n, const char *expected)
{
	g_autofree char *name = g_strdup_printf("%06u.eml", n);
	g_autofree char *path = g_build_filename(sink->dir, name, NULL);
	g_autofree char *text = NULL;
	gsize length = 0;
	g_assert_true(g_file_get_contents(path, &text, &length, NULL));
	g_assert_cmpmem(text, length, expected, strlen(expected));
}

/* --- one message after the other --- */

static const char *const bodies[] = {
	".\r\n",
	"..\r\n.\r\n\r\n.x\r\n",
	".first\r\nSubject: x\r\n\r\n.\r\n.\r\n..\r\n",
	"Subject: x\r\n\r\nlone . dots . here\r\n\r\n",
	"A: b\r\n\r\nbare\nline\n.\nfeeds\n.dot\r\n",
};

static void
test_bytes(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	Sink sink = sink_start(fixture, "sink", NULL);
	add_relay(fixture, sink.port);
	for (gsize i = 0; i < G_N_ELEMENTS(bodies); i++)
		add_row(fixture, (OutboxRow){.sender = i ? "desk+tok@example.org" : ""}, bodies[i]);
	g_assert_cmpuint(send_at(fixture, T0), ==, G_N_ELEMENTS(bodies));
	g_autoptr(GPtrArray) lines = sink_log(&sink, "message");
	g_assert_cmpuint(lines->len, ==, G_N_ELEMENTS(bodies));
	for (guint i = 0; i < lines->len; i++) {
		g_autofree char *sender = log_value(lines->pdata[i], "sender");
		g_autofree char *params = log_value(lines->pdata[i], "params");
		g_autofree char *size = g_strdup_printf("SIZE=%zu", strlen(bodies[i]));
		assert_stored(&sink, i + 1, bodies[i]);
		g_assert_cmpstr(sender, ==, i ? "desk+tok@example.org" : "");
		g_assert_cmpstr(params, ==, size);
	}
	/* and all over one connection */
	g_assert_cmpuint(sink_count(&sink, "connection"), ==, 1);
	sink_stop(&sink);
}

/* Every place of a dot and a line end in the pieces that libcurl reads. */
static void
test_long(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GString) text = g_string_new("Subject: long\r\n\r\n");
	for (int i = 0; i < 60000; i++)
		g_string_append_printf(text, "%.*s\r\n", i % 7, "......");
	Sink sink = sink_start(fixture, "sink", NULL);
	add_relay(fixture, sink.port);
	gint64 id = add_row(fixture, (OutboxRow){0}, text->str);
	g_assert_cmpuint(send_at(fixture, T0), ==, 1);
	assert_stored(&sink, 1, text->str);
	g_autoptr(OutboxRow) row = get_row(fixture, id);
	g_assert_cmpint(row->state, ==, OUTBOX_SENT);
	sink_stop(&sink);
}

static void
test_utf8(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	Sink sink = sink_start(fixture, "sink", NULL);
	add_relay(fixture, sink.port);
	add_row(fixture, (OutboxRow){.recipient = "grüße@example.org"}, "A: b\r\n");
	g_assert_cmpuint(send_at(fixture, T0), ==, 1);
	g_autoptr(GPtrArray) lines = sink_log(&sink, "message");
	assert_contains(lines->pdata[0], "SMTPUTF8");
	sink_stop(&sink);
}

/* --- every way to end --- */

static const struct {
	const char *recipient;
	OutboxState state;
	int wait_min;
	const char *error; /* part of last_error */
	guint copies;      /* that the sink has then */
} ends[] = {
	{"fine@x.example", OUTBOX_SENT, 0, "", 1},
	{"rcpt450@x.example", OUTBOX_DUE, 1, "450 5.1.1 not here", 0},
	{"rcpt550@x.example", OUTBOX_FAILED, 0, "550 5.1.1 not here", 0},
	{"data451@x.example", OUTBOX_DUE, 1, "451 5.0.0 no data", 0},
	{"data554@x.example", OUTBOX_FAILED, 0, "554 5.0.0 no data", 0},
	{"end452@x.example", OUTBOX_DUE, 1, "452 5.3.0 not this message", 0},
	{"end554@x.example", OUTBOX_FAILED, 0, "554 5.3.0 not this message", 0},
	{"bye@x.example", OUTBOX_DUE, 1, "421 4.3.2 going down", 0},
	{"lost@x.example", OUTBOX_DUE, 1, "", 0},
	{"cut@x.example", OUTBOX_DUE, -1, "", 0},
	{"drop@x.example", OUTBOX_DUE, 15, "no answer after the message was handed over", 1},
	{"hang@x.example", OUTBOX_DUE, 15, "no answer after the message was handed over", 1},
	{"slow@x.example", OUTBOX_SENT, 0, "", 1},
	{"mail530@x.example", OUTBOX_DUE, 1, "530 5.1.1 not here", 0},
	{"a b>@x.example", OUTBOX_FAILED, 0, "an address can't be used", 0},
};

static void
assert_wait(const OutboxRow *row, gint64 from_ms, int minutes)
{
	gint64 wait_ms = row->due_ms - from_ms;
	g_assert_cmpint(wait_ms, >=, minutes * MINUTE * 9 / 10);
	g_assert_cmpint(wait_ms, <=, minutes * MINUTE * 11 / 10);
}

/* Each after another message, so that there is a connection to keep. */
static void
test_ends(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	Sink sink = sink_start(fixture, "sink", NULL);
	add_relay(fixture, sink.port);
	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		guint before = sink_count(&sink, "message");
		g_test_message("%s", ends[i].recipient);
		add_to(fixture, "before@x.example");
		gint64 id = add_to(fixture, ends[i].recipient);
		send_at(fixture, T0);
		g_autoptr(OutboxRow) row = get_row(fixture, id);
		g_assert_cmpint(row->state, ==, ends[i].state);
		g_assert_cmpint(row->tries, ==, 1);
		assert_contains(row->last_error, ends[i].error);
		g_assert_cmpint(*row->last_error != '\0', ==, row->state != OUTBOX_SENT);
		if (row->state == OUTBOX_DUE && ends[i].wait_min > 0)
			assert_wait(row, T0, ends[i].wait_min);
		g_assert_cmpuint(sink_count(&sink, "message"), ==, before + 1 + ends[i].copies);
		g_assert_true(db_script(store_db(fixture->store), "DELETE FROM outbox", NULL));
	}
	sink_stop(&sink);
}

/* The classic window: taken, and the answer lost.  Again after 15 minutes, same bytes. */
static void
test_unknown(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	Sink sink = sink_start(fixture, "sink", NULL);
	add_relay(fixture, sink.port);
	gint64 id = add_to(fixture, "dropx1@x.example");
	g_assert_cmpuint(send_at(fixture, T0), ==, 0);
	g_assert_cmpuint(send_at(fixture, T0 + 15 * MINUTE - 1), ==, 0);
	g_assert_cmpuint(sink_count(&sink, "message"), ==, 1);
	g_assert_cmpuint(send_at(fixture, T0 + 15 * MINUTE), ==, 1);
	g_autoptr(GPtrArray) lines = sink_log(&sink, "message");
	g_assert_cmpuint(lines->len, ==, 2);
	g_autofree char *one = log_value(lines->pdata[0], "sha256");
	g_autofree char *two = log_value(lines->pdata[1], "sha256");
	g_assert_cmpstr(one, ==, two);
	g_autoptr(OutboxRow) row = get_row(fixture, id);
	g_assert_cmpint(row->tries, ==, 2);
	sink_stop(&sink);
}

/* 4yz for days: the waits of the schedule, and the end after five days. */
static void
test_give_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	static const int waits_min[] = {1, 5, 15, 30, 60, 120, 240, 240};
	Sink sink = sink_start(fixture, "sink", NULL);
	add_relay(fixture, sink.port);
	gint64 id = add_to(fixture, "end451@x.example");
	gint64 now_ms = T0;
	guint tries = 0;
	for (;;) {
		g_assert_cmpuint(send_at(fixture, now_ms), ==, 0);
		g_autoptr(OutboxRow) row = get_row(fixture, id);
		g_assert_cmpint(row->tries, ==, ++tries);
		if (row->state != OUTBOX_DUE)
			break;
		assert_wait(row, now_ms, waits_min[MIN(tries, G_N_ELEMENTS(waits_min)) - 1]);
		now_ms = row->due_ms;
	}
	g_autoptr(OutboxRow) row = get_row(fixture, id);
	g_assert_cmpint(row->state, ==, OUTBOX_FAILED);
	assert_contains(row->last_error, "given up after 5 days: 451");
	g_assert_cmpint(now_ms - T0, >=, 5 * DAY);
	g_assert_cmpint(now_ms - T0, <=, 5 * DAY + 5 * 60 * MINUTE);
	g_autoptr(GPtrArray) untold = outbox_untold_failures(fixture->store, 10, NULL);
	g_assert_cmpuint(untold->len, ==, 1);
	sink_stop(&sink);
}

/* --- connections --- */

static void
test_kept(Fixture *fixture, gconstpointer options)
{
	Sink sink = sink_start(fixture, "sink", options);
	add_relay(fixture, sink.port);
	for (int i = 0; i < 10; i++)
		add_to(fixture, "anna@x.example");
	g_assert_cmpuint(send_at(fixture, T0), ==, 10);
	g_assert_cmpuint(sink_count(&sink, "message"), ==, 10);
	guint connections = sink_count(&sink, "connection");
	g_assert_cmpuint(connections, ==, options ? 4 : 1); /* three messages for each */
	sink_stop(&sink);
}

/* A carrier whose connection the relay closed while there was nothing to send. */
static void
test_idle(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	Sink sink = sink_start(fixture, "sink", "--idle 0.2");
	SendRelay *relay = add_relay(fixture, sink.port);
	g_autoptr(GBytes) bytes = g_bytes_new_static("A: b\r\n", 6);
	Letter letter = {.token = "t",
			 .sender = "a@b",
			 .recipient = "c@d",
			 .bytes = bytes,
			 .fd = -1,
			 .size_bytes = 6};
	Carrier *carrier = smtp_carrier_new(relay, NULL);
	for (int i = 0; i < 3; i++) {
		SendResult result = {0};
		carrier->send(carrier, &letter, &result);
		g_assert_cmpint(result.outcome, ==, SEND_SENT);
		send_result_clear(&result);
		for (gint64 end_us = g_get_monotonic_time() + 300000;
		     g_get_monotonic_time() < end_us;)
			g_usleep(10000); /* the time in question is the sink's own */
	}
	carrier->rest(carrier);
	SendResult last = {0};
	carrier->send(carrier, &letter, &last);
	g_assert_cmpint(last.outcome, ==, SEND_SENT);
	send_result_clear(&last);
	carrier->free(carrier);
	g_assert_cmpuint(sink_count(&sink, "message"), ==, 4);
	g_assert_cmpuint(sink_count(&sink, "connection"), ==, 4);
	sink_stop(&sink);
}

/* Four that take a second each, side by side. */
static void
test_parallel(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	Sink sink = sink_start(fixture, "sink", NULL);
	add_relay(fixture, sink.port)->connections = 4;
	for (int i = 0; i < 4; i++)
		add_to(fixture, "slow@x.example");
	gint64 began_us = g_get_monotonic_time();
	g_assert_cmpuint(send_at(fixture, T0), ==, 4);
	g_assert_cmpint(g_get_monotonic_time() - began_us, <, 3 * G_USEC_PER_SEC);
	g_assert_cmpuint(sink_count(&sink, "connection"), ==, 4);
	sink_stop(&sink);
}

/* --- several relays --- */

/* A port nobody listens on. */
static guint
dead_port(Fixture *fixture)
{
	Sink sink = sink_start(fixture, "dead", NULL);
	guint port = sink.port;
	sink_stop(&sink);
	return port;
}

static void
test_fallback(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	Sink sink = sink_start(fixture, "sink", NULL);
	add_relay(fixture, dead_port(fixture));
	add_relay(fixture, sink.port);
	gint64 id = add_to(fixture, "anna@x.example");
	add_to(fixture, "berta@x.example");
	g_assert_cmpuint(send_at(fixture, T0), ==, 2);
	g_autoptr(OutboxRow) row = get_row(fixture, id);
	g_assert_cmpint(row->tries, ==, 1);
	sink_stop(&sink);
}

/* One desk's relay being down stops nobody else's mail. */
static void
test_domains(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	static const char *const dead[] = {"dead.example", NULL};
	Sink sink = sink_start(fixture, "sink", NULL);
	add_relay(fixture, dead_port(fixture))->sender_domains = g_strdupv((char **)dead);
	add_relay(fixture, sink.port);
	for (int i = 0; i < 300; i++)
		add_row(fixture, (OutboxRow){.sender = "a@dead.example", .created_ms = T0 - 1},
			"x");
	gint64 id = add_to(fixture, "anna@x.example");
	g_assert_cmpuint(send_at(fixture, T0), ==, 1);
	g_autoptr(OutboxRow) row = get_row(fixture, id);
	g_assert_cmpint(row->state, ==, OUTBOX_SENT);
	sink_stop(&sink);
}

/* Nobody home: one row was tried, the rest waits untouched, and all go once it is back. */
static void
test_relay_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	guint port = dead_port(fixture);
	SendRelay *relay = add_relay(fixture, port);
	gint64 ids[20], tries = 0;
	for (int i = 0; i < 20; i++)
		ids[i] = add_to(fixture, "anna@x.example");
	g_assert_cmpuint(send_at(fixture, T0), ==, 0);
	for (int i = 0; i < 20; i++) {
		g_autoptr(OutboxRow) row = get_row(fixture, ids[i]);
		g_assert_cmpint(row->state, ==, OUTBOX_DUE);
		tries += row->tries;
	}
	g_assert_cmpint(tries, ==, 1);
	g_autoptr(OutboxRow) tried = get_row(fixture, ids[0]);
	assert_wait(tried, T0, 1);
	assert_contains(tried->last_error, "Failed to connect");
	gint64 now_ms = T0; /* an hour of it: never more than 15 minutes to the next try */
	while (now_ms < T0 + 60 * MINUTE) {
		g_assert_cmpuint(send_at(fixture, now_ms), ==, 0);
		now_ms += 15 * MINUTE;
	}
	Sink sink = sink_start(fixture, "sink", NULL);
	relay->port = sink.port;
	g_assert_cmpuint(send_at(fixture, now_ms + MINUTE), ==, 20);
	sink_stop(&sink);
}

/* --- TLS --- */

static const struct {
	const char *sink; /* TLS of the sink and its certificate, from make-certs */
	RelayTls tls;     /* of ours */
	const char *ca;   /* NULL: the system's */
	gboolean sent;
	gboolean encrypted;
	const char *error;
} handshakes[] = {
	{"starttls good", RELAY_TLS_REQUIRED, "ca", TRUE, TRUE, ""},
	{"starttls good", RELAY_TLS_OPTIONAL, "ca", TRUE, TRUE, ""},
	{"starttls good", RELAY_TLS_NEVER, "ca", TRUE, FALSE, ""},
	{"implicit good", RELAY_TLS_IMPLICIT, "ca", TRUE, TRUE, ""},
	{"starttls good", RELAY_TLS_REQUIRED, NULL, FALSE, FALSE, "certificate"},
	{"starttls good", RELAY_TLS_REQUIRED, "other", FALSE, FALSE, "certificate"},
	{"starttls name", RELAY_TLS_REQUIRED, "ca", FALSE, FALSE, "certificate"},
	{"starttls unknown", RELAY_TLS_REQUIRED, "ca", FALSE, FALSE, "certificate"},
	{"starttls expired", RELAY_TLS_REQUIRED, "ca", FALSE, FALSE, "certificate"},
	{"starttls unknown", RELAY_TLS_OPTIONAL, "ca", FALSE, FALSE, "certificate"},
	{"implicit name", RELAY_TLS_IMPLICIT, "ca", FALSE, FALSE, "certificate"},
	{"implicit unknown", RELAY_TLS_IMPLICIT, "ca", FALSE, FALSE, "certificate"},
	{"none", RELAY_TLS_REQUIRED, "ca", FALSE, FALSE, "STARTTLS"},
	{"none", RELAY_TLS_OPTIONAL, "ca", TRUE, FALSE, ""},
};

static char *
certs_path(Fixture *fixture, const char *name, const char *ending)
{
	return g_strdup_printf("%s/certs/%s.%s", fixture->dir, name, ending);
}

static void
run_command(const char *const *argv)
{
	int status = -1;
	g_autoptr(GError) error = NULL;
	g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
		     &status, &error);
	g_assert_no_error(error);
	g_assert_cmpint(status, ==, 0);
}

static void
make_certs(Fixture *fixture)
{
	g_autofree char *dir = g_build_filename(fixture->dir, "certs", NULL);
	g_autofree char *program = tree_path("tests/peers/make-certs");
	g_assert_cmpint(g_mkdir(dir, 0700), ==, 0);
	run_command((const char *const[]){program, dir, NULL});
}

static Sink
tls_sink_start(Fixture *fixture, const char *name, const char *tls, const char *more)
{
	g_auto(GStrv) words = g_strsplit(tls, " ", 2);
	if (!words[1])
		return sink_start(fixture, name, more);
	g_autofree char *pem = certs_path(fixture, words[1], "pem");
	g_autofree char *options = g_strdup_printf("--tls %s --cert '%s' %s", words[0], pem, more);
	return sink_start(fixture, name, options);
}

static void
test_tls(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	make_certs(fixture);
	for (gsize i = 0; i < G_N_ELEMENTS(handshakes); i++) {
		g_autofree char *name = g_strdup_printf("sink%zu", i);
		Sink sink = tls_sink_start(fixture, name, handshakes[i].sink, "");
		g_ptr_array_set_size(fixture->send.relays, 0);
		SendRelay *relay = add_relay(fixture, sink.port);
		relay->tls = handshakes[i].tls;
		if (handshakes[i].ca)
			relay->ca_file = certs_path(fixture, handshakes[i].ca, "crt");
		gint64 id = add_to(fixture, "anna@x.example");
		g_test_message("%zu: %s", i, handshakes[i].sink);
		g_assert_cmpint(smtp_relay_check(relay, 20, NULL), ==, handshakes[i].sent);
		g_assert_cmpuint(send_at(fixture, T0), ==, handshakes[i].sent);
		g_autoptr(OutboxRow) row = get_row(fixture, id);
		assert_contains(row->last_error, handshakes[i].error);
		g_autoptr(GPtrArray) lines = sink_log(&sink, "message");
		g_assert_cmpuint(lines->len, ==, handshakes[i].sent);
		if (lines->len > 0) {
			g_autofree char *tls = log_value(lines->pdata[0], "tls");
			g_assert_cmpstr(tls, ==, handshakes[i].encrypted ? "true" : "false");
		}
		g_assert_true(db_script(store_db(fixture->store), "DELETE FROM outbox", NULL));
		sink_stop(&sink);
	}
}

/* --- logins --- */

static const struct {
	const char *tls;  /* of the sink */
	const char *mech; /* that it offers */
	RelayTls tls_ours;
	RelayAuth auth;
	const char *secret;
	gboolean sent;
	const char *error;
} logins[] = {
	{"starttls good", "PLAIN", RELAY_TLS_REQUIRED, RELAY_AUTH_PLAIN, "s3 cret", TRUE, ""},
	{"starttls good", "LOGIN", RELAY_TLS_REQUIRED, RELAY_AUTH_LOGIN, "s3 cret", TRUE, ""},
	{"starttls good", "XOAUTH2", RELAY_TLS_REQUIRED, RELAY_AUTH_XOAUTH2, "s3 cret", TRUE, ""},
	{"implicit good", "PLAIN", RELAY_TLS_IMPLICIT, RELAY_AUTH_ANY, "s3 cret", TRUE, ""},
	{"implicit good", "LOGIN", RELAY_TLS_IMPLICIT, RELAY_AUTH_ANY, "s3 cret", TRUE, ""},
	{"none", "PLAIN", RELAY_TLS_NEVER, RELAY_AUTH_PLAIN, "s3 cret", TRUE, ""},
	{"starttls good", "PLAIN", RELAY_TLS_REQUIRED, RELAY_AUTH_PLAIN, "wrong", FALSE, "535"},
	{"starttls good", "LOGIN", RELAY_TLS_REQUIRED, RELAY_AUTH_LOGIN, "wrong", FALSE, "535"},
	{"starttls good", "XOAUTH2", RELAY_TLS_REQUIRED, RELAY_AUTH_XOAUTH2, "wrong", FALSE, "535"},
	{"starttls good", "LOGIN", RELAY_TLS_REQUIRED, RELAY_AUTH_PLAIN, "s3 cret", FALSE, ""},
	/* a relay, or somebody before it, that takes STARTTLS out: no password in clear */
	{"none", "PLAIN", RELAY_TLS_OPTIONAL, RELAY_AUTH_PLAIN, "s3 cret", FALSE, "STARTTLS"},
};

static void
set_login(Fixture *fixture, SendRelay *relay, RelayAuth auth, const char *secret)
{
	g_autofree char *path = g_build_filename(fixture->dir, "secret", NULL);
	g_autofree char *text = g_strconcat(secret, "\n", NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	relay->auth = auth;
	relay->user = g_strdup("desk@example.org");
	if (auth == RELAY_AUTH_XOAUTH2)
		relay->token_file = g_steal_pointer(&path);
	else
		relay->password_file = g_steal_pointer(&path);
}

static void
test_logins(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	make_certs(fixture);
	for (gsize i = 0; i < G_N_ELEMENTS(logins); i++) {
		g_autofree char *name = g_strdup_printf("sink%zu", i);
		g_autofree char *more = g_strdup_printf(
			"--auth %s --user desk@example.org --secret 's3 cret'", logins[i].mech);
		Sink sink = tls_sink_start(fixture, name, logins[i].tls, more);
		g_ptr_array_set_size(fixture->send.relays, 0);
		SendRelay *relay = add_relay(fixture, sink.port);
		relay->tls = logins[i].tls_ours;
		relay->ca_file = certs_path(fixture, "ca", "crt");
		set_login(fixture, relay, logins[i].auth, logins[i].secret);
		gint64 id = add_to(fixture, "anna@x.example");
		g_test_message("%zu: %s", i, logins[i].mech);
		g_assert_cmpint(smtp_relay_check(relay, 20, NULL), ==, logins[i].sent);
		g_assert_cmpuint(send_at(fixture, T0), ==, logins[i].sent);
		g_autoptr(OutboxRow) row = get_row(fixture, id);
		g_assert_cmpint(row->state, ==, logins[i].sent ? OUTBOX_SENT : OUTBOX_DUE);
		assert_contains(row->last_error, logins[i].error);
		g_assert_null(strstr(row->last_error, "wrong"));
		g_assert_true(db_script(store_db(fixture->store), "DELETE FROM outbox", NULL));
		sink_stop(&sink);
	}
}

/* The command is asked once for many messages, and again when its token is refused. */
static void
test_token_command(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	Sink sink =
		sink_start(fixture, "sink",
			   "--auth XOAUTH2 --user u@example.org --secret new --per-connection 2");
	g_autofree char *script = g_build_filename(fixture->dir, "token", NULL);
	g_autofree char *count = g_build_filename(fixture->dir, "count", NULL);
	g_autofree char *text = g_strdup_printf("#!/bin/sh\nif [ -e '%s' ]; then echo new; "
						"else echo old; fi\necho . >> '%s'\n",
						count, count);
	g_assert_true(g_file_set_contents_full(script, text, -1, G_FILE_SET_CONTENTS_CONSISTENT,
					       0755, NULL));
	SendRelay *relay = add_relay(fixture, sink.port);
	relay->auth = RELAY_AUTH_XOAUTH2;
	relay->user = g_strdup("u@example.org");
	relay->token_command = g_shell_quote(script);
	for (int i = 0; i < 5; i++)
		add_to(fixture, "anna@x.example");
	g_assert_cmpuint(send_at(fixture, T0), ==, 5);
	g_autofree char *asked = NULL;
	g_assert_true(g_file_get_contents(count, &asked, NULL, NULL));
	g_assert_cmpstr(asked, ==, ".\n.\n");
	sink_stop(&sink);
}

/* --- the process --- */

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

static gint64
count_rows(Fixture *fixture, const char *sql)
{
	gint64 count = -1;
	g_assert_true(db_get_int(store_db(fixture->store), -1, &count, NULL, sql, ""));
	return count;
}

static const char count_due[] = "SELECT COUNT(*) FROM outbox WHERE state = 0";

/* Until `sql` gives `expected`, at most a minute. */
static void
wait_for_count(Fixture *fixture, const char *sql, gint64 expected)
{
	gint64 end_us = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;
	while (count_rows(fixture, sql) != expected) {
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
	g_assert_cmpint(count_rows(fixture, "SELECT COUNT(*) FROM outbox WHERE state <> 1"), ==, 0);
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
	while (count_rows(fixture, count_due) > 0) {
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
	g_assert_cmpint(count_rows(fixture, count_due), ==, 0);
	close(wake);
	sink_stop(&sink);
}

int
main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "--be-sender") == 0)
		return be_sender(argv[2], argv[3]);
	g_test_init(&argc, &argv, NULL);
	g_test_add("/smtp/bytes", Fixture, NULL, set_up, test_bytes, tear_down);
	g_test_add("/smtp/long", Fixture, NULL, set_up, test_long, tear_down);
	g_test_add("/smtp/utf8", Fixture, NULL, set_up, test_utf8, tear_down);
	g_test_add("/smtp/ends", Fixture, NULL, set_up, test_ends, tear_down);
	g_test_add("/smtp/unknown", Fixture, NULL, set_up, test_unknown, tear_down);
	g_test_add("/smtp/give-up", Fixture, NULL, set_up, test_give_up, tear_down);
	g_test_add("/smtp/kept", Fixture, NULL, set_up, test_kept, tear_down);
	g_test_add("/smtp/kept-421", Fixture, "--per-connection 3", set_up, test_kept, tear_down);
	g_test_add("/smtp/idle", Fixture, NULL, set_up, test_idle, tear_down);
	g_test_add("/smtp/parallel", Fixture, NULL, set_up, test_parallel, tear_down);
	g_test_add("/smtp/fallback", Fixture, NULL, set_up, test_fallback, tear_down);
	g_test_add("/smtp/domains", Fixture, NULL, set_up, test_domains, tear_down);
	g_test_add("/smtp/relay-down", Fixture, NULL, set_up, test_relay_down, tear_down);
	g_test_add("/smtp/tls", Fixture, NULL, set_up, test_tls, tear_down);
	g_test_add("/smtp/logins", Fixture, NULL, set_up, test_logins, tear_down);
	g_test_add("/smtp/token-command", Fixture, NULL, set_up, test_token_command, tear_down);
	g_test_add("/smtp/run", Fixture, NULL, set_up, test_run, tear_down);
	g_test_add("/smtp/stop", Fixture, NULL, set_up, test_stop, tear_down);
	g_test_add("/smtp/killed", Fixture, NULL, set_up, test_killed, tear_down);
	return g_test_run();
}
