/*
 * The verb that lists cases.  A list belongs to no case; only who is proven gets one.
 */
#include "desk/doing.h"

#include "base/error.h"

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

static Js *
list_data(const Doing *d)
{
	const Facts *facts = d->b->facts;
	Js *data = js_object();
	Js *rows = js_array();
	for (guint i = 0; i < facts->listed->len; i++)
		js_add(rows, row_of(facts->listed->pdata[i]));
	js_set_bool(data, "has_cases", js_size(rows) > 0);
	js_set(data, "cases", rows);
	js_set_int(data, "more", facts->listed_more);
	js_set_bool(data, "for_staff", d->h->actor_is_staff);
	return data;
}

gboolean
do_cases(Doing *d, const char *value, GError **error)
{
	g_autoptr(Listing) listing = listing_read(d->b->site, value, error);
	if (!listing)
		return FALSE;
	if ((listing->scope == LIST_UNASSIGNED || listing->scope == LIST_TEAM) &&
	    !d->h->actor_is_staff)
		return error_perm(error,
				  "\"%s\" is for staff; there are also mine, late, open, all and "
				  "the names of statuses",
				  listing->scope == LIST_TEAM ? "team" : "unassigned");
	g_autofree char *title =
		g_strdup_printf("%s%s%s", d->b->desk->title, *value ? ", " : "", value);
	const Answer answer = {.subject = SUBJECT_LIST,
			       .event = EVENT_LIST,
			       .title = title,
			       .is_apart = TRUE,
			       .data = list_data(d)};
	plan_answer(d->b, d->h, &answer);
	return TRUE;
}
