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

/** Everybody of a desk, in the order of `staff`, which must outlive the list. PersonFact*; empty:
 * it has nobody. (transfer container) */
GPtrArray *duty_everybody(const GPtrArray *staff, const Desk *desk);

/** In which of those steps this person is told. */
DutyRank duty_rank(const PersonFact *person);

/** The leads of a desk, of them those of this team where there are any (`is_of_team` says who is of
 *  it). PersonFact* of `staff`, which must outlive the list; empty: it has none. (transfer
 *  container) */
GPtrArray *duty_leads(const GPtrArray *staff, const Desk *desk, const char *team,
		      gboolean (*is_of_team)(const PersonFact *person, const char *team));

#endif
