/*
 * Leaves of the MIME tree: names out of whatever encoding, and bytes on demand, in
 * pieces, so that a big attachment never stands in memory.
 */
#include "mail/part_private.h"

#include "base/limits.h"
#include "base/text.h"
#include "mail/charset.h"
#include "mail/embed.h"
#include "mail/header.h"
#include "mail/mail.h"
#include "mail/scan.h"
#include "mail/smime.h"
#include "mail/source_private.h"
#include "mail/transfer.h"

#include <string.h>

/* Of what stands behind the last dot of a file name. */
#define ENDING_MAX_BYTES 16

const char *
part_parameter(GMimePart *part, const char *name)
{
	return g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), name);
}

/* A field of the part as it came; NULL if absent. */
static const char *
raw_field(GMimePart *part, const char *name)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(part));
	GMimeHeader *header = g_mime_header_list_get_header(list, name);
	return header ? g_mime_header_get_raw_value(header) : NULL;
}

gboolean
part_is_disposed(GMimePart *part, const char *disposition)
{
	/* GMime keeps the last field, people's programs go by the first. */
	const char *raw = raw_field(part, "Content-Disposition");
	gsize length = strlen(disposition);
	if (!raw)
		return FALSE;
	raw += strspn(raw, " \t\r\n");
	return g_ascii_strncasecmp(raw, disposition, length) == 0 && !g_ascii_isalnum(raw[length]);
}

gboolean
part_has_file(GMimePart *part)
{
	const char *raw = raw_field(part, "Content-Disposition");
	g_autofree char *lower = raw ? g_ascii_strdown(raw, -1) : NULL;
	return lower && strstr(lower, "filename");
}

gboolean
part_has_odd_encoding(GMimePart *part)
{
	return transfer_kind(raw_field(part, "Content-Transfer-Encoding")) == TRANSFER_UNKNOWN;
}

char *
part_type(GMimePart *part)
{
	const char *raw = raw_field(part, "Content-Type");
	if (raw && !memchr(raw, '/', strcspn(raw, ";")))
		return g_strdup(strstr(raw, "html") ? "text/html" : "text/plain");
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
	g_autofree char *mime = g_mime_content_type_get_mime_type(type);
	g_autofree char *valid = text_make_valid(mime, strlen(mime));
	return g_ascii_strdown(valid, -1);
}

/* A parameter of a field that holds raw 8-bit bytes: read again as UTF-8 or in the text's charset.
 */
static char *
mended_parameter(GMimePart *part, const char *field, const char *name, const char *charset,
		 guint *faults)
{
	const char *raw = raw_field(part, field);
	if (!raw || charset_is_plain_ascii(raw, strlen(raw)))
		return NULL;
	*faults |= FAULT_RAW_8BIT_HEADER;
	gboolean is_utf8 = g_utf8_validate(raw, -1, NULL);
	g_autofree char *text =
		charset_to_utf8(raw, strlen(raw), is_utf8 ? "utf-8" : charset, NULL);
	GMimeParserOptions *options = gm_options();
	g_autoptr(GMimeContentDisposition) mended = g_mime_content_disposition_parse(options, text);
	g_mime_parser_options_free(options);
	return g_strdup(g_mime_content_disposition_get_parameter(mended, name));
}

/* A parameter in encoded words, which have no place there but stand there in most mails: as
 * written, for GMime loses what follows a padded one. (transfer full, nullable) */
static char *
encoded_parameter(GMimePart *part, const char *field, const char *name)
{
	const char *raw = raw_field(part, field), *p = raw;
	gsize length = strlen(name);
	while (p && (p = strcasestr(p, name))) {
		const char *sign = p + length + strspn(p + length, " \t\r\n");
		gboolean begins = p > raw && strchr("; \t\r\n", p[-1]);
		const char *value = sign + strspn(sign, "= \t\r\n");
		p += length;
		if (!begins || *sign != '=' || !g_str_has_prefix(value, "\"=?"))
			continue;
		const char *end = strchr(value + 1, '"');
		return end ? g_strndup(value + 1, (gsize)(end - value - 1)) : NULL;
	}
	return NULL;
}

/* Longer names can't be saved, and would fill a notice. What tells the kind of file stays. */
static char *
shorten_name(const char *name)
{
	const char *ending = strrchr(name, '.');
	if (!ending || strlen(ending) > ENDING_MAX_BYTES)
		ending = "";
	gsize room = LIMIT_FILE_NAME_BYTES - strlen("…") - strlen(ending);
	while (((guchar)name[room] & 0xc0) == 0x80)
		room--;
	return g_strdup_printf("%.*s…%s", (int)room, name, ending);
}

