/*
 * The chain of those who are told of an emergency.  Whether to go on to the next step, and when,
 * is for whoever asks.
 */
#include "desk/duty.h"

#include <string.h>

#define DAY_MS ((gint64)24 * 3600 * 1000)
/* 1970-01-01 was a Thursday: turns of a week begin on Mondays. */
#define FIRST_MONDAY 4

static gint
compare_places(gconstpointer a, gconstpointer b)
{
	gint64 one = *(const gint64 *)a, other = *(const gint64 *)b;
	return (one > other) - (one < other);
}

static gboolean
is_of(const PersonFact *person, const Desk *desk)
{
	return !strcmp(person->desk, desk->name);
}

/* The places of the roster, each once, in their order. (transfer full) */
static GArray *
places_of(const GPtrArray *staff, const Desk *desk)
{
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(gint64));
	GArray *places = g_array_new(FALSE, FALSE, sizeof(gint64));
	for (guint i = 0; i < staff->len; i++) {
		const PersonFact *person = staff->pdata[i];
		if (is_of(person, desk) && person->duty > 0)
			g_array_append_val(all, person->duty);
	}
	g_array_sort(all, compare_places);
	for (guint i = 0; i < all->len; i++) {
		gint64 place = g_array_index(all, gint64, i);
		if (i == 0 || place != g_array_index(all, gint64, i - 1))
			g_array_append_val(places, place);
	}
	return places;
}

/* Which of so many places has its turn. */
static guint
turn(const Desk *desk, guint places, gint64 now_ms)
{
	gint64 day = now_ms / DAY_MS - FIRST_MONDAY;
	if (desk->duty_days <= 0 || day < 0)
		return 0;
	return (guint)(day / desk->duty_days % places);
}

DutyRank
duty_rank(const PersonFact *person)
{
	return person->duty > 0 ? DUTY_ON_ROSTER : person->is_lead ? DUTY_LEAD : DUTY_STAFF;
}

/* Those of one rank, of the roster those of one place. (transfer container) */
static GPtrArray *
those_of(const GPtrArray *staff, const Desk *desk, DutyRank rank, gint64 place)
{
	GPtrArray *list = g_ptr_array_new();
	for (guint i = 0; i < staff->len; i++) {
		PersonFact *person = staff->pdata[i];
		if (is_of(person, desk) && duty_rank(person) == rank &&
		    (rank != DUTY_ON_ROSTER || person->duty == place))
			g_ptr_array_add(list, person);
	}
	return list;
}

GPtrArray *
duty_step(const GPtrArray *staff, const Desk *desk, gint64 now_ms, guint step)
{
	g_autoptr(GArray) places = places_of(staff, desk);
	if (step < places->len) {
		guint at = (turn(desk, places->len, now_ms) + step) % places->len;
		return those_of(staff, desk, DUTY_ON_ROSTER, g_array_index(places, gint64, at));
	}
	step -= places->len;
	for (DutyRank rank = DUTY_LEAD; rank <= DUTY_STAFF; rank++) {
		g_autoptr(GPtrArray) list = those_of(staff, desk, rank, 0);
		if (list->len > 0 && step-- == 0)
			return g_steal_pointer(&list);
	}
	return NULL;
}

GPtrArray *
duty_everybody(const GPtrArray *staff, const Desk *desk)
{
	GPtrArray *list = g_ptr_array_new();
	for (guint i = 0; i < staff->len; i++)
		if (is_of(staff->pdata[i], desk))
			g_ptr_array_add(list, staff->pdata[i]);
	return list;
}

GPtrArray *
duty_leads(const GPtrArray *staff, const Desk *desk, const char *team,
	   gboolean (*is_of_team)(const PersonFact *person, const char *team))
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autoptr(GPtrArray) own = g_ptr_array_new();
	for (guint i = 0; i < staff->len; i++) {
		PersonFact *person = staff->pdata[i];
		if (!is_of(person, desk) || !person->is_lead)
			continue;
		g_ptr_array_add(all, person);
		if (*team && is_of_team(person, team))
			g_ptr_array_add(own, person);
	}
	return own->len > 0 ? g_steal_pointer(&own) : g_steal_pointer(&all);
}
