/*
 * A mail opens a case: whose, of which type, for whom to work on.
 */
#include "desk/plan_form.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/doing.h"
#include "desk/emergency.h"

#include <string.h>

static const char *
or_else(const char *value, const char *fallback)
{
	return value && *value ? value : fallback;
}

/** Whose case it becomes: the writer's, or the customer's whose mail staff forwards. Borrowed. */
typedef struct Origin {
	const char *address;
	const char *name;            /**< on record or proven; "" if neither */
	const PersonFact *person;    /**< NULL: nobody's address yet */
	const PersonFact *by_domain; /**< NULL: no organisation has the domain */
	const Forward *forward;      /**< NULL: nothing is forwarded */
	const char *title, *text, *message_id;
} Origin;

static Origin
origin_of_writer(const Decision *d)
{
	const Clues *clues = d->clues;
	const PersonFact *sender = d->facts->sender;
	Origin origin = {
		.address = clues->address,
		.name = sender ? sender->name : "",
		.person = sender,
		.by_domain = d->facts->organisation_by_domain,
		.title = clues->title,
		.text = clues->mail->text,
		.message_id = clues->mail->message_id,
	};
	/* A receipt may carry the name on record or a proven one: what else stands in From may
	 * be anybody's words. */
	if (!*origin.name && d->facts->proof == PROOF_PASS)
		origin.name = clues->name;
	return origin;
}

/* Nothing of it is proven but that staff has seen it. */
static Origin
origin_of(const Decision *d, char **title, char **text)
{
	const Clues *clues = d->clues;
	const Forward *forward = clues->mail->forward;
	Origin origin = origin_of_writer(d);
	if (!*clues->customer || !decision_is_staff(d) || d->facts->proof != PROOF_PASS)
		return origin;
	const NamedFact *named = facts_named(d->facts, clues->customer);
	origin.address = clues->customer;
	origin.person = named ? named->found : NULL;
	origin.name = origin.person ? origin.person->name : "";
	origin.by_domain = d->facts->customer_by_domain;
	origin.forward = forward;
	if (!forward) {
		g_autoptr(GPtrArray) commands = commands_find(clues->mail->text);
		origin.text = *text = commands_remove(clues->mail->text, commands);
		return origin;
	}
	if (!origin.person && !g_ascii_strcasecmp(forward->address, clues->customer))
		origin.name = forward->name;
	g_autofree char *safe = header_safe(subject_strip_prefixes(forward->subject));
	*title = *safe ? text_ellipsize(safe, LIMIT_TITLE_CHARS) : g_strdup(clues->title);
	origin.title = *title;
	origin.text = forward->text;
	origin.message_id = forward->message_id ? forward->message_id : origin.message_id;
	return origin;
}

static const PersonFact *
organisation_of(const Origin *origin)
{
	return origin->person && origin->person->organisation ? origin->person : origin->by_domain;
}

/* The recorded name of the organisation, else of the person, else the address. */
static const char *
customer_name(const Origin *origin)
{
	const PersonFact *organisation = organisation_of(origin);
	if (organisation)
		return organisation->organisation_name;
	if (*origin->name)
		return origin->name;
	return *origin->address ? origin->address : "unknown sender";
}

/* Who writes for a customer may do it in any language; what is forwarded is the customer's. */
static const char *
first_language(const Decision *d, const Origin *origin)
{
	if (origin->forward)
		return d->facts->forward_language;
	return decision_is_staff(d) ? "" : d->facts->mail_language;
}

