/*
 * The commands of a mail: whose they are, what is wrong with them, and their effect on the
 * case.  All is rehearsed first, so that a mail with a wrong line does nothing by halves.
 */
#include "desk/plan_orders.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/choice.h"
#include "desk/hint.h"
#include "desk/question.h"
#include "desk/template.h"

#include <string.h>

/* Of a line that is named in a sentence. */
#define NAMED_CHARS 60
/* Sentences about commands that aren't the writer's. */
#define REFUSED_LINES 3
/* Of a status, of what a list shall show: "work in progress". */
#define VALUE_WORDS 3

static void
order_free(gpointer data)
{
	Order *order = data;
	g_free(order->problem);
	g_free(order->nearest);
	g_free(order);
}

void
orders_free(Orders *orders)
{
	if (!orders)
		return;
	g_ptr_array_unref(orders->list);
	g_ptr_array_unref(orders->unsent);
	g_ptr_array_unref(orders->done);
	g_ptr_array_unref(orders->undone);
	g_ptr_array_unref(orders->answers);
	g_ptr_array_unref(orders->refused);
	g_free(orders->hint);
	g_free(orders);
}

/* As whom the sender speaks about a case, or where `c` is NULL, about none. */
static guint
who_writes(const Decision *d, const CaseFact *c)
{
	if (decision_is_staff(d))
		return d->facts->proof == PROOF_PASS ? FOR_STAFF : 0;
	const PersonFact *sender = d->facts->sender;
	if (decision_is_partner(d, c))
		return FOR_PARTNER;
	/* A partner sees the cases it has, and no others. */
	if ((!c || c->id == 0) && sender && !strcmp(sender->role, "partner"))
		return FOR_ANYBODY;
	if (!c)
		return sender ? FOR_CUSTOMERS | FOR_ANYBODY : FOR_ANYBODY;
	if (c->id == 0 || decision_is_reporter(d, c))
		return FOR_REPORTER;
	/* Staff has let through what a stranger says, which shows him nothing of the case. */
	if (!decision_may_use(d, c) && d->facts->release != RELEASE_FOLLOWING)
		return FOR_ANYBODY;
	return FOR_OTHERS;
}

static void
check_value(Order *order)
{
	const Verb *verb = order->verb;
	if (verb->value == VALUE_MUST && !*order->value)
		order->problem = g_strdup_printf("a value is missing: %s", verb->usage);
	if (verb->value == VALUE_NONE && *order->value)
		order->problem = g_strdup_printf("the command #%s takes no value", verb->name);
}

/* A command of staff within the text would reach the customer and do nothing. */
static void
add_stray(Orders *orders, const Site *site, const Command *command)
{
	const char *value = "";
	const Verb *verb = orders_meaning(site, command, &value);
	if (!verb || !(verb->use & orders->who & FOR_STAFF))
		return;
	Order *order = g_new0(Order, 1);
	order->command = command;
	order->value = value;
	order->problem = g_strdup("it stands within the text; commands stand at its beginning or "
				  "its end");
	g_ptr_array_add(orders->list, order);
}

/* Whether what names a case names this one, by any number that it has had; `named` is NULL where it
 * names none. */
static gboolean
is_about(const CaseNumber *named, const CaseFact *c)
{
	if (!named)
		return TRUE;
	g_autofree char *number = case_number_text(named);
	for (guint i = 0; i < c->merged->len; i++)
		if (!g_ascii_strcasecmp(c->merged->pdata[i], number))
			return TRUE;
	return !g_ascii_strcasecmp(c->number, number);
}

/* Its receipt had an answer of the site's own, and nobody has done anything since. */
static gboolean
is_answered_at_once(const CaseFact *c)
{
	return case_last(c, "answer", SIDE_ANY) && !case_last(c, "comment", SIDE_STAFF) &&
	       !case_last(c, "status", SIDE_ANY);
}

/* What should solve it is out, and the customer is asked whether it does. */
static gboolean
is_awaited(const Site *site, const CaseFact *c)
{
	const Status *status = c && c->id ? site_status(site, c->status) : NULL;
	return status && !status->is_final && site_done_status(site) &&
	       !case_asks_fields(site, c) && (status->silence_days || is_answered_at_once(c));
}

/* A digit is a rating only where the writer was asked for one. What staff asks in a case it asks
 * the customer. */
