/*
 * What the site's rules set on the case that a mail opens or joins.
 */
#include "desk/plan_decision.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

/* Marks a case with a mail whose Message-ID another one had before: two programs' mistake or
 * somebody's attempt. */
#define TAG_SAME_ID "same-message-id"

/* The history names casemate for it, not the writer of the mail. */
static gboolean
set_by_rule(Decision *d, const Happening *h, const char *attribute, const char *label, char **field,
	    const char *value)
{
	if (!strcmp(*field, value))
		return FALSE;
	Happening by = *h;
	by.actor = by.actor_name = "";
	by.actor_is_staff = by.actor_proven = FALSE;
	plan_set(&d->b, &by, attribute, label, *field, value);
	text_put(field, value);
	return TRUE;
}

static const PersonFact *
assignee_of(const Decision *d, const CaseFact *c)
{
	const Facts *facts = d->facts;
	gint64 named =
		d->hits == d->clues->if_reply ? facts->assignee_if_reply : facts->assignee_if_new;
	for (guint i = 0; i < facts->staff->len; i++) {
		const PersonFact *person = facts->staff->pdata[i];
		if (!strcmp(person->desk, c->desk) && person->id == named)
			return person;
	}
	return NULL;
}

static void
assign(Decision *d, Happening *h)
{
	CaseFact *c = h->c;
	const PersonFact *person = assignee_of(d, c);
	if (!person) {
		plan_reason(d->b.plan,
			    "a rule assigns to %s, who is not staff of this desk: ignored",
			    d->hits->assignee);
		return;
	}
	if (set_by_rule(d, h, "assignee", "Assignee", &c->assignee_address, person->address))
		plan_show_change(h, c->assignee_name, person->name);
	c->assignee = person->id;
	text_put(&c->assignee_name, person->name);
}

static void
add_tags(Decision *d)
{
	if (d->facts->same_id_as)
		plan_change(d->b.plan, CHANGE_TAG)->value = g_strdup(TAG_SAME_ID);
	for (guint i = 0; i < d->hits->tags->len; i++)
		plan_change(d->b.plan, CHANGE_TAG)->value = g_strdup(d->hits->tags->pdata[i]);
}

void
decision_follow_rules(Decision *d, Happening *h)
{
	const RuleHits *hits = d->hits;
	const CaseType *type = hits->type ? site_type(d->site, hits->type) : NULL;
	add_tags(d);
	/* What is opened has its type already, perhaps by a better word than a rule's. */
	if (type && !h->opened)
		set_by_rule(d, h, "type", "Type", &h->c->type, type->name);
	if (hits->priority)
		set_by_rule(d, h, "priority", "Priority", &h->c->priority, hits->priority);
	if (hits->assignee)
		assign(d, h);
}
