/*
 * What the long-running roles share: a lock, a way to wake each other, a watchdog.
 */
#ifndef CM_WORK_ROLE_H
#define CM_WORK_ROLE_H

#include <glib.h>

/** The lock of the one gateway, below the store. */
#define RUN_LOCK "run.lock"

/** role_lock(): somebody else holds it. */
#define ROLE_TAKEN (-2)
/** Takes DIR/NAME for this process; the descriptor to close, ROLE_TAKEN, or -1. */
int role_lock(const char *dir, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Whether somebody holds it. FALSE, too, if that can't be found out. */
gboolean role_is_taken(const char *dir, const char *name);

/** Wakes whoever waits at the other end; never blocks. `fd` may be -1. */
void role_wake(int fd);

/** Death by SIGALRM in so many seconds; 0 takes it back. */
void role_watchdog(guint seconds);

#endif
