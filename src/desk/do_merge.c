/*
 * Verbs by which one case goes on in another, and by itself again.  Its entries stay where they
 * are; its participants come along, and its number and tracking IDs lead to the other case.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/choice.h"

#include <string.h>

/** Which case goes into which. */
typedef struct Pair {
	const CaseFact *from;
	const CaseFact *into;
	gboolean is_sure;
} Pair;

static gboolean
is_own(const Doing *d, const CaseFact *c)
{
	return d->h->c && d->h->c->id == c->id;
}

/* "SUP-12", "SUP-15 SUP-12", "SUP-12 yes". */
static gboolean
read_pair(Doing *d, const char *value, Pair *pair, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(value, " ,;", -1);
	const CaseFact *named[2] = {NULL, NULL};
	guint n = 0;
	for (guint i = 0; words[i]; i++) {
		if (!*words[i])
			continue;
		if (n > 0 && words_mean(d->b->site->words, words[i], "yes")) {
			pair->is_sure = TRUE;
			continue;
		}
		if (n == 2)
			return error_perm(error, "two cases are merged at a time");
		named[n] = doing_case(d, words[i], error);
		if (!named[n++])
			return FALSE;
	}
	if (n == 1 && d->h->c && d->h->c->id)
		pair->from = facts_case(d->b->facts, d->h->c->number);
	else if (n == 2)
		pair->from = named[0];
	pair->into = n ? named[n - 1] : NULL;
	return pair->from ||
	       error_perm(error,
			  "name both cases: #merge %s-15 %s-12 lets the first go on in the "
			  "second",
			  d->b->desk->prefix, d->b->desk->prefix);
}

static gboolean
is_moved(const Doing *d, const CaseFact *c)
{
	for (guint i = 0; i < d->h->moved->len; i++)
		if (!strcmp(d->h->moved->pdata[i], c->number))
			return TRUE;
	return FALSE;
}

static const ParticipantFact *
reporter_of(const CaseFact *c)
{
	for (guint i = 0; i < c->participants->len; i++) {
		const ParticipantFact *one = c->participants->pdata[i];
		if (!strcmp(one->role, "reporter"))
			return one;
	}
	return NULL;
}

/* Of one organisation, or of one person; what nobody has reported is nobody's secret. */
static gboolean
is_of_one_customer(const CaseFact *one, const CaseFact *other)
{
	const ParticipantFact *reporter = reporter_of(one), *second = reporter_of(other);
	if (one->organisation && one->organisation == other->organisation)
		return TRUE;
	return !reporter || !second || reporter->person == second->person;
}

/* A partner would come to see the other case, or lose this one unawares. */
static gboolean
check_partners(const Pair *pair, GError **error)
{
	const CaseFact *c = *pair->from->partner ? pair->from : pair->into;
	return !*c->partner || error_perm(error, "%s is with %s; take it back first: #partner none",
					  c->number, c->partner);
}

static gboolean
check_pair(const Doing *d, const Pair *pair, GError **error)
{
	const CaseFact *from = pair->from, *into = pair->into;
	if (d->h->c && d->h->c->id == 0)
		return error_perm(error, "a mail that opens a case merges none; write the command "
					 "alone, or answer a mail of one of the cases");
	if (*from->merged_into && !strcmp(from->merged_into, into->number))
		return error_perm(error,
				  "%s was merged into %s already; there is nothing left to do, and "
				  "\"#unmerge %s\" undoes it",
				  from->number, into->number, from->number);
	if (*from->merged_into)
		return error_perm(
			error,
			"%s was merged into %s already; to let that one go on in %s, too: "
			"#merge %s %s",
			from->number, from->merged_into, into->number, from->merged_into,
			into->number);
	if (from->id == into->id)
		return error_perm(error, "%s can't go on in itself", from->number);
	if (is_moved(d, from) || is_moved(d, into))
		return error_perm(error, "a case is merged once in a mail; send another one");
	if (!pair->is_sure && !is_of_one_customer(from, into))
		return error_perm(error,
				  "%s is a case of %s, %s of %s, and each would see what the other "
				  "wrote; if that is right: #merge %s %s yes",
				  from->number, from->customer, into->number, into->customer,
				  from->number, into->number);
	return check_partners(pair, error);
}

