/*
 * Verbs that ask about a case: how it stands, and what was said in it.  Whoever has no proof is
 * told status and ETA alone, which nobody but the desk wrote.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/choice.h"
#include "desk/clues.h"

#include <string.h>

/* Of what happened last, in an overview. */
#define LAST_ENTRIES 5
#define LAST_BYTES   (8 * 1024)

/* What is promised next, and by when: staff's own affair. */
static void
set_due(const Doing *d, Js *data)
{
	const CaseFact *c = d->h->c;
	const Level *level = site_level(d->b->site, c->tier);
	if (!d->h->actor_is_staff || !d->h->actor_proven || !c->due_ms || !level)
		return;
	g_autofree char *when = business_spoken(level->business, c->due_ms);
	js_set_text(data, "due", when);
	js_set_text(data, "due_for", c->due_for);
	js_set_bool(data, "is_late", c->due_ms <= d->b->facts->now_ms);
}

static char *
file_names(const Happening *h)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	const GPtrArray *lists[] = {h->parts, h->named, h->withheld};
	for (guint k = 0; k < G_N_ELEMENTS(lists); k++)
		for (guint i = 0; i < lists[k]->len; i++)
			g_ptr_array_add(names, ((const DraftPart *)lists[k]->pdata[i])->name);
	return choice_list(names);
}

/* What stands in the case, and what the very mail adds that asks for it. A question is no news to
 * who asks it. (transfer full) */
static GPtrArray *
record_now(const Doing *d)
{
	const Happening *h = d->h;
	GPtrArray *record = entry_facts_new();
	for (guint i = 0; h->c->record && i < h->c->record->len; i++)
		g_ptr_array_add(record, entry_fact_copy(h->c->record->pdata[i]));
	if (!h->commented || h->asks)
		return record;
	g_autofree char *files = file_names(h);
	g_autofree char *text =
		text_ellipsize(h->is_sealed ? "" : h->text, LIMIT_RECORD_TEXT_CHARS);
	EntryFact *entry = entry_fact_new(d->b->facts->now_ms,
					  *h->actor_name ? h->actor_name : h->actor, text, files);
	entry->is_note = h->is_note;
	entry->is_staffs = h->actor_is_staff;
	entry->is_unproven = !h->actor_proven;
	g_ptr_array_add(record, entry);
	return record;
}

static gboolean
is_guest(const Doing *d)
{
	const ParticipantFact *me = case_participant(d->h->c, d->h->actor_person, d->h->actor);
	return !d->h->actor_is_staff && !(me && !strcmp(me->role, "reporter"));
}

static Js *
record_data(const Doing *d, guint most, gsize room)
{
	const CaseFact *c = d->h->c;
	const Reader reader = {
		.desk = d->h->actor_is_staff ? NULL : d->b->desk,
		.zone = d->b->facts->zone,
		.is_guest = is_guest(d),
	};
	Js *data = js_object();
	g_autoptr(GPtrArray) record = record_now(d);
	guint from = record->len - MIN(record->len, most);
	Js *entries = d->h->actor_proven ? plan_entries(record, from, &reader, room) : js_array();
	js_set_bool(data, "has_entries", js_size(entries) > 0);
	js_set(data, "entries", entries);
	js_set_bool(data, "is_proven", d->h->actor_proven);
	js_set_int(data, "left_out", c->record_cut);
	js_set_bool(data, "is_question", d->h->asks);
	set_due(d, data);
	return data;
}

/* A case that this very mail opens has its receipt. */
static gboolean
is_new(const Doing *d)
{
	return d->h->c->id == 0;
}

gboolean
do_info(Doing *d, const char *value, GError **error)
{
	(void)value;
	if (!d->h->c)
		return doing_list_instead(d, "info", error);
	if (is_new(d))
		return TRUE;
	const CaseFact *c = d->h->c;
	const Answer answer = {.subject = SUBJECT_OVERVIEW,
			       .event = EVENT_OVERVIEW,
			       .title = c->title,
			       .data = record_data(d, LAST_ENTRIES, LAST_BYTES),
			       .has_notes = TRUE};
	doing_answer(d, &answer);
	return TRUE;
}

static gboolean
sees_raw(const Doing *d)
{
	const GPtrArray *staff = d->b->facts->staff;
	for (guint i = 0; d->h->actor_proven && i < staff->len; i++) {
		const PersonFact *person = staff->pdata[i];
		if (person->id == d->h->actor_person && person->sees_raw &&
		    !strcmp(person->desk, d->h->c->desk))
			return TRUE;
	}
	return FALSE;
}

/* The message that a value asks for; NULL: it can't be had. (transfer none) */
static const MessageFact *
find_raw(const Doing *d, const char *value, GError **error)
{
	gint64 entry = 0;
	if (!history_asks_raw(value, &entry)) {
		error_perm(error,
			   "\"%s\" can't stand here; there are \"#history\" alone, and "
			   "\"#history raw\" with the number of a message",
			   value);
		return NULL;
	}
	if (!sees_raw(d)) {
		error_perm(error,
			   "messages as they came are for those of the staff of desk %s who "
			   "may see them",
			   d->h->c->desk);
		return NULL;
	}
	const MessageFact *m = facts_message(d->b->facts, d->h->c->id, entry);
	if (!m || !m->message) {
		error_perm(error, "there is no such message in this case; answer the notice of it, "
				  "or write its number");
		return NULL;
	}
	if (m->size_bytes / 3 * 4 > LIMIT_RELAY_BYTES) {
		error_perm(error, "message %" G_GINT64_FORMAT " is too large for a mail", m->seq);
		return NULL;
	}
	return m;
}

gboolean
do_history(Doing *d, const char *value, GError **error)
{
	if (!d->h->c)
		return doing_list_instead(d, "history", error);
	if (is_new(d))
		return TRUE;
	const MessageFact *m = *value ? find_raw(d, value, error) : NULL;
	if (*value && !m)
		return FALSE;
	g_autofree char *name =
		m ? g_strdup_printf("message-%" G_GINT64_FORMAT ".eml", m->seq) : NULL;
	char type[] = "message/rfc822";
	const DraftPart whole = {.message = m ? m->message : 0,
				 .part = PART_WHOLE,
				 .name = name,
				 .type = type,
				 .size_bytes = m ? m->size_bytes : 0};
	const Answer answer = {.subject = SUBJECT_HISTORY,
			       .event = EVENT_HISTORY,
			       .title = d->h->c->title,
			       .data = record_data(d, G_MAXUINT, LIMIT_RECORD_BYTES),
			       .part = m ? &whole : NULL,
			       .has_notes = TRUE};
	plan_answer(d->b, d->h, &answer);
	return TRUE;
}
