/*
 * How the mail was read, among the reasons of a plan: by which sign a robot wrote it, what a
 * report says, which lines are no part of the answer.  Decides nothing.
 */
#include "desk/plan_decision.h"

#include "base/text.h"

#include <string.h>

/* More would bury the other reasons. */
#define MAX_CUTS       10
#define MAX_RECIPIENTS 5
#define EXCERPT_CHARS  60

/* The lines of one text that is left while another one is gone through. */
typedef struct Rest {
	const char *next; /* NULL: none */
} Rest;

static gsize
line_length(const char *line)
{
	return strcspn(line, "\n");
}

static const char *
line_after(const char *line)
{
	const char *end = line + line_length(line);
	return *end ? end + 1 : NULL;
}

static gboolean
is_empty(const char *line)
{
	const gsize length = line_length(line);
	return strspn(line, " \t") >= length;
}

/* Whether the line is the next one of the rest, which then goes on behind it. */
static gboolean
takes(Rest *rest, const char *line)
{
	while (rest->next && is_empty(rest->next))
		rest->next = line_after(rest->next);
	const gsize length = line_length(line);
	if (!rest->next || line_length(rest->next) != length ||
	    memcmp(rest->next, line, length) != 0)
		return FALSE;
	rest->next = line_after(rest->next);
	return TRUE;
}

/* Lines that stand together and were cut for the same reason. */
typedef struct Cut {
	guint first, last;
	const char *what;
	const char *line; /* the first */
} Cut;

static void
explain_cut(Plan *plan, const Cut *cut)
{
	g_autofree char *line = g_strndup(cut->line, line_length(cut->line));
	g_autofree char *safe = terminal_safe(line);
	g_autofree char *collapsed = text_collapse(safe);
	g_autofree char *excerpt = text_ellipsize(collapsed, EXCERPT_CHARS);
	if (cut->first == cut->last)
		plan_reason(plan, "line %u of the text is left out, %s: \"%s\"", cut->first,
			    cut->what, excerpt);
	else
		plan_reason(plan, "lines %u to %u of the text are left out, %s: \"%s\"", cut->first,
			    cut->last, cut->what, excerpt);
}

/* Both texts are lines of the whole one, in its order. */
void
decision_explain_cuts(const Decision *d)
{
	const Mail *mail = d->clues->mail;
	Rest reply = {mail->reply}, with_signature = {mail->reply_with_signature};
	Cut cut = {0};
	guint cuts = 0, number = 1;
	for (const char *p = mail->text; p && cuts < MAX_CUTS; p = line_after(p), number++) {
		if (is_empty(p))
			continue;
		const gboolean is_answer = takes(&reply, p);
		const char *what = takes(&with_signature, p) ? "signature" : "quoted";
		if (cut.what && (is_answer || cut.what != what)) {
			explain_cut(d->b.plan, &cut);
			cuts++;
			cut.what = NULL;
		}
		if (is_answer)
			continue;
		if (!cut.what)
			cut = (Cut){.first = number, .what = what, .line = p};
		cut.last = number;
	}
	if (cut.what && cuts < MAX_CUTS)
		explain_cut(d->b.plan, &cut);
}

static void
explain_recipient(Plan *plan, const Bounce *bounce, guint i)
{
	const char *status = i < bounce->status->len ? bounce->status->pdata[i] : "";
	const char *reason = i < bounce->reasons->len ? bounce->reasons->pdata[i] : "other";
	plan_reason(plan, "it reports on %s: %s%s%s", (const char *)bounce->recipients->pdata[i],
		    reason, *status ? ", " : "", status);
}

void
decision_explain_robot(const Decision *d)
{
	const Mail *mail = d->clues->mail;
	const Bounce *bounce = &mail->bounce;
	if (!d->clues->is_machine)
		return;
	const AutoKind kind =
		bounce->is_bounce && mail->auto_kind == AUTO_NONE ? AUTO_BOUNCE : mail->auto_kind;
	plan_reason(d->b.plan, "a robot wrote it, %s: %s",
		    kind == AUTO_NONE ? "of no known kind" : auto_kind_name(kind),
		    d->clues->machine_why);
	for (guint i = 0; bounce->is_bounce && i < MIN(bounce->recipients->len, MAX_RECIPIENTS);
	     i++)
		explain_recipient(d->b.plan, bounce, i);
	if (bounce->is_bounce && !bounce->delayed)
		plan_reason(d->b.plan, "writing to it again is %s",
			    bounce->hard ? "pointless" : "worth a try");
}
