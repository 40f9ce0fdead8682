/*
 * The verb by which one message becomes a case of its own, its author's.  The entry stays where it
 * is, too; a merge undoes it.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define TITLE_CHARS 80

static gboolean
check_message(const Doing *d, const MessageFact *m, gint64 seq, GError **error)
{
	if (!m && seq)
		return error_perm(error, "%s has no entry %" G_GINT64_FORMAT, d->h->c->number, seq);
	if (!m)
		return error_perm(error, "say which message: #split 4; \"#history\" and \"casemate "
					 "case show\" have their numbers");
	if (strcmp(m->kind, "mail") != 0 && strcmp(m->kind, "comment") != 0)
		return error_perm(error, "entry %" G_GINT64_FORMAT " is no message of anybody's",
				  m->seq);
	if (!strcmp(m->author_role, "staff") || !strcmp(m->author_role, "machine") ||
	    !strcmp(m->author_role, "partner") || !strchr(m->author, '@'))
		return error_perm(error,
				  "entry %" G_GINT64_FORMAT " is not a customer's, so a case of it "
				  "would be nobody's",
				  m->seq);
	if (*m->split_into)
		return error_perm(error, "entry %" G_GINT64_FORMAT " became %s already", m->seq,
				  m->split_into);
	return d->h->moved->len == 0 ||
	       error_perm(error, "one message is split off in a mail; send another one");
}

/* As given behind the number, else how the text begins. */
static char *
title_of(const MessageFact *m, const char *value)
{
	const char *given = value;
	if (split_entry(value))
		given += strcspn(value, " \t");
	const char *begin = m->text + strspn(m->text, " \t\n");
	g_autofree char *line = g_strndup(begin, strcspn(begin, "\n"));
	g_autofree char *safe = header_safe(given);
	g_strstrip(safe);
	if (*safe)
		return text_ellipsize(safe, LIMIT_TITLE_CHARS);
	g_autofree char *first = header_safe(line);
	return text_ellipsize(*first && !m->is_sealed ? first : NO_SUBJECT, TITLE_CHARS);
}

/* On record or proven; "" if neither: what else stood in From may be anybody's words. */
static const char *
name_of(const MessageFact *m)
{
	if (m->person && *m->person->name)
		return m->person->name;
	return m->is_proven ? m->author_name : "";
}

static const char *
customer_of(const MessageFact *m)
{
	if (m->person && *m->person->organisation_name)
		return m->person->organisation_name;
	return *name_of(m) ? name_of(m) : m->author;
}

static CaseFact *
case_of(const Doing *d, const MessageFact *m, const char *title)
{
	const Site *site = d->b->site;
	const CaseFact *old = d->h->c;
	const CaseType *type = site_type(site, old->type);
	const Status *first = site->statuses->pdata[0];
	g_autoptr(GPtrArray) nobody = g_ptr_array_new();
	g_autofree char *number =
		g_strdup_printf("%s-%" G_GINT64_FORMAT, d->b->desk->prefix, m->next_number);
	const CaseFact template = {
		.number = number,
		.desk = old->desk,
		.title = unconst(title),
		.type = old->type,
		.status = type && *type->first_status ? type->first_status : first->name,
		.priority = type && *type->priority ? type->priority : site->priorities->pdata[0],
		.customer = unconst(customer_of(m)),
		.tier = m->person ? m->person->organisation_tier : unconst(""),
		.team = unconst(""),
		.organisation = m->person ? m->person->organisation : 0,
		.is_change_request = old->is_change_request,
		.language = m->language,
		.root_message_id = m->message_id,
		.participants = nobody,
	};
	return case_fact_copy(&template);
}

/* The plan's own case stays the one of the mail. */
static void
open_case(Doing *d, Happening *h, const MessageFact *m)
{
	Plan *plan = d->b->plan;
	g_autofree char *own = g_strdup(plan->case_number);
	if (!m->person)
		plan_add_person(d->b, m->author, name_of(m), "customer");
	d->b->next_number = m->next_number;
	plan_add_opening(d->b, h->c, m->author);
	d->b->next_number = 0;
	g_free(plan->case_number);
	plan->case_number = g_steal_pointer(&own);
	plan_add_participant(d->b, h->c, m->person ? m->person->id : 0, name_of(m),
			     m->person ? m->person->address : m->author, "reporter");
	Change *copy = plan_change(plan, CHANGE_COPY_ENTRY);
	copy->number = m->entry;
	copy->value = g_strdup_printf("%" G_GINT64_FORMAT, m->seq);
	Change *link = plan_change(plan, CHANGE_LINK);
	link->number = d->h->c->id;
	link->value = g_strdup(d->h->c->number);
	link->name = g_strdup("split");
}

/* Not of who splits it off. */
static void
set_writer(Happening *h, const MessageFact *m)
{
	const char *name = *name_of(m) ? name_of(m) : m->author_name;
	h->writer = *name ? name : m->author;
	h->writer_address = m->author;
	h->writer_person = m->person ? m->person->id : 0;
	h->writer_proven = m->is_proven;
}

gboolean
do_split(Doing *d, const char *value, GError **error)
{
	gint64 seq = split_entry(value);
	if (d->h->c->id == 0)
		return error_perm(error, "the case is not open yet; answer its mail for that");
	const MessageFact *m = facts_message(d->b->facts, d->h->c->id, seq);
	if (!check_message(d, m, seq, error))
		return FALSE;
	g_autofree char *title = title_of(m, value);
	g_autoptr(CaseFact) c = case_of(d, m, title);
	g_autoptr(Happening) h = doing_happening(d, c);
	h->opened = TRUE;
	h->text = m->is_sealed ? "" : m->text;
	set_writer(h, m);
	open_case(d, h, m);
	g_autofree char *from =
		g_strdup_printf("Was entry %" G_GINT64_FORMAT " of %s", m->seq, d->h->c->number);
	plan_note(d->b, h, "split", NULL, "", from);
	plan_notify(d->b, h);
	plan_turn_to(d->b, NULL);
	g_autofree char *text =
		g_strdup_printf("Entry %" G_GINT64_FORMAT " became case %s", m->seq, c->number);
	plan_note(d->b, d->h, "split", NULL, "", text);
	g_ptr_array_add(d->h->moved, g_strdup(c->number));
	doing_say(d, "%s of %s. To undo it: \"#merge %s %s\".", text, m->author, c->number,
		  d->h->c->number);
	return TRUE;
}
