/*
 * Masking the words of a mail, before anything is read out of them: whatever is kept, told, listed
 * or found later is made of these.
 */
#include "desk/secret_parts.h"

#include "mail/forward.h"

#include <string.h>

static void
mask(const Secrets *secrets, char **text, guint *count)
{
	char *masked = *text ? secrets_mask(secrets, *text, count) : NULL;
	if (masked) {
		g_free(*text);
		*text = masked;
	}
}

/* Which line of the text each line of the masked one begins in: a key was many. */
static GArray *
lines_left(const char *text, const GArray *spans)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(guint));
	guint line = 0, next = 0;
	g_array_append_val(lines, line);
	for (gsize at = 0; text[at]; at++) {
		if (text[at] != '\n')
			continue;
		line++;
		while (next < spans->len && g_array_index(spans, SecretSpan, next).end <= at)
			next++;
		const SecretSpan *span =
			next < spans->len ? &g_array_index(spans, SecretSpan, next) : NULL;
		if (!span || span->start > at)
			g_array_append_val(lines, line);
	}
	return lines;
}

/* `own` is `reply` with some lines left empty, and stays so. */
static char *
own_of(const char *own, const char *reply, const char *masked, const GArray *spans)
{
	g_auto(GStrv) owns = g_strsplit(own, "\n", -1);
	g_auto(GStrv) replies = g_strsplit(reply, "\n", -1);
	g_auto(GStrv) kept = g_strsplit(masked, "\n", -1);
	g_autoptr(GArray) lines = lines_left(reply, spans);
	guint count = g_strv_length(owns);
	for (guint i = 0; i < lines->len && kept[i]; i++) {
		guint line = g_array_index(lines, guint, i);
		if (line < count && !*owns[line] && *replies[line])
			*kept[i] = '\0';
	}
	return g_strjoinv("\n", kept);
}

static void
mask_reply(const Secrets *secrets, Mail *mail)
{
	g_autoptr(GArray) spans = secrets_find(secrets, mail->reply);
	if (!spans)
		return;
	char *masked = secrets_mark(mail->reply, spans);
	mail->masked += mail->masked ? 0 : spans->len;
	char *own = own_of(mail->own, mail->reply, masked, spans);
	g_free(mail->own);
	mail->own = own;
	g_free(mail->reply);
	mail->reply = masked;
}

/* The parsed subject isn't all that has it: rules look at fields. */
static void
mask_header(const Secrets *secrets, const Mail *mail)
{
	static const char *const names[] = {"Subject", "Thread-Topic", "Comments", "Keywords"};
	guint count = 0;
	for (guint i = 0; i < mail->headers->len; i++) {
		HeaderField *field = mail->headers->pdata[i];
		for (guint k = 0; k < G_N_ELEMENTS(names); k++)
			if (!g_ascii_strcasecmp(field->name, names[k]))
				mask(secrets, &field->value, &count);
	}
}

static void
mask_names(const Secrets *secrets, const GPtrArray *mailboxes, guint *count)
{
	for (guint i = 0; i < mailboxes->len; i++) {
		Mailbox *mailbox = mailboxes->pdata[i];
		mask(secrets, &mailbox->name, count);
	}
}

static void
mask_forward(const Secrets *secrets, Forward *forward, guint *count)
{
	char **texts[] = {&forward->name, &forward->subject, &forward->text};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		mask(secrets, texts[i], &forward->masked);
	*count += forward->masked;
	mask(secrets, &forward->above, count);
}

void
secrets_mask_mail(const Secrets *secrets, Mail *mail)
{
	/* What stands in several of these is counted once. */
	guint again = 0;
	mask(secrets, &mail->text, &mail->masked);
	mask(secrets, &mail->subject, &mail->masked);
	mask_reply(secrets, mail);
	mask(secrets, &mail->reply_with_signature, &again);
	mask(secrets, &mail->auto_why, &again);
	mask(secrets, &mail->bounce.diagnostic, &again);
	mask_names(secrets, mail->from, &mail->masked);
	mask_header(secrets, mail);
	if (mail->forward)
		mask_forward(secrets, mail->forward, mail->masked ? &again : &mail->masked);
	for (guint i = 0; i < mail->attachments->len; i++) {
		Attachment *attachment = mail->attachments->pdata[i];
		mask(secrets, &attachment->name, &mail->masked);
	}
}
