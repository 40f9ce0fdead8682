/*
 * The limits, checked in one pass that builds nothing: lines are found by memchr, and
 * only header lines and lines that begin with "--" are looked at.  What is counted is
 * what GMime would build: the delimiters of boundaries that are open at that point.
 */
#include "mail/scan.h"

#include "base/limits.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PIECE_BYTES (64 * 1024)
/* As much of a line as is looked at: fields and delimiters are shorter (RFC 5322 2.1.1). */
#define LINE_BYTES 2000
#define MAX_OPEN   (LIMIT_DEPTH + 1)

typedef struct Boundary {
	char text[200];
	gsize length;
} Boundary;

typedef struct Scan {
	gboolean in_header; /* of the message or of a part */
	gboolean in_top;    /* of the message itself */
	gboolean in_rest;   /* below it, where it may go on */
	gboolean in_type;   /* a Content-Type that may go on */
	gboolean in_field;  /* a Content-* field that may go on */
	gsize field_bytes;  /* of that field */
	gsize max_field_bytes;
	gboolean in_long_line;
	gboolean ends_in_cr;
	gsize header_bytes; /* of the message */
	guint fields;       /* of the message */
	guint part_fields;  /* of all parts together */
	guint parts;
	guint depth;
	guint max_depth;
	Boundary open[MAX_OPEN];
} Scan;

static gboolean
is_empty(const char *line, gsize length)
{
	return length == 0 || (length == 1 && line[0] == '\r');
}

/* Whether the line is a field; the name's length. */
static gsize
field_name(const char *line, gsize length)
{
	gsize size = 0;
	while (size < length && (guchar)line[size] > ' ' && line[size] != 0x7f && line[size] != ':')
		size++;
	gsize colon = size;
	while (colon < length && (line[colon] == ' ' || line[colon] == '\t'))
		colon++;
	return colon < length && line[colon] == ':' ? size : 0;
}

/* Opens the multipart whose boundary stands in this line of a Content-Type. */
static void
take_boundary(Scan *scan, const char *line, gsize length)
{
	const char *limit = line + length, *p = line;
	while (p + 8 < limit && g_ascii_strncasecmp(p, "boundary", 8) != 0)
		p++;
	if (p + 8 >= limit)
		return;
	const char *value = memchr(p, '=', (gsize)(limit - p));
	if (!value)
		return;
	if (scan->depth >= MAX_OPEN)
		return;
	value++;
	while (value < limit && (*value == ' ' || *value == '\t' || *value == '"'))
		value++;
	gboolean quoted = value[-1] == '"';
	const char *end = value;
	while (end < limit && *end != '"' && *end != '\r' && (quoted || !strchr("; \t", *end)))
		end++;
	Boundary *boundary = &scan->open[scan->depth++];
	boundary->length = MIN((gsize)(end - value), sizeof boundary->text);
	memcpy(boundary->text, value, boundary->length);
	scan->max_depth = MAX(scan->max_depth, scan->depth);
}

/* Empty lines above the header are skipped by who reads it too (source.c), and one may have
 * strayed into it: what looks like fields below the header is looked at as well. */
static void
take_empty_line(Scan *scan)
{
	if (scan->in_top && scan->fields > 0) {
		scan->in_top = FALSE;
		scan->in_rest = TRUE;
	}
	scan->in_header = scan->in_top || scan->in_rest;
	scan->in_field = scan->in_type = FALSE;
}

static void
take_header_line(Scan *scan, const char *line, gsize length)
{
	if (is_empty(line, length)) {
		take_empty_line(scan);
		return;
	}
	gboolean folded = *line == ' ' || *line == '\t';
	gsize name = folded ? 0 : field_name(line, length);
	if (scan->in_rest && name == 0 && !folded)
		scan->in_header = scan->in_rest = scan->in_field = FALSE;
	if (!scan->in_header)
		return;
	if (name > 0) {
		scan->fields += scan->in_top ? 1 : 0;
		scan->part_fields += scan->in_top || scan->in_rest ? 0 : 1;
		scan->in_field = name > 8 && g_ascii_strncasecmp(line, "content-", 8) == 0;
		scan->field_bytes = 0;
		scan->in_type = name == 12 && g_ascii_strncasecmp(line, "content-type", 12) == 0;
	}
	if (scan->in_type)
		take_boundary(scan, line, length);
}

/* A line "--...": a delimiter if an open multipart has that boundary. What is open
 * within that one ends there (RFC 2046 5.1.2). */
static void
take_delimiter(Scan *scan, const char *line, gsize length)
{
	for (guint i = scan->depth; i > 0; i--) {
		const Boundary *boundary = &scan->open[i - 1];
		if (length < boundary->length + 2 ||
		    memcmp(line + 2, boundary->text, boundary->length) != 0)
			continue;
		const char *rest = line + 2 + boundary->length;
		gboolean closes =
			length >= boundary->length + 4 && rest[0] == '-' && rest[1] == '-';
		scan->depth = i;
		scan->parts += closes ? 0 : 1;
		scan->in_header = !closes;
		scan->in_top = scan->in_rest = FALSE;
		scan->in_type = scan->in_field = FALSE;
		return;
	}
}

