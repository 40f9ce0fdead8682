/*
 * Who is told what: one event, one notice per person, by the precedence of the
 * contract (Emergency, Receipt, Change Request Receipt, ETA Update, Comment).
 */
#include "base/error.h"
#include "base/text.h"
#include "desk/calendar.h"
#include "desk/duty.h"
#include "desk/partner_view.h"

#include <string.h>

/* Reporter, contacts and followers get all five kinds; staff Comment and Emergency, the latter
 * unless somebody else is on duty. The partner with whom it is hears what the customer hears, but
 * what is asked of that one or said about another place. */
typedef enum Audience {
	AUDIENCE_CUSTOMER,
	AUDIENCE_STAFF,
	AUDIENCE_OFF_DUTY,
	AUDIENCE_PARTNER,
	AUDIENCE_ALARMED, /* was told of the emergency, which is taken or over now */
} Audience;

typedef struct Told {
	SubjectKind subject;
	NoticeEvent event;
} Told;

/* Who caused the event gets only receipts; FALSE: this person is told nothing. */
static gboolean
choose(const Happening *h, Audience audience, gboolean is_actor, Told *told_out)
{
	gboolean customer = audience == AUDIENCE_CUSTOMER;
	gboolean outside = customer || audience == AUDIENCE_PARTNER;
	gboolean inside = !outside;
	gboolean is_unheard = h->asks || (h->is_note && !(h->to_partner && !customer));
	const struct {
		gboolean applies;
		Told told;
	} table[] = {
		{h->goes_on && !is_actor && (customer || inside), {SUBJECT_COMMENT, EVENT_MERGED}},
		{audience == AUDIENCE_ALARMED && !is_actor, {SUBJECT_EMERGENCY, EVENT_EMERGENCY}},
		{h->emergency_changed && !is_actor && audience != AUDIENCE_OFF_DUTY,
		 {SUBJECT_EMERGENCY, EVENT_EMERGENCY}},
		{h->opened && customer && !h->c->is_change_request,
		 {SUBJECT_CASE_RECEIPT, EVENT_OPENED}},
		{h->status_changed && outside, {SUBJECT_CASE_RECEIPT, EVENT_STATUS}},
		{h->opened && customer, {SUBJECT_CHANGE_REQUEST_RECEIPT, EVENT_OPENED}},
		{h->asks_fields && customer && (is_actor || h->actor_is_staff),
		 {SUBJECT_CASE_RECEIPT, EVENT_STATUS}},
		{h->eta_changed && outside && !is_actor, {SUBJECT_ETA_UPDATE, EVENT_ETA}},
		{h->opened && !is_actor && inside, {SUBJECT_COMMENT, EVENT_OPENED}},
		{h->commented && !is_actor && !(outside && is_unheard),
		 {SUBJECT_COMMENT, EVENT_COMMENT}},
		{h->classified && !is_actor && customer, {SUBJECT_COMMENT, EVENT_CLASSIFIED}},
		{h->requested && !is_actor && inside, {SUBJECT_COMMENT, EVENT_COMMENT}},
		{h->rated_badly && inside && !is_actor, {SUBJECT_COMMENT, EVENT_RATED}},
	};
	for (guint i = 0; i < G_N_ELEMENTS(table); i++)
		if (table[i].applies) {
			*told_out = table[i].told;
			return TRUE;
		}
	return FALSE;
}

void
plan_count_receipt(Builder *b, const Happening *h, ReceiptKind kind)
{
	if (h->actor_is_staff && h->actor_proven)
		return;
	Change *count = plan_change(b->plan, CHANGE_COUNT_RECEIPT);
	count->address = g_strdup(h->actor);
	count->flag = h->actor_proven;
	count->name = g_strdup(receipt_kind_name(kind));
}

/* The mail is about the case as it goes on, under the ID that the recipient has there. */
static void
fill_new_place(Notice *n, const Builder *b, const Happening *h, const ParticipantFact *to)
{
	const ParticipantFact *there = case_participant(h->goes_on, to->person, to->address);
	plan_fill_case(n, b, h->goes_on, to->zone);
	if (there)
		text_put(&n->tracking_id, there->tracking_id);
	if (!n->data)
		n->data = js_object();
	js_set_text(n->data, "before", h->was);
	js_set_bool(n->data, "is_apart", h->goes_on->id == h->c->id);
	const CaseFact *before = facts_case(b->facts, h->c->number);
	js_set_bool(n->data, "joins", before && !case_participant(before, to->person, to->address));
}

