/*
 * Cases that announce an event, for the calendar.
 */
#ifndef CM_STORE_EVENTS_H
#define CM_STORE_EVENTS_H

#include "store/store.h"

/** A case with the values of the two fields. Texts are valid during the call alone. */
typedef struct EventCase {
	const char *number;
	const char *title;
	const char *customer;
	const char *status;
	const char *assignee; /**< address; "" if nobody */
	const char *desk;
	const char *begin;
	const char *end; /**< "" if it has none */
} EventCase;

typedef void (*EventCaseTake)(const EventCase *one, gpointer user_data);

/** Calls `take` for each case of this type that isn't merged into another and has the field
 *  `begin`; `end` is the name of the other field, "" for none. */
G_GNUC_WARN_UNUSED_RESULT gboolean events_each(Store *store, const char *type, const char *begin,
					       const char *end, EventCaseTake take,
					       gpointer user_data, GError **error);

#endif
