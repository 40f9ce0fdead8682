/*
 * The one thread of the acceptor that writes to the store.  While it waits for the
 * disk, the next batch gathers; nobody is delayed on purpose.
 */
#include "work/committer.h"

#include "base/error.h"
#include "base/log.h"

#include <sys/statvfs.h>
#include <unistd.h>

/*
 * A batch holds the write lock for at most some 10 ms, so that the worker gets its turns:
 * 64 mails of 5 KB take 6 ms, a megabyte of larger ones about the same.
 */
enum { BATCH_MESSAGES = 64, BATCH_BYTES = 1024 * 1024 };
/* Without a worker: how much may gather in the write-ahead log. */
enum { CHECKPOINT_BYTES = 8 * 1024 * 1024 };
/* Less than this is a full disk: SQLite needs some pages for any commit. */
enum { FULL_BYTES = 1024 * 1024 };

/* A message that waits; lives on its connection's stack. */
typedef struct Waiting {
	Arrival *arrival;
	Outcome outcome;
	gboolean is_done;
	GCond done;
} Waiting;

struct Committer {
	CommitterOptions options;
	Store *store; /* NULL: in trouble, to be opened again */
	gboolean in_trouble;
	gint64 unchecked_bytes;
	GThread *thread;

	GMutex mutex; /* for what follows */
	GCond work;
	GQueue queue; /* of Waiting* */
	gboolean is_stopping;
};

Outcome
store_trouble(const char *store_dir)
{
	struct statvfs status;
	if (statvfs(store_dir, &status) < 0)
		return OUTCOME_LATER;
	gboolean is_full = status.f_bavail * status.f_frsize < FULL_BYTES ||
			   (status.f_files && !status.f_favail);
	return is_full ? OUTCOME_STORE_FULL : OUTCOME_LATER;
}

/* One line when trouble begins and one when it ends, not one per mail. */
static void
trouble_note(Committer *committer, const GError *error)
{
	if (error && !committer->in_trouble)
		log_error("mail is told to come back why=\"%s\"", error->message);
	else if (!error && committer->in_trouble)
		log_info("the store works again");
	committer->in_trouble = error != NULL;
}

static gboolean
store_ready(Committer *committer, GError **error)
{
	const CommitterOptions *options = &committer->options;
	if (!committer->store)
		committer->store = store_open(options->store_dir, options->schema_dir, error);
	return committer->store != NULL;
}

static gboolean
commit_together(Committer *committer, Waiting *const *batch, guint n, GError **error)
{
	Arrival *arrivals[BATCH_MESSAGES];
	for (guint i = 0; i < n; i++)
		arrivals[i] = batch[i]->arrival;
	if (!store_ready(committer, error) || !accept_commit(committer->store, arrivals, n, error))
		return FALSE;
	for (guint i = 0; i < n; i++)
		batch[i]->outcome = OUTCOME_ACCEPTED;
	return TRUE;
}

/* A store that was put in the place of ours is the one to use. */
static void
store_forget_moved(Committer *committer)
{
	if (committer->store && !store_is_in_place(committer->store, NULL))
		g_clear_pointer(&committer->store, store_close);
}

/* What fails together is tried one by one, so that a huge one takes no small one along. */
static void
commit_batch(Committer *committer, Waiting *const *batch, guint n)
{
	g_autoptr(GError) failure = NULL;
	if (commit_together(committer, batch, n, &failure)) {
		trouble_note(committer, NULL);
		return;
	}
	trouble_note(committer, failure);
	store_forget_moved(committer);
	for (guint i = 0; i < n; i++)
		batch[i]->outcome = store_trouble(committer->options.store_dir);
	for (guint i = 0; n > 1 && i < n; i++)
		(void)commit_together(committer, batch + i, 1, NULL);
}

static void
worker_wake(const Committer *committer)
{
	/* A full pipe wakes as well as one byte more would. */
	if (committer->options.wake_fd >= 0)
		(void)!write(committer->options.wake_fd, "", 1);
}

static gsize
waiting_bytes(const Waiting *waiting)
{
	return waiting->arrival->raw ? g_bytes_get_size(waiting->arrival->raw) : 0;
}

static guint
batch_take(GQueue *queue, Waiting **batch_out)
{
	gsize bytes = 0;
	guint n = 0;
	while (n < BATCH_MESSAGES && !g_queue_is_empty(queue)) {
		bytes += waiting_bytes(g_queue_peek_head(queue));
		if (n > 0 && bytes > BATCH_BYTES)
			break;
		batch_out[n++] = g_queue_pop_head(queue);
	}
	return n;
}

static void
store_tidy(Committer *committer, Waiting *const *batch, guint n)
{
	for (guint i = 0; i < n; i++)
		committer->unchecked_bytes += (gint64)waiting_bytes(batch[i]);
	if (!committer->options.checkpoints || !committer->store ||
	    committer->unchecked_bytes < CHECKPOINT_BYTES)
		return;
	store_checkpoint(committer->store);
	committer->unchecked_bytes = 0;
}

static gpointer
committer_main(gpointer data)
{
	Committer *committer = data;
	Waiting *batch[BATCH_MESSAGES];
	g_mutex_lock(&committer->mutex);
	for (;;) {
		while (g_queue_is_empty(&committer->queue) && !committer->is_stopping)
			g_cond_wait(&committer->work, &committer->mutex);
		guint n = batch_take(&committer->queue, batch);
		if (!n)
			break;
		g_mutex_unlock(&committer->mutex);
		commit_batch(committer, batch, n);
		worker_wake(committer);
		store_tidy(committer, batch, n);
		g_mutex_lock(&committer->mutex);
		for (guint i = 0; i < n; i++) {
			batch[i]->is_done = TRUE;
			g_cond_signal(&batch[i]->done);
		}
	}
	g_mutex_unlock(&committer->mutex);
	return NULL;
}

Committer *
committer_new(const CommitterOptions *options, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(Committer) committer = g_new0(Committer, 1);
	committer->options = *options;
	g_mutex_init(&committer->mutex);
	g_cond_init(&committer->work);
	g_queue_init(&committer->queue);
	if (!store_ready(committer, &failure)) {
		if (!g_error_matches(failure, CM_ERROR, CM_ERROR_TEMP)) {
			g_propagate_error(error, g_steal_pointer(&failure));
			return NULL;
		}
		trouble_note(committer, failure);
	}
	committer->thread = g_thread_try_new("committer", committer_main, committer, error);
	return committer->thread ? g_steal_pointer(&committer) : NULL;
}

void
committer_free(Committer *committer)
{
	if (!committer)
		return;
	g_mutex_lock(&committer->mutex);
	committer->is_stopping = TRUE;
	g_cond_signal(&committer->work);
	g_mutex_unlock(&committer->mutex);
	if (committer->thread)
		g_thread_join(committer->thread);
	store_close(committer->store);
	g_mutex_clear(&committer->mutex);
	g_cond_clear(&committer->work);
	g_free(committer);
}

Outcome
committer_commit(Committer *committer, Arrival *arrival)
{
	Waiting waiting = {.arrival = arrival, .outcome = OUTCOME_LATER};
	g_cond_init(&waiting.done);
	g_mutex_lock(&committer->mutex);
	g_queue_push_tail(&committer->queue, &waiting);
	g_cond_signal(&committer->work);
	while (!waiting.is_done)
		g_cond_wait(&waiting.done, &committer->mutex);
	g_mutex_unlock(&committer->mutex);
	g_cond_clear(&waiting.done);
	return waiting.outcome;
}
