/*
 * Embedded files, found line by line in one pass.  "begin 644 x" is taken for a file
 * only if the line after it is encoded data: people write such lines too.
 */
#include "mail/embed.h"

#include "base/limits.h"
#include "mail/gm.h"

#include <string.h>

#define MAX_LINE 2048
/* More than people paste; the rest stays text. */
#define MAX_FILES 100

typedef enum State { IN_TEXT, MAYBE_UU, IN_UU, IN_YENC } State;

struct EmbedScan {
	State state;
	GString *line;
	gboolean overlong; /* the rest of this line is passed through as text */
	GString *held;     /* a "begin" line that may turn out to be text */
	GString *text;
	GPtrArray *files;
	gint64 fed;     /* bytes so far */
	gint64 line_at; /* where the line at hand begins */
	gint64 held_at;
	PartSink sink; /* of the first file; NULL: all are only looked for */
	gpointer user_data;
	gboolean stopped; /* by the sink */
	gboolean ended;   /* a file has */
};

Embedded *
embedded_copy(const Embedded *embedded)
{
	Embedded *copy = g_new0(Embedded, 1);
	copy->name = g_strdup(embedded->name);
	copy->size_bytes = embedded->size_bytes;
	copy->offset = embedded->offset;
	return copy;
}

void
embedded_free(Embedded *embedded)
{
	g_free(embedded->name);
	g_free(embedded);
}

EmbedScan *
embed_scan_new(void)
{
	return embed_scan_new_at(NULL, NULL);
}

EmbedScan *
embed_scan_new_at(PartSink sink, gpointer user_data)
{
	EmbedScan *scan = g_new0(EmbedScan, 1);
	scan->line = g_string_new(NULL);
	scan->held = g_string_new(NULL);
	scan->text = g_string_new(NULL);
	scan->files = g_ptr_array_new_with_free_func((GDestroyNotify)embedded_free);
	scan->sink = sink;
	scan->user_data = user_data;
	return scan;
}

void
embed_scan_free(EmbedScan *scan)
{
	if (!scan)
		return;
	g_string_free(scan->line, TRUE);
	g_string_free(scan->held, TRUE);
	g_string_free(scan->text, TRUE);
	g_ptr_array_unref(scan->files);
	g_free(scan);
}

static void
keep_text(EmbedScan *scan, const char *bytes, gsize length)
{
	if (scan->text->len < LIMIT_TEXT_BYTES)
		g_string_append_len(scan->text, bytes,
				    (gssize)MIN(length, LIMIT_TEXT_BYTES - scan->text->len));
}

static void
give_bytes(EmbedScan *scan, const guchar *bytes, gsize length)
{
	Embedded *file = g_ptr_array_index(scan->files, scan->files->len - 1);
	file->size_bytes += (gint64)length;
	if (scan->sink && !scan->stopped && length > 0)
		scan->stopped = !scan->sink((const char *)bytes, length, scan->user_data);
}

/* The line without its end. */
static gsize
bare_length(const GString *line)
{
	gsize length = line->len;
	while (length > 0 && (line->str[length - 1] == '\n' || line->str[length - 1] == '\r'))
		length--;
	return length;
}

/* The name in "begin 644 name"; NULL if the line is none. */
static const char *
uu_name(const char *line)
{
	if (strncmp(line, "begin ", 6) != 0)
		return NULL;
	gsize digits = strspn(line + 6, "01234567");
	if (digits < 3 || digits > 4 || line[6 + digits] != ' ' || !line[7 + digits])
		return NULL;
	return line + 7 + digits;
}

/* A line of uuencoded data: as long as its first character says, blanks at its end may
 * have been lost. */
static gboolean
is_uu_data(const char *line, gsize length)
{
	if (length == 0 || *line < ' ' || *line > '`')
		return FALSE;
	gsize bytes = (gsize)((*line - ' ') & 63), full = (bytes + 2) / 3 * 4;
	if (length > full + 3)
		return FALSE;
	gsize lost = length - 1 < full ? full - (length - 1) : 0;
	for (gsize i = 1; i < length; i++)
		if (line[i] < ' ' || line[i] > '`')
			return FALSE;
	return lost <= 4 && (bytes > 0 || length <= 2);
}

/* Whether no more is wanted. */
static gboolean
is_over(const EmbedScan *scan)
{
	return scan->stopped || (scan->sink && scan->ended);
}

static void
end_file(EmbedScan *scan)
{
	scan->state = IN_TEXT;
	scan->ended = TRUE;
}

static void
start_file(EmbedScan *scan, const char *name, gsize length, State state)
{
	Embedded *file = g_new0(Embedded, 1);
	file->offset = state == IN_UU ? scan->held_at : scan->line_at;
	file->name = g_strstrip(g_strndup(name, length));
	g_ptr_array_add(scan->files, file);
	scan->state = state;
}

