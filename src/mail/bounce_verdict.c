/*
 * What a report comes to for one recipient: its status, our reason, hard or soft.
 */
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
	g_string_truncate(out, MIN(out->len, DIAGNOSTIC_MAX_BYTES));
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
