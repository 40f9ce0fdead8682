/*
 * What follows from a mail: where it is filed, who may do so, what it changes.
 * The one place where incoming mail is decided about.
 */
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/plan_build.h"

#include <string.h>

/* Marks a case with a mail whose Message-ID another one had before: two programs' mistake or
 * somebody's attempt. */
#define TAG_SAME_ID "same-message-id"

/* Everything one decision looks at. */
typedef struct Decision {
	Builder b;
	const Clues *clues;
	const Facts *facts;
	const Site *site;
	const RuleHits *hits;
} Decision;

static gboolean
is_staff(const Facts *facts)
{
	return facts->sender && !strcmp(facts->sender->role, "staff");
}

static gint64
sender_id(const Facts *facts)
{
	return facts->sender ? facts->sender->id : 0;
}

/* A proven colleague of a sharing organisation may use the cases of his company. */
static gboolean
is_colleague(const Facts *facts, const CaseFact *c)
{
	const PersonFact *sender = facts->sender;
	return sender && facts->proof == PROOF_PASS && sender->organisation &&
	       sender->organisation == c->organisation && sender->organisation_shares;
}

static gboolean
may_use(const Decision *d, const CaseFact *c)
{
	if (case_participant(c, sender_id(d->facts), d->clues->address))
		return TRUE;
	if (is_staff(d->facts) && d->facts->proof == PROOF_PASS)
		return TRUE;
	return is_colleague(d->facts, c);
}

static const char *
way_name(Way way)
{
	static const char *const names[] = {
		[WAY_ADDRESS] = "tracking ID in the recipient address",
		[WAY_SUBJECT] = "tracking ID in the subject",
		[WAY_SENT] = "it answers a message we sent",
		[WAY_RECEIVED] = "it answers a message we received",
		[WAY_NUMBER] = "case number in the subject",
	};
	return names[way];
}

/* A case number is no secret: only a proven participant may use it. */
static gboolean
counts(const Decision *d, const Candidate *candidate)
{
	if (candidate->way != WAY_NUMBER)
		return TRUE;
	return d->facts->proof == PROOF_PASS && may_use(d, candidate->of);
}

typedef enum Filing { FILED_NEW, FILED_CASE, FILED_HELD } Filing;

/*
 * The first way that leads to any case decides.  Of several IDs in a subject the last
 * one that the sender may use wins, but IDs of two such cases are no decision.
 */
static Filing
file_by_way(Decision *d, Way way, const CaseFact **case_out, const char **why_out)
{
	const Candidate *usable = NULL;
	gboolean any = FALSE;
	for (guint i = 0; i < d->facts->candidates->len; i++) {
		const Candidate *candidate = d->facts->candidates->pdata[i];
		if (candidate->way != way || !counts(d, candidate))
			continue;
		any = TRUE;
		if (!may_use(d, candidate->of) && !d->facts->is_released)
			continue;
		gboolean differs = usable && usable->of != candidate->of;
		if (differs && way != WAY_SENT && way != WAY_RECEIVED && !d->facts->is_released) {
			*why_out = "it names two cases of this sender";
			return FILED_HELD;
		}
		if (!usable || way == WAY_SUBJECT)
			usable = candidate;
	}
	if (usable) {
		plan_reason(d->b.plan, "case %s: %s, %s", usable->of->number, way_name(way),
			    usable->key);
		*case_out = usable->of;
		return FILED_CASE;
	}
	if (!any)
		return FILED_NEW;
	*why_out = "the sender is not part of the case it names";
	return FILED_HELD;
}

static Filing
find_case(Decision *d, const CaseFact **case_out, const char **why_out)
{
	for (Way way = WAY_ADDRESS; way <= WAY_NUMBER; way++) {
		Filing filing = file_by_way(d, way, case_out, why_out);
		if (filing != FILED_NEW)
			return filing;
	}
	plan_reason(d->b.plan, "no case is named that is known here");
	return FILED_NEW;
}

