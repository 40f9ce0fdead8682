/*
 * Notices that wait to be made into messages: those of one event to more people than fit in
 * its transaction.  Whatever writes here does so within the caller's transaction.
 */
#ifndef CM_STORE_FANOUT_H
#define CM_STORE_FANOUT_H

#include "store/store.h"

typedef struct FanoutRow {
	gint64 id;
	gint64 case_id; /**< 0: belongs to no case */
	char *notice;   /**< JSON of one notice */
} FanoutRow;

void fanout_row_free(FanoutRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FanoutRow, fanout_row_free)

G_GNUC_WARN_UNUSED_RESULT gboolean fanout_add(Store *store, gint64 case_id, const char *notice,
					      GError **error);

/** The one that has waited longest; NULL without error if none waits. (transfer full) */
FanoutRow *fanout_first(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_GNUC_WARN_UNUSED_RESULT gboolean fanout_remove(Store *store, gint64 id, GError **error);

#endif
