/*
 * What the worker does besides mail: the spool, clocks, notices in steps, failures that staff
 * must hear of, the search index, the log of the store, the daily audit.
 */
#ifndef CM_WORK_CHORES_H
#define CM_WORK_CHORES_H

#include "work/handle.h"

typedef struct Chores Chores;

/** Borrows everything; `spool_dir` is nullable. (transfer full) */
Chores *chores_new(Store *store, const Knowledge *know, const char *spool_dir);
/** Mail has been held: staff need not wait for the minute to be over to hear of it. */
void chores_expect_digest(Chores *chores);
void chores_free(Chores *chores);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Chores, chores_free)

/** Takes in what `deliver` left in the spool. */
G_GNUC_WARN_UNUSED_RESULT gboolean chores_take_in(Chores *chores, GError **error);
/** spool_has_news(). */
gboolean chores_have_news(const Chores *chores);

/** A bounded piece of everything else; less while there is mail. `more_out`: notices were
 *  queued, or there is more to do at once. */
G_GNUC_WARN_UNUSED_RESULT gboolean chores_round(Chores *chores, gboolean busy, gboolean *more_out,
						GError **error);

/** How long until there is something to do by itself, at most `longest_ms`. */
gint64 chores_pause_ms(const Chores *chores, gint64 longest_ms);

#endif
