/*
 * Group commit: many threads hand in messages, one thread owns the store's handle and
 * commits all that wait together.
 */
#ifndef CM_WORK_COMMITTER_H
#define CM_WORK_COMMITTER_H

#include "base/outcome.h"
#include "store/accept.h"

typedef struct Committer Committer;

typedef struct CommitterOptions {
	const char *store_dir;
	const char *schema_dir;
	int wake_fd;          /**< gets a byte after each commit, never waits; -1: none */
	gboolean checkpoints; /**< there is no worker that does it */
} CommitterOptions;

/**
 * Opens the store and starts the thread. A store that is in trouble for the moment is
 * tried again with each batch; one that can't be used is an error. (transfer full)
 */
Committer *committer_new(const CommitterOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** Finishes what waits, then ends the thread. */
void committer_free(Committer *committer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Committer, committer_free)

/** Commits one message and waits for it: OUTCOME_ACCEPTED means on disk. For any thread. */
Outcome committer_commit(Committer *committer, Arrival *arrival);

/** What to tell a client after a failed write: STORE_FULL or LATER. */
Outcome store_trouble(const char *store_dir);

#endif
