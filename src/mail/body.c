/*
 * Which parts of a message are its text, and which are attachments.  First every
 * leaf is listed, then the tree is walked for the text, then what is left over is
 * described as attachments and handed to the reader of delivery reports.
 */
#include "mail/body.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "mail/charset.h"
#include "mail/embed.h"
#include "mail/header.h"
#include "mail/html.h"
#include "mail/leaf_private.h"
#include "mail/part_private.h"
#include "mail/scan.h"
#include "mail/source_private.h"
#include "mail/transfer.h"

#include <string.h>

/* Longer plain text is hardly a mere hint at the HTML. */
#define EXCUSE_BYTES 1200
/* Of a report part, and of the returned message. */
#define REPORT_BYTES (64 * 1024)

/* Of a message within a leaf; its text is within the first part of it. */
#define WRAPPED_BYTES (4 * LIMIT_TEXT_BYTES)
/* Of text that is read to see whether it says the same; each leaf read is kept. */
#define COMPARED_BYTES (4 * LIMIT_TEXT_BYTES)
/* As much of a page as an excuse is looked for in. */
#define EXCUSED_BYTES (64 * 1024)
/* As much of a leaf as tells text from other data. */
#define PEEK_BYTES 1000

typedef struct Reader {
	Body *body;
	GPtrArray *leaves;   /* Leaf* */
	GHashTable *by_part; /* GMimePart* to Leaf* */
	gsize compared;      /* bytes of text read only to be compared */
	gsize reported;      /* bytes of report parts */
	const char *charset; /* the first that a leaf names; NULL if none does */
	guint pages;         /* alternatives to the text; the last one is */
	const Leaf *page;    /* this one */
	GPtrArray *within;   /* Attachment* of the message in its signature; NULL: none */
} Reader;

static void
attachment_free(Attachment *attachment)
{
	if (!attachment)
		return;
	g_free(attachment->name);
	g_free(attachment->type);
	g_free(attachment->content_id);
	g_free(attachment);
}

static Body *read_nested(const Source *source, guint nested);

static gboolean
is_multipart(GMimeObject *object, const char *subtype)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);
	const char *found = g_mime_content_type_get_media_subtype(type);
	return GMIME_IS_MULTIPART(object) && found && g_ascii_strcasecmp(found, subtype) == 0;
}

static GMimeObject *
child_at(GMimeObject *object, int index)
{
	return g_mime_multipart_get_part(GMIME_MULTIPART(object), index);
}

static int
child_count(GMimeObject *object)
{
	return GMIME_IS_MULTIPART(object) ? g_mime_multipart_get_count(GMIME_MULTIPART(object)) : 0;
}

static void
list_leaves(Reader *reader, GMimeObject *object, gboolean related)
{
	related = related || is_multipart(object, "related");
	for (int i = 0; i < child_count(object); i++)
		list_leaves(reader, child_at(object, i), related);
	if (!GMIME_IS_PART(object))
		return;
	GMimePart *part = GMIME_PART(object);
	if (!reader->charset)
		reader->charset = part_parameter(part, "charset");
	Leaf *leaf = leaf_new(part, reader->leaves->len, reader->charset, &reader->body->faults);
	leaf->related = related;
	g_ptr_array_add(reader->leaves, leaf);
	g_hash_table_insert(reader->by_part, object, leaf);
}

static gboolean
is_empty(const char *text)
{
	for (; *text; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);
		if (!g_unichar_isspace(c) && !text_is_bidi_or_invisible(c) && c != 0xa0)
			return FALSE;
	}
	return TRUE;
}

/* The text of a leaf that may or may not be shown; NULL once enough was read for that. */
static const char *
text_to_compare(Reader *reader, Leaf *leaf)
{
	if (reader->compared > COMPARED_BYTES)
		return NULL;
	gboolean is_read = leaf->text != NULL;
	const char *text = leaf_text(leaf, &reader->body->faults);
	reader->compared += is_read ? 0 : strlen(text);
	return text;
}

/* Letters and digits only, to compare what two versions say; of `max` bytes or a little more. */
static char *
squeeze(const char *text, gsize max)
{
	GString *out = g_string_new(NULL);
	for (; *text && out->len < max; text = g_utf8_next_char(text))
		if (g_unichar_isalnum(g_utf8_get_char(text)))
			g_string_append_unichar(out, g_unichar_tolower(g_utf8_get_char(text)));
	return g_string_free(out, FALSE);
}

