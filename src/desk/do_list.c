/*
 * The verb that lists cases.  A list belongs to no case; only who is proven gets one.
 */
#include "desk/doing.h"

#include "base/error.h"

static Js *
list_data(const Doing *d)
{
	const Facts *facts = d->b->facts;
	Js *data = js_object();
	const Reader reader = {
		.desk = d->h->actor_is_staff ? NULL : d->b->desk,
		.zone = facts->zone,
	};
	js_set_bool(data, "has_cases", facts->listed->len > 0);
	js_set(data, "cases", plan_listed(facts->listed, &reader));
	js_set_int(data, "more", facts->listed_more);
	js_set_bool(data, "is_cut", facts->listed_cut);
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
