/*
 * The worker: takes accepted mail in hand, walks it down the path, and does what falls
 * due.  It parses hostile bytes, so it may die at any time; whoever watches it
 * says how its forerunner ended.
 */
#ifndef CM_WORK_WORKER_H
#define CM_WORK_WORKER_H

#include "work/handle.h"

/** The lock of the one worker, below the store. */
#define WORKER_LOCK "worker.lock"

typedef struct WorkerOptions {
	const char *store_dir;
	const char *schema_dir;
	const char *spool_dir; /**< deliveries made without a gateway; nullable */
	Knowledge know;
	LastDeath last_death;
	int wake_fd;         /**< becomes readable when mail has been accepted; -1: poll */
	int wake_sender_fd;  /**< gets a byte when notices were queued; -1: none */
	gint64 linger_ms;    /**< ends after so long without work, in trouble, or for a worker
				that never does; -1: never */
	gint64 memory_bytes; /**< RLIMIT_AS: beyond it the worker aborts; 0: no limit */
	guint watchdog_s;    /**< SIGALRM when one mail takes longer; 0: none */
} WorkerOptions;

/** Works until there is nothing left for `linger_ms`, or SIGTERM. FALSE if the store is in
 *  trouble. If another worker holds the lock, who lingers leaves it to that one: TRUE at once.
 *  With `linger_ms` 0 it waits, beside a gateway until nothing is left to do, else for the lock;
 *  after a minute: TEMP. With -1 it waits for the lock. Who only lingers makes room for both. */
G_GNUC_WARN_UNUSED_RESULT gboolean worker_run(const WorkerOptions *options, GError **error);

#endif