static gboolean
mentions_html(const char *text)
{
	static const char *const words[] = {"html",       "browser",     "web page",
					    "webpage",    "web version", "online version",
					    "mime format"};
	g_autofree char *lower = g_ascii_strdown(text, -1);
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (strstr(lower, words[i]))
			return TRUE;
	return FALSE;
}

/* Whether the plain version only says that there is an HTML version, in any language:
 * short, speaks of HTML or browsers or has no word at all, and isn't what the HTML says. */
static gboolean
is_excuse(Reader *reader, Leaf *plain, Leaf *html)
{
	const char *text = leaf_text(plain, &reader->body->faults);
	if (is_empty(text))
		return TRUE;
	if (strlen(text) > EXCUSE_BYTES)
		return FALSE;
	g_autofree char *said = squeeze(text, EXCUSE_BYTES);
	if (*said && !mentions_html(text))
		return FALSE;
	const char *page_text = text_to_compare(reader, html);
	g_autofree char *page = squeeze(page_text ? page_text : "", EXCUSED_BYTES);
	return *page && (!*said || (!strstr(page, said) && !strstr(said, page)));
}

static void select_text(Reader *reader, GMimeObject *object, GPtrArray *chosen);

/* Remembers the page that stands beside plain text. */
static void
note_page(Reader *reader, const Leaf *page)
{
	reader->pages++;
	reader->page = page;
}

/* The same text once more, for programs that can show more or less than a page. */
static gboolean
is_other_form(const Leaf *leaf)
{
	static const char *const types[] = {"text/x-amp-html", "text/amp-html", "text/watch-html",
					    "text/enriched",   "text/richtext", NULL};
	return g_strv_contains(types, leaf->type) && !*leaf->name &&
	       !part_is_disposed(leaf->part, "attachment");
}

/* Those beside a text that is read are no files. */
static void
pass_other_forms(Reader *reader, GMimeObject *object)
{
	for (int i = 0; i < child_count(object); i++) {
		Leaf *leaf = g_hash_table_lookup(reader->by_part, child_at(object, i));
		if (leaf && is_other_form(leaf))
			leaf->role = LEAF_OTHER;
	}
}

/* multipart/alternative (RFC 2046 5.1.4): the same text in several forms. We read plain
 * text best, unless it is a mere excuse. */
static void
select_alternative(Reader *reader, GMimeObject *object, GPtrArray *chosen)
{
	g_autoptr(GPtrArray) best = NULL;
	gboolean best_is_html = FALSE;
	const Leaf *page = NULL;
	for (int i = 0; i < child_count(object); i++) {
		g_autoptr(GPtrArray) candidate = g_ptr_array_new();
		select_text(reader, child_at(object, i), candidate);
		for (guint j = 0; j < candidate->len; j++)
			((Leaf *)g_ptr_array_index(candidate, j))->role = LEAF_OTHER;
		if (candidate->len == 0)
			continue;
		Leaf *leaf = g_ptr_array_index(candidate, 0);
		gboolean html = leaf_is_html(leaf);
		page = html ? leaf : page;
		gboolean better = !best || (best_is_html && !html) ||
				  (!best_is_html && html &&
				   is_excuse(reader, g_ptr_array_index(best, 0), leaf));
		if (better) {
			g_clear_pointer(&best, g_ptr_array_unref);
			best = g_steal_pointer(&candidate);
			best_is_html = html;
		}
	}
	if (best)
		pass_other_forms(reader, object);
	if (best && !best_is_html && page)
		note_page(reader, page);
	for (guint i = 0; best && i < best->len; i++) {
		Leaf *leaf = g_ptr_array_index(best, i);
		leaf->role = LEAF_TEXT;
		g_ptr_array_add(chosen, leaf);
	}
}

/* The first child that has text at all: the root of multipart/related (RFC 2387), what
 * is signed (RFC 1847), the human part of a report (RFC 6522). */
static void
select_first(Reader *reader, GMimeObject *object, GPtrArray *chosen)
{
	guint before = chosen->len;
	for (int i = 0; i < child_count(object) && chosen->len == before; i++)
		select_text(reader, child_at(object, i), chosen);
}

