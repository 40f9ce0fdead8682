/*
 * What staff alone may see must not go out with a public answer: words of notes come back in
 * quotes, in whatever form a mail program gives them, or as a mail attached to a mail.
 */
#include "desk/note_leak.h"
#include "desk/plan_decision.h"

#include "base/text.h"

#include <string.h>

/* A line that was meant as the command, where none is seen. */
static char *
stray_note(const Decision *d, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		g_autoptr(GPtrArray) commands = commands_find(lines[i]);
		if (commands->len == 0)
			continue;
		const Command *command = commands->pdata[0];
		if (!g_strcmp0(words_verb(d->site->words, command->word), "note"))
			return g_strdup(command->line);
	}
	return NULL;
}

static char *
attached_mail(const Decision *d, const CaseFact *c)
{
	const GPtrArray *attachments = d->clues->mail->attachments;
	for (guint i = 0; c && c->notes && c->notes->len > 0 && i < attachments->len; i++) {
		const Attachment *attachment = attachments->pdata[i];
		if (!strcmp(attachment->type, "message/rfc822"))
			return g_strdup(*attachment->name ? attachment->name : "message/rfc822");
	}
	return NULL;
}

char *
decision_secret(const Decision *d, const CaseFact *c, const char *text, const char **why_out)
{
	if (!decision_is_staff(d) || d->facts->is_released || release_is_seen(d->facts->release))
		return NULL;
	*why_out = "It would go to everybody who is part of the case, and quotes an internal note:";
	char *found = note_leak_mark(text);
	if (!found && c && c->notes)
		found = note_leak_words(text, c->notes, c->said);
	if (found)
		return found;
	*why_out = "A line in the middle of it says that it is a note, but commands are read only "
		   "at the beginning and at the end:";
	found = stray_note(d, text);
	if (found)
		return found;
	*why_out = "It has a mail attached, which may hold an internal note of this case:";
	return attached_mail(d, c);
}