/* Of a change that took the ETA away its event is what it was before. */
static void
fill_calendar(Notice *n, const Builder *b, const Happening *h)
{
	const CaseFact *c = h->c;
	const char *was = "";
	if (!h->eta_changed || !strcmp(n->to_role, "staff"))
		return;
	for (guint i = 0; i < h->changes->len; i++) {
		const NoticeChange *change = h->changes->pdata[i];
		if (!strcmp(change->label, "ETA")) {
			was = change->from;
			break;
		}
	}
	const CalendarEvent event = {.number = c->number,
				     .title = n->title,
				     .address = b->desk->address,
				     .eta = *c->eta ? c->eta : was,
				     .sequence = c->eta_changes,
				     .is_over = !*c->eta,
				     .now_ms = b->facts->now_ms};
	g_autofree char *calendar = calendar_event(&event);
	text_put(&n->calendar, calendar);
}

static void
queue(Builder *b, const Happening *h, const ParticipantFact *to, const Told *told)
{
	Notice *n = plan_notice_for(b, h, to, told->subject, told->event);
	if (h->data)
		n->data = js_copy(h->data, NULL);
	else if (told->event == EVENT_OPENED && n->is_answer)
		plan_fill_others(n, b, h);
	if (told->event == EVENT_OPENED || told->event == EVENT_STATUS ||
	    told->event == EVENT_REMINDER || told->event == EVENT_SILENCE)
		plan_fill_receipt(n, b, h);
	plan_fill_asked_emergency(n, h);
	if (told->event == EVENT_MERGED)
		fill_new_place(n, b, h, to);
	else
		plan_fill_given(n, b, h);
	fill_calendar(n, b, h);
	if (n->is_answer)
		plan_count_receipt(b, h, happening_receipt(h));
	plan_send(b, n, h->c);
}

static gboolean
is_over(const Builder *b, const ParticipantFact *to)
{
	return to->until_ms && to->until_ms <= b->facts->now_ms;
}

void
plan_remind(Builder *b, const Happening *h, NoticeEvent event, const char *const *roles)
{
	const Told told = {SUBJECT_REMINDER, event};
	for (guint i = 0; i < h->c->participants->len; i++) {
		const ParticipantFact *to = h->c->participants->pdata[i];
		if (g_strv_contains(roles, to->role) && !is_over(b, to))
			queue(b, h, to, &told);
	}
}

void
plan_tell_one(Builder *b, const Happening *h, const PersonFact *person, SubjectKind subject,
	      NoticeEvent event)
{
	const Told told = {subject, event};
	const ParticipantFact *to = case_participant(h->c, person->id, person->address);
	if (!to)
		to = plan_add_participant(b, h->c, person->id, person->name, person->address,
					  "staff");
	queue(b, h, to, &told);
}

/* By whichever of their addresses the mail went to them. */
static gboolean
has_it_already(const Happening *h, const ParticipantFact *to, const Told *told)
{
	if (told->subject != SUBJECT_COMMENT || told->event == EVENT_MERGED)
		return FALSE;
	for (guint i = 0; h->visible && i < h->visible->len; i++)
		if (!g_ascii_strcasecmp(h->visible->pdata[i], to->address))
			return TRUE;
	for (guint i = 0; h->visible_persons && i < h->visible_persons->len; i++)
		if (to->person && g_array_index(h->visible_persons, gint64, i) == to->person)
			return TRUE;
	return FALSE;
}

/* Who has just come to the case has to hear of it first. */
static void
tell_newcomer(Builder *b, const Happening *h, const ParticipantFact *to)
{
	gboolean is_partner = !strcmp(to->role, "partner");
	Notice *n = plan_notice_for(b, h, to, is_partner ? SUBJECT_HANDED : SUBJECT_SHARED,
				    is_partner ? EVENT_HANDED : EVENT_SHARED);
	const gboolean to_staff = !strcmp(n->to_role, "staff");
	const Reader reader = {.desk = to_staff ? NULL : b->desk,
			       .zone = to->zone,
			       .is_guest = !notice_shows_ratings(n)};
	n->data = is_partner ? partner_story(b, h) : plan_story(h, &reader);
	js_set_bool(n->data, "by_yourself", n->is_answer);
	js_set_bool(n->data, "for_a_while", to->until_ms != 0);
	if (is_partner)
		partner_add_files(n, h->c);
	plan_send(b, n, h->c);
}

static void
queue_if_chosen(Builder *b, const Happening *h, const ParticipantFact *to, Audience audience)
{
	Told told;
	gboolean is_actor = happening_is_by(h, to);
	if (!choose(h, audience, is_actor, &told) ||
	    (is_actor && h->is_muted[happening_receipt(h)]))
		return;
	if (has_it_already(h, to, &told)) {
		plan_reason(b->plan, "%s has the mail already, as To or Cc: not sent again",
			    to->address);
		return;
	}
	queue(b, h, to, &told);
}

