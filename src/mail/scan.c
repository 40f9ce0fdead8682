/*
 * The limits, checked in one pass that builds nothing: lines are found by memchr, and
 * only header lines and lines that begin with "--" are looked at.  What is counted is
 * what GMime would build: the header as head.c finds it, and the delimiters of those
 * boundaries that are open at that point, boundaries as GMime itself reads them.
 */
#include "mail/scan.h"

#include "base/limits.h"
#include "mail/head_private.h"
#include "mail/scan_private.h"

#include <string.h>

#define PIECE_BYTES (64 * 1024)
#define MAX_OPEN    (LIMIT_DEPTH + 1)

typedef struct Scan {
	GMimeParserOptions *options;
	gint64 position;     /* of the line at hand in the body */
	gint64 outside;      /* where the text began that belongs to no part, or -1 */
	GArray *gaps;        /* nullable */
	gboolean ends_heads; /* of parts where they go over into text */
	gboolean sure;       /* that what belongs to no part does so for the parser too */
	gboolean in_header;  /* of a part */
	gboolean in_field;   /* a Content-* field that may go on */
	gboolean in_type;    /* which is the Content-Type */
	GString *type;       /* what came of that */
	gsize field_bytes;   /* of that field */
	gsize max_field_bytes;
	gboolean in_long_line;
	gsize header_bytes; /* of all parts together */
	guint fields;       /* of all parts together */
	guint64 words;      /* encoded words in them */
	guint parts;
	guint part_depth; /* within how many multiparts the part at hand lies */
	guint types;      /* Content-Type fields of that part */
	guint depth;
	guint max_depth;
	char *open[MAX_OPEN]; /* boundaries, the innermost last */
} Scan;

static char *
with_commas(guint64 number)
{
	g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, number);
	GString *out = g_string_new(NULL);
	for (gsize left = strlen(digits), i = 0; left > 0; left--, i++) {
		g_string_append_c(out, digits[i]);
		if (left % 3 == 1 && left > 1)
			g_string_append_c(out, ',');
	}
	return g_string_free(out, FALSE);
}

/* NULL while all is within the limits. */
static char *
too_many(guint64 count, const char *what, guint64 limit)
{
	if (count <= limit)
		return NULL;
	g_autofree char *a = with_commas(count);
	g_autofree char *b = with_commas(limit);
	return g_strdup_printf("%s %s, more than %s", a, what, b);
}

/* The sentence on the first limit that is passed; NULL while none is. */
static char *
verdict(const Scan *scan)
{
	const struct {
		guint64 count;
		const char *what;
		guint64 limit;
	} limits[] = {
		{scan->parts, "MIME parts", LIMIT_PARTS},
		/* Fields of parts cost GMime as much as those of the message. */
		{scan->fields, "header fields in MIME parts",
		 LIMIT_HEADER_FIELDS + LIMIT_PARTS * 10},
		{scan->header_bytes, "bytes of header in MIME parts", LIMIT_HEADER_BYTES},
		{scan->words, "encoded words in header fields", LIMIT_ENCODED_WORDS},
		{scan->max_field_bytes, "bytes of a MIME field", LIMIT_MIME_FIELD_BYTES},
		{scan->max_depth, "levels of MIME parts", LIMIT_DEPTH},
	};
	char *why = NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(limits) && !why; i++)
		why = too_many(limits[i].count, limits[i].what, limits[i].limit);
	return why;
}

/* How many encoded words begin in a text; "=?=" ends one. */
static guint64
count_words(const char *text, gsize length)
{
	guint64 words = 0;
	const char *limit = text + length;
	while ((text = memmem(text, (gsize)(limit - text), "=?", 2))) {
		text += 2;
		words += text < limit && *text != '=';
	}
	return words;
}

static gboolean
is_empty(const char *line, gsize length)
{
	return length == 0 || (length == 1 && line[0] == '\r');
}

static gboolean
is_blank(const char *line, gsize length)
{
	while (length > 0 && strchr(" \t\r", line[length - 1]))
		length--;
	return length == 0;
}

/* Whether the line is a field; the name's length. */
static gsize
field_name(const char *line, gsize length)
{
	const Line whole = {.start = line, .end = line + length};
	const char *value;
	return field_name_length(&whole, &value);
}

