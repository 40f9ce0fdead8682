/*
 * Reading what a mail forwards.  Within the text it stands below the fields that mail programs
 * repeat above it; filters/replies.table has their names and the lines that announce them.
 */
#include "mail/forward.h"

#include "mail/reply_lines.h"

#include <string.h>

void
forward_free(Forward *forward)
{
	if (!forward)
		return;
	g_free(forward->name);
	g_free(forward->address);
	g_free(forward->subject);
	g_free(forward->message_id);
	g_free(forward->text);
	g_free(forward->above);
	g_free(forward);
}

static void
set_sender(Forward *forward, const Mailbox *from)
{
	gboolean fits = from && strchr(from->address, '@');
	forward->name = g_strdup(fits ? from->name : "");
	forward->address = fits ? g_utf8_strdown(from->address, -1) : g_strdup("");
}

Forward *
forward_of_mail(const Mail *mail, const char *above)
{
	Forward *forward = g_new0(Forward, 1);
	set_sender(forward, mail->from->len ? mail->from->pdata[0] : NULL);
	forward->subject = g_strdup(mail->subject);
	forward->message_id = g_strdup(mail->message_id);
	forward->text = g_strdup(mail->text);
	forward->above = g_strdup(above);
	return forward;
}

/* Apple Mail and others quote what they forward. */
static char *
without_marks(const char *text)
{
	GString *out = g_string_new(NULL);
	for (const char *p = text; *p;) {
		gsize length = strcspn(p, "\n");
		const char *line = p;
		gsize left = length;
		if (*line == '>') {
			line++, left--;
			if (left && *line == ' ')
				line++, left--;
		}
		g_string_append_len(out, line, (gssize)left);
		p += length;
		if (*p)
			g_string_append_c(out, *p++);
	}
	return g_string_free(out, FALSE);
}

/* "*From:* Anna" and "From: Anna": what stands behind the label. (transfer full) */
static char *
value_of(const ReplyText *lines, guint number)
{
	const ReplyLine *line = reply_line(lines, number);
	g_autofree char *copy = g_strndup(lines->text + line->at, line->length);
	const char *colon = strchr(copy, ':'), *wide = strstr(copy, "\xef\xbc\x9a");
	const char *value = wide && (!colon || wide < colon) ? wide + 3 : colon ? colon + 1 : "";
	value += strspn(value, "* \t");
	return g_strstrip(g_strdup(value));
}

/* "Anna Smith [mailto:anna@customer.test]" is Outlook's. */
static void
read_sender(Forward *forward, const char *value)
{
	g_autoptr(GString) plain = g_string_new(value);
	if (strstr(plain->str, "mailto:")) {
		g_string_replace(plain, "[mailto:", "<", 0);
		g_string_replace(plain, "]", ">", 0);
	}
	g_autoptr(GPtrArray) list = mailbox_list_read(plain->str);
	g_free(forward->name);
	g_free(forward->address);
	set_sender(forward, list->len ? list->pdata[0] : NULL);
}

/** Where the fields of a forwarded message stand. */
typedef struct Block {
	guint fields; /* of FIELD_ */
	guint from, subject;
	guint end; /* the line behind it */
} Block;

/* A run of fields, a blank line or a wrapped one among them. */
static gboolean
find_block(const ReplyText *lines, guint first, Block *block)
{
	guint strange = 0;
	*block = (Block){.end = first};
	for (guint i = first; i < lines->lines->len && strange < 2; i++) {
		guint field = reply_field(lines, i);
		strange = field ? 0 : strange + 1;
		if (!field)
			continue;
		if (field == FIELD_FROM && !(block->fields & FIELD_FROM))
			block->from = i;
		if (field == FIELD_SUBJECT && !(block->fields & FIELD_SUBJECT))
			block->subject = i;
		block->fields |= field;
		block->end = i + 1;
	}
	return block->fields & FIELD_FROM &&
	       block->fields & (FIELD_DATE | FIELD_SUBJECT | FIELD_TO);
}

static gboolean
is_announcement(ReplyText *lines, guint number)
{
	const ReplyLine *line = reply_line(lines, number);
	const char *folded = reply_folded(lines, number);
	if ((*folded == '-' && g_str_has_suffix(folded, "-")) ||
	    (*folded == '_' && strspn(folded, "_ ") == line->folded_length))
		return TRUE;
	reply_scan_bare(lines, folded, line->folded_length);
	return phrase_scan_pattern(lines->scan, PHRASE_ORIGINAL) != NULL;
}

/* The line that says that something is forwarded is not the writer's. */
static char *
text_above(ReplyText *lines, guint first)
{
	guint end = first;
	while (end > 0 && reply_line(lines, end - 1)->kind == LINE_EMPTY)
		end--;
	if (end > 0 && is_announcement(lines, end - 1))
		end--;
	gsize length =
		end ? reply_line(lines, end - 1)->at + reply_line(lines, end - 1)->length : 0;
	return g_strstrip(g_strndup(lines->text, length));
}

static Forward *
read_block(ReplyText *lines, guint first, const Block *block)
{
	Forward *forward = g_new0(Forward, 1);
	g_autofree char *from = value_of(lines, block->from);
	read_sender(forward, from);
	forward->subject =
		block->fields & FIELD_SUBJECT ? value_of(lines, block->subject) : g_strdup("");
	const char *text = block->end < lines->lines->len
				   ? lines->text + reply_line(lines, block->end)->at
				   : "";
	forward->text = g_strstrip(g_strdup(text));
	forward->above = text_above(lines, first);
	return forward;
}

Forward *
forward_in_text(const char *text, const MailTables *tables)
{
	g_autofree char *plain = without_marks(text);
	g_autoptr(ReplyText) lines = reply_text_new(plain, tables);
	for (guint i = 0; i < lines->lines->len; i++) {
		Block block;
		if (!reply_field(lines, i))
			continue;
		if (find_block(lines, i, &block))
			return read_block(lines, i, &block);
		i = block.end - 1;
	}
	return NULL;
}
