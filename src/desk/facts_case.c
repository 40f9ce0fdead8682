/*
 * A case as a fact: its life, its copies that a plan changes, and who and what belongs to it.
 */
#include "desk/facts.h"

#include "base/text.h"

#include <string.h>

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
	text_put(&copy->language, p->language);
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

void
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
	text_put(&copy->number, entry->number);
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
	copy->partner_events = g_strdup(c->partner_events);
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
	g_free(c->partner_events);
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
