/*
 * Opening a message: behind its header, which head.c finds, GMime parses the rest from the same
 * descriptor.
 */
#include "mail/source_private.h"

#include "base/limits.h"
#include "mail/mail.h"
#include "mail/scan_private.h"
#include "mail/transfer.h"

#include <string.h>

/* RFC 2046 5.1.1 */
#define BOUNDARY_CHARS 70
/* Multiparts within a message that are decoded before they are read. */
#define MOST_ENCODED 4

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

static gboolean
is_multipart(const Head *head)
{
	const RawField *field = head_field(head, "Content-Type");
	if (!field)
		return FALSE;
	g_autofree char *value = g_ascii_strdown(field->value, (gssize)field->value_length);
	return strstr(value, "multipart/") != NULL;
}

static void
join_bytes(GMimeStream *joined, const char *bytes, gsize length)
{
	g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_buffer(bytes, length);
	g_mime_stream_cat_add_source(GMIME_STREAM_CAT(joined), stream);
}

/* From `start` to `end` (-1: to the last byte), counted from the start of the body. */
static void
join_body(GMimeStream *joined, const Head *head, gint64 start, gint64 end)
{
	g_autoptr(GMimeStream) stream = g_mime_stream_substream(
		head->stream, head->body_offset + start, end < 0 ? -1 : head->body_offset + end);
	g_mime_stream_cat_add_source(GMIME_STREAM_CAT(joined), stream);
}

/* GMime keeps in memory what stands above and below all parts: only so much of it is shown to
 * it that it may be taken for the text. */
static GMimeObject *
parse(const Head *head, const char *mime, gsize length, const GArray *gaps)
{
	g_autoptr(GMimeStream) joined = g_mime_stream_cat_new();
	gint64 start = 0;
	join_bytes(joined, mime, length);
	for (guint i = 0; i < gaps->len; i++) {
		const ScanGap *gap = &g_array_index(gaps, ScanGap, i);
		join_body(joined, head, start, gap->start);
		join_bytes(joined, "\n", 1);
		start = gap->end;
	}
	join_body(joined, head, start, -1);
	if (is_multipart(head) && !ends_with_newline(head->stream))
		join_bytes(joined, "\r\n", 2);
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(joined);
	g_autoptr(GMimeParserOptions) options = gm_options();
	GMimeObject *root = g_mime_parser_construct_part(parser, options);
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
		if (length < 3 || length > BOUNDARY_CHARS + 2 || memcmp(line.start, "--", 2) != 0)
			continue;
		if (line_read(line.next, limit, &next) && field_name_length(&next, &value) > 8 &&
		    g_ascii_strncasecmp(next.start, "content-", 8) == 0)
			return g_strstrip(g_strndup(line.start + 2, length - 2));
	}
	return NULL;
}

/* A multipart whose boundary never came: parsed again with the one that did, unless that goes
 * beyond the limits. */
static void
mend_boundary(Source *source)
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
	g_autofree char *mime = g_strdup_printf("Content-Type: multipart/%s; boundary=\"%s\"\n\n",
						subtype && *subtype ? subtype : "mixed", boundary);
	g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(ScanGap));
	g_autoptr(GMimeStream) body = head_body(source->head);
	g_autofree char *why = scan_parts(mime, strlen(mime), body, gaps, FALSE);
	if (why)
		return;
	g_clear_object(&source->root);
	source->root = parse(source->head, mime, strlen(mime), gaps);
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

/* Whether a part came without its text: GMime takes text without an empty line above it for more
 * of the head, and leaves out a part that begins with text at once. */
static gboolean
lacks_text(const Source *source)
{
	gboolean has_text = FALSE;
	if (!GMIME_IS_MULTIPART(source->root))
		return FALSE;
	g_autoptr(GPtrArray) leaves = source_leaves(source);
	for (guint i = 0; i < leaves->len; i++) {
		GMimePart *leaf = leaves->pdata[i];
		GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(leaf));
		if (!g_mime_part_get_content(leaf))
			return TRUE;
		has_text = has_text || g_mime_content_type_is_type(type, "text", "*");
	}
	return !has_text;
}

/* Parses again with an empty line where the head of a part goes over into text. */
static void
mend_heads(Source *source, const GString *mime)
{
	if (!lacks_text(source))
		return;
	g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(ScanGap));
	g_autoptr(GMimeStream) body = head_body(source->head);
	g_autofree char *why = scan_parts(mime->str, mime->len, body, gaps, TRUE);
	gboolean found = FALSE;
	for (guint i = 0; i < gaps->len; i++) {
		const ScanGap *gap = &g_array_index(gaps, ScanGap, i);
		found = found || gap->start == gap->end;
	}
	if (why || !found)
		return;
	source->faults |= FAULT_NO_BODY_SEPARATOR;
	g_clear_object(&source->root);
	source->root = parse(source->head, mime->str, mime->len, gaps);
}

static void
mend_encodings(Source *source)
{
	g_autoptr(GPtrArray) leaves = source_leaves(source);
	for (guint i = 0; i < leaves->len; i++)
		gm_mend_encoding(leaves->pdata[i], &source->faults);
}

/* The Content-Type as it came; NULL if there is none. (transfer none) */
static const char *
raw_type(GMimeObject *object)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	GMimeHeader *type = g_mime_header_list_get_header(list, "Content-Type");
	return type ? g_mime_header_get_raw_value(type) : NULL;
}

/* A multipart that was encoded as a whole, parsed anew from its decoded bytes; NULL: there are no
 * parts in them either, or more than the limits allow. (transfer full) */
