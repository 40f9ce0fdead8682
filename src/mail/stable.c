/*
 * The bytes of a message that don't change on its way: what two copies that came by
 * different roads have in common.
 */
#include "mail/mail.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PIECE_BYTES (64 * 1024)

/* Fields that those add who pass a message on, and those that sites strip or rewrite. */
static const char *const trace_fields[] = {
	"authentication-results",
	"content-length",
	"delivered-to",
	"dkim-signature",
	"domainkey-signature",
	"envelope-to",
	"lines",
	"original-recipient",
	"received",
	"received-spf",
	"return-path",
	"status",
	"x-envelope-from",
	"x-envelope-to",
	"x-keywords",
	"x-mozilla-keys",
	"x-mozilla-status",
	"x-mozilla-status2",
	"x-original-to",
	"x-received",
	"x-spam",
	"x-status",
	"x-uid",
	"x-uidl",
};
static const char *const trace_starts[] = {
	"arc-",           "resent-",      "x-amavis-",
	"x-antivirus",    "x-google-",    "x-gm-",
	"x-forwarded-",   "x-forefront-", "x-microsoft-antispam",
	"x-ms-exchange-", "x-rspamd-",    "x-sieve",
	"x-spam-",        "x-virus-",
};

/* Where in the message the writing is. */
typedef struct Stable {
	GString *line; /* gathered so far, without CR LF */
	GString *out;  /* waits for the sink */
	guint empty;   /* lines not yet written: those at the end don't count */
	gboolean body;
	gboolean begun; /* the beginning of this line has been written */
	gboolean first;
	gboolean drop; /* this field and its folds */
	gboolean stopped;
	PartSink sink;
	gpointer user_data;
} Stable;

static gboolean
is_trace(const char *line)
{
	gsize length = strcspn(line, ": \t");
	g_autofree char *name = g_ascii_strdown(line, (gssize)MIN(length, 100));
	for (gsize i = 0; i < G_N_ELEMENTS(trace_fields); i++)
		if (strcmp(name, trace_fields[i]) == 0)
			return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(trace_starts); i++)
		if (g_str_has_prefix(name, trace_starts[i]))
			return TRUE;
	return FALSE;
}

static void
flush(Stable *stable)
{
	if (stable->out->len > 0 && !stable->stopped)
		stable->stopped =
			!stable->sink(stable->out->str, stable->out->len, stable->user_data);
	g_string_truncate(stable->out, 0);
}

/* The first `length` bytes of what was gathered. */
static void
write_some(Stable *stable, gsize length)
{
	for (; stable->empty > 0; stable->empty--)
		g_string_append_c(stable->out, '\n');
	g_string_append_len(stable->out, stable->line->str, (gssize)length);
	if (stable->out->len >= PIECE_BYTES / 2)
		flush(stable);
}

static void
write_line(Stable *stable)
{
	write_some(stable, stable->line->len);
	g_string_append_c(stable->out, '\n');
	stable->begun = FALSE;
}

/* A line may be as long as the message: what is certain of it goes on. Its last byte may be
 * the CR of its end. */
static void
write_beginning(Stable *stable)
{
	gsize length = stable->line->len - 1;
	write_some(stable, length);
	g_string_erase(stable->line, 0, (gssize)length);
	stable->begun = TRUE;
}

static void
take_line(Stable *stable)
{
	GString *line = stable->line;
	if (line->len > 0 && line->str[line->len - 1] == '\r')
		g_string_truncate(line, line->len - 1);
	gboolean mbox = stable->first && g_str_has_prefix(line->str, "From ");
	stable->first = FALSE;
	if (line->len == 0 && !stable->begun) {
		stable->body = TRUE;
		stable->empty++;
	} else if (stable->body) {
		write_line(stable);
	} else if (!mbox) {
		if (*line->str != ' ' && *line->str != '\t')
			stable->drop = is_trace(line->str);
		if (!stable->drop)
			write_line(stable);
	}
	g_string_truncate(line, 0);
}

static void
feed(Stable *stable, const char *bytes, gsize length)
{
	for (const char *p = bytes, *limit = bytes + length; p < limit && !stable->stopped;) {
		const char *newline = memchr(p, '\n', (gsize)(limit - p));
		const char *end = newline ? newline : limit;
		g_string_append_len(stable->line, p, end - p);
		if (newline)
			take_line(stable);
		else if (stable->body && stable->line->len > PIECE_BYTES)
			write_beginning(stable);
		p = newline ? newline + 1 : limit;
	}
}

static void
start(Stable *stable, PartSink sink, gpointer user_data)
{
	*stable = (Stable){.line = g_string_new(NULL),
			   .out = g_string_new(NULL),
			   .first = TRUE,
			   .sink = sink,
			   .user_data = user_data};
}

static void
finish(Stable *stable)
{
	if (stable->line->len > 0 || stable->begun)
		take_line(stable);
	flush(stable);
	g_string_free(stable->line, TRUE);
	g_string_free(stable->out, TRUE);
}

void
mail_stable_bytes(GBytes *raw, PartSink sink, gpointer user_data)
{
	gsize length = 0;
	const char *bytes = g_bytes_get_data(raw, &length);
	Stable stable;
	start(&stable, sink, user_data);
	if (length > 0)
		feed(&stable, bytes, length);
	finish(&stable);
}

void
mail_stable_bytes_fd(int fd, PartSink sink, gpointer user_data)
{
	g_autofree char *piece = g_malloc(PIECE_BYTES);
	Stable stable;
	start(&stable, sink, user_data);
	for (off_t offset = 0;;) {
		ssize_t got = pread(fd, piece, PIECE_BYTES, offset);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		feed(&stable, piece, (gsize)got);
		offset += got;
	}
	finish(&stable);
}
