/*
 * Inside the commands of a mail: what is known of each.  Only plan_commands.c, which reads them and
 * carries them out, plan_lines.c, which tells what they are, plan_slip.c, which finds mistyped
 * ones, and plan_orders.c, which answers them, include this.
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
	gboolean is_bare;     /* nothing but a customer's commands, right or wrong, and slips */
	GPtrArray *unsent;    /* Order*, of a mail that is sent as text: none is carried out */
	GPtrArray *done;      /* char*, for the transcript */
	GPtrArray *undone;    /* char*, what else of the mail could not be done */
	GPtrArray *answers;   /* Answer*, short ones: of several one mail is made */
	gboolean tells;       /* the transcript is wanted even if all is right */
	GPtrArray *refused;   /* char*, sentences about lines that are commands of others */
	char *hint;           /* on what looks like a command and isn't one; NULL: nothing does */
};

/** What of its line is text where the mail is sent as text: NULL all of it. (transfer none) */
const char *orders_left_unsent(const Order *order);
/** Sets what is to stand in the place of the command's line. */
void orders_instead_of(const Order *order, const Clues *clues, const char *text,
		       const char **instead);

/* plan_lines.c */

/** What a line's verb stands for: each status of the site is a verb of its own too; NULL: nothing.
 *  (transfer none) */
const Verb *orders_meaning(const Site *site, const Command *command, const char **value_out);
/** Whether a line is wrong that was to say whose mail staff forwards, if a misspelt one; `c` is
 *  nullable. */
gboolean orders_misname_customer(const Orders *orders, const Decision *d, const CaseFact *c);
/** Whether the mail was to stay with staff, or with a partner, if by a misspelt command. */
gboolean orders_stay_inside(const Decision *d);
/** What stands in a line of a form is what somebody answers there, no command. */
gboolean orders_is_form_line(const Decision *d, guint line);
/** The same of the line of a command. */
gboolean orders_is_data(const Decision *d, const Command *command);
/** Whether the writer may give it. */
gboolean orders_allow(const Orders *orders, const Verb *verb);
/** Whether what stands beside commands is greetings, thanks and a farewell, below whose name a
 *  company may stand, and no word more. */
gboolean orders_beside_courtesy(const Decision *d, const char *text);

/* plan_slip.c */

/** What Orders.is_bare says; the list has been read. */
gboolean orders_are_bare(const Orders *orders, const Decision *d);
/** On the first mistyped command; NULL: none is. It holds nothing of the mail. (transfer full) */
char *orders_hint_at_slip(const Orders *orders, const Decision *d, const CaseFact *c);

#endif