static void
tell(Builder *b, const Happening *h, const ParticipantFact *to, Audience audience)
{
	if (is_over(b, to))
		return;
	if (to->is_new && !h->opened)
		tell_newcomer(b, h, to);
	else
		queue_if_chosen(b, h, to, audience);
}

/* Staff that follows gets what staff gets, and hears besides of what only those hear who follow;
 * of the own doing the transcript tells. */
static Audience
audience_of(const Builder *b, const Happening *h, const ParticipantFact *to)
{
	Told told;
	gboolean as_staff =
		facts_follows_as_staff(b->facts, to) &&
		(h->is_note || happening_is_by(h, to) || choose(h, AUDIENCE_STAFF, FALSE, &told));
	return as_staff ? AUDIENCE_STAFF : AUDIENCE_CUSTOMER;
}

/* As reporter or follower, by plan_notify(). Of a note these are not told, but followers. */
static gboolean
is_told_already(const Builder *b, const Happening *h, const ParticipantFact *to)
{
	gboolean follows = !strcmp(to->role, "follower") && !is_over(b, to);
	if (follows || !strcmp(to->role, "partner"))
		return TRUE;
	return !h->is_note && (!strcmp(to->role, "reporter") || !strcmp(to->role, "contact"));
}

/* The participant behind a staff member, made one where needed: everybody who gets a
 * notice has a tracking ID of his own. */
static void
tell_staff_member(Builder *b, const Happening *h, gint64 person, const char *name,
		  const char *address, Audience audience)
{
	const ParticipantFact *to = case_participant(h->c, person, address);
	Told told;
	if ((to && is_told_already(b, h, to)) || !choose(h, audience, FALSE, &told))
		return;
	if (!to)
		to = plan_add_participant(b, h->c, person, name, address, "staff");
	if (!strcmp(to->role, "follower"))
		queue_if_chosen(b, h, to, audience);
	else
		tell(b, h, to, audience);
}

/* Whom to tell of the staff of the desk. */
typedef struct Telling {
	const GPtrArray *on_duty; /* PersonFact*, whom an emergency is told; NULL: it is none */
	gboolean on_duty_alone;
	const char *team; /* these, and who is on duty; "": all */
} Telling;

gboolean
plan_is_in_team(const PersonFact *person, const char *team)
{
	g_autofree char *lower = g_utf8_strdown(team, -1);
	g_autofree char *key = g_strdup_printf("|%s|", lower);
	return strstr(person->teams, key) != NULL;
}

gboolean
plan_has_team(const Builder *b, const char *desk, const char *team)
{
	const Facts *facts = b->facts;
	for (guint i = 0; team && i < facts->staff->len; i++) {
		const PersonFact *person = facts->staff->pdata[i];
		if (!strcmp(person->desk, desk) && plan_is_in_team(person, team))
			return TRUE;
	}
	return FALSE;
}

static gboolean
was_alarmed(const Happening *h, gint64 person)
{
	for (guint i = 0; h->alarmed && i < h->alarmed->len; i++)
		if (g_array_index(h->alarmed, gint64, i) == person)
			return TRUE;
	return FALSE;
}

static void
tell_one(Builder *b, const Happening *h, const Telling *telling, const PersonFact *person)
{
	gboolean on_duty =
		telling->on_duty && g_ptr_array_find(unconst(telling->on_duty), person, NULL);
	gboolean is_alarmed = was_alarmed(h, person->id);
	/* The assignee has been told. */
	if (telling->on_duty_alone && person->id == h->c->assignee)
		return;
	if (!is_alarmed && !on_duty &&
	    (telling->on_duty_alone || (*telling->team && !plan_is_in_team(person, telling->team))))
		return;
	tell_staff_member(b, h, person->id, person->name, person->address,
			  is_alarmed                     ? AUDIENCE_ALARMED
			  : telling->on_duty && !on_duty ? AUDIENCE_OFF_DUTY
							 : AUDIENCE_STAFF);
}

/* FALSE if the desk has none. */
static gboolean
tell_desk(Builder *b, const Happening *h, const Telling *telling)
{
	g_autoptr(GPtrArray) all = duty_everybody(b->facts->staff, b->desk);
	for (guint i = 0; i < all->len; i++)
		tell_one(b, h, telling, all->pdata[i]);
	return all->len > 0;
}

/* Whom an emergency is told; NULL: nobody in particular. Where one works on it that isn't
 * everybody. (transfer container) */
static GPtrArray *
who_is_on_duty(const Builder *b, const Happening *h, gboolean is_assigned)
{
	g_autoptr(GPtrArray) step =
		h->emergency_changed ? duty_step(b->facts->staff, b->desk, b->facts->now_ms, 0)
				     : NULL;
	if (!step || (is_assigned && ((const PersonFact *)step->pdata[0])->duty == 0))
		return NULL;
	return g_steal_pointer(&step);
}