static void
take_line(Scan *scan, const char *line, gsize length)
{
	if (length >= 2 && line[0] == '-' && line[1] == '-')
		take_delimiter(scan, line, length);
	else if (scan->in_header)
		take_header_line(scan, line, length);
}

static const char *
find_cr_or_lf(const char *p, gsize length)
{
	for (const char *limit = p + length; p < limit; p++)
		if (*p == '\n' || *p == '\r')
			return p;
	return NULL;
}

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

static char *
too_many(guint64 count, const char *what, guint64 limit)
{
	g_autofree char *a = with_commas(count);
	g_autofree char *b = with_commas(limit);
	return g_strdup_printf("%s %s, more than %s", a, what, b);
}

/* NULL while all is within the limits. */
static char *
verdict(const Scan *scan)
{
	if (scan->header_bytes > LIMIT_HEADER_BYTES)
		return too_many(scan->header_bytes, "bytes of header", LIMIT_HEADER_BYTES);
	if (scan->fields > LIMIT_HEADER_FIELDS)
		return too_many(scan->fields, "header fields", LIMIT_HEADER_FIELDS);
	if (scan->parts > LIMIT_PARTS)
		return too_many(scan->parts, "MIME parts", LIMIT_PARTS);
	/* Fields of parts cost GMime as much as those of the message. */
	if (scan->part_fields > LIMIT_HEADER_FIELDS + LIMIT_PARTS * 10)
		return too_many(scan->part_fields, "header fields in MIME parts",
				LIMIT_HEADER_FIELDS + LIMIT_PARTS * 10);
	if (scan->max_field_bytes > LIMIT_MIME_FIELD_BYTES)
		return too_many(scan->max_field_bytes, "bytes of a MIME field",
				LIMIT_MIME_FIELD_BYTES);
	if (scan->max_depth > LIMIT_DEPTH)
		return too_many(scan->max_depth, "levels of MIME parts", LIMIT_DEPTH);
	return NULL;
}

static void
count_bytes(Scan *scan, gsize bytes)
{
	if (scan->in_top)
		scan->header_bytes += bytes;
	if (!scan->in_header || !scan->in_field)
		return;
	scan->field_bytes += bytes;
	scan->max_field_bytes = MAX(scan->max_field_bytes, scan->field_bytes);
}

/* Takes the whole lines of a piece and returns how much of it they were. `last` takes
 * what is left too. */
static gsize
take_piece(Scan *scan, const char *piece, gsize length, gboolean last)
{
	const char *p = piece, *limit = piece + length;
	while (p < limit) {
		gsize left = (gsize)(limit - p);
		const char *end = scan->ends_in_cr ? find_cr_or_lf(p, left) : memchr(p, '\n', left);
		if (!end && !last && (p > piece || length < PIECE_BYTES))
			break;
		/* A line longer than a piece is taken by pieces: only its start matters. */
		gsize size = end ? (gsize)(end - p) : left;
		if (!scan->in_long_line)
			take_line(scan, p, MIN(size, LINE_BYTES));
		count_bytes(scan, size + 1);
		scan->in_long_line = !end;
		p = end ? end + 1 : limit;
	}
	return (gsize)(p - piece);
}

/* Whether CR alone ends the lines; source.c decides it the same way. */
static void
look_at_line_ends(Scan *scan, const char *piece, gsize length)
{
	scan->ends_in_cr =
		length > 0 && !memchr(piece, '\n', length) && memchr(piece, '\r', length);
}

char *
scan_bytes(GBytes *raw)
{
	gsize length = 0;
	const char *bytes = g_bytes_get_data(raw, &length);
	if (length == 0)
		return NULL;
	Scan scan = {.in_header = TRUE, .in_top = TRUE};
	look_at_line_ends(&scan, bytes, MIN(length, PIECE_BYTES));
	take_piece(&scan, bytes, length, TRUE);
	return verdict(&scan);
}

/* Reads as much as there is room for; short only at the end of the file. */
static gsize
read_full(int fd, char *buffer, gsize room, off_t offset)
{
	gsize used = 0;
	while (used < room) {
		ssize_t got = pread(fd, buffer + used, room - used, offset + (off_t)used);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		used += (gsize)got;
	}
	return used;
}

char *
scan_fd(int fd)
{
	Scan scan = {.in_header = TRUE, .in_top = TRUE};
	g_autofree char *buffer = g_malloc(PIECE_BYTES);
	char *why = NULL;
	gsize kept = 0, got = 0;
	off_t offset = 0;
	do {
		got = read_full(fd, buffer + kept, PIECE_BYTES - kept, offset);
		if (offset == 0)
			look_at_line_ends(&scan, buffer, got);
		offset += (off_t)got;
		gsize have = kept + got;
		gsize taken = take_piece(&scan, buffer, have, have < PIECE_BYTES);
		kept = have - taken;
		memmove(buffer, buffer + taken, kept);
		why = verdict(&scan);
	} while (!why && got > 0);
	return why;
}
