/*
 * The verb that lists cases.  A list belongs to no case; only who is proven gets one.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"
#include "desk/choice.h"

/* What is asked for, in the terms of the templates. */
static void
set_asked(Js *data, const Listing *listing)
{
	static const char *const names[] = {
		[LIST_USUAL] = "mine", [LIST_MINE] = "mine", [LIST_UNASSIGNED] = "unassigned",
		[LIST_LATE] = "late",  [LIST_TEAM] = "team", [LIST_EVERY] = "all",
	};
	const char *name = names[listing->scope];
	if (listing->scope == LIST_EVERY && *listing->but)
		name = "open";
	if (*listing->status)
		name = "of_status";
	g_autofree char *flag = g_strdup_printf("is_%s", name);
	js_set_bool(data, flag, TRUE);
	js_set_text(data, "status", listing->status);
	js_set_text(data, "team", listing->team);
}

/* The case that this very mail opens is in no store yet. */
static gboolean
lists_new(const Doing *d, const Listing *listing)
{
	const CaseFact *c = d->h->c;
	if (!c || c->id || *listing->status)
		return FALSE;
	if (listing->scope == LIST_EVERY)
		return TRUE;
	if (listing->scope == LIST_UNASSIGNED)
		return !c->assignee;
	gboolean is_own = listing->scope == LIST_USUAL || listing->scope == LIST_MINE;
	return is_own &&
	       (!d->h->actor_is_staff || (c->assignee && c->assignee == d->h->actor_person));
}

static Js *
rows_of(const Doing *d, const Listing *listing, const ListFact *list, const Reader *reader)
{
	const CaseFact *c = d->h->c;
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	ListedFact opened = {.updated_ms = d->b->facts->now_ms};
	if (lists_new(d, listing)) {
		opened.number = c->number;
		opened.title = c->title;
		opened.status = c->status;
		opened.eta = c->eta;
		opened.assignee = c->assignee_name;
		opened.customer = c->customer;
		opened.hides_staff = c->hides_staff;
		g_ptr_array_add(rows, &opened);
	}
	for (guint i = 0; list && i < list->cases->len; i++)
		g_ptr_array_add(rows, list->cases->pdata[i]);
	return plan_listed(rows, reader);
}

static Js *
list_data(const Doing *d, const Listing *listing, const char *value)
{
	const Facts *facts = d->b->facts;
	g_autofree char *key = listing_key(listing);
	const ListFact *list = facts_list(facts, key);
	Js *data = js_object();
	const Reader reader = {
		.desk = d->h->actor_is_staff ? NULL : d->b->desk,
		.zone = facts->zone,
	};
	Js *cases = rows_of(d, listing, list, &reader);
	js_set_bool(data, "has_cases", js_size(cases) > 0);
	js_set(data, "cases", cases);
	js_set_int(data, "more", list ? list->more : 0);
	js_set_bool(data, "is_cut", list && list->is_cut);
	js_set_bool(data, "for_staff", d->h->actor_is_staff);
	js_set_text(data, "asked", value);
	set_asked(data, listing);
	return data;
}

/* Customers are told of those that they may ask for, not how staff sorts its work. */
static gboolean
refuse_customer(const char *value, GError **error)
{
	static const char *const words[] = {"mine", "late", "open", "all"};
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		g_ptr_array_add(names, unconst(words[i]));
	return choice_refuse(names, value, "list", error);
}

gboolean
do_cases(Doing *d, const char *value, GError **error)
{
	gboolean is_staff = d->h->actor_is_staff;
	g_autoptr(Listing) listing = listing_read(d->b->site, value, is_staff ? error : NULL);
	if (!listing)
		return is_staff ? FALSE : refuse_customer(value, error);
	if ((listing->scope == LIST_UNASSIGNED || listing->scope == LIST_TEAM) &&
	    !d->h->actor_is_staff)
		return error_perm(error,
				  "\"%s\" is for staff; there are also mine, late, open, all and "
				  "the names of statuses",
				  listing->scope == LIST_TEAM ? "team" : "unassigned");
	g_autofree char *key = listing_key(listing);
	if (d->h->actor_proven && d->b->facts->lists->len >= LIMIT_LISTS &&
	    !facts_list(d->b->facts, key))
		return error_perm(error, "one mail can ask for %d lists at most", LIMIT_LISTS);
	g_autofree char *title =
		g_strdup_printf("%s%s%s", d->b->desk->title, *value ? ", " : "", value);
	const Answer answer = {.subject = SUBJECT_LIST,
			       .event = EVENT_LIST,
			       .title = title,
			       .is_apart = TRUE,
			       .data = list_data(d, listing, value)};
	doing_answer(d, &answer);
	return TRUE;
}

gboolean
doing_list_instead(Doing *d, const char *asked, GError **error)
{
	g_autoptr(Listing) listing = listing_read(d->b->site, "", error);
	if (!listing)
		return FALSE;
	g_autofree char *key = listing_key(listing);
	Js *data = list_data(d, listing, "");
	js_set_text(data, "needs_case", asked);
	js_set_bool(data, "is_unlisted", !facts_list(d->b->facts, key));
	const Answer answer = {.subject = SUBJECT_LIST,
			       .event = EVENT_LIST,
			       .title = d->b->desk->title,
			       .is_apart = TRUE,
			       .is_ours = TRUE,
			       .data = data};
	doing_answer(d, &answer);
	return TRUE;
}
