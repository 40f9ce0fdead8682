/*
 * The search for somebody who takes an emergency: it begins with the emergency, and ends when one
 * of the staff answers, takes the case or gives it to somebody, or when the emergency is over.  For
 * somebody who decides about one that is asked for it is the same.
 */
#include "base/error.h"
#include "base/text.h"
#include "desk/doing.h"
#include "desk/emergency.h"

#include <string.h>

void
plan_set_escalation(Builder *b, Happening *h, const char *text)
{
	CaseFact *c = h->c;
	const char *value = text ? text : "";
	if (!strcmp(c->escalation, value))
		return;
	Change *change = plan_change(b->plan, CHANGE_SET);
	change->name = g_strdup("escalation");
	change->value = g_strdup(value);
	text_put(&c->escalation, value);
}

static const PersonFact *
staff_member(const Builder *b, gint64 person)
{
	for (guint i = 0; i < b->facts->staff->len; i++) {
		const PersonFact *known = b->facts->staff->pdata[i];
		if (known->id == person && !strcmp(known->desk, b->desk->name))
			return known;
	}
	return NULL;
}

/* Whom the emergency's own notice reaches: where one works on the case, he and who has the turn
 * of a roster. (transfer container) */
static GPtrArray *
first_told(const Builder *b, const CaseFact *c)
{
	const PersonFact *assignee = c->assignee ? staff_member(b, c->assignee) : NULL;
	GPtrArray *step = duty_step(b->facts->staff, b->desk, b->facts->now_ms, 0);
	if (!step)
		step = g_ptr_array_new();
	if (!assignee)
		return step;
	if (step->len && duty_rank(step->pdata[0]) != DUTY_ON_ROSTER)
		g_ptr_array_set_size(step, 0);
	if (!g_ptr_array_find(step, assignee, NULL))
		g_ptr_array_add(step, unconst(assignee));
	return step;
}

static void
begin(Builder *b, Happening *h)
{
	g_autoptr(GPtrArray) list = first_told(b, h->c);
	g_autoptr(Escalation) escalation = escalation_new(list);
	g_autoptr(GString) text = g_string_new("Told of the emergency:");
	for (guint i = 0; i < list->len; i++) {
		const PersonFact *person = list->pdata[i];
		g_string_append_printf(text, "%s %s", i ? "," : "",
				       *person->name ? person->name : person->address);
	}
	if (list->len == 0)
		g_string_append(text, " the desk");
	g_autofree char *state = escalation_text(escalation);
	plan_reason(b->plan, "the desk looks for somebody who takes the emergency");
	plan_add_entry(b->plan,
		       entry_new("escalation", "", "casemate", "casemate", TRUE, text->str));
	plan_set_escalation(b, h, state);
}

/* Who was told to come hears that it isn't needed any more. */
static void
end(Builder *b, Happening *h, const Escalation *escalation)
{
	if (escalation)
		h->alarmed = g_array_ref(escalation->told);
	plan_set_escalation(b, h, "");
}

static void
take(Builder *b, Happening *h, gint64 assignee_before, const Escalation *escalation)
{
	CaseFact *c = h->c;
	g_autoptr(GPtrArray) done = g_ptr_array_new_with_free_func(g_free);
	gboolean tells = FALSE;
	Doing doing = {b, h, done, &tells, NULL};
	const char *working = emergency_working(b->site);
	gboolean is_given = c->assignee && c->assignee != assignee_before;
	plan_reason(b->plan, "somebody of the staff has taken the emergency");
	if (!is_given && !do_mine(&doing, "", NULL))
		plan_reason(b->plan, "nobody of the desk's staff to whom the case could go");
	if (working && emergency_is_untaken(b->site, c->emergency)) {
		doing_set(&doing, "emergency", "Emergency", &c->emergency, working);
		h->emergency_changed = TRUE;
	}
	end(b, h, escalation);
}

/* A note is for colleagues; the answer that comes with the declaration is none to the alarm, but
 * who confirms one and answers takes it. */
