/*
 * The verb by which a text goes for good: a password, a card's number.  Whatever else the mail asks
 * for is done as if the text had never been there; its writer hears exactly what went, and what is
 * out of reach.
 */
#include "desk/choice.h"
#include "desk/doing.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

/* What a case is called whose title went along. */
#define NO_TITLE "(text removed)"

static gboolean
check_value(const char *value, gint64 seq, GError **error)
{
	gsize word = strcspn(value, " \t");
	if (*value && (!seq || value[word + strspn(value + word, " \t")]))
		return error_perm(error, "say which text by the number of its entry alone: "
					 "#redact 4");
	return TRUE;
}

static gboolean
check_text(const Doing *d, const Redaction *r, gint64 seq, GError **error)
{
	const CaseFact *c = d->h->c;
	if (!r && seq)
		return error_perm(error, "%s has no entry %" G_GINT64_FORMAT, c->number, seq);
	if (!r)
		return error_perm(error, "say which text: #redact 4; \"#history\" and \"casemate "
					 "case show\" have the numbers");
	if (r->case_id != c->id && r->goes_on != c->id)
		return error_perm(error,
				  "what you answer is entry %" G_GINT64_FORMAT
				  " of %s; write to that case",
				  r->seq, r->number);
	if (r->is_removed)
		return error_perm(error, "entry %" G_GINT64_FORMAT " says already: %s", r->seq,
				  r->text);
	if (!strcmp(r->kind, "redact"))
		return error_perm(error, "entry %" G_GINT64_FORMAT " says that a text was removed",
				  r->seq);
	return TRUE;
}

/* What was looked up before of the case: others may be told of it by this very mail. */
static GPtrArray *
forget_texts(GPtrArray *entries, const Redaction *r, const char *mark)
{
	if (!entries)
		return NULL;
	GPtrArray *list = entry_facts_new();
	for (guint i = 0; i < entries->len; i++) {
		EntryFact *entry = entry_fact_copy(entries->pdata[i]);
		g_ptr_array_add(list, entry);
		if (!redaction_has(r->entries, entry->entry))
			continue;
		text_put(&entry->text, mark);
		text_put(&entry->files, "");
	}
	g_ptr_array_unref(entries);
	return list;
}

static void
forget(Doing *d, const Redaction *r, const char *mark)
{
	CaseFact *c = d->h->c;
	c->history = forget_texts(c->history, r, mark);
	c->record = forget_texts(c->record, r, mark);
	for (guint i = 0; i < r->fields->len; i++) {
		const char *name = r->fields->pdata[i];
		const FieldFact *field = case_field(c, name);
		if (field && g_array_index(r->field_cases, gint64, i) == c->id)
			case_set_field(c, name, "", field->need);
	}
	for (guint i = 0; i < r->tags->len; i++) {
		guint at = 0;
		if (g_array_index(r->tag_cases, gint64, i) == c->id &&
		    g_ptr_array_find_with_equal_func(c->tags, r->tags->pdata[i], g_str_equal, &at))
			g_ptr_array_remove_index(c->tags, at);
	}
	for (guint i = 0; i < r->partners->len; i++)
		if (g_array_index(r->partner_cases, gint64, i) == c->id)
			case_set_external(c, r->partners->pdata[i], NULL);
	for (guint i = c->tickets->len; i > 0; i--) {
		const TicketFact *ticket = c->tickets->pdata[i - 1];
		if (redaction_has(r->entries, ticket->entry))
			g_ptr_array_remove_index(c->tickets, i - 1);
	}
	if (redaction_has(r->retitled, c->id))
		text_put(&c->title, NO_TITLE);
	d->b->quotes_nothing = TRUE;
}

/* In each case that had it: who, when, by which mail, on which proof. */
static void
note_everywhere(Doing *d, const Redaction *r)
{
	g_autofree char *places = choice_list(r->places);
	g_autofree char *text = g_strdup_printf("Text removed for good: %s", places);
	for (guint i = 0; i < r->touched->len; i++) {
		gint64 id = g_array_index(r->touched, gint64, i);
		if (id == d->h->c->id)
			continue;
		const CaseFact other = {.id = id, .number = r->touched_numbers->pdata[i]};
		plan_turn_to(d->b, &other);
		plan_add_entry(d->b->plan, happening_entry(d->h, "redact", text));
		plan_turn_to(d->b, NULL);
	}
	plan_note(d->b, d->h, "redact", NULL, "", text);
}

