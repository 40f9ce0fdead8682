/*
 * A mail joins a case: as a person's comment, as a robot's mail, or as a report on a notice
 * of ours.
 */
#include "desk/plan_form.h"

#include "base/text.h"
#include "mail/signed.h"

#include <string.h>

#define DAY_MS ((gint64)24 * 3600 * 1000)

/* A comment on a final case says that it isn't solved, if it is the reporter's: the others
 * can't know. Staff's answer as reporter counts, a note to colleagues doesn't. */
static void
reopen_if_final(Decision *d, Happening *h)
{
	const Status *status = site_status(d->site, h->c->status);
	if (!status || !status->is_final)
		return;
	if (d->clues->is_thanks) {
		plan_reason(d->b.plan, "it stays %s: thanks alone don't open it again",
			    h->c->status);
		return;
	}
	if (d->clues->is_scale && !decision_is_staff(d)) {
		plan_reason(d->b.plan, "it stays %s: words that rate don't open it again",
			    h->c->status);
		return;
	}
	if (h->is_note || !decision_is_reporter(d, h->c)) {
		plan_reason(d->b.plan, "it stays %s: only a word of its reporter opens it again",
			    h->c->status);
		return;
	}
	plan_set_status(&d->b, h, site_reopened_status(d->site)->name);
}

/* Somebody of the customer's side writes while that is waited for: it is staff's turn. Thanks say
 * nothing yet; their own entry tells the clocks that the customer's word is waited for as before.
 */
static void
take_answer(Decision *d, Happening *h)
{
	const Status *status = site_status(d->site, h->c->status);
	if (h->actor_is_staff || h->is_note || decision_is_partner(d, h->c) || !status ||
	    !*status->answer_status)
		return;
	gboolean only_thanks = d->clues->is_thanks && !d->clues->solved;
	/* A form that was asked for is answered when it is complete. */
	if ((!only_thanks || decision_fills_in(h)) && case_asks_fields(d->site, h->c)) {
		plan_reason(d->b.plan, "it stays %s: fields are missing", status->name);
		return;
	}
	if (only_thanks) {
		plan_reason(d->b.plan, "it stays %s: thanks alone say nothing", status->name);
		plan_note(&d->b, h, "thanks", NULL, NULL, "Thanks alone: nothing has changed");
		return;
	}
	plan_set_status(&d->b, h, status->answer_status);
}

/* Thanks for what is over are kept, and wake nobody. */
static gboolean
is_for_nobody(const Decision *d, const CaseFact *c)
{
	const Status *status = site_status(d->site, c->status);
	return d->clues->is_thanks && status && status->is_final && !decision_is_staff(d);
}

void
decision_store_machine_mail(Decision *d, const CaseFact *c, const char *why)
{
	plan_reason(d->b.plan, "%s is stored, nothing else", why);
	plan_concern(d->b.plan, c);
	decision_explain_cuts(d);
	decision_add_entry(d, c, "auto", d->clues->mail->reply);
	plan_end(d->b.plan, ENDING_ENTRY, "machine mail");
}

static gboolean
has_attachments(const Decision *d)
{
	return d->clues->mail->attachments->len > 0;
}

/* The signature of no words is no answer. */
static gboolean
has_files(const Decision *d)
{
	const GPtrArray *attachments = d->clues->mail->attachments;
	for (guint i = 0; i < attachments->len; i++)
		if (!attachment_is_signature(attachments->pdata[i]))
			return TRUE;
	return FALSE;
}

static gboolean
has_words(const char *text)
{
	g_autofree char *collapsed = text_collapse(text);
	return *collapsed != '\0';
}

/* What the mail says apart from its commands; a mail of nothing else says nothing. */
static char *
words_of(const Orders *orders, const Clues *clues)
{
	const Mail *mail = clues->mail;
	const char *question = orders_question(orders);
	if (orders_say_nothing(orders))
		return g_strdup("");
	/* It may be the subject. */
	if (question)
		return g_strdup(has_words(mail->reply) ? mail->reply : question);
	if (orders_any(orders) || orders_are_unsent(orders))
		return orders_text(orders, clues);
	return g_strdup(has_words(mail->reply) ? mail->reply : mail->text);
}

