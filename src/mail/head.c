/*
 * The header of a message: its fields and where its body begins, however broken.  Both who
 * checks the limits (scan.c) and who reads (source.c) begin here, so that they see the same.
 */
#include "mail/head_private.h"

#include "base/limits.h"
#include "mail/mail.h"

#include <string.h>

#define PIECE_BYTES (16 * 1024)
/* As much as is read behind an empty line before it counts as the header's end. */
#define AHEAD_BYTES 2000
/* Fields behind such a line. */
#define AHEAD_FIELDS 200
/* Where a message shows how its lines end. */
#define LINE_END_BYTES (64 * 1024)

gboolean
line_read(const char *p, const char *limit, Line *line)
{
	if (p >= limit)
		return FALSE;
	const char *newline = memchr(p, '\n', (gsize)(limit - p));
	line->start = p;
	line->end = newline ? newline : limit;
	line->next = newline ? newline + 1 : limit;
	if (line->end > p && line->end[-1] == '\r')
		line->end--;
	return TRUE;
}

static gboolean
is_blank_line(const Line *line)
{
	for (const char *p = line->start; p < line->end; p++)
		if (*p != ' ' && *p != '\t' && *p != '\r')
			return FALSE;
	return TRUE;
}

static gboolean
is_name_byte(char c)
{
	return (guchar)c > ' ' && c != 0x7f && c != ':';
}

gsize
field_name_length(const Line *line, const char **value_out)
{
	const char *p = line->start;
	while (p < line->end && is_name_byte(*p))
		p++;
	gsize length = (gsize)(p - line->start);
	while (p < line->end && (*p == ' ' || *p == '\t'))
		p++;
	if (length == 0 || p == line->end || *p != ':')
		return 0;
	*value_out = p + 1;
	return length;
}

static gboolean
starts_with(const Line *line, const char *prefix)
{
	gsize length = strlen(prefix);
	return (gsize)(line->end - line->start) >= length &&
	       memcmp(line->start, prefix, length) == 0;
}

/* Fields that stand in a header even after a line that is none. */
static gboolean
is_known_field(const char *name, gsize length)
{
	static const char *const prefixes[] = {"x-", "content-", "list-", "resent-", "arc-"};
	static const char *const known[] = {
		"received",
		"from",
		"to",
		"cc",
		"bcc",
		"subject",
		"date",
		"sender",
		"reply-to",
		"references",
		"message-id",
		"in-reply-to",
		"mime-version",
		"return-path",
		"delivered-to",
		"importance",
		"priority",
		"thread-topic",
		"thread-index",
		"organization",
		"user-agent",
		"errors-to",
		"precedence",
		"auto-submitted",
		"dkim-signature",
		"received-spf",
		"authentication-results",
		"envelope-to",
		"delivery-date",
		"apparently-to",
	};
	g_autofree char *lower = g_ascii_strdown(name, (gssize)length);
	for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_str_has_prefix(lower, prefixes[i]))
			return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(lower, known[i]) == 0)
			return TRUE;
	return FALSE;
}

/* Whether the header goes on after `line`, which is no field: does a field we know
 * follow? If not, the blank line is missing and the body begins at `line`. */
static gboolean
header_goes_on(const Line *line, const char *limit)
{
	Line next;
	const char *value;
	if (!line_read(line->next, limit, &next))
		return FALSE;
	gsize length = field_name_length(&next, &value);
	return length > 0 && is_known_field(next.start, length);
}

/* A line of blanks: a fold of old (RFC 5322 4.2) when the next line is folded too. */
static gboolean
is_blank_fold(const Line *line, const char *limit)
{
	Line next;
	if (line->start == line->end || !line_read(line->next, limit, &next))
		return FALSE;
	return (next.start < next.end && (*next.start == ' ' || *next.start == '\t')) ||
	       header_goes_on(line, limit);
}

/* What mailbox files put above a message. */
static gboolean
is_mbox_line(const Line *line)
{
	return starts_with(line, "From ") || starts_with(line, ">From ");
}

static void
field_extend(Head *head, const Line *line)
{
	if (head->fields->len == 0)
		return;
	RawField *last = &g_array_index(head->fields, RawField, head->fields->len - 1);
	last->value_length = (gsize)(line->end - last->value);
}

