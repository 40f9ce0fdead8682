/*
 * Decisions about held mail.  What is released is not handled here: its delivery waits anew and
 * comes down the path again with the verdict.
 */
#include "base/error.h"
#include "desk/plan_build.h"

void
plan_release(Builder *b, const HeldFact *held, Release release, const char *by)
{
	Change *change = plan_change(b->plan, CHANGE_RELEASE);
	change->number = held->number;
	change->release = release;
	change->address = g_strdup(by);
}

static gboolean
check_follow(const HeldFact *held, GError **error)
{
	if (held->case_id && *held->sender)
		return TRUE;
	return error_perm(error,
			  "held mail %" G_GINT64_FORMAT " names no case that its sender could "
			  "follow; \"#release %" G_GINT64_FORMAT "\" lets it through without",
			  held->number, held->number);
}

/* How to let it through where it can't be an alias. */
static const char *
other_way(const HeldFact *held)
{
	return held->case_id && *held->sender ? " follow" : "";
}

/* Whoever has an address of staff speaks for staff: that is not given away by a word. */
static gboolean
check_alias(const HeldFact *held, GError **error)
{
	if (!*held->bearer || !*held->sender)
		return error_perm(error,
				  "held mail %" G_GINT64_FORMAT " bears nobody's tracking ID, so "
				  "it can't be a second address of anybody; what can be is "
				  "\"#release %" G_GINT64_FORMAT "%s\"",
				  held->number, held->number, other_way(held));
	if (held->is_bearer_staff)
		return error_perm(error,
				  "it bears the tracking ID of %s, who is staff: give staff an "
				  "address by \"casemate person set\"",
				  held->bearer);
	if (held->sender_person)
		return error_perm(error,
				  "%s is known as somebody's address already, so it can't be that "
				  "of %s; what can be is \"#release %" G_GINT64_FORMAT "%s\"",
				  held->sender, held->bearer, held->number, other_way(held));
	return TRUE;
}

static void
add_alias(Builder *b, const HeldFact *held)
{
	Change *change = plan_change(b->plan, CHANGE_ADD_ADDRESS);
	change->address = g_strdup(held->sender);
	change->number = held->person;
}

gboolean
plan_decide_held(Builder *b, const HeldFact *held, HeldWay way, const char *by, GError **error)
{
	if ((way == HELD_LET_FOLLOW && !check_follow(held, error)) ||
	    (way == HELD_LET_ALIAS && !check_alias(held, error)))
		return FALSE;
	if (way == HELD_LET_ALIAS)
		add_alias(b, held);
	if (way != HELD_DROP) {
		plan_release(b, held, way == HELD_LET_FOLLOW ? RELEASE_FOLLOWING : RELEASE_AS_IT_IS,
			     by);
		return TRUE;
	}
	Change *change = plan_change(b->plan, CHANGE_DROP);
	change->number = held->number;
	change->address = g_strdup(by);
	return TRUE;
}

Plan *
plan_for_held(HeldWay way, const Facts *facts, const Site *site, GError **error)
{
	g_autoptr(Plan) plan = plan_new();
	Builder b = {.plan = plan, .facts = facts, .site = site, .desk = site->desks->pdata[0]};
	if (!plan_decide_held(&b, facts->held_named->pdata[0], way, "", error))
		return NULL;
	return g_steal_pointer(&plan);
}
