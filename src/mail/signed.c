/*
 * The bytes under a signature.  They are cut out of the message as it came: a part that has been
 * parsed and written anew is not what was signed.
 */
#include "mail/signed.h"

#include "base/limits.h"
#include "mail/head_private.h"
#include "mail/header.h"
#include "mail/part_private.h"
#include "mail/scan.h"
#include "mail/smime.h"

#include <string.h>

static gboolean
is_signature_type(const char *type)
{
	return !strcmp(type, "application/pgp-signature") ||
	       g_str_has_suffix(type, "/pkcs7-signature") ||
	       g_str_has_suffix(type, "/x-pkcs7-signature");
}

gboolean
attachment_is_signature(const Attachment *attachment)
{
	return is_signature_type(attachment->type);
}

static gboolean
is_opaque_type(const char *type)
{
	return !strcmp(type, "application/pkcs7-mime") || !strcmp(type, "application/x-pkcs7-mime");
}

/* The type of the whole message, "multipart/signed"; lower case. (transfer full) */
static char *
top_type(const Mail *mail)
{
	const char *value = mail_header(mail, "Content-Type");
	value = value ? value : "";
	return g_ascii_strdown(value, (gssize)strcspn(value, "; \t("));
}

/* Signed text without MIME (RFC 9580 7): nothing says where it begins for whoever reads on. */
static gboolean
is_signed_within_text(const Mail *mail)
{
	return strstr(mail->text, "-----BEGIN PGP SIGNED MESSAGE-----") != NULL;
}

gboolean
mail_seems_signed(const Mail *mail)
{
	g_autofree char *type = top_type(mail);
	if (!strcmp(type, "multipart/signed") || is_opaque_type(type) ||
	    is_signed_within_text(mail))
		return TRUE;
	for (guint i = 0; i < mail->attachments->len; i++) {
		const Attachment *one = mail->attachments->pdata[i];
		if (is_signature_type(one->type) || is_opaque_type(one->type))
			return TRUE;
	}
	return FALSE;
}

gboolean
mail_seems_sealed(const Mail *mail)
{
	g_autofree char *type = top_type(mail);
	return !strcmp(type, "multipart/encrypted") || is_opaque_type(type);
}

static Signed *
amiss(Signed *what, const char *why)
{
	what->kind = SIGNED_AMISS;
	what->why = why;
	return what;
}

/* All of it; signed messages are read into memory, and larger ones aren't checked. */
static GBytes *
read_all(GBytes *raw, int fd)
{
	if (raw)
		return g_bytes_get_size(raw) <= LIMIT_SIGNED_BYTES ? g_bytes_ref(raw) : NULL;
	g_autoptr(GMimeStream) stream = gm_stream_fd(fd);
	g_autoptr(GByteArray) all = g_byte_array_new();
	guint8 piece[16 * 1024];
	for (ssize_t got; (got = g_mime_stream_read(stream, (char *)piece, sizeof piece)) > 0;) {
		g_byte_array_append(all, piece, (guint)got);
		if (all->len > LIMIT_SIGNED_BYTES)
			return NULL;
	}
	return g_byte_array_free_to_bytes(g_steal_pointer(&all));
}

/* Line ends as they were signed (RFC 3156 5, RFC 8551 3.1.1). */
static GBytes *
with_crlf(const char *start, const char *end)
{
	GByteArray *out = g_byte_array_sized_new((guint)(end - start) + 256);
	for (const char *p = start; p < end;) {
		const char *newline = memchr(p, '\n', (gsize)(end - p));
		const char *stop = newline ? newline : end;
		g_byte_array_append(out, (const guint8 *)p, (guint)(stop - p));
		if (newline && (stop == start || stop[-1] != '\r'))
			g_byte_array_append(out, (const guint8 *)"\r", 1);
		if (newline)
			g_byte_array_append(out, (const guint8 *)"\n", 1);
		p = newline ? newline + 1 : end;
	}
	return g_byte_array_free_to_bytes(out);
}

/* Whether the line is that boundary (RFC 2046 5.1.1): 1 a part begins, 2 the last one ends. */
static int
is_boundary(const Line *line, const char *boundary)
{
	gsize length = strlen(boundary), size = (gsize)(line->end - line->start);
	if (size < length + 2 || memcmp(line->start, "--", 2) != 0 ||
	    memcmp(line->start + 2, boundary, length) != 0)
		return 0;
	const char *p = line->start + 2 + length;
	gboolean closes = line->end - p >= 2 && p[0] == '-' && p[1] == '-';
	for (p += closes ? 2 : 0; p < line->end; p++)
		if (*p != ' ' && *p != '\t')
			return 0;
	return closes ? 2 : 1;
}

/* Where exactly two parts lie in a body. */
typedef struct Halves {
	const char *start[2], *end[2];
} Halves;