static const char *
author_role(const Decision *d, const CaseFact *c)
{
	if (d->clues->is_machine)
		return "machine";
	if (is_staff(d->facts))
		return "staff";
	const ParticipantFact *participant =
		c ? case_participant(c, sender_id(d->facts), d->clues->address) : NULL;
	if (participant)
		return participant->role;
	if (!c)
		return "reporter";
	return is_colleague(d->facts, c) ? "colleague" : "stranger";
}

static const char *
author_name(const Decision *d)
{
	const PersonFact *sender = d->facts->sender;
	if (sender && *sender->name)
		return sender->name;
	return d->clues->name;
}

static void
add_mail_entry(Decision *d, const CaseFact *c, const char *kind, const char *text)
{
	const Mail *mail = d->clues->mail;
	Entry *entry = entry_new(kind, d->clues->address, author_name(d), author_role(d, c),
				 d->facts->proof == PROOF_PASS, text);
	if (strcmp(text, mail->text) != 0)
		entry->full_text = g_strdup(mail->text);
	g_free(entry->message_id);
	entry->message_id = g_strdup(mail->message_id ? mail->message_id : "");
	entry->has_message = TRUE;
	plan_add_entry(d->b.plan, entry);
}

static DraftPart *
relayed_part(const Attachment *attachment, gint64 message)
{
	DraftPart *part = g_new0(DraftPart, 1);
	part->message = message;
	part->part = attachment->part;
	part->name = g_strdup(attachment->name);
	part->type = g_strdup(attachment->type);
	part->size_bytes = attachment->size_bytes;
	return part;
}

/* What is too much for other people's mailboxes is named, and stays here. */
static void
relay_attachments(const Decision *d, Happening *h)
{
	gint64 encoded = 0;
	for (guint i = 0; i < d->clues->mail->attachments->len; i++) {
		const Attachment *attachment = d->clues->mail->attachments->pdata[i];
		encoded += attachment->size_bytes / 3 * 4;
		g_ptr_array_add(encoded > LIMIT_RELAY_BYTES ? h->named : h->parts,
				relayed_part(attachment, d->facts->message));
	}
}

static Happening *
mail_happening(const Decision *d, CaseFact *c, const char *text)
{
	Happening *h = happening_new(c);
	h->actor = d->clues->address;
	h->actor_person = sender_id(d->facts);
	h->actor_name = author_name(d);
	h->actor_proven = d->facts->proof == PROOF_PASS;
	h->actor_is_staff = is_staff(d->facts);
	h->text = text;
	h->message_id = d->clues->mail->message_id;
	h->visible = d->clues->visible;
	relay_attachments(d, h);
	return h;
}

/* Which cap forbids a receipt; NULL: none. Staff is told once of each address, and once of
 * all unproven senders together, who may have any number of addresses. */
static const char *
cap_reached(const Decision *d, const char **whose_out, gboolean *is_told_out)
{
	const Facts *facts = d->facts;
	const Site *site = d->site;
	*whose_out = d->clues->address;
	*is_told_out = facts->cap_is_told;
	if (facts->receipts_hour >= site->receipts_per_hour)
		return "receipts per hour and address";
	if (facts->receipts_day >= site->receipts_per_day)
		return "receipts per day and address";
	if (facts->proof == PROOF_PASS ||
	    facts->receipts_unproven_hour < site->unproven_receipts_per_hour)
		return NULL;
	*whose_out = "";
	*is_told_out = facts->unproven_cap_is_told;
	return "receipts per hour to senders without proof";
}

/* Over the cap everything happens but the receipt. */
static void
apply_cap(Decision *d, Happening *h)
{
	const char *whose = "";
	gboolean is_told = FALSE;
	const char *why = cap_reached(d, &whose, &is_told);
	if (!why)
		return;
	h->mute_actor = TRUE;
	plan_reason(d->b.plan, "no receipt: over the cap of %s", why);
	if (is_told)
		return;
	const char *who = *whose ? whose : "senders without proof";
	g_autofree char *title = g_strdup_printf("receipts to %s are left out", who);
	const StaffWord word = {SUBJECT_ALARM, EVENT_CAPPED, title, who, why};
	plan_tell_staff(&d->b, &word);
	plan_change(d->b.plan, CHANGE_TOLD)->value = cap_told_key(whose);
}

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

