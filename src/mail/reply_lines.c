/*
 * A text as lines, each with its folded form, for splitting a reply.
 */
#include "mail/reply_lines.h"

#include <string.h>

#define LABEL_MAX_BYTES  60
#define NEXT_CONTENT_MAX 6

/* ">>> Anna Smith 5/1/2026 10:15 >>>", arrows on both sides of a date, or ">>> On 5/1/2026 at 10:15
 * AM, in message <...>": GroupWise begins so, and quotes without arrows. */
static gboolean
is_groupwise(const char *line, gsize length)
{
	guint digits = 0;

	while (length > 0 && line[length - 1] == ' ')
		length--;
	if (length < 12 || strncmp(line, ">>> ", 4) != 0 ||
	    (strncmp(line + length - 4, " >>>", 4) != 0 &&
	     !g_strstr_len(line, (gssize)length, ", in message")))
		return FALSE;
	for (gsize i = 0; i < length; i++)
		digits += g_ascii_isdigit(line[i]) != 0;
	return digits >= 6;
}

/* ">" after at most three blanks; ">From" is an mbox escape, ">=" a comparison. */
static gboolean
is_quoted(const char *line, gsize length)
{
	gsize at = 0;

	if (is_groupwise(line, length))
		return FALSE;
	while (at < length && at < 3 && line[at] == ' ')
		at++;
	if (at == length || line[at] != '>')
		return FALSE;
	if (at + 1 < length && line[at + 1] == '=')
		return FALSE;
	return !(length - at > 6 && strncmp(line + at, ">From ", 6) == 0);
}

static gboolean
is_blank(const char *line, gsize length)
{
	if (length > 0 && g_ascii_isgraph(*line))
		return FALSE;
	while (length > 0) {
		gunichar c = g_utf8_get_char(line);
		gsize step = (gsize)(g_utf8_next_char(line) - line);

		if (!g_unichar_isspace(c) && c != 0x200b && c != 0xfeff && c != 0xad &&
		    c != 0x200c && c != 0x200d)
			return FALSE;
		line += step;
		length -= MIN(step, length);
	}
	return TRUE;
}

static void
add_line(ReplyText *self, gsize at, gsize length)
{
	ReplyLine line = {.at = (guint32)at, .length = (guint32)length};
	const char *start = self->text + at;
	gsize before = self->folded->len;

	if (length > 0 && start[length - 1] == '\r')
		line.length = (guint32)--length;
	line.folded_at = (guint32)before;
	if (is_blank(start, length)) {
		line.kind = LINE_EMPTY;
	} else if (is_quoted(start, length)) {
		line.kind = LINE_QUOTED;
	} else {
		line.kind = LINE_TEXT;
		phrase_fold(start, length, self->folded);
	}
	line.folded_length = (guint32)(self->folded->len - before);
	g_string_append_c(self->folded, '\0');
	g_array_append_val(self->lines, line);
}

ReplyText *
reply_text_new(const char *text, const MailTables *tables)
{
	ReplyText *self = g_new0(ReplyText, 1);
	gsize at = 0, size = strlen(text);

	self->text = text;
	self->tables = tables;
	self->scan = phrase_scan_new(tables, PHRASE_REPLIES);
	self->lines = g_array_new(FALSE, FALSE, sizeof(ReplyLine));
	self->folded = g_string_sized_new(size);
	self->joined = g_string_new(NULL);
	while (at < size) {
		const char *newline = memchr(text + at, '\n', size - at);
		gsize length = newline ? (gsize)(newline - text) - at : size - at;

		add_line(self, at, length);
		at += length + (newline != NULL);
	}
	return self;
}

void
reply_text_free(ReplyText *self)
{
	if (self == NULL)
		return;
	phrase_scan_free(self->scan);
	g_array_unref(self->lines);
	g_string_free(self->folded, TRUE);
	g_string_free(self->joined, TRUE);
	g_free(self);
}

ReplyLine *
reply_line(const ReplyText *self, guint number)
{
	return &g_array_index(self->lines, ReplyLine, number);
}

const char *
reply_folded(const ReplyText *self, guint number)
{
	return self->folded->str + reply_line(self, number)->folded_at;
}

const char *
reply_bare(const char *text, gsize *length)
{
	static const char decoration[] = "-_*|=<>#~+()[]\" ";

	while (*length > 0 && strchr(decoration, text[0])) {
		text++;
		(*length)--;
	}
	while (*length > 0 && strchr(decoration, text[*length - 1]))
		(*length)--;
	return text;
}

void
reply_scan_bare(ReplyText *self, const char *text, gsize length)
{
	text = reply_bare(text, &length);
	phrase_scan_line(self->scan, text, length);
}

guint
reply_next_content(const ReplyText *self, guint number)
{
	guint last = MIN(number + NEXT_CONTENT_MAX, self->lines->len - 1);

	for (guint i = number + 1; i <= last; i++) {
		if (reply_line(self, i)->kind != LINE_EMPTY)
			return i;
	}
	return G_MAXUINT;
}

guint
reply_field_called(const ReplyText *self, const char *label)
{
	const char *value = phrase_exact(self->tables, PHRASE_LABEL, label);

	if (value == NULL)
		return 0;
	switch (value[0]) {
	case 'f':
		return FIELD_FROM;
	case 'd':
		return FIELD_DATE;
	case 't':
		return FIELD_TO;
	case 's':
		return FIELD_SUBJECT;
	default:
		return FIELD_OTHER;
	}
}

guint
reply_field(const ReplyText *self, guint number)
{
	const ReplyLine *line = reply_line(self, number);
	const char *folded = reply_folded(self, number);
	const char *colon, *bare;
	char label[LABEL_MAX_BYTES + 1];
	gsize length;

	if (line->kind != LINE_TEXT)
		return 0;
	colon = memchr(folded, ':', MIN(line->folded_length, LABEL_MAX_BYTES));
	if (colon == NULL)
		return 0;
	length = (gsize)(colon - folded);
	bare = reply_bare(folded, &length);
	memcpy(label, bare, length);
	label[length] = '\0';
	return reply_field_called(self, label);
}