/* In one mail of one event each person of the mail's own case is told of all; the others here. */
static void
tell_others(Doing *d, const CaseFact *c, const CaseFact *goes_on, const char *was)
{
	g_autoptr(Happening) h = doing_happening(d, c);
	const Desk *desk = site_desk(d->b->site, goes_on->desk);
	const Desk *own = d->b->desk;
	h->goes_on = goes_on;
	h->was = was;
	d->b->desk = desk ? desk : own;
	plan_notify(d->b, h);
	d->b->desk = own;
}

static void
note(Doing *d, const CaseFact *c, const char *format, const char *number)
{
	g_autofree char *text = g_strdup_printf(format, number);
	g_autoptr(Happening) h = doing_happening(d, c);
	plan_note(d->b, h, "merge", NULL, "", text);
}

static void
merge(Doing *d, const CaseFact *from, const CaseFact *into)
{
	gboolean own = is_own(d, from);
	if (!own)
		plan_turn_to(d->b, from);
	note(d, from, "Goes on in %s", into->number);
	if (own) {
		d->h->goes_on = into;
		d->h->was = from->number;
	} else {
		tell_others(d, from, into, from->number);
	}
	Change *change = plan_change(d->b->plan, CHANGE_MERGE);
	change->number = into->id;
	change->value = g_strdup(into->number);
	plan_turn_to(d->b, into);
	note(d, into, "%s goes on here", from->number);
	plan_turn_to(d->b, NULL);
	g_ptr_array_add(d->h->moved, g_strdup(from->number));
}

gboolean
do_merge(Doing *d, const char *value, GError **error)
{
	Pair pair = {0};
	if (!read_pair(d, value, &pair, error))
		return FALSE;
	if (*pair.into->merged_into) {
		doing_say(d, "%s goes on in %s, so that is where.", pair.into->number,
			  pair.into->merged_into);
		pair.into = facts_case(d->b->facts, pair.into->merged_into);
	}
	if (!check_pair(d, &pair, error))
		return FALSE;
	merge(d, pair.from, pair.into);
	doing_say(
		d,
		"%s goes on in %s: both numbers lead there. To undo it: \"#unmerge %s\" in a mail "
		"about %s.",
		pair.from->number, pair.into->number, pair.from->number, pair.into->number);
	return TRUE;
}

/* Which one; without a value the case itself, as the command line names it. */
static const CaseFact *
find_merged(Doing *d, const char *value, GError **error)
{
	const CaseFact *own = d->h->c;
	const CaseFact *c = *value ? doing_case(d, value, error) : own;
	if (*value && !c)
		return NULL;
	if (c && *c->merged_into &&
	    (!own || own->id == c->id || !strcmp(c->merged_into, own->number)))
		return c;
	g_autofree char *list = own ? choice_list(own->merged) : g_strdup("");
	if (*list)
		error_perm(error, "say which case shall go on by itself again: %s", list);
	else
		error_perm(error, "%s was not merged into another case", c ? c->number : "no case");
	return NULL;
}

gboolean
do_unmerge(Doing *d, const char *value, GError **error)
{
	const CaseFact *c = find_merged(d, value, error);
	if (!c)
		return FALSE;
	if (is_moved(d, c))
		return error_perm(error, "a case is merged once in a mail; send another one");
	const CaseFact *survivor = facts_case(d->b->facts, c->merged_into);
	plan_turn_to(d->b, c);
	Change *change = plan_change(d->b->plan, CHANGE_UNMERGE);
	change->number = survivor->id;
	change->value = g_strdup(survivor->number);
	note(d, c, "Goes on by itself again, no longer in %s", survivor->number);
	tell_others(d, c, c, survivor->number);
	plan_turn_to(d->b, survivor);
	note(d, survivor, "%s goes on by itself again", c->number);
	plan_turn_to(d->b, NULL);
	doing_say(d, "%s goes on by itself again, no longer in %s.", c->number, survivor->number);
	g_ptr_array_add(d->h->moved, g_strdup(c->number));
	return TRUE;
}