/* Opens the multipart if this Content-Type is one. */
static void
open_multipart(Scan *scan, const char *value)
{
	if (scan->depth >= MAX_OPEN || !strcasestr(value, "multipart"))
		return;
	g_autoptr(GMimeContentType) type = g_mime_content_type_parse(scan->options, value);
	const char *boundary = g_mime_content_type_get_parameter(type, "boundary");
	if (!boundary || !g_mime_content_type_is_type(type, "multipart", "*"))
		return;
	g_free(scan->open[scan->depth]);
	scan->open[scan->depth++] = g_strdup(boundary);
	scan->max_depth = MAX(scan->max_depth, scan->depth);
}

static void
end_field(Scan *scan)
{
	if (scan->in_type)
		open_multipart(scan, scan->type->str);
	scan->in_field = scan->in_type = FALSE;
}

static void
start_field(Scan *scan, const char *line, gsize length, gsize name)
{
	end_field(scan);
	scan->fields++;
	scan->field_bytes = 0;
	scan->in_field = name > 8 && g_ascii_strncasecmp(line, "content-", 8) == 0;
	scan->in_type = name == 12 && g_ascii_strncasecmp(line, "content-type", 12) == 0;
	g_string_truncate(scan->type, 0);
	if (scan->in_type) {
		scan->sure = scan->sure && scan->types++ == 0;
		const char *colon = memchr(line, ':', length);
		g_string_append_len(scan->type, colon + 1, line + length - colon - 1);
	}
}

static void
end_header(Scan *scan)
{
	end_field(scan);
	scan->in_header = FALSE;
	scan->outside = scan->depth > scan->part_depth ? scan->position : -1;
}

static void
take_header_line(Scan *scan, const char *line, gsize length)
{
	if (is_empty(line, length)) {
		end_header(scan);
		return;
	}
	gboolean folded = *line == ' ' || *line == '\t';
	gsize name = folded ? 0 : field_name(line, length);
	if (scan->ends_heads && !folded && name == 0) {
		ScanGap gap = {scan->position, scan->position};
		g_array_append_val(scan->gaps, gap);
		end_header(scan);
		return;
	}
	scan->words += count_words(line, length);
	if (name > 0)
		start_field(scan, line, length, name);
	else if (scan->in_type && scan->type->len <= LIMIT_MIME_FIELD_BYTES)
		g_string_append_printf(scan->type, "\n%.*s", (int)length, line);
}

/* At the end of what belongs to no part. */
static void
end_gap(Scan *scan)
{
	ScanGap gap = {scan->outside + LIMIT_TEXT_BYTES, scan->position};
	if (scan->gaps && scan->sure && scan->outside >= 0 && gap.start < gap.end)
		g_array_append_val(scan->gaps, gap);
	scan->outside = -1;
}

/* A line "--...": a delimiter if an open multipart has that boundary, and nothing but blanks
 * behind. What is open within that one ends there (RFC 2046 5.1.2). */
static void
take_delimiter(Scan *scan, const char *line, gsize length)
{
	for (guint i = scan->depth; i > 0; i--) {
		gsize size = strlen(scan->open[i - 1]) + 2;
		if (length < size || memcmp(line + 2, scan->open[i - 1], size - 2) != 0)
			continue;
		gboolean closes = length >= size + 2 && memcmp(line + size, "--", 2) == 0;
		size += closes ? 2 : 0;
		if (!is_blank(line + size, length - size))
			continue;
		end_gap(scan);
		scan->outside = closes ? scan->position : -1;
		scan->depth = scan->part_depth = i;
		scan->types = 0;
		scan->parts += closes ? 0 : 1;
		scan->in_header = !closes;
		scan->in_type = scan->in_field = FALSE;
		return;
	}
}

static void
count_header_bytes(Scan *scan, gsize bytes)
{
	if (!scan->in_header)
		return;
	scan->header_bytes += bytes;
	scan->field_bytes += bytes;
	if (scan->in_field)
		scan->max_field_bytes = MAX(scan->max_field_bytes, scan->field_bytes);
}

static void
take_line(Scan *scan, const char *line, gsize length)
{
	if (length >= 2 && line[0] == '-' && line[1] == '-')
		take_delimiter(scan, line, length);
	else if (scan->in_header)
		take_header_line(scan, line, length);
}

