/*
 * A line of a mail that looks like a command: what it may mean, who may give it, and what may stand
 * beside it.
 */
#include "desk/plan_orders.h"

#include "desk/choice.h"
#include "desk/question.h"

#include <string.h>

/* Of a signature below its name: a company, a place. */
#define BELOW_NAME 4

const Verb *
orders_meaning(const Site *site, const Command *command, const char **value_out)
{
	const char *name = words_verb(site->words, command->word);
	const Status *status = name ? NULL : site_status_of_verb(site, command->word);
	if (!name && *command->value) {
		/* "#information needed"; but "#new printer" is no status. */
		g_autofree char *both = g_strdup_printf("%s %s", command->word, command->value);
		status = site_status_of_verb(site, both);
	}
	const Verb *verb = status ? verb_find("status") : name ? verb_find(name) : NULL;
	*value_out = status                           ? status->name
		     : verb && verb->use & TAKES_TEXT ? command->text
						      : command->value;
	return verb;
}

gboolean
orders_allow(const Orders *orders, const Verb *verb)
{
	return verb->use & orders->who &&
	       (orders->is_proven || (verb->use & UNPROVEN && orders->uses_own_id));
}

gboolean
orders_is_form_line(const Decision *d, guint line)
{
	return d->form && line < d->form->lines->len && d->form->lines->data[line];
}

gboolean
orders_is_data(const Decision *d, const Command *command)
{
	return command->way == BY_LINE && command->lines > 0 &&
	       orders_is_form_line(d, command->first);
}

/* What was to be a note, or for a partner, becomes nobody else's text, if misspelt, too. */
gboolean
orders_stay_inside(const Decision *d)
{
	static const char *const inside[] = {"note", "partner", NULL};
	for (guint i = 0; i < d->clues->commands->len; i++) {
		const char *value = "";
		const Command *command = d->clues->commands->pdata[i];
		const Verb *verb = orders_meaning(d->site, command, &value);
		if (!verb)
			verb = verb_nearest(command->word, FOR_STAFF);
		if (verb && g_strv_contains(inside, verb->name))
			return TRUE;
	}
	return FALSE;
}

/* In a case what is nearly #for may be anything. */
static gboolean
is_for(const Decision *d, const Order *order, gboolean is_nearly_enough)
{
	const char *value = "";
	const Verb *verb = orders_meaning(d->site, order->command, &value);
	return verb ? !strcmp(verb->name, "for")
		    : is_nearly_enough && choice_is_slip(order->command->word, "for");
}

gboolean
orders_misname_customer(const Orders *orders, const Decision *d, const CaseFact *c)
{
	for (guint i = 0; i < orders->list->len; i++) {
		const Order *order = orders->list->pdata[i];
		if (order->problem && is_for(d, order, !c || !c->id))
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_own_name(const Decision *d, const char *line)
{
	const Clues *clues = d->clues;
	return text_is_courtesy(line, clues->name, clues->address, d->site) &&
	       !text_is_courtesy(line, "", "", d->site);
}

gboolean
orders_beside_courtesy(const Decision *d, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GString) above = g_string_new(NULL);
	guint below = 0;
	for (guint i = 0; lines[i]; i++) {
		if (below &&
		    (below++ > BELOW_NAME || (*lines[i] && !command_stands_below(lines[i]))))
			return FALSE;
		if (below)
			continue;
		g_string_append_printf(above, "%s\n", lines[i]);
		below = is_own_name(d, lines[i]) ? 1 : 0;
	}
	return text_is_courtesy(above->str, d->clues->name, d->clues->address, d->site);
}