static gboolean
is_meant(const Orders *orders, const Decision *d, const Command *command, const CaseFact *c)
{
	if (command->way == BY_FIELD)
		return c && c->id == 0;
	if (command->way == BY_TICKET)
		return (orders->who & FOR_PARTNER) != 0;
	if (command->way == BY_QUESTION)
		return c && c->id && !(orders->who & FOR_STAFF) && is_about(d->clues->asked, c);
	if (command->way == BY_SOLVED)
		return orders->who == FOR_REPORTER && orders->is_proven && is_awaited(d->site, c) &&
		       is_about(d->clues->solved_case, c);
	if (command->way != BY_DIGIT)
		return TRUE;
	const Status *status = c && c->id ? site_status(d->site, c->status) : NULL;
	return orders->who == FOR_REPORTER && status && status->is_final && d->facts->answers_final;
}

static char *
why_unknown(const Orders *orders, const Command *command, const Verb *verb)
{
	if (!verb)
		return g_strdup_printf("there is no command #%s", command->word);
	if (orders->who & FOR_STAFF && !(verb->use & FOR_STAFF))
		return g_strdup("it is for the customer who opened the case, not for staff");
	if (orders->who & FOR_STAFF)
		return g_strdup("this command needs a case, and the mail names none");
	return g_strdup_printf("the command #%s is not yours to give", verb->name);
}

/* Who may, in words, where the writer may not. */
static const char *
who_may(const Verb *verb)
{
	if (!strcmp(verb->name, "status"))
		return "staff alone; #info tells you how the case stands";
	if (verb->use & FOR_REPORTER)
		return "who opened the case, and for staff";
	if (verb->use & FOR_OTHERS)
		return "those who don't get the mails of the case yet; you do, as you opened it";
	return "staff alone";
}

/* "#mine is broken" is a sentence. */
static gboolean
is_used_so(const Command *command, const Verb *verb)
{
	return verb && command->way == BY_LINE && (verb->value != VALUE_NONE || !*command->value);
}

static gboolean
is_others_command(const Orders *orders, const Command *command, const Verb *verb)
{
	return is_used_so(command, verb) && orders->who &&
	       !(orders->who & (FOR_STAFF | FOR_PARTNER));
}

/* The line stays text. Without proof the sentence holds nothing of it. */
static void
refuse(Orders *orders, const Command *command, const Verb *verb)
{
	g_autofree char *line = text_ellipsize(command->line, NAMED_CHARS);
	if (!orders->is_proven)
		g_ptr_array_set_size(orders->refused, 0);
	if (orders->refused->len == REFUSED_LINES)
		return;
	char *why = orders->is_proven
			    ? g_strdup_printf("“%s” is a command for %s.", line, who_may(verb))
			    : g_strdup("A line of your mail looks like a command. It was not "
				       "carried out: it is for others to give, or nothing proves "
				       "that the mail is from you.");
	g_ptr_array_add(orders->refused, why);
}

/* As its line would begin, a status of the site's own included; NULL: nothing is near. */
static char *
nearest_to(const Orders *orders, const Site *site, const char *word)
{
	const Verb *verb = verb_nearest(word, orders->who);
	if (verb)
		return g_strdup(verb->usage);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; orders->who & FOR_STAFF && i < site->statuses->len; i++) {
		const Status *status = site->statuses->pdata[i];
		if (*status->verb)
			g_ptr_array_add(names, status->verb);
	}
	const char *status = choice_nearest(names, word);
	return status ? g_strdup_printf("#%s", status) : NULL;
}

/* Customers need no syntax: what is no command of theirs is text. A partner's text goes to the
 * customer, who has to read none of its tries; other lines its programs may well write. */
static gboolean
may_be_text(const Orders *orders, const Site *site, const Command *command, const Verb *verb)
{
	if (orders->who & FOR_STAFF || command->way == BY_ADDRESS)
		return FALSE;
	if (!(orders->who & FOR_PARTNER) || command->way != BY_LINE)
		return TRUE;
	g_autofree char *nearest = verb ? NULL : nearest_to(orders, site, command->word);
	return !nearest && !is_used_so(command, verb);
}

/* "#info needed" is meant for "#needinfo": the status that verb and value begin together; NULL:
 * none. (transfer full) */
static char *
status_meant(const Site *site, const Command *command)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *both = g_strdup_printf("%s %s", command->word, command->value);
	for (guint i = 0; i < site->statuses->len; i++)
		g_ptr_array_add(names, ((const Status *)site->statuses->pdata[i])->name);
	const char *name = choice_find(names, both, "status", NULL);
	const Status *status = name ? site_status(site, name) : NULL;
	return status && *status->verb ? g_strdup_printf("#%s", status->verb) : NULL;
}

