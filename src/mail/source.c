/*
 * Opening a message: finds its header fields and where its body begins, however
 * broken, and has GMime parse the rest from the same descriptor.
 */
#include "mail/source_private.h"

#include "base/limits.h"
#include "mail/mail.h"

#include <string.h>

#define PIECE_BYTES (16 * 1024)
/* As much as is read behind an empty line before it counts as the header's end. */
#define AHEAD_BYTES 2000
/* Fields behind such a line. */
#define AHEAD_FIELDS 200
/* Where a message shows how its lines end; scan.c looks at as many. */
#define LINE_END_BYTES (64 * 1024)
/* RFC 2046 5.1.1 */
#define BOUNDARY_CHARS 70

/* One line of the header: [start, end) without its line end, the next one at `next`. */
typedef struct Line {
	const char *start;
	const char *end;
	const char *next;
} Line;

static gboolean
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

/* The length of a field's name, blanks before the colon not counted (RFC 5322 4.5), raw
 * 8-bit bytes taken as they come; 0 if the line is no field. `*value_out` is set behind the colon.
 */
static gsize
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
field_extend(Source *source, const Line *line)
{
	if (source->fields->len == 0)
		return;
	RawField *last = &g_array_index(source->fields, RawField, source->fields->len - 1);
	last->value_length = (gsize)(line->end - last->value);
}

/* Takes one line of the header; FALSE if the body begins with it. */
static gboolean
take_line(Source *source, const Line *line, const char *limit)
{
	const char *value = NULL;
	gsize length = field_name_length(line, &value);
	gboolean folded = *line->start == ' ' || *line->start == '\t';
	if (length > 0) {
		RawField field = {line->start, length, value, (gsize)(line->end - value)};
		g_array_append_val(source->fields, field);
		return TRUE;
	}
	if (folded && source->fields->len > 0) {
		field_extend(source, line);
		return TRUE;
	}
	if (is_mbox_line(line)) {
		source->faults |= FAULT_MBOX_FROM;
		return source->fields->len == 0 || header_goes_on(line, limit);
	}
	if (!header_goes_on(line, limit))
		return FALSE;
	/* A line that lost its fold, or rubbish: the field above keeps it. */
	source->faults |= FAULT_BAD_STRUCTURE;
	field_extend(source, line);
	return TRUE;
}

static gboolean
is_named(const char *name, gsize length, const char *wanted)
{
	return strlen(wanted) == length && g_ascii_strncasecmp(name, wanted, length) == 0;
}

/* The first field of that name, any case; NULL if absent. */
static const RawField *
source_field(const Source *source, const char *name)
{
	gsize length = strlen(name);
	for (guint i = 0; i < source->fields->len; i++) {
		const RawField *field = &g_array_index(source->fields, RawField, i);
		if (field->name_length == length &&
		    g_ascii_strncasecmp(field->name, name, length) == 0)
			return field;
	}
	return NULL;
}

/* Whether an empty line only strayed into the header: a field that every mail has is
 * missing above it and stands below, among fields alone and none a second time. */
static gboolean
is_stray(const Source *source, const Line *blank, const char *limit)
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
			if (source_field(source, once[i]))
				return FALSE;
			found = found || i < wanted;
		}
	}
	return found;
}

/* Where the header begins: below empty lines and lines of blanks, as some archives have
 * them, if it does begin there. */
static const char *
header_start(const char *start, const char *limit)
{
	const char *p = start, *value;
	Line line;
	while (line_read(p, limit, &line) && is_blank_line(&line))
		p = line.next;
	if (p == start || !line_read(p, limit, &line))
		return start;
	gsize length = field_name_length(&line, &value);
	gboolean begins = length > 0 ? is_known_field(line.start, length)
				     : is_mbox_line(&line) && header_goes_on(&line, limit);
	return begins ? p : start;
}

