/*
 * Writers take turns.  SQLite's busy timeout polls, and one flock is no fairer; two
 * flocks are a queue: take *turn*, take *write*, release *turn*.
 */
#ifndef CM_STORE_TURN_H
#define CM_STORE_TURN_H

#include <glib.h>

/** The two lock files of one store. */
typedef struct Turn Turn;

/** Opens DIR/turn.lock and DIR/write.lock, made if missing. */
Turn *turn_open(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void turn_close(Turn *turn);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Turn, turn_close)

/** Waits for the write lock, fairly. */
G_GNUC_WARN_UNUSED_RESULT gboolean turn_take(Turn *turn, GError **error);
void turn_release(Turn *turn);

/** Whether somebody waits for the lock we hold: a batch ends then. */
gboolean turn_is_wanted(Turn *turn);

#endif