/* Who has no part in the case that staff has let the mail to learns nothing of it. */
static gboolean
is_outside(const Orders *orders, const CaseFact *c)
{
	return c && c->id && orders->who == FOR_ANYBODY;
}

/* An address is none. */
static void
add_order(Orders *orders, const Decision *d, const Command *command, const CaseFact *c)
{
	const char *value = "";
	const Verb *verb = orders_meaning(d->site, command, &value);
	gboolean known = verb && orders_allow(orders, verb) && (c || verb->use & WITHOUT_CASE);
	if (!known && is_outside(orders, c))
		return;
	gboolean is_text = !known && may_be_text(orders, d->site, command, verb);
	if (is_text && is_others_command(orders, command, verb))
		refuse(orders, command, verb);
	if (is_text || !is_meant(orders, d, command, c))
		return;
	Order *order = g_new0(Order, 1);
	order->command = command;
	order->verb = known ? verb : NULL;
	order->value = value;
	g_ptr_array_add(orders->list, order);
	if (known) {
		check_value(order);
		if (order->problem && *value && orders->who & FOR_STAFF)
			order->nearest = status_meant(d->site, command);
		return;
	}
	order->nearest = verb ? NULL : nearest_to(orders, d->site, command->word);
	order->is_text = !verb && !order->nearest;
	order->problem = why_unknown(orders, command, verb);
}

/* A heading "# History" is nothing but that, nor is "# help me". */
static gboolean
is_likely(const Hint *hint, const Verb *verb)
{
	return !hint->is_apart || !hint->has_more || verb->value == VALUE_MUST;
}

/* Staff's are returned if they are wrong; a customer's text stays text. */
static char *
hint_for(const Orders *orders, const Decision *d, const CaseFact *c)
{
	if (orders->who & FOR_STAFF || orders->who == 0)
		return NULL;
	char *slip = orders->who & FOR_PARTNER ? NULL : orders_hint_at_slip(orders, d, c);
	if (slip)
		return slip;
	g_autoptr(GPtrArray) hints = hints_find(d->clues->mail->reply, d->clues->commands);
	for (guint i = 0; i < hints->len; i++) {
		const Hint *hint = hints->pdata[i];
		const char *name = words_verb(d->site->words, hint->word);
		const Verb *verb = name ? verb_find(name) : NULL;
		if (verb && !orders_is_form_line(d, hint->line) && orders_allow(orders, verb) &&
		    (c || verb->use & WITHOUT_CASE) && is_likely(hint, verb))
			return g_strdup_printf(
				"If you meant “#%s” as a command: it is one if it stands on a line "
				"of its own at the beginning or the end of a mail, without a blank "
				"behind the sign. Your words have arrived as they are.",
				verb->name);
	}
	return NULL;
}

static char *
refusal_of(const Orders *orders)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < orders->refused->len; i++)
		g_string_append_printf(text, "%s" TEMPLATES_NEXT,
				       (const char *)orders->refused->pdata[i]);
	return g_strconcat(text->str, "Your words have arrived as they are.", NULL);
}

/* Sent after all, a mail does nothing but say its text. */
static void
keep_unsent(Orders *orders, const Decision *d)
{
	GPtrArray *read = orders->list;
	orders->list = orders->unsent;
	orders->unsent = read;
	orders->is_unsent = TRUE;
	orders->was_note = orders_stay_inside(d);
}

/* What goes out after this mail, and what this mail does, would be told in two. */
static void
check_sending(Orders *orders)
{
	Order *sends = NULL;
	gboolean has_others = FALSE;
	for (guint i = 0; i < orders->list->len; i++) {
		Order *order = orders->list->pdata[i];
		if (order->verb && !strcmp(order->verb->name, "send"))
			sends = order;
		else
			has_others =
				has_others || (order->verb && !(order->verb->use & WITHOUT_CASE));
	}
	if (sends && has_others && !sends->problem)
		sends->problem = g_strdup("it sends the text as it is, and the other lines would "
					  "be told in a mail of their own; reply with your text "
					  "and these lines instead");
}

