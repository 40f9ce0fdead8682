/*
 * The plan as a thing: its changes, their lives, and the small steps that all
 * kinds of plans are put together from.
 */
#include "desk/plan_build.h"

#include "base/text.h"
#include "desk/promise.h"

#include <string.h>

static const char *const ending_names[ENDINGS] = {
	[ENDING_CASE] = "case",
	[ENDING_ENTRY] = "entry",
	[ENDING_BOUNCE] = "bounce",
	[ENDING_HELD] = "held",
	[ENDING_RETURNED] = "returned",
	[ENDING_ANSWERED] = "answered",
	[ENDING_DROPPED] = "dropped",
	[ENDING_DUPLICATE] = "duplicate",
	[ENDING_QUARANTINED] = "quarantined",
};

const char *
ending_name(Ending ending)
{
	return ending_names[ending];
}

static void
opening_free(Opening *opening)
{
	if (!opening)
		return;
	g_free(opening->prefix);
	g_free(opening->desk);
	g_free(opening->type);
	g_free(opening->status);
	g_free(opening->priority);
	g_free(opening->customer);
	g_free(opening->reporter);
	g_free(opening->root_message_id);
	g_free(opening->language);
	g_free(opening);
}

static void
entry_free(Entry *entry)
{
	if (!entry)
		return;
	g_free(entry->kind);
	g_free(entry->author);
	g_free(entry->author_name);
	g_free(entry->author_role);
	g_free(entry->text);
	g_free(entry->full_text);
	g_free(entry->message_id);
	g_free(entry->proof);
	g_free(entry);
}

static void
hold_free(Hold *hold)
{
	if (!hold)
		return;
	g_free(hold->token);
	g_free(hold);
}

static void
change_free(gpointer data)
{
	Change *change = data;
	g_free(change->address);
	g_free(change->name);
	g_free(change->value);
	opening_free(change->opening);
	entry_free(change->entry);
	notice_free(change->notice);
	hold_free(change->hold);
	redaction_unref(change->redaction);
	g_free(change);
}

Plan *
plan_new(void)
{
	Plan *plan = g_new0(Plan, 1);
	plan->case_number = g_strdup("");
	plan->changes = g_ptr_array_new_with_free_func(change_free);
	plan->reasons = g_ptr_array_new_with_free_func(g_free);
	plan->done = g_ptr_array_new_with_free_func(g_free);
	return plan;
}

void
plan_free(Plan *plan)
{
	if (!plan)
		return;
	g_free(plan->case_number);
	g_ptr_array_unref(plan->changes);
	g_ptr_array_unref(plan->reasons);
	g_ptr_array_unref(plan->done);
	g_free(plan);
}

void
plan_reason(Plan *plan, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_ptr_array_add(plan->reasons, g_strdup_vprintf(format, args));
	va_end(args);
}

Change *
plan_change(Plan *plan, ChangeKind kind)
{
	Change *change = g_new0(Change, 1);
	change->kind = kind;
	g_ptr_array_add(plan->changes, change);
	return change;
}

void
plan_end(Plan *plan, Ending ending, const char *why)
{
	Change *change = plan_change(plan, CHANGE_END);
	change->ending = ending;
	change->value = g_strdup(why);
}

Hold *
plan_hold(Plan *plan, HeldKind kind, const char *why)
{
	plan_reason(plan, "%s: %s", held_kind_name(kind), why);
	Change *change = plan_change(plan, CHANGE_HOLD);
	change->value = g_strdup(why);
	change->hold = g_new0(Hold, 1);
	change->hold->kind = kind;
	return change->hold;
}

char *
plan_take_token(Builder *b)
{
	char *token = g_malloc(HELD_TOKEN_LENGTH + 1);
	g_assert(b->chance_used + TRACK_ID_RANDOM_BYTES <= b->facts->chance->len);
	held_token_make(b->facts->chance->data + b->chance_used, token);
	b->chance_used += TRACK_ID_RANDOM_BYTES;
	return token;
}

Entry *
entry_new(const char *kind, const char *author, const char *author_name, const char *author_role,
	  gboolean is_proven, const char *text)
{
	Entry *entry = g_new0(Entry, 1);
	entry->kind = g_strdup(kind);
	entry->author = g_strdup(author);
	entry->author_name = g_strdup(author_name);
	entry->author_role = g_strdup(author_role);
	entry->is_proven = is_proven;
	entry->proof = g_strdup("");
	entry->text = g_strdup(text);
	entry->message_id = g_strdup("");
	return entry;
}

