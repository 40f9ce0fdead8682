/*
 * The report of the week, sent to each desk's leads.
 */
#ifndef CM_WORK_WEEKLY_H
#define CM_WORK_WEEKLY_H

#include "store/clocks.h"
#include "work/handle.h"

/** Queues the reports of the week that was over when the clock was due, within the caller's
 *  transaction, and sets the clock to the next one. A desk whose report can't be made is logged. */
G_GNUC_WARN_UNUSED_RESULT gboolean weekly_run(Store *store, const Knowledge *know,
					      const ClockRow *row, gint64 now_ms, GError **error);

#endif
