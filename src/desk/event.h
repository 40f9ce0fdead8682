/*
 * Planned events: cases that announce one, a go-live or high traffic, by the dates of their form.
 */
#ifndef CM_DESK_EVENT_H
#define CM_DESK_EVENT_H

#include "desk/facts.h"
#include "desk/field.h"
#include "desk/site.h"

/** When an event is. Strings are borrowed. */
typedef struct Event {
	const char *begin; /**< as in ETAs: "2026-12-07 06:00 UTC", "2026-12-07" */
	const char *end;   /**< the same, not before `begin`; "": nobody has said */
} Event;

/** The field of a type that says when an event begins, or with `end` when it ends; NULL: the type
 *  has none. `type` is nullable. (transfer none) */
const Field *event_field(const CaseType *type, gboolean end);

/** Fills `out` with what such values say, either of which may be NULL; FALSE: no event begins. */
gboolean event_read(const char *begin, const char *end, Event *out);

/** Whether both are dates, and it ends before it begins. Either may be NULL. */
gboolean event_ends_early(const char *begin, const char *end);

/** From when to when, UTC: of a day all of it, of a time that minute. */
void event_span(const Event *event, gint64 *begin_ms_out, gint64 *end_ms_out);

/** The event that a case announces; FALSE: none. */
gboolean event_of(const CaseFact *c, const Site *site, Event *out);

#endif
