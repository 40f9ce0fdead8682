/*
 * What the report counts: cases and mail, read row by row.
 */
#ifndef CM_STORE_FIGURES_H
#define CM_STORE_FIGURES_H

#include "desk/figures.h"
#include "store/store.h"

/** Counts all cases that were opened before `until` (those merged into others are part of
 *  these), and the mail held or quarantined in [since, until); of one desk, "" for all. */
G_GNUC_WARN_UNUSED_RESULT gboolean figures_gather(Store *store, const char *desk, gint64 since_ms,
						  gint64 until_ms, Figures *figures,
						  GError **error);

#endif
