/*
 * The lives of facts: making and freeing them.
 */
#include "desk/facts.h"

#include "base/text.h"

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
	participant->language = g_strdup("");
	participant->account = g_strdup("");
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
	g_free(participant->language);
	g_free(participant->account);
	g_clear_pointer(&participant->zone, g_time_zone_unref);
	g_free(participant);
}

static ParticipantFact *
participant_fact_copy(const ParticipantFact *p)
{
	ParticipantFact *copy =
		participant_fact_new(p->person, p->name, p->address, p->role, p->tracking_id);
	copy->zone = p->zone ? g_time_zone_ref(p->zone) : NULL;
	g_free(copy->language);
	copy->language = g_strdup(p->language);
	text_put(&copy->account, p->account);
	copy->until_ms = p->until_ms;
	copy->is_new = p->is_new;
	return copy;
}

OrganisationFact *
organisation_fact_new(gint64 id, const char *name)
{
	OrganisationFact *organisation = g_new0(OrganisationFact, 1);
	organisation->id = id;
	organisation->name = g_strdup(name);
	return organisation;
}

static void
organisation_fact_free(gpointer data)
{
	OrganisationFact *organisation = data;
	if (!organisation)
		return;
	g_free(organisation->name);
	g_free(organisation);
}

EntryFact *
entry_fact_new(gint64 at_ms, const char *author, const char *text, const char *files)
{
	EntryFact *entry = g_new0(EntryFact, 1);
	entry->at_ms = at_ms;
	entry->author = g_strdup(author);
	entry->text = g_strdup(text);
	entry->files = g_strdup(files);
	entry->number = g_strdup("");
	return entry;
}

EntryFact *
entry_fact_copy(const EntryFact *entry)
{
	EntryFact *copy = entry_fact_new(entry->at_ms, entry->author, entry->text, entry->files);
	copy->entry = entry->entry;
	copy->seq = entry->seq;
	g_free(copy->number);
	copy->number = g_strdup(entry->number);
	copy->is_note = entry->is_note;
	copy->is_rating = entry->is_rating;
	copy->is_eta = entry->is_eta;
	copy->is_change = entry->is_change;
	copy->is_staffs = entry->is_staffs;
	copy->is_unproven = entry->is_unproven;
	return copy;
}

static void
entry_fact_free(gpointer data)
{
	EntryFact *entry = data;
	g_free(entry->author);
	g_free(entry->text);
	g_free(entry->files);
	g_free(entry->number);
	g_free(entry);
}