static void
assign_by_rule(Decision *d, Happening *h)
{
	if (!d->hits->assignee)
		return;
	for (guint i = 0; i < d->facts->staff->len; i++) {
		const PersonFact *person = d->facts->staff->pdata[i];
		if (strcmp(person->desk, d->b.desk->name) != 0 ||
		    g_ascii_strcasecmp(person->address, d->hits->assignee) != 0)
			continue;
		h->c->assignee = person->id;
		h->c->assignee_name = (g_free(h->c->assignee_name), g_strdup(person->name));
		h->c->assignee_address =
			(g_free(h->c->assignee_address), g_strdup(person->address));
		plan_set(&d->b, h, "assignee", "Assignee", "", person->address);
		return;
	}
	plan_reason(d->b.plan, "a rule assigns to %s, who is not staff of this desk: ignored",
		    d->hits->assignee);
}

static void
add_tags(Decision *d)
{
	if (d->facts->same_id_as)
		plan_change(d->b.plan, CHANGE_TAG)->value = g_strdup(TAG_SAME_ID);
	for (guint i = 0; i < d->hits->tags->len; i++)
		plan_change(d->b.plan, CHANGE_TAG)->value = g_strdup(d->hits->tags->pdata[i]);
}

static gboolean
is_own_address(const Decision *d)
{
	DeskAddress ours = {0};
	if (!site_find_address(d->site, d->clues->address, &ours))
		return FALSE;
	desk_address_clear(&ours);
	return TRUE;
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
	plan_add_participant(&d->b, h->c, sender_id(d->facts), name, clues->address, "reporter");
}

static void
open_case(Decision *d)
{
	const Clues *clues = d->clues;
	g_autoptr(Happening) h = mail_happening(d, new_case(d, type_for(d)), clues->mail->text);
	h->opened = TRUE;
	/* Released by staff, a mail may come from nowhere or from our own address. */
	if (*clues->address && !is_own_address(d))
		add_reporter(d, h);
	else
		plan_add_opening(&d->b, h->c, "");
	add_mail_entry(d, NULL, "mail", clues->mail->text);
	add_tags(d);
	assign_by_rule(d, h);
	if (clues->is_machine)
		h->mute_actor = TRUE;
	else
		apply_cap(d, h);
	plan_notify(&d->b, h);
	plan_end(d->b.plan, ENDING_CASE, h->c->number);
}

/* A comment on a final case says that it isn't solved. */
static void
reopen_if_final(Decision *d, Happening *h)
{
	const Status *status = site_status(d->site, h->c->status);
	if (!status || !status->is_final || h->actor_is_staff)
		return;
	const Status *first = d->site->statuses->pdata[0];
	const char *reopened = or_else(d->site->reopen_status, first->name);
	plan_set(&d->b, h, "status", "Status", h->c->status, reopened);
	h->c->status = (g_free(h->c->status), g_strdup(reopened));
	h->status_changed = TRUE;
}

static void
concern(Decision *d, const CaseFact *c)
{
	d->b.plan->case_id = c->id;
	g_free(d->b.plan->case_number);
	d->b.plan->case_number = g_strdup(c->number);
}

static void
store_machine_mail(Decision *d, const CaseFact *c)
{
	plan_reason(d->b.plan, "a robot wrote it (%s): stored, nothing else",
		    d->clues->machine_why);
	concern(d, c);
	add_mail_entry(d, c, "auto", d->clues->mail->reply);
	plan_end(d->b.plan, ENDING_ENTRY, "machine mail");
}

static gboolean
has_words(const char *text)
{
	g_autofree char *collapsed = text_collapse(text);
	return *collapsed != '\0';
}