/* Takes the whole lines of a piece and returns how much of it they were. `last` takes
 * what is left too. */
static gsize
take_piece(Scan *scan, const char *piece, gsize length, gboolean last)
{
	const char *p = piece, *limit = piece + length;
	while (p < limit) {
		const char *end = memchr(p, '\n', (gsize)(limit - p));
		if (!end && !last && (p > piece || length < PIECE_BYTES))
			break;
		/* A line longer than a piece is taken by pieces: only its start matters, and the
		 * encoded words in all of it, but for one that lies across two. */
		gsize size = (gsize)((end ? end : limit) - p);
		if (!scan->in_long_line)
			take_line(scan, p, size);
		else if (scan->in_header)
			scan->words += count_words(p, size);
		count_header_bytes(scan, size + 1);
		scan->in_long_line = !end;
		scan->position += (gint64)size + (end ? 1 : 0);
		p = end ? end + 1 : limit;
	}
	return (gsize)(p - piece);
}

/* Reads as much as there is room for; short only at the end. */
static gsize
read_full(GMimeStream *stream, char *buffer, gsize room)
{
	gsize used = 0;
	for (ssize_t got = 1; used < room && got > 0; used += (gsize)MAX(got, 0))
		got = g_mime_stream_read(stream, buffer + used, room - used);
	return used;
}

/* The body to its end, or until a limit is passed. */
static char *
take_body(Scan *scan, GMimeStream *body)
{
	g_autofree char *buffer = g_malloc(PIECE_BYTES);
	char *why = NULL;
	gsize kept = 0, got = 0;
	g_mime_stream_reset(body);
	do {
		got = read_full(body, buffer + kept, PIECE_BYTES - kept);
		gsize have = kept + got;
		gsize taken = take_piece(scan, buffer, have, have < PIECE_BYTES);
		kept = have - taken;
		memmove(buffer, buffer + taken, kept);
		why = verdict(scan);
	} while (!why && got > 0);
	return why;
}

char *
scan_parts(const char *mime, gsize length, GMimeStream *body, GArray *gaps, gboolean ends_heads)
{
	g_autoptr(GMimeParserOptions) options = gm_options();
	g_autoptr(GString) type = g_string_new(NULL);
	Scan scan = {.options = options, .type = type, .in_header = TRUE, .sure = TRUE};
	take_piece(&scan, mime, length, TRUE);
	/* That was of the message itself; from here on only parts count. */
	scan.gaps = gaps;
	scan.ends_heads = ends_heads;
	scan.position = 0;
	scan.outside = 0;
	scan.in_header = FALSE;
	scan.fields = 0;
	scan.header_bytes = 0;
	scan.words = 0;
	/* Only of a multipart anything is built. */
	char *why = scan.depth > 0 ? take_body(&scan, body) : verdict(&scan);
	if (scan.depth > 0)
		end_gap(&scan);
	for (gsize i = 0; i < MAX_OPEN; i++)
		g_free(scan.open[i]);
	return why;
}

/* Takes `stream`. */
static char *
scan_stream(GMimeStream *stream)
{
	g_autoptr(Head) head = head_open(stream);
	char *why = too_many((guint64)head->body_offset, "bytes of header", LIMIT_HEADER_BYTES);
	if (!why)
		why = too_many(head->fields->len, "header fields", LIMIT_HEADER_FIELDS);
	if (!why)
		why = too_many(
			count_words((const char *)head->bytes->data, (gsize)head->body_offset),
			"encoded words in header fields", LIMIT_ENCODED_WORDS);
	if (why)
		return why;
	g_autoptr(GString) mime = head_mime(head);
	/* Of most mails nothing is built but the text. */
	if (mime->len <= LIMIT_MIME_FIELD_BYTES && !strcasestr(mime->str, "multipart"))
		return NULL;
	g_autoptr(GMimeStream) body = head_body(head);
	return scan_parts(mime->str, mime->len, body, NULL, FALSE);
}

char *
scan_bytes(GBytes *raw)
{
	return scan_stream(gm_stream_bytes(raw));
}

char *
scan_fd(int fd)
{
	return scan_stream(gm_stream_fd(fd));
}