char *
part_name_bare(const char *name)
{
	gsize end = strlen(name);
	while (end > 0 && strchr("/\\", name[end - 1]))
		end--;
	gsize start = end;
	while (start > 0 && !strchr("/\\", name[start - 1]))
		start--;
	char *bare = g_strstrip(g_strndup(name + start, end - start));
	if (strlen(bare) <= LIMIT_FILE_NAME_BYTES)
		return bare;
	g_autofree char *whole = bare;
	return shorten_name(whole);
}

/* Of several names of a file the one with letters beyond ASCII; the plain one beside it is for
 * programs that can't read it (RFC 6266 4.3). NULL if there is none. */
static const char *
extended_parameter(GMimePart *part)
{
	GMimeContentDisposition *disposition =
		g_mime_object_get_content_disposition(GMIME_OBJECT(part));
	if (!disposition)
		return NULL;
	GMimeParamList *list = g_mime_content_disposition_get_parameters(disposition);
	for (int i = 0; i < g_mime_param_list_length(list); i++) {
		GMimeParam *one = g_mime_param_list_get_parameter_at(list, i);
		const char *value = g_mime_param_get_value(one);
		if (g_ascii_strcasecmp(g_mime_param_get_name(one), "filename") == 0 && value &&
		    !charset_is_plain_ascii(value, strlen(value)))
			return value;
	}
	return NULL;
}

/* The name of a disposition that is nothing but a name. (transfer full, nullable) */
static char *
lone_parameter(GMimePart *part)
{
	const char *raw = raw_field(part, "Content-Disposition");
	if (!raw || !part_is_disposed(part, "filename"))
		return NULL;
	g_autofree char *whole = g_strconcat("attachment; ", raw, NULL);
	GMimeParserOptions *options = gm_options();
	g_autoptr(GMimeContentDisposition) mended =
		g_mime_content_disposition_parse(options, whole);
	g_mime_parser_options_free(options);
	return g_strdup(g_mime_content_disposition_get_parameter(mended, "filename"));
}

/* The first name that is there, in the order in which they are trusted. (transfer full) */
static char *
raw_name(GMimePart *part, const char *charset, guint *faults)
{
	char *name = mended_parameter(part, "Content-Disposition", "filename", charset, faults);
	if (!name)
		name = mended_parameter(part, "Content-Type", "name", charset, faults);
	if (!name)
		name = encoded_parameter(part, "Content-Disposition", "filename");
	if (!name)
		name = encoded_parameter(part, "Content-Type", "name");
	if (!name)
		name = g_strdup(extended_parameter(part));
	if (!name)
		name = lone_parameter(part);
	if (!name)
		name = g_strdup(g_mime_part_get_filename(part));
	if (name && *name)
		return name;
	g_free(name);
	const char *found = part_parameter(part, "name");
	return g_strdup(found ? found : "");
}

/* What stands around a name by mistake: quotes of the wrong kind or without an end, and the
 * charset of sections that came out of order (RFC 2231 4.1). */
static void
strip_name(char *name)
{
	gsize length = strlen(name);
	const char *language = g_ascii_strncasecmp(name, "utf-8'", 6) == 0 ? name + 6 : NULL;
	const char *end = language ? strchr(language, '\'') : NULL;
	gsize start = 0;
	if (end)
		start = (gsize)(end + 1 - name);
	else if (length > 2 && name[0] == '\'' && name[length - 1] == '\'')
		name[length - 1] = '\0', start = 1;
	else if (name[0] == '"' && !strchr(name + 1, '"'))
		start = 1;
	memmove(name, name + start, strlen(name + start) + 1);
}

char *
part_name(GMimePart *part, const char *charset, guint *faults)
{
	g_autofree char *raw = raw_name(part, charset, faults);
	g_autofree char *decoded = header_decode(raw, strlen(raw), NULL, NULL);
	strip_name(decoded);
	return part_name_bare(decoded);
}

static gboolean
count_bytes(G_GNUC_UNUSED const char *bytes, gsize length, gpointer user_data)
{
	gint64 *size = user_data;
	*size += (gint64)length;
	return TRUE;
}

gint64
part_size(GMimePart *part, guint *faults)
{
	/* Counted, not asked for: pieces of a joined stream don't know their length. */
	gint64 size = 0;
	gm_decode(g_mime_part_get_content(part), count_bytes, &size, faults);
	return size;
}

typedef struct Collected {
	GByteArray *bytes;
	gsize max;
	gboolean cut;
} Collected;

static gboolean
collect_bytes(const char *bytes, gsize length, gpointer user_data)
{
	Collected *collected = user_data;
	gsize room = collected->max - collected->bytes->len;
	g_byte_array_append(collected->bytes, (const guint8 *)bytes, (guint)MIN(length, room));
	collected->cut = length > room;
	return !collected->cut;
}

GByteArray *
part_bytes(GMimePart *part, gsize max, gboolean *cut_out, guint *faults)
{
	Collected collected = {g_byte_array_new(), max, FALSE};
	gm_decode(g_mime_part_get_content(part), collect_bytes, &collected, faults);
	if (cut_out)
		*cut_out = collected.cut;
	return collected.bytes;
}