static void
add_comment(Decision *d, const CaseFact *old)
{
	const Mail *mail = d->clues->mail;
	const char *text = has_words(mail->reply) ? mail->reply : mail->text;
	gboolean is_note = d->clues->to_internal && is_staff(d->facts);
	g_autoptr(Happening) h = mail_happening(d, case_fact_copy(old), text);
	concern(d, old);
	h->commented = TRUE;
	h->is_note = is_note;
	h->lines_cut = mail->lines_cut;
	add_mail_entry(d, old, is_note ? "note" : "comment", text);
	add_tags(d);
	reopen_if_final(d, h);
	if (h->status_changed)
		apply_cap(d, h);
	plan_notify(&d->b, h);
	plan_end(d->b.plan, ENDING_ENTRY, old->number);
}

static void
record_bounce(Decision *d)
{
	const NoticeFact *notice = d->facts->notice;
	const Bounce *bounce = &d->clues->mail->bounce;
	Plan *plan = d->b.plan;
	plan_reason(plan, "it reports on our notice to %s", notice->recipient);
	if (!notice->of) {
		plan_hold(plan, "a report on a notice that belongs to no case");
		return;
	}
	g_autofree char *text = g_strdup_printf(
		"The notice \"%s\" to %s %s.%s%s", notice->subject, notice->recipient,
		bounce->delayed ? "is delayed" : "could not be delivered",
		bounce->diagnostic ? " The mail system said: " : "",
		bounce->diagnostic ? bounce->diagnostic : "");
	concern(d, notice->of);
	add_mail_entry(d, notice->of, "bounce", text);
	/* A bounced notice to staff would only make the next one; and whoever got a notice can
	 * send any number of reports on it. */
	if (!bounce->delayed && !notice->to_staff && !notice->is_told) {
		plan_tell_undelivered(&d->b, notice, bounce->diagnostic);
		plan_change(plan, CHANGE_TOLD)->value = report_told_key(notice->outbox);
	}
	plan_end(plan, ENDING_BOUNCE, notice->recipient);
}

/* By its form; or because it came to the notice's own envelope sender, where apart from mail
 * systems only robots of the notice's recipient write (RFC 3834 4). */
static gboolean
reports_on_notice(const Decision *d)
{
	const Mail *mail = d->clues->mail;
	if (!d->clues->is_machine || !d->facts->notice)
		return FALSE;
	return mail->bounce.is_bounce ||
	       (mail->auto_kind != AUTO_REPLY &&
		g_ascii_strcasecmp(d->clues->address, d->facts->notice->recipient) != 0);
}

/* Why nobody may see an effect of this mail before staff has looked; NULL: nothing. */
static const char *
doubt(const Decision *d)
{
	const Clues *clues = d->clues;
	if (d->facts->is_released)
		return NULL;
	if (clues->mail->faults & FAULT_SEVERAL_FROM)
		return "it has several From addresses";
	if (!*clues->address)
		return "it has no From address that can be read";
	if (d->facts->proof == PROOF_FAIL)
		return "its From address is forged (dmarc=fail)";
	if (is_own_address(d))
		return "it claims to come from a desk's own address";
	return NULL;
}

/* What a person without standing may do to a case that was found. */
static const char *
doubt_about_case(const Decision *d)
{
	if (d->facts->is_released || d->clues->is_machine)
		return NULL;
	if (is_staff(d->facts) && d->facts->proof != PROOF_PASS)
		return "it speaks for staff without proof of its From address";
	if (d->clues->to_internal && !is_staff(d->facts))
		return "it was sent to the internal address by somebody who is not staff";
	return NULL;
}

static const char *
doubt_about_opening(const Decision *d)
{
	if (d->facts->is_released)
		return NULL;
	if (d->clues->is_machine)
		return "a robot wrote it, and it belongs to no case";
	if (d->clues->to_internal && !(is_staff(d->facts) && d->facts->proof == PROOF_PASS))
		return "it was sent to the internal address without proof of being staff";
	return NULL;
}

