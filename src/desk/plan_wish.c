/*
 * What follows from a wish: somebody with standing asks on the command line for changes of
 * a case. They are the verbs of commands, and they go the same way.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "desk/secret.h"

#include <string.h>

static const Verb *
attribute_verb(const char *name)
{
	for (const Verb *verb = verbs_all(); verb->name; verb++)
		if (verb->use & IS_ATTRIBUTE && !strcmp(verb->name, name))
			return verb;
	return NULL;
}

static gboolean
check_names(const char *const *sets, GError **error)
{
	for (guint i = 0; sets && sets[i]; i += 2)
		if (!attribute_verb(sets[i])) {
			g_autofree char *list = verb_attribute_names();
			return error_perm(error, "a case has no \"%s\"; what can be set is: %s",
					  sets[i], list);
		}
	return TRUE;
}

/* In the order of effect, the table's. */
static gboolean
apply_sets(Doing *d, const char *const *sets, GError **error)
{
	for (const Verb *verb = verbs_all(); verb->name; verb++)
		for (guint i = 0; sets && sets[i]; i += 2)
			if (verb->use & IS_ATTRIBUTE && !strcmp(sets[i], verb->name) &&
			    !doing_act(verb)(d, sets[i + 1], error))
				return FALSE;
	return TRUE;
}

static const Verb *
staff_verb(const char *name)
{
	const Verb *verb = verb_find(name);
	g_assert(verb && verb->use & FOR_STAFF);
	return verb;
}

/* A merged case goes on elsewhere; it can only be taken out again, and what was said in it is still
 * there. */
static gboolean
check_place(const Wish *wish, const CaseFact *c, GError **error)
{
	if (!*c->merged_into || !g_strcmp0(wish->verb, "unmerge") ||
	    !g_strcmp0(wish->verb, "redact"))
		return TRUE;
	return error_perm(error, "%s goes on in %s", c->number, c->merged_into);
}

/** A wish without the secrets in it: what is written on the command line is kept like any other
 *  text. */
typedef struct MaskedWish {
	Wish wish;
	GPtrArray *owned; /* what of it is not borrowed */
	guint count;
} MaskedWish;

static void
mask(MaskedWish *masked, const Site *site, const char **text)
{
	char *safe = *text ? secrets_mask(site->secrets, *text, &masked->count) : NULL;
	if (!safe)
		return;
	g_ptr_array_add(masked->owned, safe);
	*text = safe;
}

static MaskedWish
masked_wish(const Wish *wish, const Site *site, GPtrArray *owned)
{
	MaskedWish masked = {.wish = *wish, .owned = owned};
	gsize length = wish->sets ? g_strv_length(unconst(wish->sets)) : 0;
	mask(&masked, site, &masked.wish.comment);
	mask(&masked, site, &masked.wish.note);
	mask(&masked, site, &masked.wish.value);
	if (!wish->sets)
		return masked;
	const char **sets = g_memdup2(wish->sets, (length + 1) * sizeof *sets);
	for (gsize i = 1; i < length; i += 2)
		mask(&masked, site, &sets[i]);
	masked.wish.sets = sets;
	g_ptr_array_add(masked.owned, sets);
	return masked;
}

static void
apply_text(Doing *d, const Wish *wish)
{
	const char *text = wish->comment ? wish->comment : wish->note;
	if (!text)
		return;
	d->h->commented = TRUE;
	d->h->is_note = wish->comment == NULL;
	d->h->text = text;
	plan_add_entry(d->b->plan, entry_new(wish->comment ? "comment" : "note", wish->actor,
					     wish->actor_name, "staff", TRUE, text));
}

Plan *
plan_for_wish(const Wish *asked, const Facts *facts, const Site *site, GError **error)
{
	g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(g_free);
	const MaskedWish masked = masked_wish(asked, site, owned);
	const Wish *wish = &masked.wish;
	const CaseFact *c = facts->cases->pdata[0];
	const Desk *desk = site_desk(site, c->desk);
	g_autoptr(Plan) plan = plan_new();
	if (!desk) {
		error_perm(error, "case %s belongs to desk \"%s\", which the configuration lacks",
			   c->number, c->desk);
		return NULL;
	}
	g_autoptr(Happening) h = happening_new(case_fact_copy(c));
	Builder b = {.plan = plan, .facts = facts, .site = site, .desk = desk};
	gboolean tells = FALSE;
	Doing d = {&b, h, plan->done, &tells, NULL};
	plan_concern(plan, c);
	h->actor = wish->actor;
	h->actor_name = *wish->actor_name ? wish->actor_name : desk->title;
	h->actor_proven = TRUE;
	h->actor_is_staff = TRUE;
	apply_text(&d, wish);
	if (!check_place(wish, c, error) || !check_names(wish->sets, error) ||
	    !apply_sets(&d, wish->sets, error))
		return NULL;
	if (wish->verb && !doing_act(staff_verb(wish->verb))(&d, wish->value, error))
		return NULL;
	if (masked.count)
		g_ptr_array_add(plan->done, g_strdup("What looks like a secret in the text was "
						     "masked; here it is kept nowhere."));
	plan_judge_form(&b, h);
	plan_settle_emergency(&b, h, c);
	plan_notify(&b, h);
	return g_steal_pointer(&plan);
}