/* Whether a page beside plain text says the same again: some programs call their
 * alternatives "mixed". */
static gboolean
says_the_same(Reader *reader, const GPtrArray *chosen, Leaf *leaf)
{
	if (chosen->len == 0 || !leaf_is_html(leaf))
		return FALSE;
	Leaf *last = g_ptr_array_index(chosen, chosen->len - 1);
	if (leaf_is_html(last))
		return FALSE;
	const char *page_text = text_to_compare(reader, leaf);
	if (!page_text)
		return FALSE;
	g_autofree char *plain = squeeze(leaf_text(last, &reader->body->faults), LIMIT_TEXT_BYTES);
	g_autofree char *page = squeeze(page_text, LIMIT_TEXT_BYTES);
	return *plain && strcmp(plain, page) == 0;
}

static void
select_leaf(Reader *reader, GMimeObject *object, GPtrArray *chosen)
{
	Leaf *leaf = g_hash_table_lookup(reader->by_part, object);
	if (!leaf || !leaf_is_text(leaf))
		return;
	if (says_the_same(reader, chosen, leaf)) {
		leaf->role = LEAF_OTHER;
		return;
	}
	leaf->role = LEAF_TEXT;
	g_ptr_array_add(chosen, leaf);
}

static void
select_text(Reader *reader, GMimeObject *object, GPtrArray *chosen)
{
	if (!GMIME_IS_MULTIPART(object)) {
		select_leaf(reader, object, chosen);
	} else if (is_multipart(object, "alternative")) {
		select_alternative(reader, object, chosen);
	} else if (is_multipart(object, "related") || is_multipart(object, "signed") ||
		   is_multipart(object, "report")) {
		select_first(reader, object, chosen);
	} else {
		for (int i = 0; i < child_count(object); i++)
			select_text(reader, child_at(object, i), chosen);
	}
}

/* Whether a leaf begins like text, whatever its type says: without control characters. */
static gboolean
begins_like_text(const Leaf *leaf)
{
	g_autoptr(GByteArray) bytes = part_bytes(leaf->part, PEEK_BYTES, NULL, NULL);
	for (guint i = 0; i < bytes->len; i++)
		if (bytes->data[i] < ' ' && bytes->data[i] &&
		    !strchr("\t\n\r\f\033", bytes->data[i]))
			return FALSE;
	return bytes->len > 0;
}

/* Where no leaf is plainly the text: the first one that can be read, though it has a
 * file name; that one is listed as an attachment too. */
static void
select_fallback(Reader *reader, GPtrArray *chosen)
{
	for (guint i = 0; i < reader->leaves->len && chosen->len == 0; i++) {
		Leaf *leaf = g_ptr_array_index(reader->leaves, i);
		gboolean only = reader->leaves->len == 1 && !*leaf->name;
		gboolean readable = strcmp(leaf->type, "text/plain") == 0 || leaf_is_html(leaf) ||
				    strcmp(leaf->type, "text/enriched") == 0 ||
				    strcmp(leaf->type, "text/richtext") == 0;
		gboolean untyped = only && strcmp(leaf->type, "application/octet-stream") == 0 &&
				   !part_is_disposed(leaf->part, "attachment");
		if ((!g_str_has_prefix(leaf->type, "text/") && !untyped) || !begins_like_text(leaf))
			continue;
		if (only || (readable && !part_is_disposed(leaf->part, "attachment")))
			g_ptr_array_add(chosen, leaf);
		if (chosen->len > 0 && !*leaf->name)
			leaf->role = LEAF_TEXT;
	}
}

static guint
count_lines(const char *text)
{
	guint lines = 0;
	for (; (text = strchr(text, '\n')); text++)
		lines++;
	return lines;
}

/* `*lines` is how many `out` has. */
static void
append_leaf(Reader *reader, GString *out, guint *lines, Leaf *leaf)
{
	const char *text = leaf_text(leaf, &reader->body->faults);
	if (out->len > 0 && out->str[out->len - 1] != '\n' && *text) {
		g_string_append_c(out, '\n');
		++*lines;
	}
	for (guint i = 0; leaf->marks && i < leaf->marks->len; i++) {
		HtmlMark mark = g_array_index(leaf->marks, HtmlMark, i);
		mark.first_line += *lines;
		g_array_append_val(reader->body->marks, mark);
	}
	g_string_append(out, text);
	*lines += count_lines(text);
	if (leaf->cut)
		reader->body->faults |= FAULT_TEXT_CUT;
}

