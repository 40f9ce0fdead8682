/*
 * What a contract promises becomes due: before, who works on the case is warned; when nobody has
 * kept it, the lead of the team is told.  The entry that is left says of which promise, and so
 * nobody hears of it twice.
 */
#include "desk/clock_kinds.h"

#include "desk/promise.h"

/* What is late for so long is in the lists, and no news any more: a store that gets levels
 * doesn't tell the leads of all its old cases. */
#define OLD_MS (7 * CLOCK_DAY_MS)

/* The kinds of those that are late. */
static const char *const late[PROMISES] = {"first-answer-late", "next-update-late",
					   "resolution-late"};

static gboolean
is_told(const CaseFact *c, const char *kind, Promise promise)
{
	const LastFact *told = case_last(c, kind, SIDE_ANY);
	return told && told->seq > promise_since(c, promise);
}

static gint64
promised(const ClockKind *kind, const CaseFact *c, const Site *site)
{
	gint64 due_ms = promise_due(c, site, (Promise)kind->which);
	return due_ms && !is_told(c, kind->name, (Promise)kind->which) ? due_ms : 0;
}

gint64
clock_late_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms)
{
	gint64 due_ms = promised(kind, c, site);
	return due_ms + OLD_MS > now_ms ? due_ms : 0;
}

/* When it is late already a warning says nothing. */
gint64
clock_soon_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms)
{
	Promise promise = (Promise)kind->which;
	if (promised(kind, c, site) <= now_ms || is_told(c, late[promise], promise))
		return 0;
	return promise_warning(c, site, promise);
}

static void
tell(const ClockKind *kind, Builder *b, Happening *h, const char *says)
{
	Promise promise = (Promise)kind->which;
	const char *what = promise_name(promise);
	const Level *level = site_level(b->site, h->c->tier);
	gint64 due_ms = promise_due(h->c, b->site, promise);
	g_autofree char *when = business_spoken(level->business, due_ms);
	g_autofree char *text = g_strdup_printf("The %s %s %s", what, says, when);
	h->data = js_object();
	js_set_text(h->data, "what", what);
	js_set_text(h->data, "when", when);
	js_set_text(h->data, "level", level->name);
	js_set_text(h->data, "classified", promise_goal(h->c, b->site)->name);
	plan_add_entry(b->plan, happening_entry(h, kind->name, text));
}

void
clock_soon_act(const ClockKind *kind, Builder *b, Happening *h)
{
	tell(kind, b, h, "is promised for");
	plan_tell_assignee(b, h, SUBJECT_DUE, EVENT_DUE);
}

void
clock_late_act(const ClockKind *kind, Builder *b, Happening *h)
{
	tell(kind, b, h, "was promised for");
	plan_tell_lead(b, h, SUBJECT_LATE, EVENT_LATE);
}