static void
say_list(Doing *d, const char *what, const GPtrArray *list, const char *more)
{
	g_autofree char *text = choice_list(list);
	if (list->len > 0)
		doing_say(d, "%s: %s.%s", what, text, more);
}

static void
say_gone(Doing *d, const Redaction *r)
{
	static const char *const texts[] = {"mail", "comment", "note", "auto", "bounce", NULL};
	if (g_strv_contains(texts, r->kind))
		say_list(d, "Removed for good, text, attachments and raw message", r->places, "");
	else
		say_list(d, "Removed for good", r->places,
			 " No mail went: this is what the history notes, and what a mail says has "
			 "an entry of its own.");
	doing_say(d,
		  "With it went: attachments %" G_GINT64_FORMAT
		  ", raw messages %u (copies, and mails of commands alone, which quote it), kept "
		  "copies of notices %u, held or returned mails %u.",
		  r->files, r->messages->len, r->sent->len + r->unsent->len, r->held->len);
	say_list(d, "It had filled in these fields, which are empty now", r->fields, "");
	say_list(d, "It had given the number of the case at", r->partners,
		 " That is removed, too; \"#external NUMBER\" sets another one.");
	say_list(d, "It had set these tags, which are gone", r->tags, "");
	say_list(d, "It gave the title to", r->titled,
		 " That is removed, too; \"#title TEXT\" sets another one.");
}

static void
say_left(Doing *d, const Redaction *r)
{
	say_list(d, "Because they held it, notices are not sent any more to", r->spared,
		 " Write to them if they have to know.");
	say_list(d, "Mail that waited for a decision, or to be sent, went along; it was from",
		 r->stopped, "");
	say_list(d, "Mail that was delivered can't be taken back. It went to", r->reached, "");
	say_list(d, "Its words still stand in", r->elsewhere,
		 " Remove those as well if they have to go.");
	say_list(d, "It may stand in backups, which stay until somebody removes them", r->backups,
		 "");
	if (r->keeps_own)
		doing_say(d, "Your own mail quotes it and is kept whole, because it has "
			     "attachments: remove its entry, too.");
}

/* The keys of the tickets that go. (transfer full) */
static GPtrArray *
tickets_of(const CaseFact *c, const Redaction *r)
{
	GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < c->tickets->len; i++) {
		const TicketFact *ticket = c->tickets->pdata[i];
		if (redaction_has(r->entries, ticket->entry))
			g_ptr_array_add(keys, g_strdup(ticket->key));
	}
	return keys;
}

gboolean
do_redact(Doing *d, const char *value, GError **error)
{
	gint64 seq = split_entry(value);
	if (!check_value(value, seq, error))
		return FALSE;
	if (d->h->c->id == 0)
		return error_perm(error, "the case is not open yet; answer its mail for that");
	Redaction *r = facts_redaction(d->b->facts, d->h->c->id, seq);
	if (!check_text(d, r, seq, error))
		return FALSE;
	const char *name = *d->h->actor_name ? d->h->actor_name : d->h->actor;
	g_autofree char *mark = redaction_mark(name, d->b->facts->now_ms, d->b->facts->zone);
	Change *change = plan_change(d->b->plan, CHANGE_REDACT);
	change->redaction = redaction_ref(r);
	change->value = g_strdup(mark);
	change->name = g_strdup(NO_TITLE);
	change->address = g_strdup(d->h->actor);
	g_autoptr(GPtrArray) tickets = tickets_of(d->h->c, r);
	forget(d, r, mark);
	note_everywhere(d, r);
	say_gone(d, r);
	say_list(d, "It had given the tickets", tickets,
		 " They are removed, too; \"#link KEY STATUS\" sets them again.");
	say_left(d, r);
	return TRUE;
}
