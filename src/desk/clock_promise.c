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

static const char *const warned[PROMISES] = {"first-answer-soon", "next-update-soon",
					     "resolution-soon"};
static const char *const late[PROMISES] = {"first-answer-late", "next-update-late",
					   "resolution-late"};

static gboolean
is_told(const CaseFact *c, const char *kind, Promise promise)
{
	const LastFact *told = case_last(c, kind, SIDE_ANY);
	return told && told->seq > promise_since(c, promise);
}

static gint64
late_due(Promise promise, const CaseFact *c, const Site *site, gint64 now_ms)
{
	gint64 due_ms = promise_due(c, site, promise);
	if (!due_ms || due_ms + OLD_MS <= now_ms || is_told(c, late[promise], promise))
		return 0;
	return due_ms;
}

/* When it is late already a warning says nothing. */
static gint64
soon_due(Promise promise, const CaseFact *c, const Site *site, gint64 now_ms)
{
	gint64 due_ms = promise_due(c, site, promise);
	if (!due_ms || due_ms <= now_ms || is_told(c, warned[promise], promise) ||
	    is_told(c, late[promise], promise))
		return 0;
	return promise_warning(c, site, promise);
}

static void
tell(Builder *b, Happening *h, const char *kind, const char *what, gint64 due_ms, gboolean is_late)
{
	const Level *level = site_level(b->site, h->c->tier);
	g_autofree char *when = business_spoken(level->business, due_ms);
	g_autofree char *text = g_strdup_printf(
		is_late ? "The %s was promised for %s" : "The %s is promised for %s", what, when);
	h->data = js_object();
	js_set_text(h->data, "what", what);
	js_set_text(h->data, "when", when);
	js_set_text(h->data, "level", level->name);
	js_set_text(h->data, "classified", promise_goal(h->c, b->site)->name);
	plan_add_entry(b->plan, happening_entry(h, kind, text));
	if (is_late)
		plan_tell_lead(b, h, SUBJECT_LATE, EVENT_LATE);
	else
		plan_tell_assignee(b, h, SUBJECT_DUE, EVENT_DUE);
}

static void
soon(Promise promise, Builder *b, Happening *h)
{
	tell(b, h, warned[promise], promise_name(promise), promise_due(h->c, b->site, promise),
	     FALSE);
}

static void
too_late(Promise promise, Builder *b, Happening *h)
{
	tell(b, h, late[promise], promise_name(promise), promise_due(h->c, b->site, promise), TRUE);
}

gint64
clock_first_answer_soon_due(const CaseFact *c, const Site *site, gint64 now_ms)
{
	return soon_due(PROMISE_FIRST_ANSWER, c, site, now_ms);
}

void
clock_first_answer_soon_act(Builder *b, Happening *h)
{
	soon(PROMISE_FIRST_ANSWER, b, h);
}

gint64
clock_first_answer_late_due(const CaseFact *c, const Site *site, gint64 now_ms)
{
	return late_due(PROMISE_FIRST_ANSWER, c, site, now_ms);
}

void
clock_first_answer_late_act(Builder *b, Happening *h)
{
	too_late(PROMISE_FIRST_ANSWER, b, h);
}

gint64
clock_next_update_soon_due(const CaseFact *c, const Site *site, gint64 now_ms)
{
	return soon_due(PROMISE_NEXT_UPDATE, c, site, now_ms);
}

void
clock_next_update_soon_act(Builder *b, Happening *h)
{
	soon(PROMISE_NEXT_UPDATE, b, h);
}

gint64
clock_next_update_late_due(const CaseFact *c, const Site *site, gint64 now_ms)
{
	return late_due(PROMISE_NEXT_UPDATE, c, site, now_ms);
}

void
clock_next_update_late_act(Builder *b, Happening *h)
{
	too_late(PROMISE_NEXT_UPDATE, b, h);
}

gint64
clock_resolution_soon_due(const CaseFact *c, const Site *site, gint64 now_ms)
{
	return soon_due(PROMISE_RESOLUTION, c, site, now_ms);
}

void
clock_resolution_soon_act(Builder *b, Happening *h)
{
	soon(PROMISE_RESOLUTION, b, h);
}

gint64
clock_resolution_late_due(const CaseFact *c, const Site *site, gint64 now_ms)
{
	return late_due(PROMISE_RESOLUTION, c, site, now_ms);
}

void
clock_resolution_late_act(Builder *b, Happening *h)
{
	too_late(PROMISE_RESOLUTION, b, h);
}
