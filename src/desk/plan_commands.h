/*
 * Inside the plan of a mail: the commands in its text.
 */
#ifndef CM_DESK_PLAN_COMMANDS_H
#define CM_DESK_PLAN_COMMANDS_H

#include "desk/doing.h"
#include "desk/plan_decision.h"

/** The commands of one mail, as far as they are its writer's to give. */
typedef struct Orders Orders;

/** Those about a case; about none where `c` is NULL. (transfer full) */
Orders *orders_read(const Decision *d, const CaseFact *c);
void orders_free(Orders *orders);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Orders, orders_free)

/** Finds out which of them are wrong, leaving the plan as it was. Those don't run. */
void orders_rehearse(Orders *orders, Decision *d, const CaseFact *c);
/** Does those of one stage to the case of the happening. */
void orders_run(Orders *orders, Decision *d, Happening *h, VerbStage stage);

gboolean orders_any(const Orders *orders);
/** Whether the mail has lines of commands, but is sent as text alone. */
gboolean orders_are_unsent(const Orders *orders);
gboolean orders_any_wrong(const Orders *orders);
/** Whether the writer has to hear of what was done and wasn't, staff or not. */
gboolean orders_tell_writer(const Orders *orders, const Happening *h);
/** Whether it is of a kind that leaves a closed case closed, whatever is said beside it. */
gboolean orders_settle(const Orders *orders);
/** Whether it says itself what the status shall be. */
gboolean orders_set_status(const Orders *orders);
/** Whether it asks something, whatever else it says. */
gboolean orders_ask(const Orders *orders);
/** The question in words that the mail is, which is answered and kept; NULL: it is none.
 *  (transfer none) */
const char *orders_question(const Orders *orders);
/** Whether the mail says in words that the case is solved, and is taken at them. */
gboolean orders_say_solved(const Orders *orders);
/** Whether a customer's mail is nothing but commands, of which one is wrong or mistyped: its writer
 *  is told, and nobody else. After the rehearsal. */
gboolean orders_say_nothing(const Orders *orders);
/** Whether the mail asks something (help, a list) and says nothing else. */
gboolean orders_only_ask(const Orders *orders, const Decision *d);
/** Of a mail of nothing but commands, the writer's or not, that only a case that is there can have,
 *  the first one's word; NULL: it says more. (transfer none) */
const char *orders_lack_case(const Decision *d);

/** The new text without the commands; a customer's wrong ones stay in it, and what a note says.
 *  (transfer full) */
char *orders_text(const Orders *orders, const Clues *clues);

/** `text`, all that a mail says that opens a case, without the commands that are carried out; what
 *  a note says stays. (transfer full) */
char *orders_opening_text(const Orders *orders, const Clues *clues, const char *text);

/** Tells the writer what was done, or which line was not understood. */
void orders_answer(const Orders *orders, Decision *d, const Happening *h);
/** Ends the mail as returned to its writer, with what is wrong line by line. */
void orders_return(const Orders *orders, Decision *d, const CaseFact *c);
/** The same for what must not go out: `secret`, and a sentence that says why. */
void orders_return_secret(const Orders *orders, Decision *d, const CaseFact *c, const char *secret,
			  const char *why);

/** Says to a customer what in the text was perhaps meant as a command: in the receipt where the
 *  writer gets one, which must be known by now, else in an answer. Lends the orders' words to the
 *  happening. */
void orders_hint(Orders *orders, Happening *h);
/** Whether they say that the mail is a note. */
gboolean orders_make_note(const Orders *orders);
/** Whether they hand the case to a partner, or take it back: customers get no word of such a
 *  mail. */
gboolean orders_hand_over(const Orders *orders);
/** Lets those follow whom the mail mentions, and says of whom it couldn't. */
void orders_mention(Orders *orders, Decision *d, Happening *h);
/** Says in the transcript what the writer has to know, and sees to it that it is sent. */
void orders_tell(Orders *orders, const char *text);

#endif
