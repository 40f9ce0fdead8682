/*
 * Who is part of a case: followers come and go, organisations too.  What it makes of the plan's
 * copy of the case decides who is told by plan_notices.c.
 */
#include "desk/plan_build.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/when.h"

#include <string.h>

/* The participant, to be changed; NULL if there is none. */
static ParticipantFact *
plan_participant(const Happening *h, gint64 person, const char *address)
{
	return unconst(case_participant(h->c, person, address));
}

void
plan_note(Builder *b, Happening *h, const char *kind, const char *label, const char *value,
	  const char *text)
{
	plan_add_entry(b->plan, happening_entry(h, kind, text));
	if (!label)
		return;
	NoticeChange *change = g_new0(NoticeChange, 1);
	change->label = g_strdup(label);
	change->from = g_strdup("");
	change->to = g_strdup(value);
	g_ptr_array_add(h->changes, change);
}

/* Whether one who follows from `now` to `then` has less than what is asked for. */
static gboolean
is_longer(gint64 until_ms, gint64 than_ms)
{
	return than_ms != 0 && (until_ms == 0 || until_ms > than_ms);
}

static void
set_participant(Builder *b, ParticipantFact *participant, const char *role, gint64 until_ms)
{
	Change *change = plan_change(b->plan, CHANGE_PARTICIPANT);
	change->address = g_strdup(participant->address);
	change->name = g_strdup(role);
	change->number = until_ms;
	text_put(&participant->role, role);
	participant->until_ms = until_ms;
}

/* Reporter and partner stay what they are; a contact is more than a follower. */
static gboolean
is_more(const ParticipantFact *participant, const char *role, gint64 until_ms)
{
	if (!strcmp(participant->role, role))
		return is_longer(until_ms, participant->until_ms);
	if (!strcmp(participant->role, "staff"))
		return TRUE;
	return !strcmp(participant->role, "follower") && !strcmp(role, "contact");
}

gboolean
plan_let_follow(Builder *b, Happening *h, const PersonFact *person, const char *address,
		const char *role, gint64 until_ms)
{
	gint64 id = person ? person->id : 0;
	const char *main = person ? person->address : address;
	ParticipantFact *participant = plan_participant(h, id, main);
	if (participant && !is_more(participant, role, until_ms))
		return FALSE;
	if (participant) {
		set_participant(b, participant, role, until_ms);
		return TRUE;
	}
	if (!person)
		plan_add_person(b, main, "", "customer");
	participant =
		unconst(plan_add_participant(b, h->c, id, person ? person->name : "", main, role));
	Change *change = b->plan->changes->pdata[b->plan->changes->len - 1];
	change->number = until_ms;
	participant->until_ms = until_ms;
	participant->is_new = TRUE;
	return TRUE;
}

void
plan_remove_participant(Builder *b, Happening *h, const ParticipantFact *participant)
{
	if (facts_is_staff(b->facts, participant->person)) {
		set_participant(b, unconst(participant), "staff", 0);
		return;
	}
	Change *change = plan_change(b->plan, CHANGE_REMOVE_PARTICIPANT);
	change->address = g_strdup(participant->address);
	g_ptr_array_remove(h->c->participants, unconst(participant));
}

void
plan_add_organisation(Builder *b, Happening *h, gint64 organisation, const char *name)
{
	Change *change = plan_change(b->plan, CHANGE_ADD_ORGANISATION);
	change->number = organisation;
	change->name = g_strdup(name);
	g_ptr_array_add(h->c->organisations, organisation_fact_new(organisation, name));
}

void
plan_remove_organisation(Builder *b, Happening *h, gint64 organisation, const char *name)
{
	Change *change = plan_change(b->plan, CHANGE_REMOVE_ORGANISATION);
	change->number = organisation;
	change->name = g_strdup(name);
	for (guint i = 0; i < h->c->organisations->len; i++) {
		const OrganisationFact *one = h->c->organisations->pdata[i];
		if (one->id == organisation) {
			g_ptr_array_remove_index(h->c->organisations, i);
			return;
		}
	}
}

static Js *
lines_of(const char *text)
{
	Js *array = js_array();
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		js_add_text(array, lines[i]);
	return array;
}

/* Each on its own; together they stay within what a mail may hold. */
static Js *
entry_story(const EntryFact *entry, const Reader *reader, gsize *room)
{
	g_autofree char *at = when_moment(entry->at_ms, reader->zone);
	g_autofree char *time = time_to_rfc3339(entry->at_ms);
	g_autofree char *text = entry->is_eta ? when_shown_within(entry->text, reader->zone)
					      : g_strdup(entry->text);
	/* A merge shall not spread among customers what anybody may have written. */
	gboolean is_withheld = reader->desk && *entry->number && entry->is_unproven;
	gsize length = strlen(text);
	gboolean fits = length <= *room && !is_withheld;
	gboolean is_desks = reader->desk && entry->is_staffs;
	*room -= fits ? length : 0;
	Js *object = js_object();
	/* Between those that customers see there may be notes. */
	js_set_int(object, "n", reader->desk ? 0 : entry->seq);
	js_set_text(object, "number", entry->number);
	js_set_text(object, "at", at);
	js_set_text(object, "time", time);
	js_set_text(object, "author", is_desks ? reader->desk->title : entry->author);
	js_set_text(object, "text", fits ? text : "");
	js_set(object, "lines", lines_of(fits ? text : ""));
	js_set_bool(object, "is_left_out", !fits && !is_withheld);
	js_set_bool(object, "is_withheld", is_withheld);
	js_set_bool(object, "is_note", entry->is_note);
	js_set_bool(object, "is_change", entry->is_change);
	js_set_bool(object, "is_unproven", entry->is_unproven);
	js_set_text(object, "files", is_withheld ? "" : entry->files);
	return object;
}

Js *
plan_entries(const GPtrArray *list, guint from, const Reader *reader, gsize room)
{
	Js *entries = js_array();
	g_autoptr(GPtrArray) backwards = g_ptr_array_new();
	/* The latest matter most. */
	for (guint i = list ? list->len : 0; i > from; i--) {
		const EntryFact *entry = list->pdata[i - 1];
		if (!reader->is_guest || !entry->is_rating)
			g_ptr_array_add(backwards, entry_story(entry, reader, &room));
	}
	for (guint i = backwards->len; i > 0; i--)
		js_add(entries, backwards->pdata[i - 1]);
	return entries;
}

Js *
plan_story(const Happening *h, const Reader *reader)
{
	Js *data = js_object();
	Js *entries = plan_entries(h->c->history, 0, reader, LIMIT_HISTORY_BYTES);
	js_set_bool(data, "has_entries", js_size(entries) > 0);
	js_set(data, "entries", entries);
	js_set_int(data, "left_out", h->c->history_cut);
	return data;
}
