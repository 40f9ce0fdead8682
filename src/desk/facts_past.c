/*
 * What of a case's past counts for its clocks: the last entries of each kind, and its course.
 */
#include "desk/facts.h"

#include <string.h>

static void
last_fact_free(gpointer data)
{
	LastFact *last = data;
	g_free(last->kind);
	g_free(last->role);
	g_free(last);
}

LastFact *
last_fact_new(const char *kind, const char *role, gint64 at_ms, gint64 seq)
{
	LastFact *last = g_new0(LastFact, 1);
	last->kind = g_strdup(kind);
	last->role = g_strdup(role);
	last->at_ms = at_ms;
	last->seq = seq;
	return last;
}

GPtrArray *
last_facts_new(void)
{
	return g_ptr_array_new_with_free_func(last_fact_free);
}

static void
course_fact_free(gpointer data)
{
	CourseFact *fact = data;
	g_free(fact->kind);
	g_free(fact->role);
	g_free(fact->text);
	g_free(fact);
}

GPtrArray *
course_facts_new(void)
{
	return g_ptr_array_new_with_free_func(course_fact_free);
}

CourseFact *
course_fact_new(gint64 at_ms, const char *kind, const char *role, const char *text)
{
	CourseFact *fact = g_new0(CourseFact, 1);
	fact->at_ms = at_ms;
	fact->kind = g_strdup(kind);
	fact->role = g_strdup(role);
	fact->text = g_strdup(text);
	return fact;
}

gboolean
role_is_of(const char *role, Side side)
{
	static const char *const others[] = {"staff", "machine", "casemate", "partner", NULL};
	if (side == SIDE_ANY)
		return TRUE;
	return side == SIDE_STAFF ? !strcmp(role, "staff") : !g_strv_contains(others, role);
}

const LastFact *
case_last(const CaseFact *c, const char *kind, Side side)
{
	const LastFact *found = NULL;
	for (guint i = 0; c->lasts && i < c->lasts->len; i++) {
		const LastFact *last = c->lasts->pdata[i];
		if (!strcmp(last->kind, kind) && role_is_of(last->role, side) &&
		    (!found || last->seq > found->seq))
			found = last;
	}
	return found;
}
