/*
 * Our messages, from draft to bytes: a text, perhaps the same as HTML and as a
 * calendar event, perhaps files behind it.  Nothing here asks the clock or chance:
 * the same draft gives the same bytes, which is what makes retries harmless.
 */
#include "mail/compose.h"

#include "base/clock.h"
#include "mail/flowed.h"
#include "mail/gm.h"
#include "mail/header_write.h"

#include <string.h>

/* RFC 5322 2.1.1 */
#define MAX_LINE 998

static gboolean
is_7bit(const char *text)
{
	gsize line = 0;
	for (; *text; text++) {
		line = *text == '\n' ? 0 : line + 1;
		if ((guchar)*text >= 0x80 || line > MAX_LINE - 2)
			return FALSE;
	}
	return TRUE;
}

/* CR LF for LF, and a line end at the end. */
static void
append_lines(GString *out, const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++) {
		if (text[i] == '\r')
			continue;
		if (text[i] == '\n')
			g_string_append_c(out, '\r');
		g_string_append_c(out, text[i]);
	}
	if (out->len > 0 && out->str[out->len - 1] != '\n')
		g_string_append(out, "\r\n");
}

/* (transfer full) */
static char *
encode(const char *text, gsize length, GMimeContentEncoding encoding, gsize *length_out)
{
	GMimeEncoding state;
	g_mime_encoding_init_encode(&state, encoding);
	char *code = g_malloc(g_mime_encoding_outlen(&state, length));
	*length_out = g_mime_encoding_flush(&state, text, length, code);
	return code;
}

/* Appends the encoding's field, the empty line and the text. Base64 where most is not
 * ASCII; else quoted-printable, which people can read in a raw message. */
static void
append_text(GString *out, const char *text)
{
	gsize length = strlen(text), high = 0, size = 0;
	for (gsize i = 0; i < length; i++)
		high += (guchar)text[i] >> 7;
	if (is_7bit(text)) {
		g_string_append(out, "Content-Transfer-Encoding: 7bit\r\n\r\n");
		append_lines(out, text, length);
		return;
	}
	gboolean base64 = high > length / 3;
	g_string_append_printf(out, "Content-Transfer-Encoding: %s\r\n\r\n",
			       base64 ? "base64" : "quoted-printable");
	g_autofree char *code = encode(text, length,
				       base64 ? GMIME_CONTENT_ENCODING_BASE64
					      : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE,
				       &size);
	append_lines(out, code, size);
}

static void
append_plain(GString *out, const Draft *draft)
{
	g_autofree char *flowed = flowed_write(draft->text ? draft->text : "");
	/* The encoder counts on LF; CR LF comes back with append_lines(). */
	g_autoptr(GString) lines = g_string_new(NULL);
	for (const char *p = flowed; *p; p++)
		if (*p != '\r')
			g_string_append_c(lines, *p);
	g_string_append(out, "Content-Type: text/plain; charset=utf-8; format=flowed\r\n");
	append_text(out, lines->str);
}

static void
append_html(GString *out, const Draft *draft)
{
	g_string_append(out, "Content-Type: text/html; charset=utf-8\r\n");
	append_text(out, draft->html);
}