static gboolean
find_halves(const char *body, const char *limit, const char *boundary, Halves *halves_out)
{
	Halves halves = {{NULL, NULL}, {NULL, NULL}};
	guint begun = 0;
	gboolean closed = FALSE;
	Line line;
	for (const char *p = body; line_read(p, limit, &line); p = line.next) {
		int kind = is_boundary(&line, boundary);
		if (kind == 0)
			continue;
		if (closed || (kind == 1 && begun == 2) || (kind == 2 && begun != 2))
			return FALSE;
		/* The line end in front of a boundary belongs to it. */
		const char *end = line.start - (line.start > body ? 1 : 0);
		if (end > body && end[-1] == '\r')
			end--;
		if (begun > 0)
			halves.end[begun - 1] = MAX(end, halves.start[begun - 1]);
		if (kind == 1)
			halves.start[begun++] = line.next;
		closed = kind == 2;
	}
	*halves_out = halves;
	return closed;
}

/* The second part: its type and bytes. NULL if it can't be read. (transfer full) */
static char *
read_second(const Halves *halves, gsize max, GBytes **bytes_out)
{
	g_autoptr(GBytes) raw =
		g_bytes_new(halves->start[1], (gsize)(halves->end[1] - halves->start[1]));
	g_autoptr(GMimeStream) stream = gm_stream_bytes(raw);
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);
	g_autoptr(GMimeParserOptions) options = gm_options();
	g_autoptr(GMimeObject) part = g_mime_parser_construct_part(parser, options);
	if (!part || !GMIME_IS_PART(part))
		return NULL;
	gboolean cut = FALSE;
	g_autoptr(GByteArray) bytes = part_bytes(GMIME_PART(part), max, &cut, NULL);
	if (cut)
		return NULL;
	*bytes_out = g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
	return part_type(GMIME_PART(part));
}

static char *
boundary_of(const Head *head)
{
	const RawField *field = head_field(head, "Content-Type");
	g_autofree char *value = field ? header_plain(field->value, field->value_length) : NULL;
	g_autoptr(GMimeParserOptions) options = gm_options();
	g_autoptr(GMimeContentType) type = value ? g_mime_content_type_parse(options, value) : NULL;
	return type ? g_strdup(g_mime_content_type_get_parameter(type, "boundary")) : NULL;
}

/* Whether the signed part alone gives all that was read of the message. */
static gboolean
holds_all(const Mail *mail, GBytes *content, const MailTables *tables)
{
	g_autoptr(Mail) alone = mail_read_bytes(content, tables);
	guint others = 0;
	for (guint i = 0; i < mail->attachments->len; i++) {
		const Attachment *one = mail->attachments->pdata[i];
		others += is_signature_type(one->type) || is_opaque_type(one->type) ? 0 : 1;
	}
	return !strcmp(alone->text, mail->text) && alone->attachments->len == others;
}

static gboolean
find_two_parts(const Head *head, GBytes *all, Halves *halves_out)
{
	gsize size = 0;
	const char *bytes = g_bytes_get_data(all, &size);
	g_autofree char *boundary = boundary_of(head);
	return boundary && *boundary &&
	       find_halves(bytes + head->body_offset, bytes + size, boundary, halves_out);
}

static Signed *
find_detached(Signed *what, const Head *head, GBytes *all)
{
	Halves halves;
	if (!find_two_parts(head, all, &halves))
		return amiss(what, "it doesn't consist of a text and its signature");
	g_autofree char *type = read_second(&halves, LIMIT_SIGNATURE_BYTES, &what->signature);
	if (!type || !is_signature_type(type))
		return amiss(what, "the part behind the text is no signature");
	what->content = with_crlf(halves.start[0], halves.end[0]);
	what->kind = g_str_has_prefix(type, "application/pgp") ? SIGNED_PGP : SIGNED_SMIME;
	return what;
}

static Signed *
find_sealed(Signed *what, const Head *head, GBytes *all)
{
	Halves halves;
	g_autofree char *type = NULL;
	if (find_two_parts(head, all, &halves))
		type = read_second(&halves, LIMIT_SIGNED_BYTES, &what->signature);
	if (!type || strcmp(type, "application/octet-stream") != 0)
		return amiss(what, "it isn't encrypted as the RFC says");
	what->kind = SIGNED_SEALED;
	return what;
}

