/*
 * The few things every use of GMime here begins with.
 */
#include "mail/gm.h"

#include "base/error.h"
#include "mail/transfer.h"

#ifdef CM_SANITIZED
#include <sanitizer/lsan_interface.h>
#endif

#define PIECE_BYTES (32 * 1024)
/* As much of a part as is looked at to tell text from base64. */
#define LOOK_BYTES 1000

/* GMime registers five types of its own for good: no leak of ours to look for. */
static void
start_gmime(void)
{
#ifdef CM_SANITIZED
	__lsan_disable();
#endif
	g_mime_init();
#ifdef CM_SANITIZED
	__lsan_enable();
#endif
}

static gpointer
start(G_GNUC_UNUSED gpointer unused)
{
	start_gmime();
	g_mime_object_register_type("message", "*", GMIME_TYPE_PART);
	g_mime_object_register_type("message", "rfc822", GMIME_TYPE_PART);
	g_mime_object_register_type("message", "rfc2822", GMIME_TYPE_PART);
	g_mime_object_register_type("message", "global", GMIME_TYPE_PART);
	g_mime_object_register_type("message", "news", GMIME_TYPE_PART);
	g_mime_object_register_type("message", "partial", GMIME_TYPE_PART);
	return NULL;
}

void
gm_start(void)
{
	static GOnce once = G_ONCE_INIT;
	g_once(&once, start, NULL);
}

GMimeParserOptions *
gm_options(void)
{
	static const char *const fallback[] = {"utf-8", "windows-1252", NULL};
	GMimeParserOptions *options = g_mime_parser_options_new();
	g_mime_parser_options_set_address_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
	g_mime_parser_options_set_parameter_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
	g_mime_parser_options_set_rfc2047_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
	g_mime_parser_options_set_allow_addresses_without_domain(options, TRUE);
	g_mime_parser_options_set_fallback_charsets(options, unconst(fallback));
	return options;
}

GMimeStream *
gm_stream_fd(int fd)
{
	gm_start();
	GMimeStream *stream = g_mime_stream_fs_new_with_bounds(fd, 0, -1);
	g_mime_stream_fs_set_owner(GMIME_STREAM_FS(stream), FALSE);
	g_mime_stream_reset(stream);
	return stream;
}

GMimeStream *
gm_stream_bytes(GBytes *raw)
{
	gm_start();
	gsize length = 0;
	const char *bytes = g_bytes_get_data(raw, &length);
	return g_mime_stream_mem_new_with_buffer(bytes ? bytes : "", length);
}

/* uuencode has a first line to be skipped, which the plain decoder doesn't know. */
static GMimeStream *
uu_stream(GMimeStream *stream)
{
	g_autoptr(GMimeFilter) filter =
		g_mime_filter_basic_new(GMIME_CONTENT_ENCODING_UUENCODE, FALSE);
	GMimeStream *filtered = g_mime_stream_filter_new(stream);
	g_mime_stream_filter_add(GMIME_STREAM_FILTER(filtered), filter);
	return filtered;
}

/* The bytes the decoder still holds. Base64 that lost its padding, or was cut off, ends
 * within a group of four: padding brings out what is whole of it. */
static gsize
decode_end(GMimeEncoding *state, char *out)
{
	int held = state->encoding == GMIME_CONTENT_ENCODING_BASE64 ? state->state : 0;
	if (held != 2 && held != 3)
		return g_mime_encoding_flush(state, "", 0, out);
	return g_mime_encoding_step(state, "==", held == 2 ? 2 : 1, out);
}

static TransferKind
kind_of(GMimeContentEncoding encoding)
{
	return encoding == GMIME_CONTENT_ENCODING_BASE64            ? TRANSFER_BASE64
	       : encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ? TRANSFER_QUOTED
								    : TRANSFER_PLAIN;
}

/* Data being decoded. */
typedef struct Decoder {
	GMimeEncoding state;
	gboolean is_padded; /* the base64 so far ended with "=" */
	gboolean is_over;   /* and what came then is none */
} Decoder;

static gboolean
is_filler(char c)
{
	return c == '=' || g_ascii_isspace(c);
}

/* GMime's decoder takes the first padding for the end of all. */
static gsize
decode_base64(Decoder *decoder, const char *in, gsize length, char *out)
{
	const char *limit = in + length;
	gsize size = 0;
	while (in < limit && !decoder->is_over) {
		while (decoder->is_padded && in < limit && is_filler(*in))
			in++;
		if (in == limit)
			break;
		if (decoder->is_padded && !transfer_goes_on(in, (gsize)(limit - in))) {
			decoder->is_over = TRUE;
			break;
		}
		if (decoder->is_padded)
			g_mime_encoding_init_decode(&decoder->state, GMIME_CONTENT_ENCODING_BASE64);
		const char *end = memchr(in, '=', (gsize)(limit - in));
		decoder->is_padded = end != NULL;
		end = end ? end : limit;
		while (end < limit && is_filler(*end))
			end++;
		size += g_mime_encoding_step(&decoder->state, in, (gsize)(end - in), out + size);
		in = end;
	}
	return size;
}

