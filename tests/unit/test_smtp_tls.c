/*
 * The sender and a relay that wants to be sure: certificates, logins, tokens.
 */
#include "sink_fixture.h"

#include <glib/gstdio.h>

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

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/smtp-tls/tls", Fixture, NULL, set_up, test_tls, tear_down);
	g_test_add("/smtp-tls/logins", Fixture, NULL, set_up, test_logins, tear_down);
	g_test_add("/smtp-tls/token-command", Fixture, NULL, set_up, test_token_command, tear_down);
	return g_test_run();
}
