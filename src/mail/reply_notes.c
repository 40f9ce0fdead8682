/*
 * Where Lotus Notes 5 to 6.5 puts the older message: its memo head as text has the sender and the
 * date above, and the names of fields, "To", "cc", "Subject", alone on their lines or in columns.
 * No other program writes so, and people hardly do: all of it has to be there.
 */
#include "mail/reply_lines.h"

#include <string.h>

/* Lines from the sender to the subject. */
#define HEAD_LINES 30
/* Lines that are no field: "Sent by", "Please respond to", values that were wrapped. */
#define STRANGE_LINES 5
#define NAME_WORDS    4
#define NAME_BYTES    120
#define DATE_BYTES    50
#define DATE_NUMBERS  4
#define LABEL_BYTES   40
/* What stands before a column, and between two. */
#define INDENT 8
#define GAP    "    "

/* "05.01.2026 10:02", "Mon 01/05/2026 10:02 AM" and little else. */
static gboolean
is_date(const char *text, gsize length)
{
	guint numbers = 0;
	gboolean has_time = FALSE;
	for (gsize i = 0; i < length; i++) {
		gboolean begins =
			g_ascii_isdigit(text[i]) && (i == 0 || !g_ascii_isdigit(text[i - 1]));
		numbers += begins ? 1 : 0;
		has_time = has_time || (i > 0 && text[i] == ':' && g_ascii_isdigit(text[i - 1]) &&
					g_ascii_isdigit(text[i + 1]));
	}
	return has_time && numbers >= DATE_NUMBERS;
}

/* The field whose name is all of the line, or before a colon. */
static guint
field_at(const ReplyText *self, guint number, gboolean *is_alone_out)
{
	const ReplyLine *line = reply_line(self, number);
	const char *folded = reply_folded(self, number);
	*is_alone_out = FALSE;
	if (line->kind != LINE_TEXT || line->folded_length > LABEL_BYTES)
		return reply_field(self, number);
	g_autofree char *label = g_strndup(folded, line->folded_length);
	if (g_str_has_suffix(label, ":"))
		label[strlen(label) - 1] = '\0';
	guint field = reply_field_called(self, label);
	*is_alone_out = field != 0;
	return field != 0 ? field : reply_field(self, number);
}

/* A name in few words, of Notes or of mail. */
static gboolean
is_sender(const char *folded, gsize length)
{
	guint words = 1;
	for (gsize i = 0; i < length; i++)
		words += folded[i] == ' ' ? 1 : 0;
	return length > 0 && length <= NAME_BYTES && !strchr(".!?:", folded[length - 1]) &&
	       (memchr(folded, '@', length) || memchr(folded, '/', length) || words <= NAME_WORDS);
}

/* Where the fields begin; 0: there is no sender with a date here. */
static guint
behind_sender(const ReplyText *self, guint number)
{
	const ReplyLine *line = reply_line(self, number);
	const char *folded = reply_folded(self, number);
	/* "Acme Support <support@acme.example> on 01/05/2026 10:02:11 AM" */
	const char *sign = memchr(folded, '@', line->folded_length);
	const char *date = sign ? strstr(sign, " on ") : NULL;
	if (date && line->folded_length <= NAME_BYTES + DATE_BYTES &&
	    is_date(date, line->folded_length - (gsize)(date - folded)))
		return number + 1;
	guint next = is_sender(folded, line->folded_length) ? reply_next_content(self, number)
							    : G_MAXUINT;
	if (next == G_MAXUINT || next > number + 2)
		return 0;
	/* "Sent by: Pat Sender" may stand between. */
	gboolean is_alone = FALSE;
	if (field_at(self, next, &is_alone) != 0)
		next = reply_next_content(self, next);
	if (next == G_MAXUINT || reply_line(self, next)->kind != LINE_TEXT ||
	    reply_field(self, next) != 0)
		return 0;
	const ReplyLine *second = reply_line(self, next);
	return second->folded_length <= DATE_BYTES &&
			       is_date(reply_folded(self, next), second->folded_length)
		       ? next + 1
		       : 0;
}

static gboolean
head_at(const ReplyText *self, guint number)
{
	guint first = behind_sender(self, number), strange = 0, to = 0;
	guint last = MIN(number + HEAD_LINES, self->lines->len);
	gboolean has_value = FALSE; /* the line above is a field's name and wants one */
	for (guint i = first; first > 0 && i < last && strange <= STRANGE_LINES; i++) {
		gboolean is_alone = FALSE;
		if (reply_line(self, i)->kind == LINE_EMPTY)
			continue;
		guint field = field_at(self, i, &is_alone);
		if (field == FIELD_SUBJECT && to > 0)
			return TRUE;
		to += field == FIELD_TO ? 1 : 0;
		strange += field == 0 && !has_value ? 1 : 0;
		has_value = is_alone;
	}
	return FALSE;
}

/* Where the field of a second column begins: "<support@acme.exa        To:       robin". */
static guint
column_field(const ReplyText *self, guint number)
{
	const ReplyLine *line = reply_line(self, number);
	g_autofree char *raw = g_strndup(self->text + line->at, line->length);
	char *colon = strchr(raw, ':');
	if (line->kind != LINE_TEXT || !colon)
		return 0;
	*colon = '\0';
	const char *gap = g_strrstr(raw, GAP);
	if (!gap)
		return 0;
	g_autofree char *label = g_utf8_strdown(gap + strlen(GAP), -1);
	return reply_field_called(self, g_strstrip(label));
}

static gboolean
is_indented(const ReplyText *self, guint number)
{
	const ReplyLine *line = reply_line(self, number);
	return line->kind == LINE_TEXT && line->length > INDENT &&
	       strspn(self->text + line->at, " \t") >= INDENT;
}

/* Sender and date in the first column, the fields in the second one. */
static gboolean
columns_at(const ReplyText *self, guint number)
{
	guint last = MIN(number + HEAD_LINES, self->lines->len);
	gboolean has_to = FALSE;
	for (guint i = number; i < last && is_indented(self, i); i++) {
		guint field = column_field(self, i);
		if (field == FIELD_SUBJECT && has_to)
			return TRUE;
		has_to = has_to || field == FIELD_TO;
		if (!has_to && i > number + 1)
			return FALSE;
	}
	return FALSE;
}

gboolean
reply_notes_head_at(const ReplyText *self, guint number)
{
	return reply_line(self, number)->kind == LINE_TEXT &&
	       (columns_at(self, number) || head_at(self, number));
}
