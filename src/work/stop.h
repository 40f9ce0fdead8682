/*
 * Ending in good order: SIGTERM and SIGINT as something one can wait for.
 */
#ifndef CM_WORK_STOP_H
#define CM_WORK_STOP_H

#include <glib.h>

typedef struct Stop Stop;

/** From now on the two signals no longer kill but ask; SIGPIPE is ignored. Before any other
 *  thread starts. (transfer full) */
Stop *stop_new(void);
void stop_free(Stop *stop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stop, stop_free)

/** Whether the process has been asked to end. */
gboolean stop_is_asked(Stop *stop);

/** Waits until `fd` is readable (and empties it), the process is asked to end, or the time is
 *  up. `fd` may be -1. */
void stop_wait(Stop *stop, int fd, int timeout_ms);

#endif