static Signed *
find_opaque(Signed *what, const Head *head, GBytes *all)
{
	gsize size = 0;
	const char *bytes = g_bytes_get_data(all, &size);
	g_autoptr(GString) mime = head_mime(head);
	g_string_append_len(mime, bytes + head->body_offset,
			    (gssize)size - (gssize)head->body_offset);
	g_autoptr(GBytes) raw = g_bytes_new(mime->str, mime->len);
	g_autoptr(GMimeStream) stream = gm_stream_bytes(raw);
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);
	g_autoptr(GMimeParserOptions) options = gm_options();
	g_autoptr(GMimeObject) part = g_mime_parser_construct_part(parser, options);
	if (!part || !GMIME_IS_PART(part))
		return amiss(what, "it can't be taken apart");
	g_autoptr(GByteArray) decoded =
		part_bytes(GMIME_PART(part), LIMIT_SIGNED_BYTES, NULL, NULL);
	what->content = smime_signed_content(decoded->data, decoded->len);
	what->signature = g_byte_array_free_to_bytes(g_steal_pointer(&decoded));
	gsize length = 0;
	const guint8 *der = g_bytes_get_data(what->signature, &length);
	if (smime_is_enveloped(der, length)) {
		what->kind = SIGNED_ENVELOPED;
		return what;
	}
	if (!what->content)
		return amiss(what, "it holds no text");
	what->kind = SIGNED_OPAQUE;
	return what;
}

/* Some put the Subject under the signature as well (RFC 9788); then it is to be this one. */
static gboolean
has_other_subject(const Mail *mail, GBytes *content, const MailTables *tables)
{
	g_autoptr(Mail) alone = mail_read_bytes(content, tables);
	return mail_header(alone, "Subject") && strcmp(alone->subject, mail->subject) != 0;
}

static Signed *
find_by_type(Signed *what, const char *type, const Head *head, GBytes *all)
{
	if (head->is_mended)
		return amiss(what, "the mail's header is broken");
	if (!strcmp(type, "multipart/encrypted"))
		return find_sealed(what, head, all);
	return is_opaque_type(type) ? find_opaque(what, head, all) : find_detached(what, head, all);
}

Signed *
signed_find(const Mail *mail, GBytes *raw, int fd, const MailTables *tables)
{
	Signed *what = g_new0(Signed, 1);
	g_autofree char *type = top_type(mail);
	gboolean is_sealed = mail_seems_sealed(mail);
	if (!is_sealed && !mail_seems_signed(mail))
		return what;
	if (!is_sealed && strcmp(type, "multipart/signed") != 0)
		return amiss(what, is_signed_within_text(mail)
					   ? "it stands within the text"
					   : "it covers only a part of the mail");
	gm_start();
	g_autoptr(GBytes) all = read_all(raw, fd);
	if (!all)
		return amiss(what, "the mail is too large for it to be checked");
	g_autoptr(Head) head = head_open(gm_stream_bytes(all));
	find_by_type(what, type, head, all);
	if (what->content && !holds_all(mail, what->content, tables))
		return amiss(what, "it covers only a part of the mail");
	if (what->content && has_other_subject(mail, what->content, tables))
		return amiss(what, "it was made under another Subject");
	return what;
}

/* The fields that tell how the body is to be read are the entity's own. */
static gboolean
is_of_body(const RawField *field)
{
	static const char content[] = "content-", version[] = "mime-version";
	return (field->name_length > strlen(content) &&
		!g_ascii_strncasecmp(field->name, content, strlen(content))) ||
	       (field->name_length == strlen(version) &&
		!g_ascii_strncasecmp(field->name, version, strlen(version)));
}

Mail *
mail_read_unsealed(const Mail *mail, GBytes *raw, int fd, GBytes *plain, const MailTables *tables)
{
	g_autoptr(GBytes) all = read_all(raw, fd);
	if (!all)
		return NULL;
	g_autoptr(Head) head = head_open(gm_stream_bytes(all));
	GByteArray *joined = g_byte_array_new();
	for (guint i = 0; i < head->fields->len; i++) {
		const RawField *field = &g_array_index(head->fields, RawField, i);
		if (is_of_body(field))
			continue;
		gsize length = (gsize)(field->value + field->value_length - field->name);
		g_byte_array_append(joined, (const guint8 *)field->name, (guint)length);
		g_byte_array_append(joined, (const guint8 *)"\r\n", 2);
	}
	gsize size = 0;
	const guint8 *entity = g_bytes_get_data(plain, &size);
	g_byte_array_append(joined, entity, (guint)size);
	g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(joined);
	g_autofree char *beyond = scan_bytes(bytes);
	if (beyond)
		return NULL;
	Mail *read = mail_read_bytes(bytes, tables);
	g_ptr_array_unref(read->attachments);
	read->attachments = g_ptr_array_ref(mail->attachments);
	read->is_header_mended = mail->is_header_mended || read->is_header_mended;
	read->is_unsealed = TRUE;
	return read;
}

void
signed_free(Signed *what)
{
	if (!what)
		return;
	g_clear_pointer(&what->content, g_bytes_unref);
	g_clear_pointer(&what->signature, g_bytes_unref);
	g_free(what);
}
