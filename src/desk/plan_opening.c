/*
 * A mail opens a case: whose, of which type, for whom to work on.
 */
#include "desk/plan_commands.h"

#include "base/error.h"

#include <string.h>

static const char *
or_else(const char *value, const char *fallback)
{
	return value && *value ? value : fallback;
}

static const PersonFact *
organisation_of(const Facts *facts)
{
	if (facts->sender && facts->sender->organisation)
		return facts->sender;
	return facts->organisation_by_domain;
}

/* The recorded name of the organisation, else of the person, else the address. */
static const char *
customer_name(const Decision *d)
{
	const PersonFact *organisation = organisation_of(d->facts);
	if (organisation)
		return organisation->organisation_name;
	if (d->facts->sender && *d->facts->sender->name)
		return d->facts->sender->name;
	if (d->facts->proof == PROOF_PASS && *d->clues->name)
		return d->clues->name;
	return *d->clues->address ? d->clues->address : "unknown sender";
}

/* The case as it will be, in the terms of the site. */
static CaseFact *
new_case(const Decision *d, const CaseType *type)
{
	const Facts *facts = d->facts;
	const Site *site = d->site;
	const PersonFact *organisation = organisation_of(facts);
	const Status *first = site->statuses->pdata[0];
	const char *priority = or_else(d->hits->priority, type->priority);
	g_autoptr(GPtrArray) nobody = g_ptr_array_new();
	const CaseFact template = {
		.desk = d->b.desk->name,
		.title = d->clues->title,
		.type = type->name,
		.status = unconst(or_else(type->first_status, first->name)),
		.priority = unconst(or_else(priority, site->priorities->pdata[0])),
		.customer = unconst(customer_name(d)),
		.organisation = organisation ? organisation->organisation : 0,
		.is_change_request = type->is_change_request,
		.root_message_id = d->clues->mail->message_id,
		.participants = nobody,
	};
	CaseFact *c = case_fact_copy(&template);
	g_free(c->number);
	c->number = g_strdup_printf("%s-%" G_GINT64_FORMAT, d->b.desk->prefix, facts->next_number);
	return c;
}

static const CaseType *
type_for(const Decision *d)
{
	const CaseType *type = d->hits->type ? site_type(d->site, d->hits->type) : NULL;
	if (!type)
		type = site_type(d->site, d->b.desk->default_type);
	return type ? type : d->site->types->pdata[0];
}

/* A receipt may carry the name on record or a proven one: what else stands in From may be
 * anybody's words. */
static void
add_reporter(Decision *d, Happening *h)
{
	const Clues *clues = d->clues;
	const PersonFact *sender = d->facts->sender;
	const char *name = sender ? sender->name : "";
	if (!*name && d->facts->proof == PROOF_PASS)
		name = clues->name;
	if (!sender)
		plan_add_person(&d->b, clues->address, name, "customer");
	plan_add_opening(&d->b, h->c, clues->address);
	plan_add_participant(&d->b, h->c, decision_sender_id(d), name, clues->address, "reporter");
}

/* They are told of the opening like anybody who follows. */
static void
add_standing(Decision *d, CaseFact *c)
{
	for (guint i = 0; i < d->facts->standing->len; i++) {
		const PersonFact *person = d->facts->standing->pdata[i];
		if (case_participant(c, person->id, person->address))
			continue;
		plan_reason(d->b.plan, "%s follows each case of %s", person->address, c->customer);
		plan_add_participant(&d->b, c, person->id, person->name, person->address,
				     "follower");
	}
}

static void
open_case(Decision *d, CaseFact *c, Orders *orders)
{
	const Clues *clues = d->clues;
	g_autoptr(Happening) h = decision_happening(d, c, clues->mail->text);
	h->opened = TRUE;
	/* Released by staff, a mail may come from nowhere or from our own address. */
	if (*clues->address && !decision_is_own_address(d))
		add_reporter(d, h);
	else
		plan_add_opening(&d->b, h->c, "");
	add_standing(d, h->c);
	decision_add_entry(d, NULL, "mail", clues->mail->text);
	decision_follow_rules(d, h);
	if (clues->is_machine)
		h->mute_actor = TRUE;
	else
		decision_cap(d, h);
	for (VerbStage stage = 0; stage < STAGES; stage++)
		orders_run(orders, d, h, stage);
	orders_mention(orders, d, h);
	orders_answer(orders, d, h);
	plan_notify(&d->b, h);
	decision_welcome(d);
	plan_end(d->b.plan, ENDING_CASE, h->c->number);
}

void
decision_open_case(Decision *d)
{
	CaseFact *c = new_case(d, type_for(d));
	g_autoptr(Orders) orders = orders_read(d, c);
	orders_rehearse(orders, d, c);
	if (decision_is_staff(d) && orders_any_wrong(orders)) {
		orders_return(orders, d, NULL);
		case_fact_free(c);
		return;
	}
	const char *why = "";
	g_autofree char *secret = decision_secret(d, NULL, d->clues->mail->text, &why);
	if (secret) {
		orders_return_secret(orders, d, NULL, secret, why);
		case_fact_free(c);
		return;
	}
	open_case(d, c, orders);
}

gboolean
decision_answers(Decision *d)
{
	g_autoptr(Orders) orders = orders_read(d, NULL);
	orders_rehearse(orders, d, NULL);
	if (!orders_only_ask(orders, d->clues))
		return FALSE;
	if (decision_is_staff(d) && orders_any_wrong(orders)) {
		orders_return(orders, d, NULL);
		return TRUE;
	}
	g_autoptr(Happening) h = decision_happening(d, NULL, "");
	decision_cap(d, h);
	for (VerbStage stage = 0; stage < STAGES; stage++)
		orders_run(orders, d, h, stage);
	orders_mention(orders, d, h);
	orders_answer(orders, d, h);
	plan_end(d->b.plan, ENDING_ANSWERED, "it asks something and belongs to no case");
	return TRUE;
}