GPtrArray *
entry_facts_new(void)
{
	return g_ptr_array_new_with_free_func(entry_fact_free);
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
field_fact_free(gpointer data)
{
	FieldFact *field = data;
	g_free(field->name);
	g_free(field->value);
	g_free(field);
}

void
case_set_field(CaseFact *c, const char *name, const char *value, FieldNeed need)
{
	FieldFact *field = NULL;
	for (guint i = 0; i < c->fields->len; i++) {
		FieldFact *one = c->fields->pdata[i];
		if (!strcmp(one->name, name))
			field = one;
	}
	if (!field) {
		field = g_new0(FieldFact, 1);
		field->name = g_strdup(name);
		field->value = g_strdup("");
		g_ptr_array_add(c->fields, field);
	}
	if (value)
		text_put(&field->value, value);
	field->need = need;
}

const FieldFact *
case_field(const CaseFact *c, const char *name)
{
	for (guint i = 0; c->fields && i < c->fields->len; i++) {
		const FieldFact *field = c->fields->pdata[i];
		if (!strcmp(field->name, name))
			return field;
	}
	return NULL;
}

static void
copy_fields(CaseFact *copy, const CaseFact *c)
{
	copy->fields = g_ptr_array_new_with_free_func(field_fact_free);
	for (guint i = 0; c->fields && i < c->fields->len; i++) {
		const FieldFact *field = c->fields->pdata[i];
		case_set_field(copy, field->name, field->value, field->need);
	}
}

static void
partner_fact_free(gpointer data)
{
	PartnerFact *partner = data;
	g_free(partner->name);
	g_free(partner->address);
	g_free(partner->role);
	g_free(partner);
}

/* For PartnerFact*. */
static GPtrArray *
partner_facts_new(void)
{
	return g_ptr_array_new_with_free_func(partner_fact_free);
}

static void
external_fact_free(gpointer data)
{
	ExternalFact *external = data;
	g_free(external->partner);
	g_free(external->id);
	g_free(external);
}

/* For ExternalFact*. */
static GPtrArray *
external_facts_new(void)
{
	return g_ptr_array_new_with_free_func(external_fact_free);
}

static ExternalFact *
external_fact_new(const char *partner, const char *id)
{
	ExternalFact *external = g_new0(ExternalFact, 1);
	external->partner = g_strdup(partner);
	external->id = g_strdup(id);
	return external;
}

CaseFact *
case_fact_new(void)
{
	CaseFact *c = g_new0(CaseFact, 1);
	c->participants = g_ptr_array_new_with_free_func(participant_fact_free);
	c->organisations = g_ptr_array_new_with_free_func(organisation_fact_free);
	c->merged_into = g_strdup("");
	c->partner = g_strdup("");
	c->externals = external_facts_new();
	c->escalation = g_strdup("");
	c->due_for = g_strdup("");
	c->merged = g_ptr_array_new_with_free_func(g_free);
	c->tags = g_ptr_array_new_with_free_func(g_free);
	c->fields = g_ptr_array_new_with_free_func(field_fact_free);
	c->links = g_ptr_array_new_with_free_func(g_free);
	c->tickets = ticket_facts_new();
	return c;
}

static GPtrArray *
strings_copy(const GPtrArray *strings)
{
	GPtrArray *copy = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; strings && i < strings->len; i++)
		g_ptr_array_add(copy, g_strdup(strings->pdata[i]));
	return copy;
}

static void
copy_people(CaseFact *copy, const CaseFact *c)
{
	copy->participants = g_ptr_array_new_with_free_func(participant_fact_free);
	copy->organisations = g_ptr_array_new_with_free_func(organisation_fact_free);
	for (guint i = 0; i < c->participants->len; i++)
		g_ptr_array_add(copy->participants,
				participant_fact_copy(c->participants->pdata[i]));
	for (guint i = 0; c->organisations && i < c->organisations->len; i++) {
		const OrganisationFact *organisation = c->organisations->pdata[i];
		g_ptr_array_add(copy->organisations,
				organisation_fact_new(organisation->id, organisation->name));
	}
	copy->externals = external_facts_new();
	for (guint i = 0; c->externals && i < c->externals->len; i++) {
		const ExternalFact *external = c->externals->pdata[i];
		g_ptr_array_add(copy->externals,
				external_fact_new(external->partner, external->id));
	}
}

CaseFact *
case_fact_copy(const CaseFact *c)
{
	CaseFact *copy = g_new0(CaseFact, 1);
	*copy = *c;
	char **strings[] = {&copy->number,
			    &copy->desk,
			    &copy->title,
			    &copy->type,
			    &copy->status,
			    &copy->priority,
			    &copy->severity,
			    &copy->emergency,
			    &copy->escalation,
			    &copy->eta,
			    &copy->customer,
			    &copy->tier,
			    &copy->team,
			    &copy->assignee_name,
			    &copy->assignee_address,
			    &copy->root_message_id,
			    &copy->language,
			    &copy->merged_into,
			    &copy->partner,
			    &copy->due_for};
	for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
		*strings[i] = g_strdup(*strings[i] ? *strings[i] : "");
	copy_people(copy, c);
	copy_fields(copy, c);
	copy->merged = strings_copy(c->merged);
	copy->tags = strings_copy(c->tags);
	copy->links = strings_copy(c->links);
	copy->tickets = ticket_facts_copy(c->tickets);
	/* Nobody changes it. */
	copy->files = c->files ? g_ptr_array_ref(c->files) : NULL;
	copy->history = c->history ? g_ptr_array_ref(c->history) : NULL;
	copy->notes = c->notes ? g_ptr_array_ref(c->notes) : NULL;
	copy->said = c->said ? g_ptr_array_ref(c->said) : NULL;
	copy->record = c->record ? g_ptr_array_ref(c->record) : NULL;
	copy->reminded = c->reminded ? g_ptr_array_ref(c->reminded) : NULL;
	copy->lasts = c->lasts ? g_ptr_array_ref(c->lasts) : NULL;
	copy->course = c->course ? g_ptr_array_ref(c->course) : NULL;
	return copy;
}