static gboolean
answers(const Builder *b, const Happening *h, gboolean was_alarm)
{
	const char *declared = b->site->emergencies->pdata[0];
	return h->commented && !h->is_note &&
	       (was_alarm || !text_same_name(h->c->emergency, declared));
}

static gboolean
is_taken(const Builder *b, const Happening *h, gint64 assignee_before, gboolean was_alarm)
{
	const CaseFact *c = h->c;
	if (!h->actor_is_staff || !h->actor_proven)
		return FALSE;
	return (c->assignee && c->assignee != assignee_before) ||
	       !emergency_is_untaken(b->site, c->emergency) || answers(b, h, was_alarm);
}

/* Of a stranger's word alone nobody is woken. */
static gboolean
is_new_request(const Happening *h, const CaseFact *old)
{
	return (!old || !*old->escalation) && !strcmp(h->c->escalation, EMERGENCY_ASKED) &&
	       h->actor_proven;
}

static void
begin_request(Builder *b, Happening *h)
{
	g_autoptr(Escalation) escalation = escalation_new_asked(b->site);
	g_autofree char *state = escalation_text(escalation);
	plan_reason(b->plan, "the desk looks for somebody who decides about the emergency");
	plan_add_entry(b->plan, entry_new("escalation", "", "casemate", "casemate", TRUE,
					  "An emergency is asked for: staff has to decide"));
	plan_set_escalation(b, h, state);
}

/* An emergency is asked for and not decided on: whoever answers or takes the case looks at it. */
static void
settle_request(Builder *b, Happening *h, const CaseFact *old, const Escalation *asked)
{
	const CaseFact *c = h->c;
	const Status *status = site_status(b->site, c->status);
	gboolean is_given = c->assignee && c->assignee != (old ? old->assignee : 0);
	gboolean is_seen =
		h->actor_is_staff && h->actor_proven && (is_given || (h->commented && !h->is_note));
	if (status && status->is_final && emergency_is_asked(c->escalation))
		plan_set_escalation(b, h, NULL);
	else if (is_new_request(h, old))
		begin_request(b, h);
	else if (asked && is_seen)
		plan_set_escalation(b, h, EMERGENCY_ASKED);
}

/* Of a request all have heard who hear of the case, and each could have decided. */
static void
tell_decision(const Builder *b, Happening *h, const CaseFact *old)
{
	if (!old || !emergency_is_asked(old->escalation) || !h->emergency_changed)
		return;
	GArray *told = g_array_new(FALSE, FALSE, sizeof(gint64));
	if (h->alarmed) {
		g_array_append_vals(told, h->alarmed->data, h->alarmed->len);
		g_array_unref(h->alarmed);
	}
	for (guint i = 0; i < old->participants->len; i++) {
		const ParticipantFact *one = old->participants->pdata[i];
		if (!strcmp(one->role, "staff") && facts_is_staff(b->facts, one->person))
			g_array_append_val(told, one->person);
	}
	h->alarmed = told;
}

static void
settle(Builder *b, Happening *h, const CaseFact *old)
{
	const Site *site = b->site;
	gboolean went_on = old && site_emergency_goes_on(site, old->emergency);
	gint64 assignee_before = old ? old->assignee : 0;
	g_autoptr(Escalation) escalation = old ? escalation_read(old->escalation) : NULL;
	if (!site_emergency_goes_on(site, h->c->emergency)) {
		if (escalation && (went_on || h->emergency_changed))
			end(b, h, escalation);
		else
			settle_request(b, h, old, escalation);
	} else if (went_on && !escalation) {
		return; /* somebody has it */
	} else if (is_taken(b, h, assignee_before, went_on)) {
		take(b, h, assignee_before, escalation);
	} else if (!went_on) {
		begin(b, h);
		/* Who was told of the request hears what has become of it. */
		h->alarmed = escalation ? g_array_ref(escalation->told) : NULL;
	}
}

void
plan_settle_emergency(Builder *b, Happening *h, const CaseFact *old)
{
	settle(b, h, old);
	tell_decision(b, h, old);
}
