/*
 * Who of the staff hears that something is due, or late: one who can do something about it, and
 * never nobody, as long as the desk has anybody.
 */
#include "desk/duty.h"
#include "desk/plan_build.h"

#include <string.h>

/* The case's team, else everybody of the desk. (transfer container) */
static GPtrArray *
those_of_desk(const Builder *b, const CaseFact *c)
{
	GPtrArray *list = g_ptr_array_new();
	const char *team = plan_has_team(b, b->desk->name, c->team) ? c->team : "";
	for (guint i = 0; i < b->facts->staff->len; i++) {
		PersonFact *person = b->facts->staff->pdata[i];
		if (!strcmp(person->desk, b->desk->name) &&
		    (!*team || plan_is_in_team(person, team)))
			g_ptr_array_add(list, person);
	}
	return list;
}

/* A desk that nobody is recorded of has its internal address at most. */
void
plan_tell_list(Builder *b, const Happening *h, const GPtrArray *list, SubjectKind subject,
	       NoticeEvent event)
{
	for (guint i = 0; i < list->len; i++)
		plan_tell_one(b, h, list->pdata[i], subject, event);
	if (list->len > 0 || !*b->desk->internal)
		return;
	const PersonFact desk = {.name = b->desk->title, .address = b->desk->internal};
	if (!case_participant(h->c, 0, desk.address))
		plan_add_person(b, desk.address, desk.name, "staff");
	plan_tell_one(b, h, &desk, subject, event);
}

void
plan_tell_assignee(Builder *b, const Happening *h, SubjectKind subject, NoticeEvent event)
{
	const CaseFact *c = h->c;
	g_autoptr(GPtrArray) list = those_of_desk(b, c);
	const PersonFact assignee = {
		.id = c->assignee, .name = c->assignee_name, .address = c->assignee_address};
	if (facts_is_staff(b->facts, c->assignee))
		plan_tell_one(b, h, &assignee, subject, event);
	else
		plan_tell_list(b, h, list, subject, event);
}

void
plan_tell_lead(Builder *b, const Happening *h, SubjectKind subject, NoticeEvent event)
{
	const GPtrArray *staff = b->facts->staff;
	g_autoptr(GPtrArray) leads = duty_leads(staff, b->desk, h->c->team, plan_is_in_team);
	g_autoptr(GPtrArray) next =
		leads->len > 0 ? NULL : duty_step(staff, b->desk, b->facts->now_ms, 0);
	plan_tell_list(b, h, next ? next : leads, subject, event);
}