static void
take_uu(EmbedScan *scan, const char *line, gsize length)
{
	gsize bytes = (gsize)((*line - ' ') & 63), full = 1 + (bytes + 2) / 3 * 4;
	/* What the road took off: blanks at the end stand for zeros. */
	g_autofree char *whole =
		g_strdup_printf("%-*.*s\n", (int)full, (int)MIN(length, full), line);
	guchar out[128];
	int state = 0;
	guint32 save = 0;
	gsize size =
		g_mime_encoding_uudecode_step((const guchar *)whole, full + 1, out, &state, &save);
	give_bytes(scan, out, MIN(size, bytes));
}

static void
take_yenc(EmbedScan *scan, const char *line, gsize length)
{
	if (g_str_has_prefix(line, "=yend")) {
		end_file(scan);
		return;
	}
	if (g_str_has_prefix(line, "=ypart "))
		return;
	g_autofree guchar *out = g_malloc(length + 1);
	gsize size = 0;
	for (gsize i = 0; i < length; i++) {
		guchar c = (guchar)line[i];
		if (c == '=' && i + 1 < length)
			c = (guchar)(line[++i] - 64);
		out[size++] = (guchar)(c - 42);
	}
	give_bytes(scan, out, size);
}

/* A line outside any file. */
static void
take_text(EmbedScan *scan, gsize length)
{
	const char *line = scan->line->str;
	const char *name = NULL;
	if (scan->files->len < MAX_FILES && uu_name(line)) {
		g_string_assign(scan->held, line);
		scan->held_at = scan->line_at;
		scan->state = MAYBE_UU;
		return;
	}
	if (scan->files->len < MAX_FILES && g_str_has_prefix(line, "=ybegin ") &&
	    (name = strstr(line, " name="))) {
		name += 6;
		start_file(scan, name, length - (gsize)(name - line), IN_YENC);
		return;
	}
	keep_text(scan, line, scan->line->len);
}

/* One whole line, its end included. */
static void
take_line(EmbedScan *scan)
{
	const char *line = scan->line->str;
	gsize length = bare_length(scan->line);
	if (scan->state == MAYBE_UU && is_uu_data(line, length)) {
		const char *name = uu_name(scan->held->str);
		start_file(scan, name, strcspn(name, "\r\n"), IN_UU);
	} else if (scan->state == MAYBE_UU) {
		keep_text(scan, scan->held->str, scan->held->len);
		scan->state = IN_TEXT;
	}
	if (scan->state == IN_UU && length == 3 && memcmp(line, "end", 3) == 0) {
		end_file(scan);
		return;
	}
	/* The end line never came. */
	if (scan->state == IN_UU && !is_uu_data(line, length) && length > 0)
		end_file(scan);
	if (is_over(scan))
		return;
	if (scan->state == IN_TEXT)
		take_text(scan, length);
	else if (scan->state == IN_UU && length > 0)
		take_uu(scan, line, length);
	else if (scan->state == IN_YENC)
		take_yenc(scan, line, length);
}

gboolean
embed_scan_feed(const char *bytes, gsize length, gpointer user_data)
{
	EmbedScan *scan = user_data;
	for (const char *p = bytes, *limit = bytes + length; p < limit && !is_over(scan);) {
		const char *newline = memchr(p, '\n', (gsize)(limit - p));
		const char *end = newline ? newline + 1 : limit;
		if (scan->overlong)
			keep_text(scan, p, (gsize)(end - p));
		else
			g_string_append_len(scan->line, p, end - p);
		if (!scan->overlong && (newline || scan->line->len > MAX_LINE)) {
			scan->overlong = !newline;
			take_line(scan);
			g_string_truncate(scan->line, 0);
		}
		if (newline)
			scan->overlong = FALSE;
		scan->fed += end - p;
		if (newline)
			scan->line_at = scan->fed;
		p = end;
	}
	return !is_over(scan);
}

void
embed_scan_end(EmbedScan *scan)
{
	if (scan->line->len > 0)
		take_line(scan);
	if (scan->state == MAYBE_UU)
		keep_text(scan, scan->held->str, scan->held->len);
	g_string_truncate(scan->line, 0);
	scan->state = IN_TEXT;
}

const GString *
embed_scan_text(const EmbedScan *scan)
{
	return scan->text;
}

gboolean
embed_scan_was_stopped(const EmbedScan *scan)
{
	return scan->stopped;
}

const GPtrArray *
embed_scan_files(const EmbedScan *scan)
{
	return scan->files;
}

static gboolean
begins_file(const char *line, gsize length)
{
	return (length >= 6 && memcmp(line, "begin ", 6) == 0) ||
	       (length >= 8 && memcmp(line, "=ybegin ", 8) == 0);
}

gboolean
embed_is_likely(const char *bytes, gsize length)
{
	if (length == 0)
		return FALSE; /* an empty GByteArray has no data at all */
	const char *line = bytes, *limit = bytes + length;
	while (line && line < limit) {
		if ((*line == 'b' || *line == '=') && begins_file(line, (gsize)(limit - line)))
			return TRUE;
		line = memchr(line, '\n', (gsize)(limit - line));
		line = line ? line + 1 : NULL;
	}
	return FALSE;
}
