/*
 * Lists of cases in what we send: the one that somebody asks for, and the open cases that a
 * receipt names because its mail may have meant one of them.
 */
#include "desk/plan_build.h"

#include "desk/when.h"

#include <string.h>

static char *
day_of(gint64 at_ms, GTimeZone *zone)
{
	g_autofree char *moment = when_moment(at_ms, zone);
	return g_strndup(moment, strcspn(moment, " "));
}

static Js *
row_of(const ListedFact *listed, const Reader *reader)
{
	gboolean is_hidden = listed->hides_staff && reader->desk;
	g_autofree char *changed = day_of(listed->updated_ms, reader->zone);
	g_autofree char *eta = when_shown(listed->eta, reader->zone);
	Js *row = js_object();
	js_set_text(row, "number", listed->number);
	js_set_text(row, "subject", listed->title);
	js_set_text(row, "status", listed->status);
	js_set_text(row, "eta", eta);
	js_set_bool(row, "is_late", listed->is_late);
	js_set_bool(row, "is_due", listed->is_due);
	js_set_text(row, "changed", changed);
	js_set_text(row, "assignee", is_hidden ? "" : listed->assignee);
	js_set_text(row, "customer", listed->customer);
	return row;
}

Js *
plan_listed(const GPtrArray *listed, const Reader *reader)
{
	Js *rows = js_array();
	for (guint i = 0; i < listed->len; i++)
		js_add(rows, row_of(listed->pdata[i], reader));
	return rows;
}

void
plan_fill_others(Notice *n, const Builder *b, const Happening *h)
{
	const Facts *facts = b->facts;
	if (!h->may_mean_old || !h->actor_proven || facts->others->len == 0)
		return;
	plan_reason(b->plan, "the receipt names other open cases of the sender: %u",
		    facts->others->len + facts->others_more);
	const Reader reader = {.desk = b->desk, .zone = facts->zone};
	n->data = js_object();
	js_set_bool(n->data, "has_others", TRUE);
	js_set(n->data, "others", plan_listed(facts->others, &reader));
	js_set_int(n->data, "others_more", facts->others_more);
}