/* The assignee, else the desk's staff, of it the case's team, else the desk's internal address;
 * of an emergency besides the assignee who is on duty. */
static void
tell_staff(Builder *b, const Happening *h)
{
	const CaseFact *c = h->c;
	Told told;
	if (!h->alarmed && !choose(h, AUDIENCE_STAFF, FALSE, &told))
		return;
	gboolean is_assigned = facts_is_staff(b->facts, c->assignee);
	g_autoptr(GPtrArray) on_duty = who_is_on_duty(b, h, is_assigned);
	if (is_assigned)
		tell_staff_member(b, h, c->assignee, c->assignee_name, c->assignee_address,
				  was_alarmed(h, c->assignee) ? AUDIENCE_ALARMED : AUDIENCE_STAFF);
	if (is_assigned && !on_duty && !h->alarmed)
		return;
	const Telling telling = {on_duty, is_assigned,
				 plan_has_team(b, b->desk->name, c->team) ? c->team : ""};
	if (!tell_desk(b, h, &telling) && *b->desk->internal && !is_assigned) {
		if (!case_participant(c, 0, b->desk->internal))
			plan_add_person(b, b->desk->internal, b->desk->title, "staff");
		tell_staff_member(b, h, 0, b->desk->title, b->desk->internal,
				  h->alarmed ? AUDIENCE_ALARMED : AUDIENCE_STAFF);
	}
}

/* By a notice since that change of the plan. */
static gboolean
is_told_since(const Builder *b, guint begin, const char *address)
{
	for (guint i = begin; i < b->plan->changes->len; i++) {
		const Change *change = b->plan->changes->pdata[i];
		if (change->kind == CHANGE_NOTICE &&
		    !g_ascii_strcasecmp(change->notice->to_address, address))
			return TRUE;
	}
	return FALSE;
}

/* Somebody whom it concerns, though it isn't told to staff else. */
static void
tell_concerned(Builder *b, const Happening *h, guint begin, const ParticipantFact *to)
{
	Told told = {SUBJECT_COMMENT, EVENT_COMMENT};
	if (happening_is_by(h, to) || is_told_since(b, begin, to->address))
		return;
	choose(h, AUDIENCE_STAFF, FALSE, &told);
	if (!has_it_already(h, to, &told))
		queue(b, h, to, &told);
}

/* Of the staff, one who works on the case `of` or did. */
static void
tell_assignee(Builder *b, const Happening *h, guint begin, const CaseFact *of)
{
	const ParticipantFact one = {.person = of->assignee, .address = of->assignee_address};
	if (!facts_is_staff(b->facts, one.person) || happening_is_by(h, &one) ||
	    is_told_since(b, begin, one.address))
		return;
	const ParticipantFact *to = case_participant(h->c, one.person, one.address);
	if (!to && h->goes_on)
		to = case_participant(h->goes_on, one.person, one.address);
	if (!to)
		to = plan_add_participant(b, h->c, one.person, of->assignee_name, one.address,
					  "staff");
	tell_concerned(b, h, begin, to);
}

/* Who has had the case until now, and who has it from now on. */
static void
tell_of_assignment(Builder *b, const Happening *h, guint begin)
{
	const CaseFact *before = facts_case(b->facts, h->c->number);
	if (h->opened || !before || before->assignee == h->c->assignee)
		return;
	tell_assignee(b, h, begin, before);
	tell_assignee(b, h, begin, h->c);
}

/* Staff of the case into which it is merged. */
static void
tell_of_merge(Builder *b, const Happening *h, guint begin)
{
	const CaseFact *into = h->goes_on;
	if (!into || into->id == h->c->id)
		return;
	for (guint i = 0; i < into->participants->len; i++) {
		const ParticipantFact *to = into->participants->pdata[i];
		if (facts_follows_as_staff(b->facts, to) && !is_over(b, to))
			tell_concerned(b, h, begin, to);
	}
	tell_assignee(b, h, begin, into);
}

void
plan_notify(Builder *b, const Happening *h)
{
	static const char *const customer_roles[] = {"reporter", "contact", "follower", NULL};
	guint known = h->c->participants->len;
	guint begin = b->plan->changes->len;
	for (guint i = 0; i < known; i++) {
		const ParticipantFact *to = h->c->participants->pdata[i];
		if (!strcmp(to->role, "partner"))
			tell(b, h, to, AUDIENCE_PARTNER);
		if (g_strv_contains(customer_roles, to->role))
			tell(b, h, to, audience_of(b, h, to));
	}
	tell_staff(b, h);
	tell_of_assignment(b, h, begin);
	tell_of_merge(b, h, begin);
}