/* Who also writes to the internal address means staff, whatever copy comes here first. */
static gboolean
names_internal_address(const Decision *d)
{
	for (guint i = 0; i < d->clues->visible->len; i++) {
		DeskAddress ours = {0};
		if (!site_find_address(d->site, d->clues->visible->pdata[i], &ours))
			continue;
		gboolean is_internal = ours.is_internal;
		desk_address_clear(&ours);
		if (is_internal)
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_note(const Decision *d, const Orders *orders)
{
	return decision_is_staff(d) &&
	       (d->clues->to_internal || orders_make_note(orders) || names_internal_address(d));
}

static void
add_comment(Decision *d, const CaseFact *old, Happening *h)
{
	if (has_words(d->clues->mail->reply))
		decision_explain_cuts(d);
	h->commented = TRUE;
	h->lines_cut = d->clues->mail->lines_cut;
	decision_add_entry(d, old, h->is_note ? "note" : "comment", h->text);
}

static void
begin_note(Decision *d, Orders *orders, Happening *h)
{
	h->is_note = TRUE;
	if (!d->clues->to_internal && !orders_make_note(orders))
		orders_tell(orders, "Your mail is kept as a note, because it goes to the desk's "
				    "internal address too.");
}

/* What is said beside a hand-over is said to the partner. What stands beside taking it back may be
 * about that one, or to the customer: staff alone gets what nobody can know. */
static void
keep_from_customer(Orders *orders, Happening *h)
{
	const char *partner = h->c->partner;
	g_autofree char *said = NULL;
	h->to_partner = *partner && !h->is_note;
	if (h->to_partner)
		said = g_strdup_printf("Your words went to %s and to the staff, not to the "
				       "customer; to tell the customer something, write another "
				       "mail.",
				       partner);
	else if (*partner)
		said = g_strdup_printf("Your words are a note: %s gets the case without them.",
				       partner);
	else if (!h->is_note)
		said = g_strdup(
			"Your words are kept as a note: beside #partner nothing goes to "
			"the customer; to tell the customer something, write another mail.");
	h->is_note = TRUE;
	if (said)
		orders_tell(orders, said);
}

static void
carry_out(Decision *d, const CaseFact *old, Orders *orders, const char *words)
{
	g_autoptr(Happening) h = decision_happening(d, case_fact_copy(old), words);
	if (is_note(d, orders))
		begin_note(d, orders, h);
	h->asks = orders_question(orders) != NULL;
	if (h->asks)
		plan_reason(d->b.plan, "it asks how the case stands, and says nothing else");
	if (orders_say_solved(orders))
		plan_reason(d->b.plan, "it says that the case is solved, and nothing else");
	if (d->facts->release == RELEASE_FOLLOWING)
		plan_let_follow(&d->b, h, d->facts->sender, d->clues->address, "follower", 0);
	orders_run(orders, d, h, STAGE_ATTRIBUTE);
	gboolean says_something = has_words(words) || has_attachments(d);
	gboolean has_comment =
		says_something || !(orders_any(orders) || orders_say_nothing(orders));
	orders_run(orders, d, h, STAGE_PERSON);
	if (has_comment && orders_hand_over(orders))
		keep_from_customer(orders, h);
	orders_mention(orders, d, h);
	decision_note_answer(d, h);
	if (has_comment)
		add_comment(d, old, h);
	if (d->form)
		decision_take_answer(d, h, orders, d->form);
	decision_follow_rules(d, h);
	if (has_comment && says_something && !h->asks && !orders_settle(orders))
		reopen_if_final(d, h);
	gboolean is_prose = has_comment && says_something && !decision_fills_in(h);
	if (is_prose && !h->asks && !orders_set_status(orders))
		take_answer(d, h);
	orders_run(orders, d, h, STAGE_STATUS);
	plan_judge_form(&d->b, h);
	decision_ask_again(d, h);
	plan_settle_emergency(&d->b, h, old);
	orders_hint(orders, h);
	if (h->status_changed || h->asks_fields)
		decision_cap(d, h, happening_receipt(h));
	if (orders_tell_writer(orders, h) || orders_ask(orders))
		decision_cap(d, h, RECEIPT_ANSWER);
	orders_run(orders, d, h, STAGE_ANSWER);
	orders_answer(orders, d, h);
	g_autofree char *beside = decision_text_beside_form(d, h);
	h->text = beside;
	if (!is_for_nobody(d, old))
		plan_notify(&d->b, h);
	decision_tell_masked(d, h);
	if (d->facts->sender)
		decision_welcome(d);
	plan_end(d->b.plan, has_comment ? ENDING_ENTRY : ENDING_ANSWERED, old->number);
}

gboolean
decision_is_late(const Decision *d, const CaseFact *c)
{
	const Clues *clues = d->clues;
	const Status *status = site_status(d->site, c->status);
	const LastFact *closed = case_last(c, "status", SIDE_ANY);
	gint64 open_ms = d->site->reopen_days * DAY_MS;
	gboolean says_something = has_words(clues->mail->reply) || has_attachments(d);
	gboolean means_old = clues->is_thanks || clues->is_scale || clues->question ||
			     clues->commands->len > 0 || *clues->action || d->facts->is_released;
	return open_ms && status && status->is_final && closed &&
	       d->facts->now_ms - closed->at_ms > open_ms && says_something && !means_old &&
	       !decision_is_staff(d) && decision_is_reporter(d, c);
}

/* Whether nothing stands in it but a signature or an older message, which a forward is about. */
static gboolean
is_wordless(const Decision *d, const Orders *orders)
{
	const Mail *mail = d->clues->mail;
	g_autofree char *text = orders_text(orders, d->clues);
	return mail->says_nothing || !has_words(text) ||
	       (!mail->is_forward && !has_words(mail->own));
}

/* A reply of staff that went off too early. What staff has released is let through as it is, and
 * what nobody could decrypt may say anything. */
static gboolean
says_nothing(const Decision *d, const Orders *orders)
{
	gboolean fills_in = d->form && d->form->values->len > 0;
	return decision_is_staff(d) && !d->facts->is_released && !d->clues->mail->is_shut &&
	       !orders_any(orders) && !fills_in && !has_files(d) && is_wordless(d, orders);
}

void
decision_join_case(Decision *d, const CaseFact *old)
{
	g_autoptr(FormReading) form = decision_read_answer(d, old);
	d->form = form;
	g_autoptr(Orders) orders = orders_read(d, old);
	const char *why = "";
	plan_concern(d->b.plan, old);
	orders_rehearse(orders, d, old);
	if (decision_is_staff(d) && orders_any_wrong(orders)) {
		orders_return(orders, d, old);
		return;
	}
	if (says_nothing(d, orders)) {
		decision_return_empty(d, old);
		return;
	}
	g_autofree char *words = words_of(orders, d->clues);
	g_autofree char *secret = is_note(d, orders) ? NULL : decision_secret(d, old, words, &why);
	if (secret)
		orders_return_secret(orders, d, old, secret, why);
	else
		carry_out(d, old, orders, words);
}

void
decision_record_bounce(Decision *d)
{
	const NoticeFact *notice = d->facts->notice;
	const Bounce *bounce = &d->clues->mail->bounce;
	Plan *plan = d->b.plan;
	plan_reason(plan, "it reports on our notice to %s", notice->recipient);
	if (!notice->of) {
		decision_hold(d, "a report on a notice that belongs to no case");
		return;
	}
	g_autofree char *text = g_strdup_printf(
		"The notice \"%s\" to %s %s.%s%s", notice->subject, notice->recipient,
		bounce->delayed ? "is delayed" : "could not be delivered",
		bounce->diagnostic ? " The mail system said: " : "",
		bounce->diagnostic ? bounce->diagnostic : "");
	plan_concern(d->b.plan, notice->of);
	decision_add_entry(d, notice->of, "bounce", text);
	/* Whoever got a notice can send any number of reports on it. */
	if (!bounce->delayed && !notice->is_told) {
		plan_tell_undelivered(&d->b, notice, bounce->diagnostic);
		plan_change(plan, CHANGE_TOLD)->value = report_told_key(notice->outbox);
	}
	plan_end(plan, ENDING_BOUNCE, notice->recipient);
}

/* By its form; or because it came to the notice's own envelope sender, where apart from mail
 * systems only robots of the notice's recipient write (RFC 3834 4). */
gboolean
decision_reports_on_notice(const Decision *d)
{
	const Mail *mail = d->clues->mail;
	if (!d->clues->is_machine || !d->facts->notice)
		return FALSE;
	return mail->bounce.is_bounce ||
	       (mail->auto_kind != AUTO_REPLY &&
		g_ascii_strcasecmp(d->clues->address, d->facts->notice->recipient) != 0);
}
