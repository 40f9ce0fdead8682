/*
 * What a partner may see of a case.  All that goes to one passes here; casemate(7), PARTNERS,
 * lists it field by field.
 */
#ifndef CM_DESK_PARTNER_VIEW_H
#define CM_DESK_PARTNER_VIEW_H

#include "desk/plan_build.h"

/** Takes from a notice to a partner what it may not see; leaves others as they are. The last
 *  thing that happens to a notice. */
void partner_veil(Notice *n, const Builder *b);

/** Adds the finished notice about a case to the plan, veiled, unless it is for a partner whose
 *  program isn't to hear it. Takes the notice. */
void plan_send(Builder *b, Notice *n, const CaseFact *c);

/** The case so far: texts under the names of their writers, those of staff under the desk's.
 *  (transfer full) */
Js *partner_story(const Builder *b, const Happening *h);

/** Adds the files of what was said so far to a notice, as many as a mail may have; the others are
 *  named. */
void partner_add_files(Notice *n, const CaseFact *c);

/** Tells this participant that the case isn't theirs any more, and nothing else. */
void plan_tell_taken_back(Builder *b, const Happening *h, const ParticipantFact *to);

#endif
