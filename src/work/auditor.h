/*
 * The auditor: counts each day what was accepted against what became of it. A process of
 * its own, for in a store of millions that takes minutes in which no mail may wait.
 */
#ifndef CM_WORK_AUDITOR_H
#define CM_WORK_AUDITOR_H

#include <glib.h>

/** Audits the store in `store_dir` now and then daily, logging what differs, until SIGTERM or
 *  SIGINT ends the process at once: it only looks. Trouble is logged and tried again in an
 *  hour. */
G_GNUC_NORETURN void auditor_run(const char *store_dir);

#endif