void
case_fact_free(CaseFact *c)
{
	if (!c)
		return;
	char *strings[] = {c->number,
			   c->desk,
			   c->title,
			   c->type,
			   c->status,
			   c->priority,
			   c->severity,
			   c->emergency,
			   c->escalation,
			   c->eta,
			   c->customer,
			   c->tier,
			   c->team,
			   c->assignee_name,
			   c->assignee_address,
			   c->root_message_id,
			   c->language,
			   c->merged_into,
			   c->partner,
			   c->due_for};
	for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
		g_free(strings[i]);
	g_ptr_array_unref(c->participants);
	g_ptr_array_unref(c->organisations);
	g_ptr_array_unref(c->merged);
	g_ptr_array_unref(c->externals);
	g_clear_pointer(&c->files, g_ptr_array_unref);
	g_ptr_array_unref(c->tags);
	g_ptr_array_unref(c->fields);
	g_ptr_array_unref(c->links);
	g_ptr_array_unref(c->tickets);
	g_clear_pointer(&c->history, g_ptr_array_unref);
	g_clear_pointer(&c->notes, g_ptr_array_unref);
	g_clear_pointer(&c->said, g_ptr_array_unref);
	g_clear_pointer(&c->record, g_ptr_array_unref);
	g_clear_pointer(&c->lasts, g_ptr_array_unref);
	g_clear_pointer(&c->reminded, g_ptr_array_unref);
	g_clear_pointer(&c->course, g_ptr_array_unref);
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

const ParticipantFact *
case_holder(const CaseFact *c)
{
	for (guint i = 0; i < c->participants->len; i++) {
		const ParticipantFact *participant = c->participants->pdata[i];
		if (!strcmp(participant->role, "partner"))
			return participant;
	}
	return NULL;
}

const char *
case_external(const CaseFact *c, const char *partner)
{
	for (guint i = 0; i < c->externals->len; i++) {
		const ExternalFact *external = c->externals->pdata[i];
		if (!strcmp(external->partner, partner))
			return external->id;
	}
	return NULL;
}

void
case_set_external(CaseFact *c, const char *partner, const char *id)
{
	for (guint i = 0; i < c->externals->len; i++) {
		const ExternalFact *external = c->externals->pdata[i];
		if (!strcmp(external->partner, partner)) {
			g_ptr_array_remove_index(c->externals, i);
			break;
		}
	}
	if (id)
		g_ptr_array_add(c->externals, external_fact_new(partner, id));
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

gboolean
case_has_organisation(const CaseFact *c, gint64 organisation)
{
	for (guint i = 0; i < c->organisations->len; i++) {
		const OrganisationFact *one = c->organisations->pdata[i];
		if (one->id == organisation)
			return TRUE;
	}
	return FALSE;
}

const PersonFact *
facts_member(const Facts *facts)
{
	const PersonFact *one = facts->sender ? facts->sender : facts->organisation_by_domain;
	if (!one || !strcmp(one->role, "agency") || !strcmp(one->role, "partner"))
		return NULL;
	return one;
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