static void
note_rules(Decision *d, const RuleHits *hits)
{
	d->hits = hits;
	for (guint i = 0; i < hits->names->len; i++)
		plan_reason(d->b.plan, "rule %s: %s", (const char *)hits->names->pdata[i],
			    (const char *)hits->found->pdata[i]);
	for (guint i = 0; i < hits->warnings->len; i++)
		plan_reason(d->b.plan, "warning: %s", (const char *)hits->warnings->pdata[i]);
}

/* Rules come before people: what they discard or hold ends here. */
static gboolean
ended_by_rule(Decision *d)
{
	if (d->facts->is_released)
		return FALSE;
	if (d->hits->discard) {
		plan_end(d->b.plan, ENDING_DROPPED, d->hits->discard);
		return TRUE;
	}
	if (d->hits->hold) {
		plan_hold(d->b.plan, d->hits->hold);
		return TRUE;
	}
	return FALSE;
}

/* It was sent to two desks, and the other one has brought it to this case. */
static gboolean
is_on_case(const Facts *facts, const CaseFact *c)
{
	for (guint i = 0; i < facts->seen_on_cases->len; i++)
		if (g_array_index(facts->seen_on_cases, gint64, i) == c->id)
			return TRUE;
	return FALSE;
}

static void
decide_case(Decision *d, const CaseFact *c)
{
	if (is_on_case(d->facts, c)) {
		plan_end(d->b.plan, ENDING_DUPLICATE, "its case has it by another desk");
		return;
	}
	const Desk *desk = site_desk(d->site, c->desk);
	if (desk)
		d->b.desk = desk;
	note_rules(d, d->clues->if_reply);
	const char *why = doubt_about_case(d);
	if (ended_by_rule(d))
		return;
	if (why)
		plan_hold(d->b.plan, why);
	else if (d->clues->is_machine)
		store_machine_mail(d, c);
	else
		add_comment(d, c);
}

static void
decide_opening(Decision *d)
{
	note_rules(d, d->clues->if_new);
	const char *why = doubt_about_opening(d);
	if (ended_by_rule(d))
		return;
	if (d->clues->opening_desk != d->b.desk)
		plan_reason(d->b.plan, "a rule gives it to desk %s", d->clues->opening_desk->name);
	d->b.desk = d->clues->opening_desk;
	if (why)
		plan_hold(d->b.plan, why);
	else
		open_case(d);
}

static void
decide(Decision *d)
{
	const Facts *facts = d->facts;
	Plan *plan = d->b.plan;
	if (facts->duplicate_of) {
		g_autofree char *why = g_strdup_printf(
			"the same message as delivery %" G_GINT64_FORMAT, facts->duplicate_of);
		plan_reason(plan, "%s", why);
		plan_end(plan, ENDING_DUPLICATE, why);
		return;
	}
	if (facts->same_id_as)
		plan_reason(plan,
			    "flagged: same Message-ID as delivery %" G_GINT64_FORMAT
			    ", other content",
			    facts->same_id_as);
	plan_reason(plan, "proof of From: %s", facts->proof_why);
	if (reports_on_notice(d)) {
		record_bounce(d);
		return;
	}
	const char *why = doubt(d);
	const CaseFact *c = NULL;
	Filing filing = why ? FILED_HELD : find_case(d, &c, &why);
	if (filing == FILED_HELD)
		plan_hold(plan, why);
	else if (filing == FILED_CASE)
		decide_case(d, c);
	else
		decide_opening(d);
}

Plan *
plan_for_mail(const Clues *clues, const Facts *facts, const Site *site)
{
	Plan *plan = plan_new();
	if (!clues->desk) {
		plan_hold(plan, "its recipient is no address of a desk");
		return plan;
	}
	Decision d = {
		.b = {.plan = plan, .facts = facts, .site = site, .desk = clues->desk},
		.clues = clues,
		.facts = facts,
		.site = site,
	};
	decide(&d);
	return plan;
}
