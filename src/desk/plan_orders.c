/*
 * What the writer of commands is told: what was done, what they asked for, and why a mail comes
 * back.
 */
#include "desk/plan_orders.h"

#include "base/text.h"

#include <string.h>

/* For so long a returned mail can be sent after all. */
#define SEND_WITHIN_MS (7 * 24 * 3600 * (gint64)1000)

/* In quotes no line of it is one of a list of commands. */
static char *
line_said(const Command *command)
{
	return command->way == BY_ADDRESS ? g_strdup(command->line)
					  : g_strdup_printf("“%s”", command->line);
}

/* What the writer is told of each line. */
static Js *
lines_of(const Orders *orders)
{
	Js *lines = js_array();
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		Js *line = js_object();
		g_autofree char *said = line_said(order->command);
		js_set_text(line, "line", said);
		js_set_text(line, "problem", order->problem ? order->problem : "");
		g_autofree char *nearest =
			order->nearest ? g_strdup_printf("“%s”", order->nearest) : g_strdup("");
		js_set_text(line, "nearest", nearest);
		js_set_bool(line, "is_text", order->is_text);
		js_add(lines, line);
	}
	return lines;
}

static Js *
sentences_of(const GPtrArray *list)
{
	Js *sentences = js_array();
	for (guint i = 0; i < list->len; i++)
		js_add_text(sentences, list->pdata[i]);
	return sentences;
}

static Js *
transcript_of(const Orders *orders)
{
	Js *data = js_object();
	js_set(data, "done", sentences_of(orders->done));
	js_set_bool(data, "has_done", orders->done->len > 0);
	js_set(data, "undone", sentences_of(orders->undone));
	/* What a sender without proof wrote goes to nobody but staff. */
	js_set_bool(data, "has_lines", orders->is_proven);
	if (orders->is_proven)
		js_set(data, "orders", lines_of(orders));
	return data;
}

/* Whether something that the mail asks for was not done. */
static gboolean
is_partly_done(const Orders *orders)
{
	return orders_any_wrong(orders) || orders->undone->len > 0;
}

/* What is only to be confirmed stands among the changes of the writer's receipt. */
static gboolean
is_to_be_confirmed(const Orders *orders, const Happening *h)
{
	gboolean is_told = h->opened || h->status_changed || h->asks_fields;
	return h->confirms && (!is_told || orders->done->len > 0);
}

gboolean
orders_tell_writer(const Orders *orders, const Happening *h)
{
	return is_partly_done(orders) || orders->tells || is_to_be_confirmed(orders, h);
}

static const Answer *
answer_of(const Orders *orders, NoticeEvent event)
{
	for (guint i = 0; i < orders->answers->len; i++) {
		const Answer *answer = orders->answers->pdata[i];
		if (answer->event == event)
			return answer;
	}
	return NULL;
}

/* For the one mail that holds several answers. */
static void
set_answers(const Orders *orders, Js *data)
{
	Js *list = js_array();
	for (guint i = 0; i < orders->answers->len; i++) {
		const Answer *answer = orders->answers->pdata[i];
		Js *object = js_object();
		js_set_bool(object, "is_overview", answer->event == EVENT_OVERVIEW);
		js_set_bool(object, "is_list", answer->event == EVENT_LIST);
		js_set_bool(object, "is_help", answer->event == EVENT_HELP);
		js_set(object, "data", js_copy(answer->data, NULL));
		js_add(list, object);
	}
	js_set(data, "answers", list);
	js_set_bool(data, "has_cases", TRUE);
	js_set_bool(data, "has_overview", answer_of(orders, EVENT_OVERVIEW) != NULL);
}

static void
give(Decision *d, const Happening *h, Answer answer)
{
	answer.data = js_copy(answer.data, NULL);
	plan_answer(&d->b, h, &answer);
}

