/*
 * The lives of facts, and what is looked up among them.
 */
#include "desk/facts.h"

#include "desk/site.h"

#include <string.h>

PersonFact *
person_fact_new(void)
{
	PersonFact *person = g_new0(PersonFact, 1);
	person->name = g_strdup("");
	person->address = g_strdup("");
	person->role = g_strdup("customer");
	person->desk = g_strdup("");
	person->teams = g_strdup("");
	person->organisation_name = g_strdup("");
	person->organisation_tier = g_strdup("");
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
	g_free(person->teams);
	g_free(person->organisation_name);
	g_free(person->organisation_tier);
	g_free(person->language);
	g_clear_pointer(&person->zone, g_time_zone_unref);
	g_free(person);
}

ListedFact *
listed_fact_new(void)
{
	return g_new0(ListedFact, 1);
}

static void
listed_fact_free(gpointer data)
{
	ListedFact *listed = data;
	char *strings[] = {listed->number, listed->title,    listed->status,
			   listed->eta,    listed->assignee, listed->customer};
	for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
		g_free(strings[i]);
	g_free(listed);
}

ListFact *
list_fact_new(char *key)
{
	ListFact *list = g_new0(ListFact, 1);
	list->key = key;
	list->cases = g_ptr_array_new_with_free_func(listed_fact_free);
	return list;
}

static void
list_fact_free(gpointer data)
{
	ListFact *list = data;
	g_free(list->key);
	g_ptr_array_unref(list->cases);
	g_free(list);
}

const ListFact *
facts_list(const Facts *facts, const char *key)
{
	for (guint i = 0; i < facts->lists->len; i++) {
		const ListFact *list = facts->lists->pdata[i];
		if (!strcmp(list->key, key))
			return list;
	}
	return NULL;
}

static void
partner_fact_free(gpointer data)
{
	PartnerFact *partner = data;
	g_free(partner->name);
	g_free(partner->address);
	g_free(partner->role);
	g_free(partner->events);
	g_free(partner);
}

