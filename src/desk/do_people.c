/*
 * The verb that lists who can be mentioned, and who takes part.
 */
#include "desk/choice.h"
#include "desk/doing.h"

#include <string.h>

static char *
named(const char *name, const char *address)
{
	return *name ? g_strdup_printf("%s (%s)", name, address) : g_strdup(address);
}

static gboolean
add_once(GPtrArray *list, char *text)
{
	gboolean is_new = !g_ptr_array_find_with_equal_func(list, text, g_str_equal, NULL);
	if (is_new)
		g_ptr_array_add(list, text);
	else
		g_free(text);
	return is_new;
}

static void
tell_list(Doing *d, const char *label, const GPtrArray *list)
{
	g_autofree char *text = choice_list(list);
	if (list->len > 0)
		doing_tell(d, "%s: %s", label, text);
}

/* Where the desk's name stands for those of its staff, it does so here too. */
static gboolean
hides_staff(const Doing *d)
{
	return d->h->c->hides_staff && !d->h->actor_is_staff;
}

static void
tell_staff(Doing *d)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < d->b->facts->staff->len && !hides_staff(d); i++) {
		const PersonFact *person = d->b->facts->staff->pdata[i];
		if (strcmp(person->desk, d->h->c->desk) != 0)
			continue;
		add_once(list, named(person->name, person->address));
	}
	tell_list(d, "Of the staff", list);
}

gboolean
do_people(Doing *d, const char *value, GError **error)
{
	(void)value;
	if (!d->h->c)
		return doing_list_instead(d, "people", error);
	g_autoptr(GPtrArray) colleagues = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) participants = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < d->b->facts->nameable->len; i++) {
		const PersonFact *person = d->b->facts->nameable->pdata[i];
		if (plan_may_mention(d->b, d->h, person))
			add_once(colleagues, named(person->name, person->address));
	}
	for (guint i = 0; i < d->h->c->participants->len; i++) {
		const ParticipantFact *one = d->h->c->participants->pdata[i];
		if (hides_staff(d) && facts_is_staff(d->b->facts, one->person))
			continue;
		g_autofree char *who = named(one->name, one->address);
		const char *role = facts_follows_as_staff(d->b->facts, one) ? "staff" : one->role;
		add_once(participants, g_strdup_printf("%s, %s", who, role));
	}
	doing_tell(d, "To tell somebody of the staff or of the organisation, write @ and the name "
		      "or the address in a message.");
	tell_staff(d);
	tell_list(d, "Of the organisation", colleagues);
	tell_list(d, "Part of this case already", participants);
	return TRUE;
}
