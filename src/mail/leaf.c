/*
 * One leaf read as text: transfer encoding, charset, embedded files, HTML and
 * format=flowed, in this order.
 */
#include "mail/leaf_private.h"

#include "base/limits.h"
#include "base/text.h"
#include "mail/charset.h"
#include "mail/embed.h"
#include "mail/flowed.h"
#include "mail/html.h"
#include "mail/mail.h"
#include "mail/part_private.h"

#include <string.h>

/* Where a page says its charset; the HTML standard looks at 1024 bytes, mailers put
 * their styles before it. */
#define META_BYTES 4096

Leaf *
leaf_new(GMimePart *part, guint number, const char *charset, guint *faults)
{
	Leaf *leaf = g_new0(Leaf, 1);
	leaf->part = part;
	leaf->number = number;
	leaf->type = part_type(part);
	leaf->name = part_name(part, charset, faults);
	if (part_has_odd_encoding(part))
		*faults |= FAULT_BAD_TRANSFER_ENCODING;
	return leaf;
}

void
leaf_free(Leaf *leaf)
{
	if (!leaf)
		return;
	g_free(leaf->type);
	g_free(leaf->name);
	g_free(leaf->text);
	if (leaf->marks)
		g_array_unref(leaf->marks);
	if (leaf->files)
		g_ptr_array_unref(leaf->files);
	g_free(leaf);
}

gboolean
leaf_is_html(const Leaf *leaf)
{
	return strcmp(leaf->type, "text/html") == 0 ||
	       strcmp(leaf->type, "application/xhtml+xml") == 0;
}

gboolean
leaf_is_text(const Leaf *leaf)
{
	if (strcmp(leaf->type, "text/plain") != 0 && !leaf_is_html(leaf))
		return FALSE;
	if (part_is_disposed(leaf->part, "attachment"))
		return FALSE;
	/* A mere name in the type doesn't make a file of what is to be shown inline. */
	return !*leaf->name ||
	       (part_is_disposed(leaf->part, "inline") && !part_has_file(leaf->part));
}

/* The charset a page names for itself; NULL if none. (transfer full) */
static char *
meta_charset(const char *html, gsize length)
{
	g_autofree char *start = g_ascii_strdown(html, (gssize)MIN(length, META_BYTES));
	const char *meta = strstr(start, "<meta");
	const char *found = meta ? strstr(meta, "charset=") : NULL;
	if (!found)
		return NULL;
	found += 8;
	found += strspn(found, "\"' ");
	return g_strndup(found, strcspn(found, "\"' />;\r\n"));
}

/* The charset the bytes claim to be in. A page's own word counts where the mail says
 * nothing, or only what programs say when they know nothing. (transfer full) */
static char *
claimed_charset(const Leaf *leaf, const char *bytes, gsize length)
{
	const char *label = part_parameter(leaf->part, "charset");
	gboolean empty = !label || !*label || g_ascii_strcasecmp(label, "us-ascii") == 0;
	char *meta = empty && leaf_is_html(leaf) ? meta_charset(bytes, length) : NULL;
	return meta ? meta : g_strdup(label);
}

static gboolean
has_parameter(const Leaf *leaf, const char *name, const char *value)
{
	const char *found = part_parameter(leaf->part, name);
	return found && g_ascii_strcasecmp(found, value) == 0;
}

/* HTML that is sent as plain text. */
static gboolean
looks_like_html(const char *text)
{
	text += strspn(text, " \t\r\n");
	return g_ascii_strncasecmp(text, "<!doctype html", 14) == 0 ||
	       g_ascii_strncasecmp(text, "<html", 5) == 0;
}

/* Takes embedded files out of plain text; returns the text that is left, or NULL if
 * there is none to take out. */
static GByteArray *
take_out_files(Leaf *leaf, const GByteArray *bytes)
{
	if (leaf_is_html(leaf) || !embed_is_likely((const char *)bytes->data, bytes->len))
		return NULL;
	g_autoptr(EmbedScan) scan = embed_scan_new();
	gm_decode(g_mime_part_get_content(leaf->part), embed_scan_feed, scan, NULL);
	embed_scan_end(scan);
	const GPtrArray *files = embed_scan_files(scan);
	if (files->len == 0)
		return NULL;
	leaf->files = g_ptr_array_new_with_free_func((GDestroyNotify)embedded_free);
	for (guint i = 0; i < files->len; i++)
		g_ptr_array_add(leaf->files, embedded_copy(g_ptr_array_index(files, i)));
	const GString *text = embed_scan_text(scan);
	leaf->cut = text->len >= LIMIT_TEXT_BYTES;
	GByteArray *rest = g_byte_array_new();
	return g_byte_array_append(rest, (const guint8 *)text->str, (guint)text->len);
}

static char *
to_utf8(const Leaf *leaf, const GByteArray *bytes, guint *faults)
{
	const char *raw = bytes->len > 0 ? (const char *)bytes->data : "";
	g_autofree char *label = claimed_charset(leaf, raw, bytes->len);
	char *text = charset_to_utf8(raw, bytes->len, label, faults);
	text_unify_line_ends(text);
	return text;
}

const char *
leaf_text(Leaf *leaf, guint *faults)
{
	if (leaf->text)
		return leaf->text;
	g_autoptr(GByteArray) bytes = part_bytes(leaf->part, LIMIT_TEXT_BYTES, &leaf->cut, faults);
	GByteArray *rest = take_out_files(leaf, bytes);
	if (rest) {
		g_byte_array_unref(bytes);
		bytes = rest;
	}
	char *text = to_utf8(leaf, bytes, faults);
	if (leaf_is_html(leaf) || looks_like_html(text)) {
		leaf->text = html_to_text(text, strlen(text), &leaf->marks);
		g_free(text);
	} else if (has_parameter(leaf, "format", "flowed")) {
		leaf->text = flowed_read(text, has_parameter(leaf, "delsp", "yes"));
		g_free(text);
	} else {
		leaf->text = text;
	}
	return leaf->text;
}

char *
leaf_page(const Leaf *leaf)
{
	g_autoptr(GByteArray) bytes = part_bytes(leaf->part, LIMIT_TEXT_BYTES, NULL, NULL);
	return to_utf8(leaf, bytes, NULL);
}