/* For PartnerFact*. */
static GPtrArray *
partner_facts_new(void)
{
	return g_ptr_array_new_with_free_func(partner_fact_free);
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

NamedFact *
named_fact_new(const char *asked)
{
	NamedFact *named = g_new0(NamedFact, 1);
	named->asked = g_strdup(asked);
	named->persons = g_ptr_array_new_with_free_func(person_fact_destroy);
	return named;
}

static void
named_fact_free(gpointer data)
{
	NamedFact *named = data;
	g_free(named->asked);
	person_fact_free(named->found);
	g_ptr_array_unref(named->persons);
	organisation_fact_free(named->organisation);
	g_free(named);
}

static void
held_fact_destroy(gpointer data)
{
	held_fact_free(data);
}

MessageFact *
message_fact_new(void)
{
	return g_new0(MessageFact, 1);
}

static void
message_fact_free(gpointer data)
{
	MessageFact *message = data;
	g_free(message->kind);
	g_free(message->author);
	g_free(message->author_name);
	g_free(message->author_role);
	g_free(message->text);
	g_free(message->message_id);
	g_free(message->split_into);
	g_free(message->language);
	person_fact_free(message->person);
	g_free(message);
}

const MessageFact *
facts_message(const Facts *facts, gint64 case_id, gint64 seq)
{
	for (guint i = 0; i < facts->messages->len; i++) {
		const MessageFact *message = facts->messages->pdata[i];
		if (message->case_id == case_id &&
		    (seq ? message->seq == seq : message->is_answered))
			return message;
	}
	return NULL;
}

Redaction *
facts_redaction(const Facts *facts, gint64 case_id, gint64 seq)
{
	for (guint i = 0; i < facts->redactions->len; i++) {
		Redaction *r = facts->redactions->pdata[i];
		if (seq ? r->case_id == case_id && r->seq == seq : r->is_answered)
			return r;
	}
	return NULL;
}

static void
redaction_destroy(gpointer data)
{
	redaction_unref(data);
}

Facts *
facts_new(void)
{
	Facts *facts = g_new0(Facts, 1);
	facts->proof_why = g_strdup("");
	facts->mail_language = g_strdup("");
	facts->forward_language = g_strdup("");
	facts->signature_why = g_strdup("");
	facts->visible = g_array_new(FALSE, FALSE, sizeof(gint64));
	facts->zone = g_time_zone_new_utc();
	facts->named = g_ptr_array_new_with_free_func(named_fact_free);
	facts->standing = g_ptr_array_new_with_free_func(person_fact_destroy);
	facts->partners = partner_facts_new();
	facts->nameable = g_ptr_array_new_with_free_func(person_fact_destroy);
	facts->messages = g_ptr_array_new_with_free_func(message_fact_free);
	facts->redactions = g_ptr_array_new_with_free_func(redaction_destroy);
	facts->staff = g_ptr_array_new_with_free_func(person_fact_destroy);
	facts->cases = g_ptr_array_new_with_free_func(case_fact_destroy);
	facts->lists = g_ptr_array_new_with_free_func(list_fact_free);
	facts->others = g_ptr_array_new_with_free_func(listed_fact_free);
	facts->candidates = g_ptr_array_new_with_free_func(candidate_free);
	facts->held_named = g_ptr_array_new_with_free_func(held_fact_destroy);
	facts->returned = g_ptr_array_new_with_free_func(held_fact_destroy);
	facts->held = g_ptr_array_new_with_free_func(held_fact_destroy);
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
	g_free(facts->mail_language);
	g_free(facts->forward_language);
	g_free(facts->signature_why);
	person_fact_free(facts->sender);
	person_fact_free(facts->organisation_by_domain);
	person_fact_free(facts->customer_by_domain);
	g_time_zone_unref(facts->zone);
	g_ptr_array_unref(facts->named);
	g_array_unref(facts->visible);
	g_ptr_array_unref(facts->standing);
	g_ptr_array_unref(facts->partners);
	g_ptr_array_unref(facts->nameable);
	g_ptr_array_unref(facts->messages);
	g_ptr_array_unref(facts->redactions);
	g_ptr_array_unref(facts->staff);
	g_ptr_array_unref(facts->cases);
	g_ptr_array_unref(facts->candidates);
	g_ptr_array_unref(facts->lists);
	g_ptr_array_unref(facts->others);
	if (facts->notice) {
		g_free(facts->notice->recipient);
		g_free(facts->notice->subject);
		g_free(facts->notice);
	}
	held_fact_free(facts->confirming);
	g_ptr_array_unref(facts->held);
	g_ptr_array_unref(facts->held_named);
	g_ptr_array_unref(facts->returned);
	g_array_unref(facts->seen_on_cases);
	g_byte_array_unref(facts->chance);
	g_free(facts);
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
waiting_is_told_lately(const Facts *facts, WaitingKind kind, gint64 pause_ms)
{
	gint64 told_ms = facts->waiting[kind].told_ms;
	return told_ms && facts->now_ms - told_ms < pause_ms;
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

static const PersonFact *
person_in(const GPtrArray *persons, gint64 id)
{
	for (guint i = 0; i < persons->len; i++) {
		const PersonFact *person = persons->pdata[i];
		if (person->id == id)
			return person;
	}
	return NULL;
}

static const PersonFact *
person_named(const Facts *facts, gint64 id)
{
	for (guint i = 0; i < facts->named->len; i++) {
		const NamedFact *named = facts->named->pdata[i];
		if (named->found && named->found->id == id)
			return named->found;
		const PersonFact *person = person_in(named->persons, id);
		if (person)
			return person;
	}
	return NULL;
}

/* Of whatever list has the person. */
static const PersonFact *
person_found(const Facts *facts, gint64 person)
{
	const GPtrArray *lists[] = {facts->staff, facts->standing, facts->nameable};
	const PersonFact *found =
		facts->sender && facts->sender->id == person ? facts->sender : NULL;
	for (guint i = 0; i < G_N_ELEMENTS(lists) && !found; i++)
		found = person_in(lists[i], person);
	for (guint i = 0; i < facts->messages->len && !found; i++) {
		const MessageFact *message = facts->messages->pdata[i];
		found = message->person && message->person->id == person ? message->person : NULL;
	}
	if (!found)
		found = person_named(facts, person);
	return person ? found : NULL;
}

GTimeZone *
facts_zone(const Facts *facts, gint64 person)
{
	const PersonFact *found = person_found(facts, person);
	return found ? found->zone : NULL;
}

const char *
facts_account(const Facts *facts, gint64 person)
{
	const PersonFact *found = person_found(facts, person);
	return found ? found->role : "";
}

const char *
facts_language(const Facts *facts, gint64 person)
{
	const PersonFact *found = person_found(facts, person);
	return found ? found->language : "";
}

const PersonFact *
facts_member(const Facts *facts)
{
	const PersonFact *one = facts->sender ? facts->sender : facts->organisation_by_domain;
	if (!one || !strcmp(one->role, "agency") || !strcmp(one->role, "partner"))
		return NULL;
	return one;
}

guint
facts_role(const Facts *facts)
{
	return facts->sender ? role_find(facts->sender->role) : ROLE_CUSTOMER;
}

gboolean
facts_is_staff(const Facts *facts, gint64 person)
{
	for (guint i = 0; person && i < facts->staff->len; i++) {
		const PersonFact *one = facts->staff->pdata[i];
		if (one->id == person)
			return TRUE;
	}
	return FALSE;
}

gboolean
facts_follows_as_staff(const Facts *facts, const ParticipantFact *participant)
{
	return !strcmp(participant->role, "follower") && facts_is_staff(facts, participant->person);
}