/* Cuts to the limit between characters and takes the line ends off the end. */
static char *
finish_text(Reader *reader, GString *text)
{
	if (text->len > LIMIT_TEXT_BYTES) {
		const char *end = g_utf8_find_prev_char(text->str, text->str + LIMIT_TEXT_BYTES);
		g_string_truncate(text, end ? (gsize)(end - text->str) : 0);
		reader->body->faults |= FAULT_TEXT_CUT;
	}
	while (text->len > 0 && text->str[text->len - 1] == '\n')
		g_string_truncate(text, text->len - 1);
	return g_string_free(text, FALSE);
}

/* The text of a multipart that GMime found no parts in. */
static char *
orphan_text(const Source *source, guint *faults)
{
	if (!GMIME_IS_MULTIPART(source->root))
		return g_strdup("");
	const char *prologue = g_mime_multipart_get_prologue(GMIME_MULTIPART(source->root));
	if (!prologue || child_count(source->root) > 0)
		return g_strdup("");
	*faults |= FAULT_BAD_STRUCTURE;
	char *text = charset_to_utf8(prologue, MIN(strlen(prologue), LIMIT_TEXT_BYTES), NULL, NULL);
	text_unify_line_ends(text);
	return text;
}

/* The message within a leaf: what an opaque signature is about, or all that a message
 * has if it was forwarded bare. NULL if there is none. `*is_whole_out`: nothing of it is missing.
 * (transfer full) */
static GBytes *
wrapped_message(const Reader *reader, const Leaf *leaf, gboolean *is_whole_out)
{
	gboolean is_cut = FALSE;
	GBytes *found = NULL;
	if (reader->body->nested >= MAX_NESTED)
		return NULL;
	if (reader->leaves->len > 1 || strcmp(leaf->type, "message/rfc822") != 0)
		found = part_signed_message(leaf->part, leaf->type, leaf->name, &is_cut);
	else
		found = g_byte_array_free_to_bytes(
			part_bytes(leaf->part, WRAPPED_BYTES, &is_cut, NULL));
	*is_whole_out = !is_cut;
	return found;
}

/* Files that were signed with the text; the leaf that holds them is listed as well. Those of a
 * message that was forwarded bare stay in it. */
static void
take_files(Reader *reader, const Leaf *leaf, Body *body)
{
	if (strcmp(leaf->type, "message/rfc822") == 0)
		return;
	reader->within = g_ptr_array_ref(body->attachments);
	for (guint i = 0; i < reader->within->len; i++) {
		Attachment *attachment = reader->within->pdata[i];
		attachment->part = part_number_within(attachment->part, reader->leaves->len);
	}
}

/* Takes over the text of such a message. */
static gboolean
read_wrapped(Reader *reader, const Leaf *leaf)
{
	gboolean is_whole = FALSE;
	g_autoptr(GBytes) inner = wrapped_message(reader, leaf, &is_whole);
	g_autofree char *why = inner ? scan_bytes(inner) : NULL;
	if (!inner || why)
		return FALSE;
	g_autoptr(Source) source = source_open(gm_stream_bytes(inner));
	g_autoptr(Body) body = read_nested(source, reader->body->nested + 1);
	reader->body->text = g_steal_pointer(&body->text);
	g_array_unref(reader->body->marks);
	reader->body->marks = g_array_ref(body->marks);
	reader->body->faults |= body->faults;
	if (is_whole)
		take_files(reader, leaf, body);
	return TRUE;
}

/* Lists put their footer below a message that is wrapped in its signature: that comes first. */
static gboolean
read_wrapped_above(Reader *reader, const GPtrArray *chosen)
{
	const Leaf *first = chosen->len > 0 ? chosen->pdata[0] : NULL;
	for (guint i = 0; i < reader->leaves->len && reader->leaves->pdata[i] != first; i++)
		if (read_wrapped(reader, reader->leaves->pdata[i]))
			return TRUE;
	return FALSE;
}

