/*
 * What an emergency's statuses mean, and its way through the staff until somebody takes it.  When
 * it goes on is the clock's to say (clock_escalation.c), what ends it the plan's
 * (plan_emergency.c).
 */
#include "desk/emergency.h"

#include "base/text.h"
#include "desk/field.h"

#include <string.h>

#define DAY_MS ((gint64)24 * 3600 * 1000)
/* Of the type that ships. */
#define EMERGENCY_TYPE "emergency"

static const char *const rank_names[DUTY_RANKS] = {
	[DUTY_ON_ROSTER] = "duty",
	[DUTY_LEAD] = "lead",
	[DUTY_STAFF] = "all",
};

static const char *
status_or(const Site *site, const char *set, const char *usual)
{
	return site_name_in(site->emergencies, *set ? set : usual);
}

const char *
emergency_working(const Site *site)
{
	return status_or(site, site->working_emergency, "Work in progress");
}

const char *
emergency_withdrawn(const Site *site)
{
	return status_or(site, site->withdrawn_emergency, "Withdrawn");
}

gboolean
emergency_is_untaken(const Site *site, const char *status)
{
	const char *working = emergency_working(site);
	if (!site_emergency_goes_on(site, status))
		return FALSE;
	for (guint i = 0; i < site->emergencies->len; i++) {
		const char *name = site->emergencies->pdata[i];
		if (name == working)
			return FALSE;
		if (text_same_name(name, status))
			return TRUE;
	}
	return FALSE;
}

gboolean
emergency_is_automatic(const Site *site, const char *tier)
{
	return *tier && site_name_in(site->emergency_tiers, tier);
}

gboolean
emergency_is_asked(const char *escalation)
{
	return !strcmp(escalation, EMERGENCY_ASKED) ||
	       g_str_has_prefix(escalation, EMERGENCY_ASKED " ");
}

gboolean
emergency_is_type(const CaseType *type)
{
	if (!type)
		return FALSE;
	for (guint i = 0; i < type->fields->len; i++) {
		const Field *field = type->fields->pdata[i];
		if (field->is_required && !strcmp(field->effect, "emergency"))
			return TRUE;
	}
	return !strcmp(type->name, EMERGENCY_TYPE);
}

static Escalation *
new_at(DutyRank rank)
{
	Escalation *escalation = g_new0(Escalation, 1);
	escalation->rank = rank;
	escalation->told = g_array_new(FALSE, FALSE, sizeof(gint64));
	return escalation;
}

gboolean
escalation_has_told(const Escalation *escalation, gint64 person)
{
	for (guint i = 0; i < escalation->told->len; i++)
		if (g_array_index(escalation->told, gint64, i) == person)
			return TRUE;
	return FALSE;
}

static void
tell(Escalation *escalation, const PersonFact *person)
{
	if (!escalation_has_told(escalation, person->id))
		g_array_append_val(escalation->told, person->id);
}

Escalation *
escalation_new(const GPtrArray *list)
{
	Escalation *escalation = new_at(list->len ? duty_rank(list->pdata[0]) : DUTY_STAFF);
	for (guint i = 0; i < list->len; i++)
		tell(escalation, list->pdata[i]);
	return escalation;
}

Escalation *
escalation_new_asked(const Site *site)
{
	DutyRank first = 0;
	while (first < DUTY_STAFF && !site->escalation_s[first])
		first++;
	Escalation *escalation = new_at(first);
	escalation->is_asked = TRUE;
	return escalation;
}

void
escalation_free(Escalation *escalation)
{
	if (!escalation)
		return;
	g_array_unref(escalation->told);
	g_free(escalation);
}

char *
escalation_text(const Escalation *escalation)
{
	GString *text = g_string_new(escalation->is_asked ? EMERGENCY_ASKED " " : "");
	g_string_append_printf(text, "%s %u", rank_names[escalation->rank], escalation->again);
	for (guint i = 0; i < escalation->told->len; i++)
		g_string_append_printf(text, " %" G_GINT64_FORMAT,
				       g_array_index(escalation->told, gint64, i));
	return g_string_free(text, FALSE);
}

Escalation *
escalation_read(const char *text)
{
	gboolean is_asked = g_str_has_prefix(text, EMERGENCY_ASKED " ");
	g_auto(GStrv) words =
		g_strsplit(is_asked ? text + strlen(EMERGENCY_ASKED " ") : text, " ", -1);
	DutyRank rank = 0;
	guint64 number = 0;
	while (rank < DUTY_RANKS && g_strcmp0(words[0], rank_names[rank]) != 0)
		rank++;
	if (rank == DUTY_RANKS || !words[1] ||
	    !g_ascii_string_to_unsigned(words[1], 10, 0, G_MAXINT, &number, NULL))
		return NULL;
	Escalation *escalation = new_at(rank);
	escalation->is_asked = is_asked;
	escalation->again = (guint)number;
	for (guint i = 2; words[i]; i++) {
		gint64 person = 0;
		if (g_ascii_string_to_signed(words[i], 10, 1, G_MAXINT64, &person, NULL))
			g_array_append_val(escalation->told, person);
	}
	return escalation;
}

/* The wait of the last step that the site has. */
static gint64
last_wait_s(const Site *site)
{
	gint64 wait_s = 0;
	for (DutyRank rank = 0; rank < DUTY_RANKS; rank++)
		if (site->escalation_s[rank])
			wait_s = site->escalation_s[rank];
	return wait_s;
}

gint64
escalation_wait_ms(const Escalation *escalation, const Site *site)
{
	if (!escalation->again)
		return site->escalation_s[escalation->rank] * 1000;
	gint64 first_ms = last_wait_s(site) * 1000;
	gint64 longest_ms = MAX(first_ms, DAY_MS);
	gint64 wait_ms = first_ms;
	for (guint i = 0; i < escalation->again && wait_ms < longest_ms; i++)
		wait_ms *= 2;
	return MIN(wait_ms, longest_ms);
}

/* Those of a step who haven't been told. (transfer container) */
static GPtrArray *
untold(const Escalation *escalation, const GPtrArray *step)
{
	GPtrArray *list = g_ptr_array_new();
	for (guint i = 0; i < step->len; i++) {
		const PersonFact *person = step->pdata[i];
		if (!escalation_has_told(escalation, person->id))
			g_ptr_array_add(list, step->pdata[i]);
	}
	return list;
}

static GPtrArray *
tell_again(Escalation *escalation, const GPtrArray *staff, const Desk *desk)
{
	GPtrArray *list = g_ptr_array_new();
	escalation->again++;
	for (guint i = 0; i < staff->len; i++) {
		const PersonFact *person = staff->pdata[i];
		if (!strcmp(person->desk, desk->name) &&
		    escalation_has_told(escalation, person->id))
			g_ptr_array_add(list, staff->pdata[i]);
	}
	return list;
}

GPtrArray *
escalation_go_on(Escalation *escalation, const Site *site, const GPtrArray *staff, const Desk *desk,
		 gint64 now_ms)
{
	for (guint n = 0;; n++) {
		g_autoptr(GPtrArray) step = duty_step(staff, desk, now_ms, n);
		if (!step)
			return tell_again(escalation, staff, desk);
		DutyRank rank = duty_rank(step->pdata[0]);
		if (!site->escalation_s[rank])
			continue;
		g_autoptr(GPtrArray) list = untold(escalation, step);
		if (list->len == 0)
			continue;
		escalation->rank = rank;
		escalation->again = 0;
		for (guint i = 0; i < list->len; i++)
			tell(escalation, list->pdata[i]);
		return g_steal_pointer(&list);
	}
}
