/*
 * From the course of a case to what is due.  It is followed from status to status and from word
 * to word; only stretches in which somebody else than the customer had to do something count.
 */
#include "desk/promise.h"

#include <string.h>

#define ARROW " -> "

char *
change_words(const char *label, const char *was, const char *is)
{
	return g_strdup_printf("%s: %s" ARROW "%s", label, *was ? was : "none", *is ? is : "none");
}

/* The status before such a change, or behind it; NULL: there is no such status. */
static const Status *
status_in(const Site *site, const char *words, gboolean before)
{
	const char *arrow = strstr(words, ARROW);
	const char *colon = strstr(words, ": ");
	if (!arrow || !colon || colon > arrow)
		return NULL;
	g_autofree char *was = g_strndup(colon + 2, (gsize)(arrow - colon - 2));
	return site_status(site, before ? was : arrow + strlen(ARROW));
}

const LevelGoal *
promise_goal(const CaseFact *c, const Site *site)
{
	const Level *level = site_level(site, c->tier);
	const LevelGoal *goal = level ? level_goal(level, c->severity, FALSE) : NULL;
	return goal || !level ? goal : level_goal(level, c->priority, TRUE);
}

/* Whom a case waits for at a point of its course. */
typedef struct Turn {
	const Status *status; /* NULL: one that is gone from the configuration */
	gboolean is_answered; /* the customer was asked, and has written since */
} Turn;

static gboolean
runs(const Turn *turn)
{
	if (!turn->status)
		return TRUE;
	if (turn->status->waits_for == WAITS_FOR_CUSTOMER)
		return turn->is_answered;
	return turn->status->waits_for != WAITS_FOR_NOBODY;
}

static void
pass(Turn *turn, const Site *site, const CourseFact *fact)
{
	if (!strcmp(fact->kind, "status"))
		*turn = (Turn){status_in(site, fact->text, FALSE), FALSE};
	else if (role_is_of(fact->role, SIDE_STAFF) || !strcmp(fact->kind, "thanks"))
		turn->is_answered = FALSE;
	else if (role_is_of(fact->role, SIDE_CUSTOMER))
		turn->is_answered = TRUE;
}

/* The status with which the case was opened. */
static const Status *
first_status(const CaseFact *c, const Site *site)
{
	for (guint i = 0; i < c->course->len; i++) {
		const CourseFact *fact = c->course->pdata[i];
		if (!strcmp(fact->kind, "status"))
			return status_in(site, fact->text, TRUE);
	}
	return site_status(site, c->status);
}

/* A stretch of the course in which the time runs; of the last one the end isn't known. */
static gboolean
ends_within(const Business *business, gint64 *left_ms, gint64 from_ms, gint64 to_ms)
{
	gint64 done_ms = business_between(business, from_ms, to_ms);
	if (done_ms >= *left_ms)
		return TRUE;
	*left_ms -= done_ms;
	return FALSE;
}

/* When so much working time is over that counts, of that from then on; 0: it stands still. */
static gint64
due_after(const CaseFact *c, const Site *site, gint64 from_ms, gint64 goal_ms)
{
	const Business *business = site_level(site, c->tier)->business;
	Turn turn = {first_status(c, site), FALSE};
	gint64 at_ms = MAX(c->opened_ms, from_ms), left_ms = goal_ms;
	for (guint i = 0; i < c->course->len; i++) {
		const CourseFact *fact = c->course->pdata[i];
		if (runs(&turn) && fact->at_ms > at_ms &&
		    ends_within(business, &left_ms, at_ms, fact->at_ms))
			return business_after(business, at_ms, left_ms);
		pass(&turn, site, fact);
		at_ms = MAX(at_ms, fact->at_ms);
	}
	return runs(&turn) ? business_after(business, at_ms, left_ms) : 0;
}

static gboolean
is_answered(const CaseFact *c)
{
	return case_last(c, "comment", SIDE_STAFF) || case_last(c, "released", SIDE_STAFF);
}

/* What staff does that the customer is told of. */
static const LastFact *
last_update(const CaseFact *c)
{
	static const char *const kinds[] = {"comment", "released", "status", "eta"};
	const LastFact *found = NULL;
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const LastFact *last = case_last(c, kinds[i], SIDE_STAFF);
		if (last && (!found || last->seq > found->seq))
			found = last;
	}
	return found;
}

/* From when on it counts; -1: it doesn't. */
static gint64
begins_at(const CaseFact *c, Promise promise)
{
	switch (promise) {
	case PROMISE_FIRST_ANSWER:
		return is_answered(c) ? -1 : c->opened_ms;
	case PROMISE_NEXT_UPDATE:
		return is_answered(c) ? last_update(c)->at_ms : -1;
	default:
		return c->opened_ms;
	}
}

static gint64
due_of(const CaseFact *c, const Site *site, Promise promise, gint64 goal_ms)
{
	const Status *status = site_status(site, c->status);
	gint64 from_ms = begins_at(c, promise);
	if (!goal_ms || from_ms < 0 || !c->course || (status && status->is_final))
		return 0;
	gint64 due_ms = due_after(c, site, from_ms, goal_ms);
	return due_ms == G_MAXINT64 ? 0 : due_ms;
}

gint64
promise_due(const CaseFact *c, const Site *site, Promise promise)
{
	const LevelGoal *goal = promise_goal(c, site);
	return goal ? due_of(c, site, promise, goal->goal_ms[promise]) : 0;
}

gint64
promise_warning(const CaseFact *c, const Site *site, Promise promise)
{
	const LevelGoal *goal = promise_goal(c, site);
	if (!goal || !goal->goal_ms[promise])
		return 0;
	gint64 goal_ms = goal->goal_ms[promise];
	gint64 before_ms = site_level(site, c->tier)->warning_ms;
	/* Of short ones not so soon that it means nothing. */
	before_ms = before_ms ? MIN(before_ms, goal_ms / 2) : goal_ms / 4;
	return due_of(c, site, promise, goal_ms - before_ms);
}

gint64
promise_since(const CaseFact *c, Promise promise)
{
	static const char *const classify[] = {"severity", "priority"};
	const LastFact *update = promise == PROMISE_NEXT_UPDATE ? last_update(c) : NULL;
	gint64 seq = update ? update->seq : 0;
	for (guint i = 0; i < G_N_ELEMENTS(classify); i++) {
		const LastFact *last = case_last(c, classify[i], SIDE_ANY);
		seq = last ? MAX(seq, last->seq) : seq;
	}
	return seq;
}

gint64
promise_next(const CaseFact *c, const Site *site, Promise *which_out)
{
	gint64 first_ms = 0;
	for (Promise promise = 0; promise < PROMISES; promise++) {
		gint64 due_ms = promise_due(c, site, promise);
		if (!due_ms || (first_ms && due_ms >= first_ms))
			continue;
		first_ms = due_ms;
		*which_out = promise;
	}
	return first_ms;
}