static void
read_text(Reader *reader, const Source *source)
{
	g_autoptr(GPtrArray) chosen = g_ptr_array_new();
	select_text(reader, source->root, chosen);
	if (chosen->len == 0)
		select_fallback(reader, chosen);
	gboolean is_wrapped = read_wrapped_above(reader, chosen);
	if (is_wrapped && chosen->len == 0)
		return;
	GString *text = g_string_new(reader->body->text);
	guint lines = count_lines(text->str);
	g_clear_pointer(&reader->body->text, g_free);
	for (guint i = 0; i < chosen->len && text->len <= LIMIT_TEXT_BYTES; i++)
		append_leaf(reader, text, &lines, g_ptr_array_index(chosen, i));
	if (chosen->len == 0 && reader->leaves->len == 0) {
		g_autofree char *orphan = orphan_text(source, &reader->body->faults);
		g_string_append(text, orphan);
	}
	reader->body->text = finish_text(reader, text);
	if (reader->pages == 1)
		reader->body->page = leaf_new(reader->page->part, reader->page->number, NULL,
					      &reader->body->faults);
}

static Attachment *
attachment_new(const Leaf *leaf, guint *faults)
{
	Attachment *attachment = g_new0(Attachment, 1);
	const char *id = g_mime_object_get_content_id(GMIME_OBJECT(leaf->part));
	attachment->name = g_strdup(leaf->name);
	attachment->type = g_strdup(leaf->type);
	attachment->content_id = id && *id ? header_decode(id, strlen(id), NULL, NULL) : NULL;
	attachment->size_bytes = part_size(leaf->part, faults);
	attachment->is_inline = part_is_disposed(leaf->part, "inline") ||
				(leaf->related && attachment->content_id &&
				 !part_is_disposed(leaf->part, "attachment"));
	attachment->part = leaf->number;
	return attachment;
}

/* Files that stood within the text. */
static void
list_embedded(Reader *reader, const Leaf *leaf)
{
	for (guint i = 0; leaf->files && i < leaf->files->len; i++) {
		const Embedded *file = g_ptr_array_index(leaf->files, i);
		Attachment *attachment = g_new0(Attachment, 1);
		g_autofree char *name = header_decode(file->name, strlen(file->name), NULL, NULL);
		attachment->name = part_name_bare(name);
		attachment->type = g_strdup("application/octet-stream");
		attachment->size_bytes = file->size_bytes;
		attachment->part = EMBED_PARTS * (leaf->number + 1) + i;
		g_ptr_array_add(reader->body->attachments, attachment);
	}
}

static void
list_attachments(Reader *reader)
{
	for (guint i = 0; i < reader->leaves->len; i++) {
		const Leaf *leaf = g_ptr_array_index(reader->leaves, i);
		if (leaf->role == LEAF_ATTACHMENT || leaf->cut)
			g_ptr_array_add(reader->body->attachments,
					attachment_new(leaf, &reader->body->faults));
		list_embedded(reader, leaf);
	}
	if (reader->within)
		g_ptr_array_extend_and_steal(reader->body->attachments,
					     g_steal_pointer(&reader->within));
}

/* The beginning of a report part as text; "" once LIMIT_TEXT_BYTES of reports were read.
 * (transfer full) */
static char *
report_text(Reader *reader, const Leaf *leaf)
{
	gsize room = LIMIT_TEXT_BYTES - MIN(reader->reported, LIMIT_TEXT_BYTES);
	g_autoptr(GByteArray) bytes = part_bytes(leaf->part, MIN(REPORT_BYTES, room), NULL, NULL);
	reader->reported += bytes->len;
	char *text = charset_to_utf8(bytes->len > 0 ? (const char *)bytes->data : "", bytes->len,
				     part_parameter(leaf->part, "charset"), NULL);
	text_unify_line_ends(text);
	return text;
}

static gboolean
is_status_leaf(const Leaf *leaf)
{
	return strcmp(leaf->type, "message/delivery-status") == 0 ||
	       strcmp(leaf->type, "message/global-delivery-status") == 0;
}

