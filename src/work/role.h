/*
 * What the long-running roles share: a lock, a way to wake each other, a watchdog.
 */
#ifndef CM_WORK_ROLE_H
#define CM_WORK_ROLE_H

#include <glib.h>

/** role_lock(): somebody else holds it. */
#define ROLE_TAKEN (-2)
/** Takes DIR/NAME for this process; the descriptor to close, ROLE_TAKEN, or -1. */
int role_lock(const char *dir, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Wakes whoever waits at the other end; never blocks. `fd` may be -1. */
void role_wake(int fd);

/** Death by SIGALRM in so many seconds; 0 takes it back. */
void role_watchdog(guint seconds);

#endif