/* The case as it will be, in the terms of the site. */
static CaseFact *
new_case(const Decision *d, const Origin *origin, const CaseType *type)
{
	const Facts *facts = d->facts;
	const Site *site = d->site;
	const PersonFact *organisation = organisation_of(origin);
	const Status *first = site->statuses->pdata[0];
	const char *priority = or_else(d->hits->priority, type->priority);
	g_autoptr(GPtrArray) nobody = g_ptr_array_new();
	const CaseFact template = {
		.desk = d->b.desk->name,
		.title = unconst(origin->title),
		.type = type->name,
		.status = unconst(or_else(type->first_status, first->name)),
		.priority = unconst(or_else(priority, site->priorities->pdata[0])),
		.customer = unconst(customer_name(origin)),
		.tier = organisation ? organisation->organisation_tier : unconst(""),
		.team = unconst(""),
		.organisation = organisation ? organisation->organisation : 0,
		.is_change_request = type->is_change_request,
		.language = unconst(first_language(d, origin)),
		.root_message_id = unconst(origin->message_id),
		.participants = nobody,
	};
	CaseFact *c = case_fact_copy(&template);
	g_free(c->number);
	c->number = g_strdup_printf("%s-%" G_GINT64_FORMAT, d->b.desk->prefix, facts->next_number);
	return c;
}

static void
add_reporter(Decision *d, Happening *h, const Origin *origin)
{
	const PersonFact *person = origin->person;
	const char *address = origin->address;
	if (!person)
		plan_add_person(&d->b, address, origin->name, "customer");
	plan_add_opening(&d->b, h->c, address);
	plan_add_participant(&d->b, h->c, person ? person->id : 0, origin->name, address,
			     "reporter");
}

