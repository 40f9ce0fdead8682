/*
 * For the tests of the sender against our SMTP sink: starting it, and what it saw.
 */
#ifndef CM_TEST_SINK_FIXTURE_H
#define CM_TEST_SINK_FIXTURE_H

#include "sender_fixture.h"

/* A running sink. */
typedef struct Sink {
	GPid pid;
	int leash; /* its standard input: it ends when this is closed */
	char *dir;
	guint port;
} Sink;

static inline guint
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
static inline Sink
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

static inline void
sink_stop(Sink *sink)
{
	close(sink->leash);
	waitpid(sink->pid, NULL, 0);
	g_clear_pointer(&sink->dir, g_free);
}

/* The lines of its log with `"event": "EVENT"`. */
static inline GPtrArray *
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

static inline guint
sink_count(const Sink *sink, const char *event)
{
	g_autoptr(GPtrArray) lines = sink_log(sink, event);
	return lines->len;
}

/* What stands behind "KEY": in a line of the log, up to the comma or brace. (transfer full) */
static inline char *
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

static inline SendRelay *
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

#endif
