/*
 * Inside the plan of a mail: the form in its text.
 */
#ifndef CM_DESK_PLAN_FORM_H
#define CM_DESK_PLAN_FORM_H

#include "desk/plan_commands.h"

/** Ends the mail as refused if its form chooses what is for others alone. FALSE: it goes on.
 *  `form` is nullable. */
gboolean decision_refuses_form(Decision *d, const CaseType *type, const FormReading *form);

/** What the form, the files and the rest of the text say of a case before it is opened: its
 *  fields, and perhaps its title. */
void form_fill_new_case(CaseFact *c, const CaseType *type, const FormReading *form,
			const Mail *mail, gboolean is_our_subject);
/** Its first status, if it lacks something. */
void decision_judge_new_form(Decision *d, CaseFact *c, const CaseType *type);
/** Keeps the fields once it is opened, and does what else they say. `form` is nullable. */
void decision_keep_new_form(Decision *d, Happening *h, Orders *orders, const FormReading *form);

/** What a customer's mail answers of what the case is asked for; NULL: nothing is asked for, or
 *  not of this sender. (transfer full) */
FormReading *decision_read_answer(const Decision *d, const CaseFact *c);
/** Keeps that, and does what else it says. */
void decision_take_answer(Decision *d, Happening *h, Orders *orders, const FormReading *form);
/** Whoever is asked for fields and answers something else is told what is still missing: once for
 *  each time that it was asked. */
void decision_ask_again(const Decision *d, Happening *h);
/** Whether what was said is an answer to a form, complete or not: it decides about the status. Who
 *  answers in prose is to be read by somebody. */
gboolean decision_fills_in(const Happening *h);

/* plan_given.c */

/** The happening's text as others are told it, without what its form says: that stands beside it.
 *  (transfer full) */
char *decision_text_beside_form(const Decision *d, const Happening *h);

#endif