GBytes *
part_signed_message(GMimePart *part, const char *type, const char *name, gboolean *cut_out)
{
	gboolean is_signed =
		g_str_has_suffix(type, "pkcs7-mime") ||
		(strcmp(type, "application/octet-stream") == 0 && g_str_has_suffix(name, ".p7m"));
	if (!is_signed)
		return NULL;
	g_autoptr(GByteArray) bytes = part_bytes(part, LIMIT_SIGNED_BYTES, cut_out, NULL);
	return smime_signed_content(bytes->data, bytes->len);
}

struct PartSource {
	Source *source;
	GPtrArray *leaves;    /* GMimePart*, borrowed from the source */
	GMimePart *looked;    /* the leaf that files were looked for in last; NULL: none yet */
	EmbedScan *found;     /* what came of that */
	gboolean is_searched; /* for a message that is wrapped in its signature */
	PartSource *inner;    /* the first of these; NULL: none was found */
	GBytes *inner_raw;    /* its bytes */
	guint nested;         /* how many messages this one is wrapped in */
};

/* The files within a text leaf; looking for them takes longer than reading it. */
static const GPtrArray *
find_embedded(PartSource *parts, GMimePart *leaf)
{
	if (parts->looked != leaf) {
		g_clear_pointer(&parts->found, embed_scan_free);
		parts->found = embed_scan_new();
		gm_decode(g_mime_part_get_content(leaf), embed_scan_feed, parts->found, NULL);
		embed_scan_end(parts->found);
		parts->looked = leaf;
	}
	return embed_scan_files(parts->found);
}

static gboolean
decode_embedded(PartSource *parts, GMimePart *leaf, guint index, PartSink sink, gpointer user_data)
{
	const GPtrArray *files = find_embedded(parts, leaf);
	if (index >= files->len)
		return FALSE;
	const Embedded *file = g_ptr_array_index(files, index);
	g_autoptr(EmbedScan) scan = embed_scan_new_at(sink, user_data);
	gm_decode_from(g_mime_part_get_content(leaf), file->offset, embed_scan_feed, scan);
	embed_scan_end(scan);
	return !embed_scan_was_stopped(scan);
}

static PartSource *
part_source_new(GMimeStream *stream)
{
	PartSource *parts = g_new0(PartSource, 1);
	parts->source = source_open(stream);
	parts->leaves = source_leaves(parts->source);
	return parts;
}

PartSource *
part_source_open_fd(int fd)
{
	return part_source_new(gm_stream_fd(fd));
}

PartSource *
part_source_open_bytes(GBytes *raw)
{
	return part_source_new(gm_stream_bytes(raw));
}

void
part_source_free(PartSource *parts)
{
	if (!parts)
		return;
	g_ptr_array_unref(parts->leaves);
	embed_scan_free(parts->found);
	part_source_free(parts->inner);
	g_clear_pointer(&parts->inner_raw, g_bytes_unref);
	source_free(parts->source);
	g_free(parts);
}

/* The one whose files body.c lists. Looked for once: that may mean to decode all that is there. */
static PartSource *
find_inner(PartSource *parts)
{
	for (guint i = 0; !parts->is_searched && i < parts->leaves->len; i++) {
		GMimePart *leaf = g_ptr_array_index(parts->leaves, i);
		guint faults = 0;
		g_autofree char *type = part_type(leaf);
		g_autofree char *name = part_name(leaf, NULL, &faults);
		g_autoptr(GBytes) raw = part_signed_message(leaf, type, name, NULL);
		g_autofree char *why = raw ? scan_bytes(raw) : NULL;
		if (!raw || why || parts->nested >= MAX_NESTED)
			continue;
		parts->inner = part_source_open_bytes(raw);
		parts->inner->nested = parts->nested + 1;
		parts->inner_raw = g_steal_pointer(&raw);
		break;
	}
	parts->is_searched = TRUE;
	return parts->inner;
}

guint
part_number_within(guint part, guint leaves)
{
	return part < EMBED_PARTS ? part + leaves : part + EMBED_PARTS * leaves;
}

gboolean
part_source_decode(PartSource *parts, guint part, PartSink sink, gpointer user_data)
{
	guint number = part < EMBED_PARTS ? part : part / EMBED_PARTS - 1;
	guint leaves = parts->leaves->len;
	if (number >= leaves) {
		guint within = part < EMBED_PARTS ? part - leaves : part - EMBED_PARTS * leaves;
		PartSource *inner = find_inner(parts);
		return inner && part_source_decode(inner, within, sink, user_data);
	}
	GMimePart *leaf = g_ptr_array_index(parts->leaves, number);
	if (part >= EMBED_PARTS)
		return decode_embedded(parts, leaf, part % EMBED_PARTS, sink, user_data);
	return gm_decode(g_mime_part_get_content(leaf), sink, user_data, NULL);
}
