/*
 * Delivery reports: first what RFC 3464 gives to machines, then what is written for
 * people.  Patterns are data (bounces.table); here is only the order of questions.
 */
#include "mail/bounce.h"

#include "mail/bounce_parts.h"

#include <string.h>

#define DIAGNOSTIC_MAX_BYTES 500
#define RECIPIENTS_MAX       200

/* "no-such-user soft" as the word alone. */
static char *
word_of(const char *value)
{
	return g_strndup(value, strcspn(value, " "));
}

static void
set_diagnostic(Bounce *bounce, const char *words)
{
	g_autofree char *collapsed = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	gboolean blank = FALSE;

	if (bounce->diagnostic || words == NULL)
		return;
	for (const char *at = words; *at && out->len < DIAGNOSTIC_MAX_BYTES; at++) {
		if (g_ascii_isspace(*at)) {
			blank = TRUE;
			continue;
		}
		if (blank && out->len > 0)
			g_string_append_c(out, ' ');
		blank = FALSE;
		g_string_append_c(out, *at);
	}
	while (out->len > 0 && !g_utf8_validate(out->str, (gssize)out->len, NULL))
		g_string_truncate(out, out->len - 1);
	if (out->len > 0)
		bounce->diagnostic = g_strdup(out->str);
}

/* The status that stands for the class alone when the report names none. */
static char *
status_of(const Verdict *verdict)
{
	g_autofree char *better = NULL;
	char class = 0;

	if (verdict->diagnostic) {
		better = bounce_status_in(verdict->diagnostic);
		class = bounce_class_in(verdict->diagnostic);
	}
	if (verdict->status) {
		gboolean vague = strcmp(verdict->status + 1, ".0.0") == 0;

		if (vague && better && better[0] == verdict->status[0])
			return g_steal_pointer(&better);
		return g_strdup(verdict->status);
	}
	if (better)
		return g_steal_pointer(&better);
	if (class == 0)
		class = verdict->delayed ? '4' : '5';
	return g_strdup(class == '4' ? "4.0.0" : "5.0.0");
}

/* Whether writing again is pointless: the address itself is wrong. */
static gboolean
is_hard(const Verdict *verdict, const char *value, const char *status)
{
	if (verdict->delayed)
		return FALSE;
	if (strcmp(value, "no-such-user") == 0)
		return !(verdict->diagnostic && bounce_after_data(verdict->diagnostic));
	if (strcmp(value, "no-such-host") == 0)
		return TRUE;
	return strcmp(value, "other") == 0 && verdict->permanent && status[0] == '5';
}

static gboolean
is_known(const Bounce *bounce, const char *address)
{
	for (guint i = 0; i < bounce->recipients->len; i++) {
		if (g_ascii_strcasecmp(bounce->recipients->pdata[i], address) == 0)
			return TRUE;
	}
	return FALSE;
}

void
bounce_add(Reader *reader, const Verdict *verdict)
{
	Bounce *bounce = &reader->mail->bounce;
	g_autofree char *status = status_of(verdict);
	const char *value = NULL;

	if (bounce->recipients->len >= RECIPIENTS_MAX || is_known(bounce, verdict->address))
		return;
	if (verdict->diagnostic)
		value = bounce_reason_of_words(reader, verdict->diagnostic, verdict->host);
	if (value == NULL)
		value = bounce_reason_of_status(reader->tables, status);
	/* The part for machines may say no more than "5.0.0"; the one for people does. */
	if (value == NULL && reader->notice)
		value = bounce_reason_of_words(reader, reader->notice, NULL);
	if (value == NULL)
		value = status[0] == '4' ? "temporary" : "other";
	bounce->is_bounce = TRUE;
	bounce->delayed = bounce->recipients->len == 0 ? verdict->delayed
						       : bounce->delayed && verdict->delayed;
	bounce->hard = bounce->hard || is_hard(verdict, value, status);
	g_ptr_array_add(bounce->recipients, g_strdup(verdict->address));
	g_ptr_array_add(bounce->reasons, word_of(value));
	g_ptr_array_add(bounce->status, g_steal_pointer(&status));
	set_diagnostic(bounce, verdict->diagnostic);
}

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
	g_free(mail->auto_why);
	mail->auto_why = g_strdup(why);
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

void
bounce_read(Mail *mail, const BounceParts *parts, const MailTables *tables)
{
	Reader reader = {.mail = mail, .parts = parts, .tables = tables};

	if (is_other_report(mail, parts))
		return;
	reader.scan = phrase_scan_new(tables, PHRASE_BOUNCES);
	reader.folded = g_string_new(NULL);
	reader.notice = bounce_notice_of(&reader);
	if (bounce_read_status_parts(&reader))
		reader.why = g_strdup("delivery status (RFC 3464)");
	else
		bounce_read_text(&reader);
	if (mail->bounce.is_bounce) {
		find_original(&reader);
		set_auto(mail, mail->bounce.delayed ? AUTO_DELAYED : AUTO_BOUNCE,
			 reader.why ? reader.why : "");
	}
	phrase_scan_free(reader.scan);
	g_string_free(reader.folded, TRUE);
	g_free(reader.notice);
	g_free(reader.why);
}