static GMimeObject *
parse_decoded(GMimeObject *object, GMimeStream *body, GMimeContentEncoding encoding)
{
	g_autoptr(GMimeParserOptions) options = gm_options();
	g_autoptr(GMimeStream) decoded = g_mime_stream_mem_new();
	g_autoptr(GMimeDataWrapper) wrapper = g_mime_data_wrapper_new_with_stream(body, encoding);
	/* As it came: GMime goes round for ever in writing some types again. */
	g_autofree char *type = g_strchomp(g_strdup(raw_type(object)));
	g_autofree char *mime = g_strdup_printf("Content-Type:%s\n\n", type);
	if (g_mime_stream_length(body) > LIMIT_SIGNED_BYTES ||
	    g_mime_data_wrapper_write_to_stream(wrapper, decoded) < 0)
		return NULL;
	g_mime_stream_reset(decoded);
	g_autofree char *why = scan_parts(mime, strlen(mime), decoded, NULL, FALSE);
	if (why)
		return NULL;
	gboolean is_ended = ends_with_newline(decoded);
	g_mime_stream_reset(decoded);
	g_autoptr(GMimeStream) joined = g_mime_stream_cat_new();
	join_bytes(joined, mime, strlen(mime));
	g_mime_stream_cat_add_source(GMIME_STREAM_CAT(joined), decoded);
	if (!is_ended)
		join_bytes(joined, "\r\n", 2);
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(joined);
	GMimeObject *found = g_mime_parser_construct_part(parser, options);
	if (found && GMIME_IS_MULTIPART(found) &&
	    g_mime_multipart_get_count(GMIME_MULTIPART(found)) > 0)
		return found;
	g_clear_object(&found);
	return NULL;
}

/* Whether it has no parts as it stands, or their heads are in quoted-printable, "charset=3Dutf-8":
 * what says that it is encoded, and isn't, is read as it stands. */
static gboolean
is_encoded(GMimeObject *object)
{
	GMimeMultipart *multipart = GMIME_MULTIPART(object);
	int count = g_mime_multipart_get_count(multipart);
	for (int i = 0; i < count; i++) {
		const char *type = raw_type(g_mime_multipart_get_part(multipart, i));
		if (type && strstr(type, "=3D"))
			return TRUE;
	}
	return count == 0;
}

/* How a multipart was encoded as a whole, which nobody may do (RFC 2045 6.4) and some do. */
static GMimeContentEncoding
whole_encoding(GMimeObject *object)
{
	if (!GMIME_IS_MULTIPART(object) || !is_encoded(object))
		return GMIME_CONTENT_ENCODING_DEFAULT;
	switch (transfer_kind(g_mime_object_get_header(object, "Content-Transfer-Encoding"))) {
	case TRANSFER_BASE64:
		return GMIME_CONTENT_ENCODING_BASE64;
	case TRANSFER_QUOTED:
		return GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
	default:
		return GMIME_CONTENT_ENCODING_DEFAULT;
	}
}

/* `*left` is how many more are decoded. */
static void
mend_encoded_within(Source *source, GMimeObject *object, guint *left)
{
	GMimeMultipart *multipart = GMIME_IS_MULTIPART(object) ? GMIME_MULTIPART(object) : NULL;
	for (int i = 0; multipart && i < g_mime_multipart_get_count(multipart); i++) {
		GMimeObject *child = g_mime_multipart_get_part(multipart, i);
		GMimeContentEncoding encoding = whole_encoding(child);
		const char *text = encoding == GMIME_CONTENT_ENCODING_DEFAULT || *left == 0
					   ? NULL
					   : g_mime_multipart_get_prologue(GMIME_MULTIPART(child));
		if (text) {
			--*left;
			g_autoptr(GMimeStream) body =
				g_mime_stream_mem_new_with_buffer(text, strlen(text));
			g_autoptr(GMimeObject) found = parse_decoded(child, body, encoding);
			if (found) {
				source->faults |= FAULT_BAD_TRANSFER_ENCODING;
				g_object_unref(g_mime_multipart_replace(multipart, i, found));
			}
		}
		mend_encoded_within(source, g_mime_multipart_get_part(multipart, i), left);
	}
}

/* TRUE: the whole message was such a one, and nothing else can be wrong with how it stands there.
 */
static gboolean
mend_encoded(Source *source)
{
	guint left = MOST_ENCODED;
	GMimeContentEncoding encoding = whole_encoding(source->root);
	g_autoptr(GMimeObject) found = NULL;
	if (encoding != GMIME_CONTENT_ENCODING_DEFAULT) {
		g_autoptr(GMimeStream) body = head_body(source->head);
		found = parse_decoded(source->root, body, encoding);
	}
	gboolean is_whole = found != NULL;
	if (is_whole) {
		source->faults |= FAULT_BAD_TRANSFER_ENCODING;
		g_object_unref(source->root);
		source->root = g_steal_pointer(&found);
	}
	mend_encoded_within(source, source->root, &left);
	return is_whole;
}

Source *
source_open(GMimeStream *stream)
{
	Source *source = g_new0(Source, 1);
	source->head = head_open(stream);
	source->faults = source->head->faults;
	g_autoptr(GString) mime = head_mime(source->head);
	g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(ScanGap));
	g_autoptr(GMimeStream) body = head_body(source->head);
	/* Few messages are long enough to have one. Who opens this has looked at the limits. */
	if (is_multipart(source->head) && g_mime_stream_length(body) > LIMIT_TEXT_BYTES)
		g_free(scan_parts(mime->str, mime->len, body, gaps, FALSE));
	source->root = parse(source->head, mime->str, mime->len, gaps);
	if (!mend_encoded(source)) {
		mend_heads(source, mime);
		mend_boundary(source);
	}
	mend_encodings(source);
	return source;
}

void
source_free(Source *source)
{
	if (!source)
		return;
	g_clear_object(&source->root);
	head_free(source->head);
	g_free(source);
}
