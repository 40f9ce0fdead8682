/*
 * What customers think of how their cases went, for the report.
 */
#ifndef CM_STORE_RATINGS_H
#define CM_STORE_RATINGS_H

#include "store/store.h"

/** A case, closed or rated. Texts are valid during the call alone. */
typedef struct RatedCase {
	const char *desk;
	const char *type;
	const char *customer;
	const char *assignee; /**< address; "" if nobody */
	const char *status;
	gint64 rating; /**< 1 to 5; 0: none */
	gint64 at_ms;  /**< when it was rated last, else when its status changed last */
} RatedCase;

typedef void (*RatedCaseTake)(const RatedCase *one, gpointer user_data);

/** Calls `take` for each case that isn't merged into another, and whose time lies in [since,
 *  until). */
G_GNUC_WARN_UNUSED_RESULT gboolean ratings_each(Store *store, gint64 since_ms, gint64 until_ms,
						RatedCaseTake take, gpointer user_data,
						GError **error);

#endif