/* Splits source->head and returns the offset of the body in it. */
static gsize
split_fields(Source *source)
{
	const char *start = (const char *)source->head->data;
	const char *limit = start + source->head->len;
	Line line;
	const char *p = header_start(start, limit);
	if (p > start)
		source->faults |= FAULT_BAD_STRUCTURE;
	for (; line_read(p, limit, &line); p = line.next) {
		if (is_blank_line(&line)) {
			if (is_blank_fold(&line, limit))
				continue;
			gboolean stray = source->fields->len > 0 && is_stray(source, &line, limit);
			if (stray || line.start < line.end || p == start)
				source->faults |= FAULT_BAD_STRUCTURE;
			if (stray)
				continue;
			return (gsize)(line.next - start);
		}
		if (!take_line(source, &line, limit)) {
			source->faults |= FAULT_NO_BODY_SEPARATOR;
			return (gsize)(p - start);
		}
	}
	return source->head->len;
}

/* Reads on until the head has `size` bytes; FALSE if the message ends before. */
static gboolean
read_head(Source *source, gsize size)
{
	guint8 piece[PIECE_BYTES];
	while (source->head->len < size) {
		ssize_t got = g_mime_stream_read(source->stream, (char *)piece, sizeof piece);
		if (got <= 0)
			return FALSE;
		g_byte_array_append(source->head, piece, (guint)got);
	}
	return TRUE;
}

