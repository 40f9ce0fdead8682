/*
 * Lists of cases in what we send: the one that somebody asks for, and the open cases that a
 * receipt names because its mail may have meant one of them.
 */
#include "desk/plan_build.h"

static char *
day_of(gint64 at_ms)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_ms / 1000);
	return utc ? g_date_time_format(utc, "%Y-%m-%d") : g_strdup("");
}

static Js *
row_of(const ListedFact *listed)
{
	g_autofree char *changed = day_of(listed->updated_ms);
	Js *row = js_object();
	js_set_text(row, "number", listed->number);
	js_set_text(row, "subject", listed->title);
	js_set_text(row, "status", listed->status);
	js_set_text(row, "eta", listed->eta);
	js_set_bool(row, "is_late", listed->is_late);
	js_set_text(row, "changed", changed);
	js_set_text(row, "assignee", listed->assignee);
	js_set_text(row, "customer", listed->customer);
	return row;
}

Js *
plan_listed(const GPtrArray *listed)
{
	Js *rows = js_array();
	for (guint i = 0; i < listed->len; i++)
		js_add(rows, row_of(listed->pdata[i]));
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
	n->data = js_object();
	js_set_bool(n->data, "has_others", TRUE);
	js_set(n->data, "others", plan_listed(facts->others));
	js_set_int(n->data, "others_more", facts->others_more);
}
