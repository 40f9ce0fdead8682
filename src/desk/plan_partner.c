/*
 * Mail of the partner with whom a case is: its first answer, and our own words that come back.
 */
#include "desk/plan_decision.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

/* A thank you may well say what somebody else has said. */
#define ECHO_CHARS 20

/* A ticket system that sends its own notices may send each text of ours back as a new one: to tell
 * it again would go round for ever. */
gboolean
decision_is_echo(const Decision *d, const CaseFact *c)
{
	if (!decision_is_partner(d, c) || !c->said || d->clues->commands->len > 0 ||
	    d->clues->mail->attachments->len > 0)
		return FALSE;
	g_autofree char *begin =
		g_utf8_substring(d->clues->mail->reply, 0,
				 MIN(g_utf8_strlen(d->clues->mail->reply, -1), LIMIT_SECRET_CHARS));
	g_autofree char *text = text_collapse(begin);
	if (g_utf8_strlen(text, -1) < ECHO_CHARS)
		return FALSE;
	for (guint i = 0; i < c->said->len; i++) {
		g_autofree char *said = text_collapse(c->said->pdata[i]);
		if (!strcmp(said, text))
			return TRUE;
	}
	return FALSE;
}

/* "2 d 3 h", "5 h 12 min", "1 min". */
static char *
duration(gint64 ms)
{
	gint64 minutes = MAX(ms, 0) / 60000;
	gint64 hours = minutes / 60, days = hours / 24;
	if (days > 0)
		return g_strdup_printf("%" G_GINT64_FORMAT " d %" G_GINT64_FORMAT " h", days,
				       hours % 24);
	if (hours > 0)
		return g_strdup_printf("%" G_GINT64_FORMAT " h %" G_GINT64_FORMAT " min", hours,
				       minutes % 60);
	return g_strdup_printf("%" G_GINT64_FORMAT " min", minutes);
}

void
decision_note_answer(Decision *d, Happening *h)
{
	CaseFact *c = h->c;
	if (!decision_is_partner(d, c) || c->partner_answered_ms || !c->partner_given_ms)
		return;
	g_autofree char *after = duration(d->facts->now_ms - c->partner_given_ms);
	g_autofree char *text = g_strdup_printf("%s answered after %s", c->partner, after);
	plan_change(d->b.plan, CHANGE_PARTNER_ANSWERED);
	plan_note(&d->b, h, "partner", NULL, "", text);
	c->partner_answered_ms = d->facts->now_ms;
}
