/*
 * Reports that senders of bulk mail mail on as JSON: objects that name an address and say
 * what became of it, however deep they stand.
 */
#include "base/js.h"
#include "mail/bounce_parts.h"

#include <string.h>

#define DEPTH_MAX      10
#define MEMBERS_MAX    100
#define LINE_MAX_BYTES (256 * 1024)

/* The first of the members that is text. NULL if none is. */
static const char *
text_of(const Js *object, const char *const *names)
{
	for (; *names; names++) {
		const char *text = js_get_text(object, *names);

		if (text && *text)
			return text;
	}
	return NULL;
}

static gboolean
take_object(Reader *reader, const Js *object)
{
	static const char *const addresses[] = {"emailAddress", "recipient", "rcpt_to", "email",
						NULL};
	static const char *const words[] = {"diagnosticCode", "reason", "response", "error", NULL};
	static const char *const states[] = {"status", "enhancedStatusCode", NULL};
	const char *address = text_of(object, addresses), *end;
	const char *diagnostic = text_of(object, words);
	const char *status = text_of(object, states);
	Verdict verdict = {.address = address ? bounce_next_address(address, &end) : NULL};

	if (verdict.address == NULL || (diagnostic == NULL && status == NULL)) {
		g_free(verdict.address);
		return FALSE;
	}
	verdict.diagnostic = g_strdup(diagnostic);
	verdict.status = status ? bounce_status_in(status) : NULL;
	if (verdict.status == NULL && diagnostic)
		verdict.status = bounce_status_in(diagnostic);
	bounce_add(reader, verdict);
	return TRUE;
}

static gboolean
walk(Reader *reader, const Js *value, guint depth)
{
	gboolean found = FALSE;

	if (depth > DEPTH_MAX)
		return FALSE;
	if (js_kind(value) == JS_ARRAY) {
		for (gsize i = 0; i < js_size(value); i++)
			found = walk(reader, js_at(value, i), depth + 1) || found;
	} else if (js_kind(value) == JS_OBJECT) {
		found = take_object(reader, value);
		for (gsize i = 0; i < MIN(js_size(value), MEMBERS_MAX); i++)
			found = walk(reader, js_member(value, i), depth + 1) || found;
	}
	return found;
}

gboolean
bounce_read_json(Reader *reader)
{
	const char *text = reader->mail->text + strspn(reader->mail->text, " \t\r\n");
	g_autofree char *line = NULL;
	g_autoptr(Js) value = NULL;

	if (*text != '{')
		return FALSE;
	line = g_strndup(text, MIN(strcspn(text, "\r\n"), LINE_MAX_BYTES));
	value = js_read(line, NULL);
	return value && walk(reader, value, 0);
}
