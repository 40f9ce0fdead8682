/*
 * Delivery reports: first what RFC 3464 gives to machines, then what is written for
 * people.  Patterns are data (bounces.table); here is only the order of questions.
 */
#include "mail/bounce.h"

#include "base/text.h"
#include "mail/bounce_parts.h"

#include <string.h>

/* The ID in the header of the returned message, or in the text below the notice. */
static char *
message_id_in(const char *text)
{
	static const char name[] = "message-id:";
	const char *line = text;

	while (*line) {
		gsize length = strcspn(line, "\n");

		if (g_ascii_strncasecmp(line, name, strlen(name)) == 0) {
			const char *open = strchr(line, '<');
			const char *close = open ? strpbrk(open, "> \t") : NULL;

			/* The ID may stand on a line of its own below the name. */
			if (close && *close == '>' && open - line < 200 && close - open < 500)
				return g_strndup(open + 1, (gsize)(close - open - 1));
			return NULL;
		}
		line += length + (line[length] == '\n');
	}
	return NULL;
}

static void
find_original(Reader *reader)
{
	Bounce *bounce = &reader->mail->bounce;
	const char *text = reader->mail->text;

	for (guint i = 0; i < reader->parts->returned->len && !bounce->original_message_id; i++)
		bounce->original_message_id = message_id_in(reader->parts->returned->pdata[i]);
	if (bounce->original_message_id == NULL && strlen(reader->notice) < strlen(text))
		bounce->original_message_id = message_id_in(text + strlen(reader->notice));
}

static void
set_auto(Mail *mail, AutoKind kind, const char *why)
{
	mail->auto_kind = kind;
	text_put(&mail->auto_why, why);
}

static gboolean
is_other_report(Mail *mail, const BounceParts *parts)
{
	if (mail->auto_kind == AUTO_LOOP)
		return FALSE;
	if (parts->is_feedback) {
		set_auto(mail, AUTO_REPORT, "feedback report (RFC 5965)");
		return TRUE;
	}
	if (parts->is_mdn || g_strcmp0(parts->report_type, "disposition-notification") == 0) {
		set_auto(mail, AUTO_REPORT, "disposition notification (RFC 8098)");
		return TRUE;
	}
	return FALSE;
}

/* Collects the verdicts. Whether it is a report on mail that was not delivered. */
static gboolean
read_report(Reader *reader)
{
	gboolean has_status = bounce_may_report(reader) && bounce_read_status_parts(reader);

	if (has_status)
		reader->why = g_strdup("delivery status (RFC 3464)");
	else if (!bounce_has_signs(reader))
		return FALSE;
	if (reader->notice == NULL)
		reader->notice = bounce_notice_of(reader);
	if (!has_status && !bounce_read_text(reader) && !reader->is_sure)
		return FALSE;
	return reader->verdicts->len > 0 || !has_status;
}

void
bounce_read(Mail *mail, const BounceParts *parts, const MailTables *tables)
{
	Reader reader = {.mail = mail, .parts = parts, .tables = tables};

	if (is_other_report(mail, parts))
		return;
	reader.scan = phrase_scan_new(tables, PHRASE_BOUNCES);
	reader.folded = g_string_new(NULL);
	reader.verdicts = g_ptr_array_new();
	mail->bounce.is_bounce = read_report(&reader);
	if (mail->bounce.is_bounce) {
		bounce_settle(&reader);
		find_original(&reader);
		set_auto(mail, mail->bounce.delayed ? AUTO_DELAYED : AUTO_BOUNCE,
			 reader.why ? reader.why : "");
	}
	phrase_scan_free(reader.scan);
	g_string_free(reader.folded, TRUE);
	g_ptr_array_unref(reader.verdicts);
	g_free(reader.notice);
	g_free(reader.why);
}