void
plan_add_entry(Plan *plan, Entry *entry)
{
	plan_change(plan, CHANGE_ADD_ENTRY)->entry = entry;
}

void
plan_add_person(Builder *b, const char *address, const char *name, const char *role)
{
	Change *change = plan_change(b->plan, CHANGE_ADD_PERSON);
	change->address = g_strdup(address);
	change->name = g_strdup(name);
	change->value = g_strdup(role);
}

/* A new sender, or whose mail staff forwards, is as the organisation of the domain; one who is let
 * follow the case of others reads what the own mail is in. */
static const char *
language_of(const Builder *b, gint64 person, const char *address, const char *role)
{
	const Facts *facts = b->facts;
	gboolean is_let = !strcmp(role, "follower") && facts->release == RELEASE_FOLLOWING;
	gboolean is_reporter = !strcmp(role, "reporter");
	gboolean is_for = is_reporter && b->customer && !strcmp(address, b->customer);
	if (person || (facts->sender && !is_for) || !(is_let || is_reporter))
		return facts_language(facts, person);
	const PersonFact *of = is_for ? facts->customer_by_domain : facts->organisation_by_domain;
	return of && *of->language ? of->language : is_let ? facts->mail_language : "";
}

const ParticipantFact *
plan_add_participant(Builder *b, CaseFact *c, gint64 person, const char *name, const char *address,
		     const char *role)
{
	char id[TRACK_ID_LENGTH + 1];
	g_assert(b->chance_used + TRACK_ID_RANDOM_BYTES <= b->facts->chance->len);
	track_id_make(b->facts->chance->data + b->chance_used, id);
	b->chance_used += TRACK_ID_RANDOM_BYTES;

	Change *change = plan_change(b->plan, CHANGE_ADD_PARTICIPANT);
	change->address = g_strdup(address);
	change->name = g_strdup(role);
	change->value = g_strdup(id);
	ParticipantFact *participant = participant_fact_new(person, name, address, role, id);
	GTimeZone *zone = facts_zone(b->facts, person);
	participant->zone = zone ? g_time_zone_ref(zone) : NULL;
	text_put(&participant->language, language_of(b, person, address, role));
	text_put(&participant->account, facts_account(b->facts, person));
	g_ptr_array_add(c->participants, participant);
	return participant;
}

/* As whom the actor is noted in the history. */
static const char *
plan_actor_role(const Happening *h)
{
	if (!*h->actor)
		return h->actor_is_staff ? "staff" : "casemate";
	if (h->actor_is_staff)
		return "staff";
	const ParticipantFact *participant = case_participant(h->c, h->actor_person, h->actor);
	return participant ? participant->role : "stranger";
}

/* By person first: people write from other addresses than the one we write to. */
gboolean
happening_is_by(const Happening *h, const ParticipantFact *to)
{
	if (h->actor_person && to->person == h->actor_person)
		return TRUE;
	return *h->actor && !g_ascii_strcasecmp(to->address, h->actor);
}

Entry *
happening_entry(const Happening *h, const char *kind, const char *text)
{
	Entry *entry =
		entry_new(kind, h->actor, h->actor_name, plan_actor_role(h), h->actor_proven, text);
	if (!*h->actor)
		return entry;
	text_put(&entry->proof, h->proof);
	text_put(&entry->message_id, h->message_id);
	return entry;
}

void
plan_concern(Plan *plan, const CaseFact *c)
{
	plan->case_id = c->id;
	text_put(&plan->case_number, c->number);
}

void
plan_turn_to(Builder *b, const CaseFact *c)
{
	Change *change = plan_change(b->plan, CHANGE_TURN_TO);
	change->number = c ? c->id : 0;
	change->value = g_strdup(c ? c->number : "");
}

/* People know a type by its title, which notices also have in their language. */
static char *
value_shown(const Builder *b, const char *attribute, const char *value)
{
	const CaseType *type = !strcmp(attribute, "type") ? site_type(b->site, value) : NULL;
	return g_strdup(type ? type->title : value);
}

