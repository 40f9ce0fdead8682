/*
 * Inside the commands of a mail: what is known of each.  Only plan_commands.c, which reads them and
 * carries them out, and plan_orders.c, which answers them, include this.
 */
#ifndef CM_DESK_PLAN_ORDERS_H
#define CM_DESK_PLAN_ORDERS_H

#include "desk/plan_commands.h"

/** One command with its verb and what is wrong with it. */
typedef struct Order {
	const Command *command; /**< (transfer none) */
	const Verb *verb;       /**< NULL: there is none of this name for the writer */
	const char *value;      /**< the command's, or the status that its verb stands for */
	char *problem;          /**< in words; NULL: none */
	char *nearest;          /**< how the line might have been meant; NULL: no idea */
	gboolean is_text;       /**< no verb's name, nor nearly one: as likely no command at all */
} Order;

struct Orders {
	guint who; /* of FOR_... */
	gboolean is_proven;
	gboolean uses_own_id; /* what UNPROVEN verbs need */
	gboolean was_note;    /* sent as text, and before that it was to stay inside */
	GPtrArray *list;      /* Order* */
	gboolean is_unsent;   /* sent as text */
	GPtrArray *unsent;    /* Order*, of a mail that is sent as text: none is carried out */
	GPtrArray *done;      /* char*, for the transcript */
	GPtrArray *undone;    /* char*, what else of the mail could not be done */
	GPtrArray *answers;   /* Answer*, short ones: of several one mail is made */
	gboolean tells;       /* the transcript is wanted even if all is right */
	GPtrArray *refused;   /* char*, sentences about lines that are commands of others */
	char *hint;           /* on what looks like a command and isn't one; NULL: nothing does */
};

/** What a line's verb stands for: each status of the site is a verb of its own too; NULL: nothing.
 *  (transfer none) */
const Verb *orders_meaning(const Site *site, const Command *command, const char **value_out);
/** What of its line is text where the mail is sent as text: NULL all of it. (transfer none) */
const char *orders_left_unsent(const Order *order);
/** Sets what is to stand in the place of the command's line. */
void orders_instead_of(const Order *order, const Clues *clues, const char *text,
		       const char **instead);
/** Whether a line is wrong that was to say whose mail staff forwards, if a misspelt one; `c` is
 *  nullable. */
gboolean orders_misname_customer(const Orders *orders, const Decision *d, const CaseFact *c);
/** Whether the mail was to stay with staff, or with a partner, if by a misspelt command. */
gboolean orders_stay_inside(const Decision *d);

#endif