/* The customer's words, and above them, for colleagues alone, what their forwarder said. */
static void
add_forwarded(Decision *d, Happening *h, const Origin *origin)
{
	const Mail *mail = d->clues->mail;
	const char *who = decision_author_name(d, NULL);
	Entry *entry =
		entry_new("mail", origin->address, origin->name, "reporter", FALSE, origin->text);
	entry->full_text = g_strdup(mail->text);
	text_put(&entry->message_id, origin->message_id);
	entry->proof = (g_free(entry->proof),
			g_strdup_printf("forwarded by %s", *who ? who : d->clues->address));
	entry->has_message = TRUE;
	entry->is_sealed = mail->is_unsealed;
	entry->masked = mail->masked;
	plan_add_entry(d->b.plan, entry);
	plan_reason(d->b.plan, "staff forwards a mail of %s", origin->address);
	h->is_forwarded = TRUE;
	if (!origin->forward)
		return;
	h->writer = *origin->name ? origin->name : origin->address;
	h->writer_address = origin->address;
	h->writer_person = origin->person ? origin->person->id : 0;
	h->masks_forward = origin->forward->masked > 0;
	g_autoptr(GPtrArray) commands = commands_find(origin->forward->above);
	g_autofree char *above = commands_remove(origin->forward->above, commands);
	if (!*above)
		return;
	Entry *note = entry_new("note", d->clues->address, who, "staff", TRUE, above);
	plan_add_entry(d->b.plan, note);
	h->note = note->text;
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

/* The site's own words, which may help before anybody has looked. The history has them, too. */
static void
answer_at_once(Decision *d, Happening *h)
{
	const CaseType *type = site_type(d->site, h->c->type);
	const GPtrArray *answers = d->hits->answers;
	if (h->is_muted[happening_receipt(h)] || !type || !type->answers || answers->len == 0)
		return;
	plan_reason(d->b.plan, "answers of rules go along with the receipt: %u", answers->len);
	h->canned = answers;
	for (guint i = 0; i < answers->len; i++)
		plan_add_entry(d->b.plan, entry_new("answer", "", d->b.desk->title, "casemate",
						    TRUE, answers->pdata[i]));
}

/* The closed case that it goes on from stays as it is, and each names the other. */
static void
link_continued(Decision *d, Happening *h)
{
	const CaseFact *old = d->continued;
	if (!old)
		return;
	Change *link = plan_change(d->b.plan, CHANGE_LINK);
	link->number = old->id;
	link->value = g_strdup(old->number);
	link->name = g_strdup("related");
	h->data = js_object();
	js_set_text(h->data, "continued", old->number);
	js_set_int(h->data, "days", d->site->reopen_days);
}

/* The alarm doesn't wait for what its form lacks. Who isn't proven can only ask. */
static void
declare_by_type(Decision *d, Happening *h)
{
	g_autoptr(GPtrArray) done = g_ptr_array_new_with_free_func(g_free);
	gboolean tells = FALSE;
	Doing doing = {&d->b, h, done, &tells, NULL};
	CaseFact *c = h->c;
	if (d->clues->is_machine || (h->actor_is_staff && !h->actor_proven) || *c->emergency ||
	    *c->escalation || !emergency_is_type(site_type(d->site, c->type)))
		return;
	plan_reason(d->b.plan, "its type says that it is an emergency");
	do_emergency(&doing, "", NULL);
}

static void
open_case(Decision *d, CaseFact *c, const Origin *origin, Orders *orders)
{
	const Clues *clues = d->clues;
	gboolean is_for = origin->address != clues->address;
	g_autofree char *text =
		is_for ? g_strdup(origin->text) : orders_opening_text(orders, clues, origin->text);
	g_autoptr(Happening) h = decision_happening(d, c, text);
	h->opened = TRUE;
	/* Who fills in a form means a new case. */
	h->may_mean_old = clues->others && !is_for && !decision_is_staff(d) &&
			  !(d->form && d->form->values->len > 0);
	/* Released by staff, a mail may come from nowhere or from our own address. */
	if (*clues->address && !decision_is_own_address(d))
		add_reporter(d, h, origin);
	else
		plan_add_opening(&d->b, h->c, "");
	add_standing(d, h->c);
	link_continued(d, h);
	if (is_for)
		add_forwarded(d, h, origin);
	else
		decision_add_entry(d, NULL, "mail", text);
	decision_keep_new_form(d, h, orders, d->form);
	declare_by_type(d, h);
	h->offers_types = clues->choice.way == TYPE_BY_DESK;
	decision_follow_rules(d, h);
	decision_cap(d, h, happening_receipt(h));
	if (!is_for)
		answer_at_once(d, h);
	for (VerbStage stage = 0; stage < STAGES; stage++)
		orders_run(orders, d, h, stage);
	plan_judge_form(&d->b, h);
	plan_settle_emergency(&d->b, h, NULL);
	orders_mention(orders, d, h);
	orders_hint(orders, h);
	if (orders_tell_writer(orders, h) || orders_ask(orders))
		decision_cap(d, h, RECEIPT_ANSWER);
	orders_answer(orders, d, h);
	g_autofree char *beside = decision_text_beside_form(d, h);
	g_autofree char *told =
		is_for ? g_strdup(beside) : orders_opening_text(orders, clues, beside);
	h->text = told;
	plan_notify(&d->b, h);
	decision_tell_masked(d, h);
	decision_welcome(d);
	plan_end(d->b.plan, ENDING_CASE, h->c->number);
}

/* The title of a form that came back is none of the writer's. */
static void
read_form(Decision *d, CaseFact *c, const CaseType *type)
{
	const Mail *mail = d->clues->mail;
	const char *subject = subject_strip_prefixes(mail->subject);
	if (!d->form)
		return;
	form_fill_new_case(c, type, d->form, mail, type_of_form_subject(d->site, subject) != NULL);
	decision_judge_new_form(d, c, type);
}

/* A mail forwarded as an attachment isn't in the text of the mail that forwards it. */
static char *
secret_of(const Decision *d, const Origin *origin, const char **why_out)
{
	const char *text = d->clues->mail->text;
	char *found = decision_secret(d, NULL, text, why_out);
	return found || origin->text == text ? found
					     : decision_secret(d, NULL, origin->text, why_out);
}

/* The answer without what it quotes, under the title of what it answers. */
static void
continue_case(const Decision *d, Origin *origin)
{
	const Mail *mail = d->clues->mail;
	origin->title = d->continued->title;
	if (*mail->reply)
		origin->text = mail->reply;
}

void
decision_open_case(Decision *d)
{
	g_autofree char *title = NULL;
	g_autofree char *text = NULL;
	const CaseType *type = decision_type(d);
	if (!type)
		return;
	Origin origin = origin_of(d, &title, &text);
	if (d->continued)
		continue_case(d, &origin);
	/* A mail that staff forwards may be anything; its form would be the forwarder's. */
	d->form = origin.address == d->clues->address && type == d->clues->choice.type
			  ? d->clues->form
			  : NULL;
	if (decision_refuses_form(d, type, d->form))
		return;
	CaseFact *c = new_case(d, &origin, type);
	read_form(d, c, type);
	g_autoptr(Orders) orders = orders_read(d, c);
	orders_rehearse(orders, d, c);
	if (decision_is_staff(d) && orders_any_wrong(orders)) {
		orders_return(orders, d, NULL);
		case_fact_free(c);
		return;
	}
	const char *why = "";
	g_autofree char *secret = secret_of(d, &origin, &why);
	if (secret) {
		orders_return_secret(orders, d, NULL, secret, why);
		case_fact_free(c);
		return;
	}
	open_case(d, c, &origin, orders);
}

/* What staff says beside its decision is no customer's, and asks for none. */
static gboolean
answers_digest(const Decision *d)
{
	return d->facts->is_digest_answered && decision_is_staff(d) && !d->facts->is_released;
}

/* Who has cases here is told which; others, and who proves nothing, how to write to us. */
static void
answer_without_case(Decision *d, const char *asked)
{
	g_autoptr(Happening) h = decision_happening(d, NULL, "");
	g_autoptr(GPtrArray) done = g_ptr_array_new_with_free_func(g_free);
	gboolean tells = FALSE;
	Doing doing = {&d->b, h, done, &tells, NULL};
	plan_reason(d->b.plan, "it holds commands about a case alone, and names none");
	decision_cap(d, h, RECEIPT_ANSWER);
	if (d->facts->sender && h->actor_proven)
		doing_list_instead(&doing, asked, NULL);
	else
		doing_help(&doing, TRUE);
	plan_end(d->b.plan, ENDING_ANSWERED, "its commands need a case, and it names none");
}

/* TRUE: it is staff's or a customer's, and has been answered. */
static gboolean
lacks_case(Decision *d, Orders *orders)
{
	const char *asked = orders_lack_case(d);
	const PersonFact *sender = d->facts->sender;
	if (!asked || d->facts->is_released || d->clues->is_machine ||
	    d->clues->mail->attachments->len > 0 || (sender && !strcmp(sender->role, "partner")))
		return FALSE;
	if (!decision_is_staff(d))
		answer_without_case(d, asked);
	else if (orders_any_wrong(orders))
		orders_return(orders, d, NULL);
	else
		return FALSE;
	return TRUE;
}

/* An empty mail to the address of a type asks for its form. */
static gboolean
refuses_type_of_address(Decision *d)
{
	for (guint i = 0; i < d->clues->commands->len; i++) {
		const Command *command = d->clues->commands->pdata[i];
		const CaseType *type = command->way == BY_ADDRESS && !strcmp(command->word, "form")
					       ? site_type(d->site, command->value)
					       : NULL;
		if (!type || decision_may_choose(d, type->roles))
			continue;
		decision_refuse(d, type, "", type->roles);
		return TRUE;
	}
	return FALSE;
}

gboolean
decision_answers(Decision *d)
{
	if (refuses_type_of_address(d))
		return TRUE;
	g_autoptr(Orders) orders = orders_read(d, NULL);
	orders_rehearse(orders, d, NULL);
	gboolean is_slip = orders_say_nothing(orders);
	gboolean only_asks = is_slip || orders_only_ask(orders, d);
	if (!only_asks && lacks_case(d, orders))
		return TRUE;
	if (!only_asks && !answers_digest(d))
		return FALSE;
	if (!only_asks && !orders_any(orders))
		return decision_end_undecided(d);
	if (decision_is_staff(d) && orders_any_wrong(orders)) {
		orders_return(orders, d, NULL);
		return TRUE;
	}
	g_autoptr(Happening) h = decision_happening(d, NULL, "");
	decision_cap(d, h, RECEIPT_ANSWER);
	for (VerbStage stage = 0; stage < STAGES; stage++)
		orders_run(orders, d, h, stage);
	if (!only_asks)
		orders_tell(orders, "Your words beside the commands went to nobody: a digest "
				    "belongs to no case.");
	if (is_slip)
		orders_hint(orders, h);
	orders_mention(orders, d, h);
	orders_answer(orders, d, h);
	plan_end(d->b.plan, ENDING_ANSWERED, "it asks something and belongs to no case");
	return TRUE;
}
