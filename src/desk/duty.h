/*
 * Who of a desk's staff is told of an emergency, and who is next if nobody answers.
 */
#ifndef CM_DESK_DUTY_H
#define CM_DESK_DUTY_H

#include "desk/facts.h"
#include "desk/site.h"

/**
 * The step of that number, counted from 0: first whoever is on duty now by the roster, then the
 * places behind that one, then the leads, then everybody else of the desk; nobody twice, and a
 * step of nobody is left out. PersonFact* of `staff`, which must outlive the list; NULL: the
 * chain is over. (transfer container)
 */
GPtrArray *duty_step(const GPtrArray *staff, const Desk *desk, gint64 now_ms, guint step);

/** In which of those steps this person is told. */
DutyRank duty_rank(const PersonFact *person);

#endif