void
plan_set(Builder *b, Happening *h, const char *attribute, const char *label, const char *old_value,
	 const char *new_value)
{
	Change *change = plan_change(b->plan, CHANGE_SET);
	change->name = g_strdup(attribute);
	change->value = g_strdup(new_value);

	g_autofree char *text = change_words(label, old_value, new_value);
	plan_add_entry(b->plan, happening_entry(h, attribute, text));
	NoticeChange *noted = g_new0(NoticeChange, 1);
	noted->label = g_strdup(label);
	noted->from = value_shown(b, attribute, old_value);
	noted->to = value_shown(b, attribute, new_value);
	noted->is_date = !strcmp(attribute, "eta");
	noted->names_staff = !strcmp(attribute, "assignee");
	noted->is_rating = !strcmp(attribute, "rating");
	g_ptr_array_add(h->changes, noted);
}

void
plan_end_emergency(Builder *b, Happening *h)
{
	CaseFact *c = h->c;
	const Status *status = site_status(b->site, c->status);
	const char *resolved = site_resolved_emergency(b->site);
	if (!status || !status->is_final || !resolved ||
	    !site_emergency_goes_on(b->site, c->emergency))
		return;
	plan_set(b, h, "emergency", "Emergency", c->emergency, resolved);
	text_put(&c->emergency, resolved);
	h->emergency_changed = TRUE;
}

void
plan_set_status(Builder *b, Happening *h, const char *status)
{
	plan_set(b, h, "status", "Status", h->c->status, status);
	text_put(&h->c->status, status);
	h->status_changed = TRUE;
	plan_end_emergency(b, h);
}

void
plan_explain_change(Happening *h, const char *meaning)
{
	NoticeChange *last = h->changes->pdata[h->changes->len - 1];
	last->meaning = *meaning ? g_strdup(meaning) : NULL;
}

void
plan_show_change(Happening *h, const char *from, const char *to)
{
	NoticeChange *last = h->changes->pdata[h->changes->len - 1];
	if (*last->from && *from) {
		text_put(&last->from, from);
	}
	if (*last->to && *to) {
		text_put(&last->to, to);
	}
}

static void
notice_change_destroy(gpointer data)
{
	notice_change_free(data);
}

static void
draft_part_destroy(gpointer data)
{
	draft_part_free(data);
}

Happening *
happening_new(CaseFact *c)
{
	Happening *h = g_new0(Happening, 1);
	h->c = c;
	h->actor = "";
	h->actor_name = "";
	h->proof = "";
	h->text = "";
	h->changes = g_ptr_array_new_with_free_func(notice_change_destroy);
	h->moved = g_ptr_array_new_with_free_func(g_free);
	h->parts = g_ptr_array_new_with_free_func(draft_part_destroy);
	h->named = g_ptr_array_new_with_free_func(draft_part_destroy);
	h->withheld = g_ptr_array_new_with_free_func(draft_part_destroy);
	return h;
}

ReceiptKind
happening_receipt(const Happening *h)
{
	return h->opened && h->actor_proven ? RECEIPT_OPENING : RECEIPT_PLAIN;
}

void
happening_free(Happening *h)
{
	if (!h)
		return;
	case_fact_free(h->c);
	js_free(h->data);
	g_clear_pointer(&h->alarmed, g_array_unref);
	g_ptr_array_unref(h->changes);
	g_ptr_array_unref(h->moved);
	g_ptr_array_unref(h->parts);
	g_ptr_array_unref(h->named);
	g_ptr_array_unref(h->withheld);
	g_free(h);
}

void
plan_add_opening(Builder *b, const CaseFact *c, const char *reporter)
{
	Opening *opening = g_new0(Opening, 1);
	opening->prefix = g_strdup(b->desk->prefix);
	opening->number = b->next_number ? b->next_number : b->facts->next_number;
	opening->desk = g_strdup(c->desk);
	opening->type = g_strdup(c->type);
	opening->status = g_strdup(c->status);
	opening->priority = g_strdup(c->priority);
	opening->customer = g_strdup(c->customer);
	opening->organisation = c->organisation;
	opening->is_change_request = c->is_change_request;
	opening->reporter = g_strdup(reporter);
	opening->root_message_id = g_strdup(c->root_message_id);
	opening->language = g_strdup(c->language);
	Change *change = plan_change(b->plan, CHANGE_OPEN_CASE);
	change->name = g_strdup(c->title);
	change->opening = opening;
	text_put(&b->plan->case_number, c->number);
}