Orders *
orders_read(const Decision *d, const CaseFact *c)
{
	Orders *orders = g_new0(Orders, 1);
	orders->who = who_writes(d, c);
	orders->is_proven = d->facts->proof == PROOF_PASS;
	orders->uses_own_id = !c || !c->id || decision_uses_own_id(d, c);
	orders->list = g_ptr_array_new_with_free_func(order_free);
	orders->unsent = g_ptr_array_new_with_free_func(order_free);
	orders->done = g_ptr_array_new_with_free_func(g_free);
	orders->undone = g_ptr_array_new_with_free_func(g_free);
	orders->answers = g_ptr_array_new_with_free_func(answer_destroy);
	orders->refused = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < d->clues->commands->len; i++) {
		const Command *command = d->clues->commands->pdata[i];
		if (orders_is_data(d, command))
			continue;
		if (command->is_stray)
			add_stray(orders, d->site, command);
		else
			add_order(orders, d, command, c);
	}
	if (d->clues->question)
		add_order(orders, d, d->clues->question, c);
	if (d->clues->solved)
		add_order(orders, d, d->clues->solved, c);
	orders->is_bare = orders_are_bare(orders, d);
	if (!is_outside(orders, c))
		orders->hint =
			orders->refused->len > 0 ? refusal_of(orders) : hint_for(orders, d, c);
	if (release_is_text(d->facts->release))
		keep_unsent(orders, d);
	check_sending(orders);
	return orders;
}

static void
run_order(Order *order, Doing *doing)
{
	g_autoptr(GError) error = NULL;
	if (!doing_act(order->verb)(doing, order->value, &error))
		order->problem = g_strdup(error->message);
}

void
orders_run(Orders *orders, Decision *d, Happening *h, VerbStage stage)
{
	Doing doing = {&d->b, h, orders->done, &orders->tells, orders->answers};
	for (const Verb *verb = verbs_all(); verb->name; verb++)
		for (guint i = 0; verb->stage == stage && i < orders->list->len; i++) {
			Order *order = orders->list->pdata[i];
			if (order->verb == verb && !order->problem)
				run_order(order, &doing);
		}
}

void
orders_rehearse(Orders *orders, Decision *d, const CaseFact *c)
{
	Plan *plan = d->b.plan;
	guint changes = plan->changes->len, reasons = plan->reasons->len;
	guint chance_used = d->b.chance_used;
	g_autoptr(Happening) h = decision_happening(d, c ? case_fact_copy(c) : NULL, "");
	for (VerbStage stage = 0; stage < STAGES; stage++)
		orders_run(orders, d, h, stage);
	g_ptr_array_set_size(plan->changes, (gint)changes);
	g_ptr_array_set_size(plan->reasons, (gint)reasons);
	g_ptr_array_set_size(orders->done, 0);
	g_ptr_array_set_size(orders->answers, 0);
	orders->tells = FALSE;
	d->b.chance_used = chance_used;
}

gboolean
orders_any(const Orders *orders)
{
	return orders->list->len > 0;
}

gboolean
orders_are_unsent(const Orders *orders)
{
	return orders->unsent->len > 0;
}

gboolean
orders_any_wrong(const Orders *orders)
{
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		if (order->problem)
			return TRUE;
	}
	return FALSE;
}

gboolean
orders_say_nothing(const Orders *orders)
{
	return orders->is_bare && (orders->hint || orders_any_wrong(orders));
}

gboolean
orders_settle(const Orders *orders)
{
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		if (order->verb && order->verb->use & SETTLES)
			return TRUE;
	}
	return FALSE;
}

gboolean
orders_set_status(const Orders *orders)
{
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		if (order->verb && !order->problem && order->verb->stage == STAGE_STATUS)
			return TRUE;
	}
	return FALSE;
}

gboolean
orders_ask(const Orders *orders)
{
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		if (order->verb && order->verb->stage == STAGE_ANSWER)
			return TRUE;
	}
	return FALSE;
}

const char *
orders_question(const Orders *orders)
{
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		if (order->command->way == BY_QUESTION)
			return order->command->line;
	}
	return NULL;
}

gboolean
orders_say_solved(const Orders *orders)
{
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		if (order->command->way == BY_SOLVED && !order->problem)
			return TRUE;
	}
	return FALSE;
}

/* What of its line is text: all of a customer's wrong one, what a note says, what is said with a
 * rating. */
static const char *
left_by(const Orders *orders, const Order *order)
{
	if (order->problem && order->command->way != BY_ADDRESS && !(orders->who & FOR_PARTNER))
		return NULL;
	if (order->command->way == BY_DIGIT)
		return order->command->text;
	return order->verb && !strcmp(order->verb->name, "note") ? order->value : "";
}

/* Command lines reach no customer, right or wrong; what a note says is its text. */
const char *
orders_left_unsent(const Order *order)
{
	if (order->is_text)
		return NULL;
	return order->verb && !strcmp(order->verb->name, "note") ? order->value : "";
}