/* Reads as much as the header takes and splits it. */
static void
read_header(Source *source)
{
	guint faults = source->faults;
	gsize size = PIECE_BYTES, body = 0;
	gboolean more;
	do {
		more = read_head(source, size) && size < 2 * LIMIT_HEADER_BYTES;
		g_array_set_size(source->fields, 0);
		source->faults = faults;
		body = split_fields(source);
		size *= 2;
	} while (more && body + AHEAD_BYTES > source->head->len);
	source->body_offset = (gint64)body;
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

/* A Content-Type without subtype is plain text (RFC 2045 5.2), or what it seems to mean. */
static void
append_content_type(GString *mime, const RawField *field)
{
	g_autofree char *value = g_strndup(field->value, field->value_length);
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

/* The fields of the top level that matter to MIME, the first of each name. */
static GMimeStream *
mime_header(const Source *source)
{
	static const char *const names[] = {
		"Content-Transfer-Encoding", "Content-Disposition", "Content-ID",
		"Content-Description",       "Content-Location",
	};
	g_autoptr(GString) mime = g_string_new(NULL);
	const RawField *field = source_field(source, "Content-Type");
	if (field)
		append_content_type(mime, field);
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		if (!(field = source_field(source, names[i])))
			continue;
		g_string_append_printf(mime, "%s:", names[i]);
		g_string_append_len(mime, field->value, (gssize)field->value_length);
		g_string_append_c(mime, '\n');
	}
	g_string_append_c(mime, '\n');
	return g_mime_stream_mem_new_with_buffer(mime->str, mime->len);
}

/* Whether the last byte ends a line. GMime takes the line end above a delimiter for part
 * of the text when the delimiter's own is missing. */
static gboolean
ends_with_newline(GMimeStream *stream)
{
	char last = '\n';
	if (g_mime_stream_seek(stream, -1, GMIME_STREAM_SEEK_END) >= 0)
		g_mime_stream_read(stream, &last, 1);
	return last == '\n';
}

static GMimeObject *
parse(GMimeStream *header, GMimeStream *body, gboolean add_newline)
{
	g_autoptr(GMimeStream) both = g_mime_stream_cat_new();
	g_mime_stream_cat_add_source(GMIME_STREAM_CAT(both), header);
	g_mime_stream_cat_add_source(GMIME_STREAM_CAT(both), body);
	g_autoptr(GMimeStream) newline = g_mime_stream_mem_new_with_buffer("\r\n", 2);
	if (add_newline)
		g_mime_stream_cat_add_source(GMIME_STREAM_CAT(both), newline);
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(both);
	GMimeParserOptions *options = gm_options();
	GMimeObject *root = g_mime_parser_construct_part(parser, options);
	g_mime_parser_options_free(options);
	return root ? root : GMIME_OBJECT(g_mime_text_part_new());
}

/* The boundary that is really used, when the declared one never occurs: the first line
 * "--X" that is followed by a field of a part. (transfer full, nullable) */
static char *
find_boundary(const char *text)
{
	const char *limit = text + strlen(text), *value;
	Line line, next;
	for (const char *p = text; line_read(p, limit, &line); p = line.next) {
		gsize length = (gsize)(line.end - line.start);
		if (length < 3 || length > BOUNDARY_CHARS + 2 || !starts_with(&line, "--"))
			continue;
		if (line_read(line.next, limit, &next) && field_name_length(&next, &value) > 8 &&
		    g_ascii_strncasecmp(next.start, "content-", 8) == 0)
			return g_strstrip(g_strndup(line.start + 2, length - 2));
	}
	return NULL;
}

static gboolean
is_multipart(const Source *source)
{
	const RawField *field = source_field(source, "Content-Type");
	if (!field)
		return FALSE;
	g_autofree char *value = g_ascii_strdown(field->value, (gssize)field->value_length);
	return strstr(value, "multipart/") != NULL;
}

/* A multipart whose boundary never came: parsed again with the one that did. */
static void
mend_boundary(Source *source, GMimeStream *body)
{
	if (!GMIME_IS_MULTIPART(source->root) ||
	    g_mime_multipart_get_count(GMIME_MULTIPART(source->root)) > 0)
		return;
	source->faults |= FAULT_BAD_STRUCTURE;
	const char *text = g_mime_multipart_get_prologue(GMIME_MULTIPART(source->root));
	g_autofree char *boundary = text ? find_boundary(text) : NULL;
	if (!boundary || strpbrk(boundary, "\"\\\r\n"))
		return;
	GMimeContentType *type = g_mime_object_get_content_type(source->root);
	const char *subtype = g_mime_content_type_get_media_subtype(type);
	g_autofree char *header =
		g_strdup_printf("Content-Type: multipart/%s; boundary=\"%s\"\n\n",
				subtype && *subtype ? subtype : "mixed", boundary);
	g_autoptr(GMimeStream) mended = g_mime_stream_mem_new_with_buffer(header, strlen(header));
	g_clear_object(&source->root);
	source->root = parse(mended, body, FALSE);
}

Source *
source_open(GMimeStream *stream)
{
	Source *source = g_new0(Source, 1);
	source->stream = stream;
	/* With room from the start: an empty array has no data to point into. */
	source->head = g_byte_array_sized_new(PIECE_BYTES);
	source->fields = g_array_new(FALSE, FALSE, sizeof(RawField));
	g_mime_stream_reset(stream);
	read_head(source, PIECE_BYTES);
	if (!memchr(source->head->data, '\n', source->head->len))
		read_head(source, LINE_END_BYTES);
	GMimeStream *mended = mend_line_ends(source->head, stream);
	if (mended) {
		source->faults |= FAULT_BARE_LINE_END;
		g_object_unref(stream);
		source->stream = mended;
		g_byte_array_set_size(source->head, 0);
		g_mime_stream_reset(mended);
	}
	read_header(source);
	g_autoptr(GMimeStream) header = mime_header(source);
	g_autoptr(GMimeStream) body =
		g_mime_stream_substream(source->stream, source->body_offset, -1);
	gboolean cut = is_multipart(source) && !ends_with_newline(source->stream);
	source->root = parse(header, body, cut);
	mend_boundary(source, body);
	return source;
}

void
source_free(Source *source)
{
	if (!source)
		return;
	g_clear_object(&source->root);
	g_clear_object(&source->stream);
	g_byte_array_unref(source->head);
	g_array_unref(source->fields);
	g_free(source);
}

static void
collect(GMimeObject *object, GPtrArray *leaves)
{
	if (GMIME_IS_MULTIPART(object)) {
		int count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
		for (int i = 0; i < count; i++)
			collect(g_mime_multipart_get_part(GMIME_MULTIPART(object), i), leaves);
	} else if (GMIME_IS_PART(object)) {
		g_ptr_array_add(leaves, object);
	}
}

GPtrArray *
source_leaves(const Source *source)
{
	GPtrArray *leaves = g_ptr_array_new();
	collect(source->root, leaves);
	return leaves;
}