/* Lists of no case are a list, that nobody takes the answer to it for one about a case. */
static void
answer_together(const Orders *orders, Decision *d, const Happening *h)
{
	const CaseFact *c = h->goes_on ? h->goes_on : h->c;
	gboolean wrong = is_partly_done(orders);
	gboolean is_done = wrong || orders->done->len > 0 || h->changes->len > 0;
	const Answer *lists = c || is_done ? NULL : answer_of(orders, EVENT_LIST);
	Answer answer = {
		.subject = lists ? SUBJECT_LIST : SUBJECT_TRANSCRIPT,
		.event = lists   ? EVENT_LIST
			 : wrong ? EVENT_PARTLY_DONE
				 : EVENT_COMMANDS_DONE,
		.title = c       ? c->title
			 : lists ? d->b.desk->title
				 : d->clues->title,
		.data = transcript_of(orders),
		.is_apart = lists != NULL,
		.is_ours = lists != NULL,
		.has_notes = answer_of(orders, EVENT_OVERVIEW) != NULL,
	};
	if (orders->answers->len > 0)
		set_answers(orders, answer.data);
	plan_answer(&d->b, h, &answer);
}

/* Staff with a case of the own reads there what has changed. */
static gboolean
has_receipt(const Orders *orders, const Happening *h)
{
	const ParticipantFact *me = h->c ? case_participant(h->c, h->actor_person, h->actor) : NULL;
	gboolean is_customer =
		me && (!strcmp(me->role, "reporter") || !strcmp(me->role, "contact"));
	return is_customer && !h->is_muted[happening_receipt(h)] && orders->done->len == 0 &&
	       (h->opened || h->status_changed || h->asks_fields);
}

void
orders_answer(const Orders *orders, Decision *d, const Happening *h)
{
	gboolean anything = orders->done->len > 0 || h->changes->len > 0;
	gboolean tells = orders_tell_writer(orders, h) ||
			 (orders->who & FOR_STAFF && anything && !has_receipt(orders, h));
	if (tells || orders->answers->len > 1)
		answer_together(orders, d, h);
	else if (orders->answers->len == 1)
		give(d, h, *(const Answer *)orders->answers->pdata[0]);
}

/* Whether there is anything to be sent without the commands. */
static gboolean
leaves_text(const Orders *orders, const Clues *clues)
{
	g_autofree const char **instead = g_new0(const char *, clues->commands->len + 1);
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		orders_instead_of(order, clues, orders_left_unsent(order), instead);
	}
	g_autofree char *rest = commands_replace(clues->mail->reply, clues->commands, instead);
	g_autofree char *words = text_collapse(rest);
	return *words || clues->mail->attachments->len > 0;
}

/* Kept, so that its writer can send it after all. */
static void
return_to_send(Decision *d, const CaseFact *c, Js *data, Returned as)
{
	const char *why = returned_why(as);
	Hold *hold = plan_hold(d->b.plan, HELD_RETURNED, why);
	hold->case_id = c ? c->id : 0;
	hold->person = decision_sender_id(d);
	hold->expires_ms = d->facts->now_ms + SEND_WITHIN_MS;
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, d->facts->next_held);
	if (as != RETURNED_UNNAMED)
		js_set_text(data, "number", number);
	decision_return(d, c, data, why);
}

void
orders_return(const Orders *orders, Decision *d, const CaseFact *c)
{
	plan_reason(d->b.plan,
		    "a command of staff is wrong: the mail is returned, nothing is done");
	Js *data = transcript_of(orders);
	gboolean is_inside = orders_stay_inside(d);
	js_set_bool(data, "has_wrong", TRUE);
	gboolean may_send = leaves_text(orders, d->clues);
	gboolean is_unnamed = orders_misname_customer(orders, d, c);
	Returned as = is_unnamed ? RETURNED_UNNAMED : is_inside ? RETURNED_INSIDE : RETURNED_WRONG;
	js_set_bool(data, "may_send", may_send && !is_unnamed);
	js_set_bool(data, "is_inside", is_inside);
	js_set_bool(data, "has_for", is_unnamed);
	if (may_send)
		return_to_send(d, c, data, as);
	else
		decision_return(d, c, data, returned_why(as));
}

void
orders_return_secret(const Orders *orders, Decision *d, const CaseFact *c, const char *secret,
		     const char *why)
{
	Js *data = transcript_of(orders);
	js_set_text(data, "secret", secret);
	js_set_text(data, "secret_why", why);
	js_set_bool(data, "has_lines", FALSE);
	js_set_bool(data, "has_reply", TRUE);
	plan_reason(d->b.plan,
		    "it would tell everybody what is for staff alone: the mail is returned, "
		    "nothing is done");
	return_to_send(d, c, data, orders->is_unsent ? RETURNED_SECRET_TEXT : RETURNED_SECRET);
}