/* Takes one line of the header; FALSE if the body begins with it. */
static gboolean
take_line(Head *head, const Line *line, const char *limit)
{
	const char *value = NULL;
	gsize length = field_name_length(line, &value);
	gboolean folded = *line->start == ' ' || *line->start == '\t';
	if (length > 0) {
		RawField field = {line->start, length, value, (gsize)(line->end - value)};
		g_array_append_val(head->fields, field);
		return TRUE;
	}
	if (folded && head->fields->len > 0) {
		field_extend(head, line);
		return TRUE;
	}
	if (is_mbox_line(line)) {
		head->faults |= FAULT_MBOX_FROM;
		head->is_mended = head->is_mended || head->fields->len > 0;
		return head->fields->len == 0 || header_goes_on(line, limit);
	}
	head->is_mended = TRUE;
	if (!header_goes_on(line, limit))
		return FALSE;
	/* A line that lost its fold, or rubbish: the field above keeps it. */
	head->faults |= FAULT_BAD_STRUCTURE;
	field_extend(head, line);
	return TRUE;
}

static gboolean
is_named(const char *name, gsize length, const char *wanted)
{
	return strlen(wanted) == length && g_ascii_strncasecmp(name, wanted, length) == 0;
}

/* Whether an empty line only strayed into the header: a field that every mail has is
 * missing above it and stands below, among fields alone and none a second time. */
static gboolean
is_stray(const Head *head, const Line *blank, const char *limit)
{
	static const char *const once[] = {"from", "subject",      "content-type", "date",
					   "to",   "mime-version", "message-id",   "sender"};
	const guint wanted = 3; /* of these the first */
	gboolean found = FALSE;
	guint fields = 0;
	const char *value;
	Line line;
	for (const char *p = blank->next; line_read(p, limit, &line); p = line.next) {
		if (is_blank_line(&line))
			break;
		gsize length = field_name_length(&line, &value);
		if (length == 0 && fields > 0 && (*line.start == ' ' || *line.start == '\t'))
			continue;
		if (length == 0 || !is_known_field(line.start, length) || ++fields > AHEAD_FIELDS)
			return FALSE;
		for (guint i = 0; i < G_N_ELEMENTS(once); i++) {
			if (!is_named(line.start, length, once[i]))
				continue;
			if (head_field(head, once[i]))
				return FALSE;
			found = found || i < wanted;
		}
	}
	return found;
}

/* Where the header begins: behind a byte order mark, below empty lines and lines of blanks, as
 * some archives have them, if it does begin there. */
static const char *
header_start(const char *start, const char *limit)
{
	const char *p = start, *value;
	Line line;
	if (limit - p > 3 && memcmp(p, "\357\273\277", 3) == 0)
		p += 3;
	while (line_read(p, limit, &line) && is_blank_line(&line))
		p = line.next;
	if (p == start || !line_read(p, limit, &line))
		return start;
	gsize length = field_name_length(&line, &value);
	gboolean begins = length > 0 ? is_known_field(line.start, length)
				     : is_mbox_line(&line) && header_goes_on(&line, limit);
	return begins ? p : start;
}

/* Splits head->bytes and returns the offset of the body in it. */
static gsize
split_fields(Head *head)
{
	const char *start = (const char *)head->bytes->data;
	const char *limit = start + head->bytes->len;
	Line line;
	const char *p = header_start(start, limit);
	if (p > start)
		head->faults |= FAULT_BAD_STRUCTURE;
	head->is_mended = p > start;
	for (; line_read(p, limit, &line); p = line.next) {
		if (is_blank_line(&line)) {
			if (is_blank_fold(&line, limit))
				continue;
			gboolean stray = head->fields->len > 0 && is_stray(head, &line, limit);
			if (stray || line.start < line.end || p == start) {
				head->faults |= FAULT_BAD_STRUCTURE;
				head->is_mended = TRUE;
			}
			if (stray)
				continue;
			return (gsize)(line.next - start);
		}
		if (!take_line(head, &line, limit)) {
			head->faults |= FAULT_NO_BODY_SEPARATOR;
			return (gsize)(p - start);
		}
	}
	return head->bytes->len;
}

/* Reads on until the head has `size` bytes; FALSE if the message ends before. */
static gboolean
read_bytes(Head *head, gsize size)
{
	guint8 piece[PIECE_BYTES];
	while (head->bytes->len < size) {
		ssize_t got = g_mime_stream_read(head->stream, (char *)piece, sizeof piece);
		if (got <= 0)
			return FALSE;
		g_byte_array_append(head->bytes, piece, (guint)got);
	}
	return TRUE;
}

/* Reads as much as the header takes and splits it. */
static void
read_header(Head *head)
{
	guint faults = head->faults;
	gsize size = PIECE_BYTES, body = 0;
	gboolean more;
	do {
		head->is_whole = !read_bytes(head, size);
		more = !head->is_whole && size < 2 * LIMIT_HEADER_BYTES;
		g_array_set_size(head->fields, 0);
		head->faults = faults;
		body = split_fields(head);
		size *= 2;
	} while (more && body + AHEAD_BYTES > head->bytes->len &&
		 head->fields->len <= LIMIT_HEADER_FIELDS);
	head->body_offset = (gint64)body;
}

