/*
 * The sender against our SMTP sink: every way a dialogue can end, kept and lost
 * connections, several relays.
 */
#include "sink_fixture.h"

/* --- one message after the other --- */

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

int
main(int argc, char **argv)
{
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
	return g_test_run();
}