/* The method stands in the field too (RFC 6047 2.4). */
static void
append_calendar(GString *out, const Draft *draft)
{
	const char *found = strstr(draft->calendar, "METHOD:");
	gsize length = found ? strspn(found + 7, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;
	g_string_append(out, "Content-Type: text/calendar; charset=utf-8");
	if (length > 0)
		g_string_append_printf(out, "; method=%.*s", (int)length, found + 7);
	g_string_append(out, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
	gsize size = 0;
	g_autofree char *code = encode(draft->calendar, strlen(draft->calendar),
				       GMIME_CONTENT_ENCODING_BASE64, &size);
	append_lines(out, code, size);
}

/* "=_" occurs in no quoted-printable or base64 text (RFC 2045 6.7). */
static char *
boundary_of(const Draft *draft, const char *kind)
{
	return g_strdup_printf("=_%s-%s", kind, draft->boundary_seed);
}

static void
append_alternatives(GString *out, const Draft *draft)
{
	if (!draft->html && !draft->calendar) {
		append_plain(out, draft);
		return;
	}
	g_autofree char *boundary = boundary_of(draft, "alt");
	g_string_append_printf(out, "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n",
			       boundary);
	g_string_append_printf(out, "--%s\r\n", boundary);
	append_plain(out, draft);
	if (draft->html) {
		g_string_append_printf(out, "\r\n--%s\r\n", boundary);
		append_html(out, draft);
	}
	if (draft->calendar) {
		g_string_append_printf(out, "\r\n--%s\r\n", boundary);
		append_calendar(out, draft);
	}
	g_string_append_printf(out, "\r\n--%s--\r\n", boundary);
}

/* How much of a subject mail rules match: up to the customer's name. */
static gsize
fixed_prefix(const char *subject)
{
	static const char end[] = " - Customer:";
	const char *found = strstr(subject, end);
	return found ? (gsize)(found - subject) + sizeof end - 1 : 0;
}

static void
append_header(GString *out, const Draft *draft)
{
	g_autofree char *date = time_to_rfc5322(draft->date_ms);
	g_string_append_printf(out, "Date: %s\r\n", date);
	if (draft->from_address)
		header_write_mailbox(out, "From", draft->from_name, draft->from_address);
	if (draft->to_address)
		header_write_mailbox(out, "To", draft->to_name, draft->to_address);
	if (draft->reply_to)
		header_write_mailbox(out, "Reply-To", NULL, draft->reply_to);
	if (draft->subject)
		header_write(out, "Subject", draft->subject, fixed_prefix(draft->subject));
	if (draft->message_id)
		header_write_ids(out, "Message-ID", &draft->message_id, 1);
	if (draft->in_reply_to)
		header_write_ids(out, "In-Reply-To", &draft->in_reply_to, 1);
	if (draft->references && draft->references->len > 0)
		header_write_ids(out, "References", (const char *const *)draft->references->pdata,
				 draft->references->len);
	for (const char *const *extra = draft->extra; extra && extra[0]; extra += 2)
		header_write(out, extra[0], extra[1], 0);
	g_string_append(out, "MIME-Version: 1.0\r\n");
}

/* A type we can write; a message may not be base64 (RFC 2046 5.2.1), a multipart has a
 * boundary of its own: those travel as mere files. */
static const char *
safe_type(const char *type)
{
	static const char fallback[] = "application/octet-stream";
	const char *slash = type ? strchr(type, '/') : NULL;
	if (!slash || slash == type || !slash[1] || strlen(type) > 127)
		return fallback;
	for (const char *p = type; *p; p++)
		if (p != slash && !g_ascii_isalnum(*p) && !strchr("!#$&-^_.+", *p))
			return fallback;
	gboolean structured = g_ascii_strncasecmp(type, "message/", 8) == 0 ||
			      g_ascii_strncasecmp(type, "multipart/", 10) == 0;
	return structured ? fallback : type;
}

static GBytes *
part_head(const DraftPart *part, const char *boundary)
{
	GString *out = g_string_new(NULL);
	g_string_append_printf(out, "\r\n--%s\r\nContent-Type: %s", boundary,
			       safe_type(part->type));
	g_string_append(out, "\r\nContent-Disposition: attachment");
	if (part->name && *part->name)
		header_write_parameter(out, "filename", part->name);
	g_string_append(out, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
	return g_string_free_to_bytes(out);
}

Frame *
compose_frame(const Draft *draft)
{
	Frame *frame = g_new0(Frame, 1);
	GString *head = g_string_new(NULL), *tail = g_string_new(NULL);
	gm_start();
	frame->part_heads = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	guint count = draft->parts ? draft->parts->len : 0;
	append_header(head, draft);
	if (count > 0) {
		g_autofree char *boundary = boundary_of(draft, "mix");
		g_string_append_printf(
			head, "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n--%s\r\n",
			boundary, boundary);
		for (guint i = 0; i < count; i++)
			g_ptr_array_add(frame->part_heads,
					part_head(g_ptr_array_index(draft->parts, i), boundary));
		g_string_append_printf(tail, "\r\n--%s--\r\n", boundary);
	}
	append_alternatives(head, draft);
	frame->head = g_string_free_to_bytes(head);
	frame->tail = g_string_free_to_bytes(tail);
	return frame;
}

void
frame_free(Frame *frame)
{
	if (!frame)
		return;
	g_bytes_unref(frame->head);
	g_ptr_array_unref(frame->part_heads);
	g_bytes_unref(frame->tail);
	g_free(frame);
}

void
draft_part_free(DraftPart *part)
{
	if (!part)
		return;
	g_free(part->name);
	g_free(part->type);
	g_free(part);
}

/* Appends one line of at most 57 bytes. */
static void
append_line(GByteArray *out, const guchar *bytes, gsize length)
{
	g_autofree char *line = g_base64_encode(bytes, length);
	g_byte_array_append(out, (const guint8 *)line, (guint)strlen(line));
	g_byte_array_append(out, (const guint8 *)"\r\n", 2);
}

void
part_encode(PartEncoder *encoder, const char *bytes, gsize length, gboolean last, GByteArray *out)
{
	while (length > 0) {
		gsize take = MIN(length, sizeof encoder->rest - encoder->rest_length);
		memcpy(encoder->rest + encoder->rest_length, bytes, take);
		encoder->rest_length += take;
		bytes += take;
		length -= take;
		if (encoder->rest_length == sizeof encoder->rest) {
			append_line(out, encoder->rest, encoder->rest_length);
			encoder->rest_length = 0;
		}
	}
	if (last && encoder->rest_length > 0) {
		append_line(out, encoder->rest, encoder->rest_length);
		encoder->rest_length = 0;
	}
}
