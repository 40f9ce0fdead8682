/*
 * What a partner may see of a case, and what it is told that nobody else is.
 */
#include "desk/partner_view.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/text.h"
#include "desk/partner_event.h"

#include <string.h>

/* The name, or "" where it is but an address: whose that is, partners need not know. */
static const char *
partner_sees_name(const char *name)
{
	return strchr(name, '@') ? "" : name;
}

/* Who takes part, who works on it and how is not a partner's to know. */
static gboolean
sees_change(const NoticeChange *change)
{
	static const char *const labels[] = {"Status", "Priority",  "Type",        "Title",
					     "ETA",    "Emergency", "Released in", NULL};
	return !change->is_staffs && g_strv_contains(labels, change->label);
}

/* Message-IDs of others tell from where they write; one of its own keeps its mails together. */
static void
veil_thread(Notice *n, const Builder *b)
{
	g_autofree char *root =
		g_strdup_printf("%s@%s", n->tracking_id, address_domain(b->desk->address));
	g_ptr_array_set_size(n->references, 0);
	if (*n->tracking_id)
		g_ptr_array_add(n->references, g_strdup(root));
	if (!n->is_answer)
		text_put(&n->in_reply_to, *n->tracking_id ? root : "");
}

static gboolean
is_to_partner(const Notice *n)
{
	return !strcmp(n->to_role, "partner") || !strcmp(n->to_role, "former partner");
}

void
partner_veil(Notice *n, const Builder *b)
{
	if (!is_to_partner(n))
		return;
	char **staffs[] = {&n->tier,    &n->team,         &n->assignee,
			   &n->partner, &n->completeness, &n->signature_why};
	for (guint i = 0; i < G_N_ELEMENTS(staffs); i++)
		text_put(staffs[i], "");
	/* Without the writer the author would stand for it. */
	gboolean hides_writer = *n->writer && !*partner_sees_name(n->writer);
	if (hides_writer)
		text_put(&n->writer, "");
	if (hides_writer || !*partner_sees_name(n->author))
		text_put(&n->author, "");
	if (!*partner_sees_name(n->customer))
		text_put(&n->customer, "");
	for (guint i = n->changes->len; i > 0; i--)
		if (!sees_change(n->changes->pdata[i - 1]))
			g_ptr_array_remove_index(n->changes, i - 1);
	g_clear_pointer(&n->tickets, js_free);
	veil_thread(n, b);
}

/* To its endpoint, if it has one. FALSE: that one isn't told, for it did this by its own program,
 * or doesn't want to hear of such. */
static gboolean
partner_takes(Notice *n, const CaseFact *c)
{
	if (!is_to_partner(n) || !c->partner_events)
		return TRUE;
	text_put(&n->endpoint, c->partner);
	return !n->is_answer && partner_event_is_in(c->partner_events, partner_event_of(n));
}

void
plan_send(Builder *b, Notice *n, const CaseFact *c)
{
	partner_veil(n, b);
	if (partner_takes(n, c))
		plan_change(b->plan, CHANGE_NOTICE)->notice = n;
	else
		notice_free(n);
}

static GPtrArray *
veiled(const GPtrArray *entries)
{
	GPtrArray *list = entry_facts_new();
	for (guint i = 0; entries && i < entries->len; i++) {
		const EntryFact *said = entries->pdata[i];
		if (said->is_rating)
			continue; /* of the desk's work */
		EntryFact *entry = entry_fact_copy(said);
		if (!*partner_sees_name(entry->author))
			text_put(&entry->author, "");
		g_ptr_array_add(list, entry);
	}
	return list;
}

Js *
partner_story(const Builder *b, const Happening *h)
{
	Js *data = js_object();
	g_autoptr(GPtrArray) list = veiled(h->c->history);
	const Reader reader = {.desk = b->desk};
	Js *entries = plan_entries(list, 0, &reader, LIMIT_HISTORY_BYTES);
	js_set_bool(data, "has_entries", js_size(entries) > 0);
	js_set(data, "entries", entries);
	js_set_int(data, "left_out", h->c->history_cut);
	return data;
}

/* What goes along anyway comes first. */
void
partner_add_files(Notice *n, const CaseFact *c)
{
	gint64 encoded = 0;
	for (guint i = 0; i < n->parts->len; i++)
		encoded += ((const DraftPart *)n->parts->pdata[i])->size_bytes / 3 * 4;
	for (guint i = 0; c->files && i < c->files->len; i++) {
		const DraftPart *file = c->files->pdata[i];
		encoded += file->size_bytes / 3 * 4;
		g_ptr_array_add(encoded > LIMIT_RELAY_BYTES ? n->named : n->parts,
				draft_part_copy(file));
	}
}

void
plan_tell_taken_back(Builder *b, const Happening *h, const ParticipantFact *to)
{
	Notice *n = notice_new();
	n->subject = SUBJECT_TAKEN_BACK;
	n->event = EVENT_TAKEN_BACK;
	text_put(&n->desk, b->desk->name);
	text_put(&n->to_name, to->name);
	text_put(&n->to_address, to->address);
	text_put(&n->to_role, "former partner");
	text_put(&n->case_number, h->c->number);
	text_put(&n->title, h->c->title);
	plan_send(b, n, h->c);
}
