/*
 * What follows when a clock of a case is due.  The row that says so is a reminder to look: whether
 * it is true, the facts decide.
 */
#include "desk/clocks.h"
#include "desk/plan_build.h"

#include <string.h>

static void
act(const ClockKind *kind, Builder *b, const CaseFact *c)
{
	g_autoptr(Happening) h = happening_new(case_fact_copy(c));
	h->actor_name = "casemate";
	h->actor_proven = TRUE;
	plan_reason(b->plan, "its clock \"%s\" is due", kind->name);
	kind->act(kind, b, h);
	plan_settle_emergency(b, h, c);
	plan_notify(b, h);
}

Plan *
plan_for_clock(const char *name, const Facts *facts, const Site *site)
{
	const CaseFact *c = facts->cases->pdata[0];
	const ClockKind *kind = clock_find(name);
	Plan *plan = plan_new();
	Builder b = {.plan = plan, .facts = facts, .site = site, .desk = site_desk(site, c->desk)};
	plan_concern(plan, c);
	gint64 due_ms = kind ? clock_due(kind, c, site, facts->now_ms) : 0;
	if (due_ms && due_ms <= facts->now_ms)
		act(kind, &b, c);
	return plan;
}
