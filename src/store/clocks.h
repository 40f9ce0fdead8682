/*
 * The rows of clocks: which case is to be looked at when.  They are derived (desk/clocks.h); all
 * writing happens within the caller's transaction.
 */
#ifndef CM_STORE_CLOCKS_H
#define CM_STORE_CLOCKS_H

#include "desk/site.h"
#include "store/store.h"

typedef struct ClockRow {
	gint64 id;
	gint64 case_id; /**< 0: it is the whole site's */
	char *kind;
	gint64 due_ms;
} ClockRow;

/** What is due, ClockRow*, the oldest first; `first_only`: of those that go first alone. (transfer
 *  full) */
GPtrArray *clocks_due(Store *store, gint64 now_ms, gboolean first_only, guint limit,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** When the next one is due; G_MAXINT64: never. */
G_GNUC_WARN_UNUSED_RESULT gboolean clocks_next_ms(Store *store, gint64 *due_ms_out, GError **error);

/** Derives the clocks of a case from what it has become. */
G_GNUC_WARN_UNUSED_RESULT gboolean clocks_derive(Store *store, gint64 case_id, const Site *site,
						 gint64 now_ms, GError **error);

/** Has the clocks of all cases derived again, step by step: something that they hang on and that no
 *  plan changes has changed. */
G_GNUC_WARN_UNUSED_RESULT gboolean clocks_renew(Store *store, GError **error);

/** Looks at it again then, whatever follows from the case: it could not be acted on. */
G_GNUC_WARN_UNUSED_RESULT gboolean clock_put_off(Store *store, gint64 id, gint64 until_ms,
						 GError **error);

/** Whether this row, or another of this case and kind, is due still. */
G_GNUC_WARN_UNUSED_RESULT gboolean clock_is_due(Store *store, const ClockRow *row, gint64 now_ms,
						gboolean *is_due_out, GError **error);

/** Derives the clocks of up to `limit` more cases if the configuration has changed since they were
 *  derived. In a transaction of its own. `more_out`: some are left. */
G_GNUC_WARN_UNUSED_RESULT gboolean clocks_rebuild(Store *store, const Site *site, gint64 now_ms,
						  guint limit, gboolean *more_out, GError **error);

#endif
