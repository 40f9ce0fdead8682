/*
 * Progress of long work: rate, share and time left on a terminal, nothing in a pipe.
 */
#ifndef CM_APP_PROGRESS_H
#define CM_APP_PROGRESS_H

#include <glib.h>

typedef struct Progress Progress;

/** `what` is counted ("mails"), `total` of them; 0: unknown. Speaks on standard error, and
 *  only if that is a terminal. (transfer full) */
Progress *progress_new(const char *what, gsize total);
/** So many are done by now. */
void progress_show(Progress *progress, gsize done);
/** Wipes the line. */
void progress_free(Progress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Progress, progress_free)

#endif