/* At the end, where `got` is 0, what is still held back. `in` is changed. */
static gsize
decode_piece(Decoder *decoder, char *in, ssize_t got, char *out)
{
	gsize length = (gsize)MAX(got, 0);
	if (length == 0)
		return decoder->is_padded ? 0 : decode_end(&decoder->state, out);
	if (decoder->state.encoding == GMIME_CONTENT_ENCODING_BASE64)
		return decode_base64(decoder, in, length, out);
	if (decoder->state.encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
		length = transfer_join_lines(in, length);
	return g_mime_encoding_step(&decoder->state, in, length, out);
}

gboolean
gm_decode(GMimeDataWrapper *content, PartSink sink, gpointer user_data, guint *faults)
{
	GMimeStream *stream = content ? g_mime_data_wrapper_get_stream(content) : NULL;
	if (!stream)
		return TRUE;
	g_mime_stream_reset(stream);
	GMimeContentEncoding encoding = g_mime_data_wrapper_get_encoding(content);
	gboolean uu = encoding == GMIME_CONTENT_ENCODING_UUENCODE;
	g_autoptr(GMimeStream) from = uu ? uu_stream(stream) : g_object_ref(stream);
	Decoder decoder = {.is_padded = FALSE};
	TransferCheck check = {.kind = kind_of(encoding)};
	g_mime_encoding_init_decode(&decoder.state, uu ? GMIME_CONTENT_ENCODING_BINARY : encoding);
	g_autofree char *in = g_malloc(PIECE_BYTES);
	g_autofree char *out = g_malloc(g_mime_encoding_outlen(&decoder.state, PIECE_BYTES));
	for (;;) {
		ssize_t got = g_mime_stream_read(from, in, PIECE_BYTES);
		if (faults && got > 0)
			transfer_check(&check, in, (gsize)got);
		if (faults && (check.bad || (got <= 0 && transfer_check_end(&check))))
			*faults |= FAULT_BAD_TRANSFER_ENCODING;
		gsize size = decode_piece(&decoder, in, got, out);
		if (size > 0 && !sink(out, size, user_data))
			return FALSE;
		if (got <= 0)
			return TRUE;
	}
}

/* Whether text that is said to be base64 is as people wrote it. */
static gboolean
is_plain_after_all(GMimePart *part, GMimeDataWrapper *content)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	GMimeStream *stream = g_mime_data_wrapper_get_stream(content);
	char seen[LOOK_BYTES];
	if (!stream || !g_mime_content_type_is_type(type, "text", "*"))
		return FALSE;
	g_mime_stream_reset(stream);
	ssize_t got = g_mime_stream_read(stream, seen, sizeof seen);
	return got > 0 && transfer_looks_plain(seen, (gsize)got);
}

void
gm_mend_encoding(GMimePart *part, guint *faults)
{
	static const GMimeContentEncoding encodings[] = {
		[TRANSFER_BASE64] = GMIME_CONTENT_ENCODING_BASE64,
		[TRANSFER_QUOTED] = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE,
	};
	GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(part));
	GMimeHeader *field = g_mime_header_list_get_header(list, "Content-Transfer-Encoding");
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	if (!field || !content)
		return;
	TransferKind kind = transfer_kind(g_mime_header_get_raw_value(field));
	if (kind != TRANSFER_BASE64 && kind != TRANSFER_QUOTED)
		return;
	if (kind == TRANSFER_BASE64 && is_plain_after_all(part, content)) {
		*faults |= FAULT_BAD_TRANSFER_ENCODING;
		g_mime_data_wrapper_set_encoding(content, GMIME_CONTENT_ENCODING_DEFAULT);
	} else {
		g_mime_data_wrapper_set_encoding(content, encodings[kind]);
	}
}

/* What is skipped before the sink gets anything. */
typedef struct Skip {
	gint64 left;
	PartSink sink;
	gpointer user_data;
} Skip;

static gboolean
skip_bytes(const char *bytes, gsize length, gpointer user_data)
{
	Skip *skip = user_data;
	gsize skipped = (gsize)MIN(skip->left, (gint64)length);
	skip->left -= (gint64)skipped;
	return skipped == length || skip->sink(bytes + skipped, length - skipped, skip->user_data);
}

gboolean
gm_decode_from(GMimeDataWrapper *content, gint64 offset, PartSink sink, gpointer user_data)
{
	Skip skip = {offset, sink, user_data};
	return gm_decode(content, skip_bytes, &skip, NULL);
}
