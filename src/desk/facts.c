/*
 * The lives of facts: making and freeing them.
 */
#include "desk/facts.h"

PersonFact *
person_fact_new(void)
{
	PersonFact *person = g_new0(PersonFact, 1);
	person->name = g_strdup("");
	person->address = g_strdup("");
	person->role = g_strdup("customer");
	person->desk = g_strdup("");
	person->organisation_name = g_strdup("");
	person->language = g_strdup("");
	return person;
}

void
person_fact_free(PersonFact *person)
{
	if (!person)
		return;
	g_free(person->name);
	g_free(person->address);
	g_free(person->role);
	g_free(person->desk);
	g_free(person->organisation_name);
	g_free(person->language);
	g_free(person);
}

ParticipantFact *
participant_fact_new(gint64 person, const char *name, const char *address, const char *role,
		     const char *tracking_id)
{
	ParticipantFact *participant = g_new0(ParticipantFact, 1);
	participant->person = person;
	participant->name = g_strdup(name);
	participant->address = g_strdup(address);
	participant->role = g_strdup(role);
	participant->tracking_id = g_strdup(tracking_id);
	return participant;
}

static void
participant_fact_free(gpointer data)
{
	ParticipantFact *participant = data;
	g_free(participant->name);
	g_free(participant->address);
	g_free(participant->role);
	g_free(participant->tracking_id);
	g_free(participant);
}

CaseFact *
case_fact_new(void)
{
	CaseFact *c = g_new0(CaseFact, 1);
	c->participants = g_ptr_array_new_with_free_func(participant_fact_free);
	return c;
}

CaseFact *
case_fact_copy(const CaseFact *c)
{
	CaseFact *copy = g_new0(CaseFact, 1);
	*copy = *c;
	char **strings[] = {&copy->number,         &copy->desk,          &copy->title,
			    &copy->type,           &copy->status,        &copy->priority,
			    &copy->severity,       &copy->emergency,     &copy->eta,
			    &copy->customer,       &copy->assignee_name, &copy->assignee_address,
			    &copy->root_message_id};
	for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
		*strings[i] = g_strdup(*strings[i] ? *strings[i] : "");
	copy->participants = g_ptr_array_new_with_free_func(participant_fact_free);
	for (guint i = 0; i < c->participants->len; i++) {
		const ParticipantFact *p = c->participants->pdata[i];
		g_ptr_array_add(copy->participants,
				participant_fact_new(p->person, p->name, p->address, p->role,
						     p->tracking_id));
	}
	return copy;
}

void
case_fact_free(CaseFact *c)
{
	if (!c)
		return;
	char *strings[] = {c->number,         c->desk,          c->title,
			   c->type,           c->status,        c->priority,
			   c->severity,       c->emergency,     c->eta,
			   c->customer,       c->assignee_name, c->assignee_address,
			   c->root_message_id};
	for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
		g_free(strings[i]);
	g_ptr_array_unref(c->participants);
	g_free(c);
}

static void
candidate_free(gpointer data)
{
	Candidate *candidate = data;
	g_free(candidate->key);
	g_free(candidate);
}

static void
case_fact_destroy(gpointer data)
{
	case_fact_free(data);
}

static void
person_fact_destroy(gpointer data)
{
	person_fact_free(data);
}

static void
named_fact_free(gpointer data)
{
	NamedFact *named = data;
	g_free(named->asked);
	person_fact_free(named->found);
	g_free(named);
}

Facts *
facts_new(void)
{
	Facts *facts = g_new0(Facts, 1);
	facts->proof_why = g_strdup("");
	facts->visible = g_array_new(FALSE, FALSE, sizeof(gint64));
	facts->zone = g_time_zone_new_utc();
	facts->named = g_ptr_array_new_with_free_func(named_fact_free);
	facts->staff = g_ptr_array_new_with_free_func(person_fact_destroy);
	facts->cases = g_ptr_array_new_with_free_func(case_fact_destroy);
	facts->candidates = g_ptr_array_new_with_free_func(candidate_free);
	facts->seen_on_cases = g_array_new(FALSE, FALSE, sizeof(gint64));
	facts->chance = g_byte_array_new();
	return facts;
}

void
facts_free(Facts *facts)
{
	if (!facts)
		return;
	g_free(facts->proof_why);
	person_fact_free(facts->sender);
	person_fact_free(facts->organisation_by_domain);
	g_time_zone_unref(facts->zone);
	g_ptr_array_unref(facts->named);
	g_array_unref(facts->visible);
	g_ptr_array_unref(facts->staff);
	g_ptr_array_unref(facts->cases);
	g_ptr_array_unref(facts->candidates);
	if (facts->notice) {
		g_free(facts->notice->recipient);
		g_free(facts->notice->subject);
		g_free(facts->notice);
	}
	held_fact_free(facts->confirming);
	g_array_unref(facts->seen_on_cases);
	g_byte_array_unref(facts->chance);
	g_free(facts);
}

char *
cap_told_key(const char *address)
{
	return g_strdup_printf("cap %s", *address ? address : "of unproven senders");
}

char *
report_told_key(gint64 outbox)
{
	return g_strdup_printf("report %" G_GINT64_FORMAT, outbox);
}

char *
waiting_told_key(WaitingKind kind, const char *desk, gboolean more)
{
	static const char *const words[WAITING_KINDS] = {
		[WAITING_HELD] = "held",
		[WAITING_QUARANTINED] = "quarantined",
	};
	return g_strdup_printf("%s%s at %s", more ? "more " : "", words[kind], desk);
}

gboolean
waiting_is_told_lately(const Facts *facts, WaitingKind kind)
{
	static const gint64 hour_ms = 3600 * 1000;
	gint64 told_ms = facts->waiting[kind].told_ms;
	return told_ms && facts->now_ms - told_ms < hour_ms;
}

const NamedFact *
facts_named(const Facts *facts, const char *asked)
{
	for (guint i = 0; i < facts->named->len; i++) {
		const NamedFact *named = facts->named->pdata[i];
		if (!strcmp(named->asked, asked))
			return named;
	}
	return NULL;
}

const CaseFact *
facts_case(const Facts *facts, const char *number)
{
	for (guint i = 0; i < facts->cases->len; i++) {
		const CaseFact *c = facts->cases->pdata[i];
		if (!g_ascii_strcasecmp(c->number, number))
			return c;
	}
	return NULL;
}

const ParticipantFact *
case_participant(const CaseFact *c, gint64 person, const char *address)
{
	for (guint i = 0; i < c->participants->len; i++) {
		const ParticipantFact *participant = c->participants->pdata[i];
		if ((person && participant->person == person) ||
		    (*address && !g_ascii_strcasecmp(participant->address, address)))
			return participant;
	}
	return NULL;
}
