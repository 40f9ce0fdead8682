/*
 * Nobody takes an emergency: who is next of the staff is told, then the next, and everybody again
 * until one of them does.  Each step leaves an entry, which is what the next one is counted from,
 * and in the case who was told: after a long stop one step is made, and the others keep their
 * distance.
 */
#include "desk/clock_kinds.h"
#include "desk/emergency.h"

#include <string.h>

gint64
clock_escalation_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms)
{
	(void)kind;
	(void)now_ms;
	g_autoptr(Escalation) escalation = escalation_read(c->escalation);
	if (!escalation || (!escalation->is_asked && !emergency_is_untaken(site, c->emergency)))
		return 0;
	const LastFact *last = case_last(c, "escalation", SIDE_ANY);
	return last ? last->at_ms + escalation_wait_ms(escalation, site) : 0;
}

/* How a step reaches people. Another way is another line. */
typedef void (*Carry)(Builder *b, Happening *h, const GPtrArray *list);

static void
carry_by_mail(Builder *b, Happening *h, const GPtrArray *list)
{
	plan_tell_list(b, h, list, SUBJECT_ESCALATION, EVENT_ESCALATION);
}

static const Carry carriers[] = {carry_by_mail};

static char *
names_of(const Builder *b, const GPtrArray *list)
{
	GString *names = g_string_new(list->len ? NULL : b->desk->internal);
	for (guint i = 0; i < list->len; i++) {
		const PersonFact *person = list->pdata[i];
		g_string_append_printf(names, "%s%s", i ? ", " : "",
				       *person->name ? person->name : person->address);
	}
	if (names->len == 0)
		g_string_append(names, "nobody, for the desk has no staff");
	return g_string_free(names, FALSE);
}

/* Those who were told before, as far as they are still there. */
static GPtrArray *
told_before(const Builder *b, const Escalation *escalation)
{
	GPtrArray *list = g_ptr_array_new();
	for (guint i = 0; i < b->facts->staff->len; i++) {
		const PersonFact *person = b->facts->staff->pdata[i];
		if (!strcmp(person->desk, b->desk->name) &&
		    escalation_has_told(escalation, person->id))
			g_ptr_array_add(list, b->facts->staff->pdata[i]);
	}
	return list;
}

static Js *
data_of(const Builder *b, const Escalation *escalation, const char *before)
{
	Js *data = js_object();
	js_set_text(data, "told", before);
	js_set_bool(data, "is_again", escalation->again > 0);
	js_set_bool(data, "is_asked", escalation->is_asked);
	js_set_int(data, "minutes", escalation_wait_ms(escalation, b->site) / 60000);
	return data;
}

void
clock_escalation_act(const ClockKind *kind, Builder *b, Happening *h)
{
	(void)kind;
	g_autoptr(Escalation) escalation = escalation_read(h->c->escalation);
	g_autoptr(GPtrArray) before = told_before(b, escalation);
	g_autoptr(GPtrArray) list =
		escalation_go_on(escalation, b->site, b->facts->staff, b->desk, b->facts->now_ms);
	g_autofree char *names = names_of(b, list);
	g_autofree char *known = before->len ? names_of(b, before) : g_strdup("");
	g_autofree char *text = g_strdup_printf(
		"%s. Told%s: %s",
		escalation->is_asked ? "Nobody has decided about the emergency that is asked for"
				     : "Nobody has taken the emergency",
		escalation->again ? " again" : "", names);
	g_autofree char *state = escalation_text(escalation);
	plan_reason(b->plan, "nobody has taken the emergency");
	plan_add_entry(b->plan, happening_entry(h, "escalation", text));
	plan_set_escalation(b, h, state);
	h->data = data_of(b, escalation, known);
	for (gsize i = 0; i < G_N_ELEMENTS(carriers); i++)
		carriers[i](b, h, list);
}
