/*
 * Commands of customers that are mistyped: what is said to the writer, and where a mail is nothing
 * else, that nobody else hears of it.
 */
#include "desk/plan_orders.h"

#include "base/text.h"

#include <string.h>

/* Of what stands behind a command; more is a sentence. */
#define VALUE_WORDS 3

/* The verb of the writer's that a line of commands is perhaps a slip of: "#doen". A heading
 * "#Drucker" is none. */
static const Verb *
verb_meant(const Orders *orders, const Decision *d, const CaseFact *c, const Command *command)
{
	const char *value = "";
	if (command->way != BY_LINE || command->is_stray || orders_is_data(d, command) ||
	    orders_meaning(d->site, command, &value))
		return NULL;
	const char *name = words_verb_meant(d->site->words, command->word, orders->who);
	const Verb *verb = name ? verb_find(name) : NULL;
	return verb && orders_allow(orders, verb) && (c || verb->use & WITHOUT_CASE) &&
			       !*command->value == (verb->value != VALUE_MUST)
		       ? verb
		       : NULL;
}

/* Alone in a mail it is one of a verb that isn't the writer's either, or needs a case, and has a
 * value where it may: "#hsitory 12". */
static const Verb *
verb_meant_alone(const Decision *d, const Command *command)
{
	const char *value = "";
	if (command->way != BY_LINE || command->is_stray || orders_is_data(d, command) ||
	    orders_meaning(d->site, command, &value))
		return NULL;
	const char *name =
		words_verb_meant(d->site->words, command->word, FOR_CUSTOMERS | FOR_ANYBODY);
	const Verb *verb = name ? verb_find(name) : NULL;
	gboolean is_one_word = !strchr(command->value, ' ');
	if (!verb || (verb->value == VALUE_NONE && *command->value) ||
	    (verb->value == VALUE_MAY && !is_one_word))
		return NULL;
	return verb;
}

/* The writer's words have arrived where they are an entry, or a case. */
static char *
say_slip(const Verb *verb, gboolean has_arrived)
{
	return g_strdup_printf(has_arrived ? "If you meant “#%s”: it is mistyped, so nothing was "
					     "done. Your words have arrived as they are."
					   : "If you meant “#%s”: it is mistyped, so nothing was "
					     "done.",
			       verb->name);
}

char *
orders_hint_at_slip(const Orders *orders, const Decision *d, const CaseFact *c)
{
	for (guint i = 0; i < d->clues->commands->len; i++) {
		const Command *command = d->clues->commands->pdata[i];
		const Verb *verb = orders->is_bare ? verb_meant_alone(d, command)
						   : verb_meant(orders, d, c, command);
		if (verb)
			return say_slip(verb, !orders->is_bare);
	}
	return NULL;
}

static gboolean
is_ordered(const Orders *orders, const Command *command)
{
	for (guint i = 0; i < orders->list->len; i++)
		if (((const Order *)orders->list->pdata[i])->command == command)
			return TRUE;
	return FALSE;
}

/* The writer's own, or nearly one. A digit is a word like others where it rates nothing. */
static gboolean
is_command(const Orders *orders, const Decision *d, const Command *command)
{
	g_auto(GStrv) words = g_strsplit(command->value, " ", -1);
	return command->way == BY_LINE && g_strv_length(words) <= VALUE_WORDS &&
	       (is_ordered(orders, command) || verb_meant_alone(d, command));
}

gboolean
orders_are_bare(const Orders *orders, const Decision *d)
{
	const Clues *clues = d->clues;
	if (!orders->who || orders->who & (FOR_STAFF | FOR_PARTNER) || d->facts->release ||
	    clues->mail->attachments->len > 0 || clues->commands->len == 0)
		return FALSE;
	g_autofree const char **instead = g_new0(const char *, clues->commands->len + 1);
	for (guint i = 0; i < clues->commands->len; i++) {
		instead[i] = "";
		if (!is_command(orders, d, clues->commands->pdata[i]))
			return FALSE;
	}
	g_autofree char *rest = commands_replace(clues->mail->reply, clues->commands, instead);
	return !*rest || orders_beside_courtesy(d, rest);
}
