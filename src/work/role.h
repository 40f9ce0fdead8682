/*
 * What every long-running role needs: ending on SIGTERM, waiting for a byte, its lock,
 * its watchdog.
 */
#ifndef CM_WORK_ROLE_H
#define CM_WORK_ROLE_H

#include <glib.h>

/** SIGTERM and SIGINT end the role after what is in hand; SIGPIPE is ignored. */
void role_begin(const char *name);
gboolean role_is_ending(void);

/** role_lock(): somebody else holds it. */
#define ROLE_TAKEN (-2)
/** Takes DIR/NAME for this process; the descriptor to close, ROLE_TAKEN, or -1. */
int role_lock(const char *dir, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Waits until `fd` is readable (and empties it), a signal comes, or the time is up. `fd` may be
 * -1. */
void role_wait(int fd, int timeout_ms);
/** Waits, but ends early when the role is to end. */
void role_pause(int timeout_ms);

/** Wakes whoever waits at the other end; never blocks. `fd` may be -1. */
void role_wake(int fd);

/** Death by SIGALRM in so many seconds; 0 takes it back. */
void role_watchdog(guint seconds);

#endif
