/*
 * Mail of staff that goes back to its writer: nothing is done and nobody is told, for what it
 * would do can't be what its writer wants.
 */
#include "desk/plan_decision.h"

void
decision_return(Decision *d, const CaseFact *c, Js *data, const char *why)
{
	g_autoptr(Happening) h = decision_happening(d, c ? case_fact_copy(c) : NULL, "");
	const Answer answer = {
		.subject = SUBJECT_RETURNED,
		.event = EVENT_RETURNED,
		.title = c && c->id ? c->title : d->clues->title,
		.data = data,
	};
	plan_answer(&d->b, h, &answer);
	plan_end(d->b.plan, ENDING_RETURNED, why);
}

void
decision_return_empty(Decision *d, const CaseFact *c)
{
	Js *data = js_object();
	js_set_bool(data, "is_empty", TRUE);
	js_set_bool(data, "has_reply", TRUE);
	plan_reason(d->b.plan,
		    "a mail of staff says nothing: it is returned, or it would go to everybody");
	decision_return(d, c, data, "it holds no text, no command and no attachment");
}

/* A robot of theirs is told nothing, whatever its subject quotes. */
static gboolean
may_return(const Decision *d)
{
	return decision_is_staff(d) && d->facts->proof == PROOF_PASS && !d->clues->is_machine;
}

void
decision_end_unclear(Decision *d, const char *why)
{
	if (!may_return(d)) {
		decision_hold_or_ask(d, NULL, why);
		return;
	}
	g_autofree char *numbers = decision_named_cases(d);
	g_autofree char *what = g_strdup_printf("it names several cases: %s", numbers);
	Js *data = js_object();
	js_set_text(data, "cases", numbers);
	plan_reason(d->b.plan, "%s; a mail of staff is returned for that", what);
	decision_return(d, NULL, data, what);
}

void
decision_end_unnamed(Decision *d)
{
	static const char why[] = "it answers a list of cases and names none";
	if (!may_return(d)) {
		decision_hold(d, why);
		return;
	}
	Js *data = js_object();
	js_set_bool(data, "is_unnamed", TRUE);
	plan_reason(d->b.plan, "%s; a mail of staff is returned for that", why);
	decision_return(d, NULL, data, why);
}

gboolean
decision_end_undecided(Decision *d)
{
	static const char why[] = "it answers a digest of held mail and decides nothing";
	if (!may_return(d))
		return FALSE;
	Js *data = js_object();
	js_set_bool(data, "is_undecided", TRUE);
	plan_reason(d->b.plan, "%s; a mail of staff is returned for that", why);
	decision_return(d, NULL, data, why);
	return TRUE;
}
