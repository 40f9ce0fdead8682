/*
 * What is promised of a case, and by when: from its level and its course.  The time stands still
 * while the case waits for the customer.
 */
#ifndef CM_DESK_PROMISE_H
#define CM_DESK_PROMISE_H

#include "desk/facts.h"
#include "desk/site.h"

/** What the history says of an attribute that was set, "Status: New -> Done". (transfer full) */
char *change_words(const char *label, const char *was, const char *is);

/** The line of the classification that the case goes by: of its severity, else of its priority.
 *  NULL: nothing is promised. (transfer none) */
const LevelGoal *promise_goal(const CaseFact *c, const Site *site);

/** When it is due in a case whose course is looked up; a time that is over if nobody kept it. 0:
 *  it isn't promised, is kept, or the time stands still. UTC milliseconds. */
gint64 promise_due(const CaseFact *c, const Site *site, Promise promise);

/** When to warn of that; the same with the time there is before. */
gint64 promise_warning(const CaseFact *c, const Site *site, Promise promise);

/** The entry that promises of this kind are counted from anew: a warning of what was promised
 *  before it is none of what is promised now. 0: there is none. */
gint64 promise_since(const CaseFact *c, Promise promise);

/** When the first of them is due, and which that is; 0: none. */
gint64 promise_next(const CaseFact *c, const Site *site, Promise *which_out);

#endif