/* Some programs call the status of a report plain text, or nothing in particular. */
static void
find_status(Reader *reader)
{
	for (guint i = 0; i < reader->leaves->len; i++) {
		const Leaf *leaf = g_ptr_array_index(reader->leaves, i);
		gboolean plain = strcmp(leaf->type, "text/plain") == 0 ||
				 strcmp(leaf->type, "application/octet-stream") == 0;
		if (leaf->role == LEAF_TEXT || !plain)
			continue;
		g_autofree char *text = report_text(reader, leaf);
		if (strcasestr(text, "Final-Recipient:") && strcasestr(text, "Action:"))
			g_ptr_array_add(reader->body->report.delivery_status,
					g_steal_pointer(&text));
	}
}

static void
read_report(Reader *reader, const Source *source)
{
	BounceParts *report = &reader->body->report;
	const char *type = g_mime_object_get_content_type_parameter(source->root, "report-type");
	report->is_report = is_multipart(source->root, "report");
	if (type && report->is_report)
		report->report_type = g_ascii_strdown(type, -1);
	for (guint i = 0; i < reader->leaves->len; i++) {
		const Leaf *leaf = g_ptr_array_index(reader->leaves, i);
		if (is_status_leaf(leaf))
			g_ptr_array_add(report->delivery_status, report_text(reader, leaf));
		else if (strcmp(leaf->type, "message/rfc822") == 0 ||
			 strcmp(leaf->type, "message/global") == 0 ||
			 g_str_has_suffix(leaf->type, "/rfc822-headers") ||
			 strcmp(leaf->type, "message/global-headers") == 0)
			g_ptr_array_add(report->returned, report_text(reader, leaf));
		else if (g_str_has_suffix(leaf->type, "disposition-notification"))
			report->is_mdn = TRUE;
		else if (strcmp(leaf->type, "message/feedback-report") == 0 && !report->feedback)
			report->feedback = report_text(reader, leaf);
	}
	report->is_feedback = report->feedback != NULL;
	if (report->is_report && report->delivery_status->len == 0)
		find_status(reader);
}

static void
check_structure(Body *body, GMimeObject *object)
{
	if (!GMIME_IS_MULTIPART(object))
		return;
	int count = child_count(object);
	if (count == 0)
		body->faults |= FAULT_BAD_STRUCTURE;
	else if (!GMIME_MULTIPART(object)->write_end_boundary)
		body->faults |= FAULT_NO_END_BOUNDARY;
	/* A multipart as a whole may not be encoded (RFC 2045 6.4): this one only says that it is,
	 * or could not be decoded. */
	const char *encoding = g_mime_object_get_header(object, "Content-Transfer-Encoding");
	if (transfer_kind(encoding) != TRANSFER_PLAIN)
		body->faults |= FAULT_BAD_TRANSFER_ENCODING;
	for (int i = 0; i < count; i++)
		check_structure(body, child_at(object, i));
}

static Body *
body_new(void)
{
	Body *body = g_new0(Body, 1);
	body->marks = g_array_new(FALSE, FALSE, sizeof(HtmlMark));
	body->attachments = g_ptr_array_new_with_free_func((GDestroyNotify)attachment_free);
	body->report.delivery_status = g_ptr_array_new_with_free_func(g_free);
	body->report.returned = g_ptr_array_new_with_free_func(g_free);
	return body;
}

static Body *
read_nested(const Source *source, guint nested)
{
	Body *body = body_new();
	body->nested = nested;
	Reader reader = {.body = body};
	reader.leaves = g_ptr_array_new_with_free_func((GDestroyNotify)leaf_free);
	reader.by_part = g_hash_table_new(NULL, NULL);
	list_leaves(&reader, source->root, FALSE);
	check_structure(body, source->root);
	read_text(&reader, source);
	list_attachments(&reader);
	read_report(&reader, source);
	g_hash_table_unref(reader.by_part);
	g_ptr_array_unref(reader.leaves);
	return body;
}

Body *
body_read(const Source *source)
{
	return read_nested(source, 0);
}

char *
body_page(const Body *body)
{
	return body->page ? leaf_page(body->page) : NULL;
}

void
body_free(Body *body)
{
	if (!body)
		return;
	g_free(body->text);
	g_array_unref(body->marks);
	leaf_free(body->page);
	g_ptr_array_unref(body->attachments);
	g_free(unconst(body->report.report_type));
	g_free(unconst(body->report.feedback));
	g_ptr_array_unref(body->report.delivery_status);
	g_ptr_array_unref(body->report.returned);
	g_free(body);
}