/* The message with LF for the CR of an old Macintosh; NULL if it isn't one. */
static GMimeStream *
mend_line_ends(const GByteArray *head, GMimeStream *stream)
{
	gsize seen = MIN(head->len, LINE_END_BYTES);
	if (seen == 0 || memchr(head->data, '\n', seen) || !memchr(head->data, '\r', seen))
		return NULL;
	g_autoptr(GByteArray) all = g_byte_array_new();
	guint8 piece[PIECE_BYTES];
	g_mime_stream_reset(stream);
	for (ssize_t got; (got = g_mime_stream_read(stream, (char *)piece, sizeof piece)) > 0;) {
		for (ssize_t i = 0; i < got; i++)
			if (piece[i] == '\r')
				piece[i] = '\n';
		g_byte_array_append(all, piece, (guint)got);
	}
	return g_mime_stream_mem_new_with_byte_array(g_steal_pointer(&all));
}

const RawField *
head_field(const Head *head, const char *name)
{
	gsize length = strlen(name);
	for (guint i = 0; i < head->fields->len; i++) {
		const RawField *field = &g_array_index(head->fields, RawField, i);
		if (field->name_length == length &&
		    g_ascii_strncasecmp(field->name, name, length) == 0)
			return field;
	}
	return NULL;
}

/* A Content-Type without subtype is plain text (RFC 2045 5.2), or what it seems to mean. */
static void
append_content_type(GString *mime, const RawField *field)
{
	g_autofree char *value = g_strndup(field->value, field->value_length);
	/* Quotes have no place around a type, and would hide it. */
	for (char *p = value; *p && *p != ';'; p++)
		if (*p == '"')
			*p = ' ';
	gsize skip = strspn(value, " \t\r\n");
	gsize type = strcspn(value + skip, "; \t\r\n");
	if (memchr(value + skip, '/', type))
		g_string_append_printf(mime, "Content-Type: %s\n", value + skip);
	else if (g_ascii_strncasecmp(value + skip, "html", 4) == 0)
		g_string_append_printf(mime, "Content-Type: text/html%s\n", value + skip + type);
	else if (memchr(value + skip, '=', type))
		g_string_append_printf(mime, "Content-Type: text/plain; %s\n", value + skip);
	else
		g_string_append_printf(mime, "Content-Type: text/plain%s\n", value + skip + type);
}

GString *
head_mime(const Head *head)
{
	static const char *const names[] = {
		"Content-Transfer-Encoding", "Content-Disposition", "Content-ID",
		"Content-Description",       "Content-Location",
	};
	GString *mime = g_string_new(NULL);
	const RawField *field = head_field(head, "Content-Type");
	if (field)
		append_content_type(mime, field);
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		if (!(field = head_field(head, names[i])))
			continue;
		g_string_append_printf(mime, "%s:", names[i]);
		g_string_append_len(mime, field->value, (gssize)field->value_length);
		g_string_append_c(mime, '\n');
	}
	g_string_append_c(mime, '\n');
	return mime;
}

GMimeStream *
head_body(const Head *head)
{
	return g_mime_stream_substream(head->stream, head->body_offset, -1);
}

Head *
head_open(GMimeStream *stream)
{
	Head *head = g_new0(Head, 1);
	head->stream = stream;
	/* With room from the start: an empty array has no data to point into. */
	head->bytes = g_byte_array_sized_new(PIECE_BYTES);
	head->fields = g_array_new(FALSE, FALSE, sizeof(RawField));
	g_mime_stream_reset(stream);
	read_bytes(head, PIECE_BYTES);
	if (!memchr(head->bytes->data, '\n', head->bytes->len))
		read_bytes(head, LINE_END_BYTES);
	GMimeStream *mended = mend_line_ends(head->bytes, stream);
	gboolean is_mended = mended != NULL;
	if (mended) {
		head->faults |= FAULT_BARE_LINE_END;
		g_object_unref(stream);
		head->stream = mended;
		g_byte_array_set_size(head->bytes, 0);
		g_mime_stream_reset(mended);
	}
	read_header(head);
	head->is_mended = head->is_mended || is_mended;
	return head;
}

void
head_free(Head *head)
{
	if (!head)
		return;
	g_clear_object(&head->stream);
	g_byte_array_unref(head->bytes);
	g_array_unref(head->fields);
	g_free(head);
}
