/*
 * What the report counts: cases and mail, read row by row.
 */
#ifndef CM_STORE_FIGURES_H
#define CM_STORE_FIGURES_H

#include "desk/figures.h"
#include "store/store.h"

/** What is counted: of which desk, "" for all, in [since, until). */
typedef struct FiguresOf {
	const Site *site;
	const char *desk;
	gint64 since_ms;
	gint64 until_ms;
} FiguresOf;

/** Counts all cases that were opened before `until` (those merged into others are part of
 *  these) but for what was closed before `since` and has not been touched since, and the mail held
 *  or quarantined in that time. */
G_GNUC_WARN_UNUSED_RESULT gboolean figures_gather(Store *store, const FiguresOf *of,
						  Figures *figures, GError **error);

#endif