/* Sets what is to stand in the place of the command's line. */
void
orders_instead_of(const Order *order, const Clues *clues, const char *text, const char **instead)
{
	for (guint k = 0; k < clues->commands->len; k++)
		if (clues->commands->pdata[k] == order->command)
			instead[k] = text;
}

/* Whether there are any, and all can be given without a case. */
static gboolean
need_no_case(const Orders *orders)
{
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		if (!order->verb || !(order->verb->use & WITHOUT_CASE))
			return FALSE;
	}
	return orders->list->len > 0;
}

gboolean
orders_only_ask(const Orders *orders, const Decision *d)
{
	const Clues *clues = d->clues;
	g_autofree const char **instead = g_new0(const char *, clues->commands->len + 1);
	for (guint i = 0; i < orders->list->len; i++)
		orders_instead_of(orders->list->pdata[i], clues, "", instead);
	/* A question with a wrong value is one too: it opens no case. */
	g_autofree char *rest = commands_replace(clues->mail->reply, clues->commands, instead);
	return need_no_case(orders) && (!*rest || orders_beside_courtesy(d, rest));
}

/* Questions, and what can only be done to a case that is there. More words are a sentence. */
static gboolean
is_about_case(const Decision *d, const Command *command)
{
	const char *value = "";
	const Verb *verb = orders_meaning(d->site, command, &value);
	g_auto(GStrv) words = g_strsplit(value, " ", -1);
	return is_used_so(command, verb) && g_strv_length(words) <= VALUE_WORDS &&
	       (verb->stage == STAGE_STATUS || verb->use & (WITHOUT_CASE | SETTLES | FOR_OTHERS));
}

const char *
orders_lack_case(const Decision *d)
{
	const Clues *clues = d->clues;
	g_autofree const char **instead = g_new0(const char *, clues->commands->len + 1);
	for (guint i = 0; i < clues->commands->len; i++) {
		instead[i] = "";
		if (!is_about_case(d, clues->commands->pdata[i]))
			return NULL;
	}
	g_autofree char *rest = commands_replace(clues->mail->reply, clues->commands, instead);
	if (clues->commands->len == 0 || (*rest && !orders_beside_courtesy(d, rest)))
		return NULL;
	return ((const Command *)clues->commands->pdata[0])->word;
}

char *
orders_text(const Orders *orders, const Clues *clues)
{
	g_autofree const char **instead = g_new0(const char *, clues->commands->len + 1);
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		orders_instead_of(order, clues, left_by(orders, order), instead);
	}
	for (guint i = 0; i < orders->unsent->len; i++) {
		const Order *order = orders->unsent->pdata[i];
		orders_instead_of(order, clues, orders_left_unsent(order), instead);
	}
	return commands_replace(clues->mail->reply, clues->commands, instead);
}

char *
orders_opening_text(const Orders *orders, const Clues *clues, const char *text)
{
	g_autofree const char **instead = g_new0(const char *, clues->commands->len + 1);
	gboolean any = FALSE;
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		gboolean is_line = order->command->way == BY_LINE && !order->problem;
		orders_instead_of(order, clues, is_line ? left_by(orders, order) : NULL, instead);
		any = any || is_line;
	}
	for (guint i = 0; i < orders->unsent->len; i++) {
		const Order *order = orders->unsent->pdata[i];
		orders_instead_of(order, clues, orders_left_unsent(order), instead);
		any = TRUE;
	}
	return any ? commands_replace_in(text, clues->mail->own, clues->commands, instead)
		   : g_strdup(text);
}

static gboolean
has_verb(const Orders *orders, const char *name)
{
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		if (order->verb && !order->problem && !strcmp(order->verb->name, name))
			return TRUE;
	}
	return FALSE;
}

gboolean
orders_make_note(const Orders *orders)
{
	return orders->was_note || has_verb(orders, "note");
}

gboolean
orders_hand_over(const Orders *orders)
{
	return has_verb(orders, "partner");
}

void
orders_hint(Orders *orders, Happening *h)
{
	if (!orders->hint)
		return;
	if (h->opened || h->status_changed)
		h->hint = orders->hint;
	else
		g_ptr_array_add(orders->undone, g_strdup(orders->hint));
}

void
orders_tell(Orders *orders, const char *text)
{
	g_ptr_array_add(orders->done, g_strdup(text));
	orders->tells = TRUE;
}

void
orders_mention(Orders *orders, Decision *d, Happening *h)
{
	g_autoptr(GPtrArray) failures = decision_mention(d, h);
	for (guint i = 0; i < failures->len; i++)
		g_ptr_array_add(orders->undone, g_strdup(failures->pdata[i]));
}
