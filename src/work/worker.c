/*
 * The worker's loop: take a batch in hand, read it without a lock, apply it under the
 * lock in short turns, then do what else falls due.
 */
#include "work/worker.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "work/chores.h"
#include "work/role.h"
#include "work/spool.h"
#include "work/stop.h"

#include <malloc.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define BATCH_DELIVERIES 64
/* Raw bytes read at once; what is parsed of them stays in memory until it is applied. */
#define BATCH_BYTES (4 * 1024 * 1024)
/* Blocks from this size on go back to the system when they are freed. By itself the allocator
 * raises this to the largest block it has seen, and keeps all below. */
#define MMAP_BYTES (256 * 1024)
/* Free memory at the end of the heap that ordinary mails take again at once. */
#define SPARE_BYTES (4 * 1024 * 1024)
/* After so many raw bytes, in one mail or many, what is free within the heap is given back, too:
 * 1 ms at most, and far less than reading them took. */
#define TRIM_AFTER_BYTES (2 * 1024 * 1024)
/* The write lock is given back after so long, even within a batch; sooner if the acceptor
 * waits for it, but not after a single mail: each turn costs a commit. */
#define TURN_US       (10 * 1000)
#define SHORT_TURN_US (4 * 1000)
/* After a turn that the acceptor waited for: whoever sends over one connection comes with the next
 * mail soon, and each time he finds the lock taken costs him a turn of ours. */
#define YIELD_US 8000
/* After a small batch the next one is let grow: two commits serve eight mails as well as one. */
#define SMALL_BATCH 8
#define GATHER_MS   10
/* How long `casemate work` waits for another worker to get through. */
#define AWAIT_MS      60000
#define AWAIT_STEP_MS 50
#define POLL_MS       1000
/* Held by a worker that waits for the lock: who only lingers makes room for it. */
#define NEXT_LOCK        "next.lock"
#define TROUBLE_PAUSE_MS 5000

typedef struct Worker {
	const WorkerOptions *options;
	Store *store;
	Chores *chores;
	Stop *stop;
	GPtrArray *lines; /* char*, log lines of what is not committed yet */
	gboolean suspects_first;
	guint last_batch;    /* deliveries in it */
	gint64 read_bytes;   /* raw ones, since memory was last given back */
	gboolean in_trouble; /* what is in hand has not been put back yet */
	gboolean queued;     /* notices that the sender has not been woken for */
	gint64 well_us;      /* when a round last succeeded, by the monotonic clock */
} Worker;

static void
note_line(Worker *w, const Item *item, const Plan *plan)
{
	const Change *end = plan->changes->pdata[plan->changes->len - 1];
	g_autofree char *id = log_safe(item->mail ? item->mail->message_id : NULL);
	g_autofree char *why = log_safe(end->value);
	g_ptr_array_add(w->lines,
			g_strdup_printf("mail in delivery=%" G_GINT64_FORMAT
					" road=%s mid=%s end=%s case=%s why=%s",
					item->waiting->delivery, item->waiting->road, id,
					ending_name(end->ending),
					*plan->case_number ? plan->case_number : "-", why));
}

/* Why, step by step, as explain shows it. */
static void
log_reasons(const Item *item, const Plan *plan)
{
	for (guint i = 0; i < plan->reasons->len; i++) {
		g_autofree char *because = log_safe(plan->reasons->pdata[i]);
		log_debug("delivery=%" G_GINT64_FORMAT " because=%s", item->waiting->delivery,
			  because);
	}
}

static gboolean
commit_turn(Worker *w, GError **error)
{
	if (!store_commit(w->store, error))
		return FALSE;
	for (guint i = 0; i < w->lines->len; i++)
		log_info("%s", (const char *)w->lines->pdata[i]);
	g_ptr_array_set_size(w->lines, 0);
	if (w->queued)
		role_wake(w->options->wake_sender_fd);
	w->queued = FALSE;
	return TRUE;
}

/* A failing mail is put back alone, and that counts as a try. */
static gboolean
put_aside(Worker *w, const Item *item, const GError *failure, GError **error)
{
	log_error("delivery=%" G_GINT64_FORMAT " could not be handled: %s", item->waiting->delivery,
		  failure->message);
	return intake_put_back(w->store, item->waiting->delivery, TRUE, error);
}

static gboolean
has_held(const Plan *plan)
{
	const Change *end = plan->changes->pdata[plan->changes->len - 1];
	return end->ending == ENDING_HELD;
}

static gboolean
apply_item(Worker *w, const Item *item, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(Plan) plan = NULL;
	if (!store_savepoint(w->store, error))
		return FALSE;
	gboolean applied =
		item_apply(w->store, &w->options->know, item, clock_now_ms(), &plan, &failure);
	if (!store_end_step(w->store, failure, error))
		return FALSE;
	if (!applied)
		return put_aside(w, item, failure, error);
	log_reasons(item, plan);
	note_line(w, item, plan);
	if (has_held(plan))
		chores_expect_digest(w->chores);
	w->queued = TRUE;
	return TRUE;
}

static gboolean
is_turn_over(const Worker *w, gint64 began_us)
{
	gint64 held_us = g_get_monotonic_time() - began_us;
	return held_us >= TURN_US || (held_us >= SHORT_TURN_US && store_is_wanted(w->store));
}

/* Ends a turn within a batch. */
static gboolean
give_way(Worker *w, GError **error)
{
	gboolean wanted = store_is_wanted(w->store);
	if (!commit_turn(w, error))
		return FALSE;
	if (wanted)
		g_usleep(YIELD_US);
	return TRUE;
}

static gboolean
apply_batch(Worker *w, const GPtrArray *items, GError **error)
{
	gint64 turn_began = 0;
	for (guint i = 0; i < items->len; i++) {
		gboolean first = turn_began == 0;
		if (first && !store_begin(w->store, error))
			return FALSE;
		if (first)
			turn_began = g_get_monotonic_time();
		if (!apply_item(w, items->pdata[i], error))
			return FALSE;
		gboolean last = i + 1 == items->len;
		if (last)
			return commit_turn(w, error);
		if (!is_turn_over(w, turn_began))
			continue;
		if (!give_way(w, error))
			return FALSE;
		turn_began = 0;
	}
	return TRUE;
}

static void
item_destroy(gpointer data)
{
	item_free(data);
}

/* Takes the waiting ones over into items, whose lives go on with them. */
static GPtrArray *
prepare_batch(Worker *w, GPtrArray *batch, GError **error)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(item_destroy);
	for (guint i = 0; i < batch->len; i++) {
		Waiting *waiting = batch->pdata[i];
		batch->pdata[i] = NULL;
		role_watchdog(w->options->watchdog_s);
		Item *item = item_prepare(w->store, &w->options->know, waiting, error);
		if (!item)
			return NULL;
		g_ptr_array_add(items, item);
	}
	return g_steal_pointer(&items);
}

static void
count_bytes(Worker *w, const GPtrArray *batch)
{
	for (guint i = 0; i < batch->len; i++) {
		const Waiting *waiting = batch->pdata[i];
		w->read_bytes += waiting->size_bytes;
	}
}

/* When nothing of a batch is left. Hostile mails break the heap up, each in its own way. */
static void
give_back_memory(Worker *w)
{
	if (w->read_bytes < TRIM_AFTER_BYTES)
		return;
	malloc_trim(0);
	w->read_bytes = 0;
}

/* TRUE: there was something to do. */
static gboolean
work_batch(Worker *w, gboolean *busy_out, GError **error)
{
	w->suspects_first = !w->suspects_first;
	g_autoptr(GPtrArray) batch =
		intake_take(w->store, BATCH_DELIVERIES, BATCH_BYTES, w->suspects_first, error);
	if (!batch)
		return FALSE;
	*busy_out = batch->len > 0;
	w->last_batch = batch->len;
	if (batch->len == 0)
		return TRUE;
	count_bytes(w, batch);
	g_autoptr(GPtrArray) items = prepare_batch(w, batch, error);
	if (!items)
		return FALSE;
	role_watchdog(w->options->watchdog_s);
	gboolean applied = apply_batch(w, items, error);
	role_watchdog(0);
	return applied;
}

/* One round: mail first, then what else is due, a bounded piece of each. */
static gboolean
work_round(Worker *w, gboolean *busy_out, GError **error)
{
	gboolean more = FALSE;
	if (w->in_trouble && !intake_recover(w->store, DEATH_NONE, error))
		return FALSE;
	w->in_trouble = FALSE;
	if (!chores_take_in(w->chores, error) || !work_batch(w, busy_out, error))
		return FALSE;
	give_back_memory(w);
	if (!chores_round(w->chores, *busy_out, &more, error))
		return FALSE;
	if (more)
		role_wake(w->options->wake_sender_fd);
	*busy_out = *busy_out || more;
	return TRUE;
}

/* How long to wait before the next try; -1 for none: it won't help, or whoever started us has
 * not asked for that much patience. */
static gint64
patience_ms(const Worker *w, const GError *failure)
{
	gint64 linger = w->options->linger_ms;
	gint64 lasts_ms = (g_get_monotonic_time() - w->well_us) / 1000;
	if (!g_error_matches(failure, CM_ERROR, CM_ERROR_TEMP) ||
	    !store_is_in_place(w->store, NULL))
		return -1;
	if (linger < 0)
		return TROUBLE_PAUSE_MS;
	return lasts_ms < linger ? MIN(linger - lasts_ms, TROUBLE_PAUSE_MS) : -1;
}

/* The store is in trouble (a full disk, say): what is in hand goes back, and we wait. */
static gboolean
recover(Worker *w, GError *failure, GError **error)
{
	role_watchdog(0);
	store_rollback(w->store);
	g_ptr_array_set_size(w->lines, 0);
	gint64 pause_ms = patience_ms(w, failure);
	if (pause_ms < 0) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	log_warn("%s; trying again in %" G_GINT64_FORMAT " ms", failure->message, pause_ms);
	g_error_free(failure);
	stop_wait(w->stop, -1, (int)pause_ms);
	w->in_trouble = TRUE;
	return TRUE;
}

static gboolean
work_loop(Worker *w, GError **error)
{
	gint64 idle_since = w->well_us = g_get_monotonic_time();
	while (!stop_is_asked(w->stop)) {
		gboolean busy = FALSE;
		GError *failure = NULL;
		if (!work_round(w, &busy, &failure)) {
			if (!recover(w, failure, error))
				return FALSE;
			continue;
		}
		gint64 now = w->well_us = g_get_monotonic_time();
		if (w->options->linger_ms > 0 && role_is_taken(w->options->store_dir, NEXT_LOCK))
			return TRUE;
		if (busy) {
			idle_since = now;
			if (w->last_batch < SMALL_BATCH && w->options->wake_fd >= 0)
				stop_wait(w->stop, -1, GATHER_MS);
			continue;
		}
		gint64 linger = w->options->linger_ms;
		if (linger >= 0 && now - idle_since >= linger * 1000)
			return TRUE;
		stop_wait(w->stop, w->options->wake_fd, (int)chores_pause_ms(w->chores, POLL_MS));
	}
	return TRUE;
}

static void
limit_memory(gint64 bytes)
{
#ifdef CM_SANITIZED
	(void)bytes; /* the shadow of ASan alone takes terabytes of address space */
#else
	const struct rlimit limit = {(rlim_t)bytes, (rlim_t)bytes};
	if (bytes > 0)
		setrlimit(RLIMIT_AS, &limit);
#endif
}

/* A worker runs for months. */
static void
keep_memory_small(void)
{
	mallopt(M_MMAP_THRESHOLD, MMAP_BYTES);
	mallopt(M_TRIM_THRESHOLD, SPARE_BYTES);
}

static gboolean
has_waited_long(gint64 began_us)
{
	return g_get_monotonic_time() - began_us > AWAIT_MS * (gint64)1000;
}

static gboolean
nothing_waits(Store *store, const Spool *spool, gboolean *nothing_out, GError **error)
{
	gboolean waits = spool && spool_has_news(spool);
	if (!waits && !intake_any_waits(store, &waits, error))
		return FALSE;
	*nothing_out = !waits;
	return TRUE;
}

/* A gateway's worker is at it. Who asked for the work to be done gets it done: by that one, or by
 * us as soon as the lock is free. `lock_out`: ROLE_TAKEN if nothing is left to do. */
static gboolean
await_other(const WorkerOptions *options, int *lock_out, GError **error)
{
	g_autoptr(Store) store = store_open(options->store_dir, options->schema_dir, error);
	g_autoptr(Spool) spool =
		store && options->spool_dir ? spool_new(options->spool_dir, store) : NULL;
	g_autoptr(Stop) stop = stop_new();
	gint64 began_us = g_get_monotonic_time();
	gboolean done = FALSE;
	while (store && !has_waited_long(began_us)) {
		if (!nothing_waits(store, spool, &done, error))
			return FALSE;
		if (done || stop_is_asked(stop))
			return TRUE;
		stop_wait(stop, -1, AWAIT_STEP_MS);
		*lock_out = role_lock(options->store_dir, WORKER_LOCK, error);
		if (*lock_out != ROLE_TAKEN)
			return *lock_out >= 0;
	}
	return store && error_temp(error, "another worker is at it and mail still waits; "
					  "see its log");
}

/* Takes over from one that lingers since before, and that does nothing of what falls due at our
 * time if that is pretended. A gateway's worker does so whatever it takes. `lock_out`: ROLE_TAKEN
 * if it is asked to end meanwhile. */
static gboolean
relieve_other(const WorkerOptions *options, int *lock_out, GError **error)
{
	g_autoptr(Stop) stop = stop_new();
	gint64 began_us = g_get_monotonic_time();
	int next = ROLE_TAKEN;
	while (*lock_out == ROLE_TAKEN && next != -1 && !stop_is_asked(stop)) {
		if (options->linger_ms == 0 && has_waited_long(began_us))
			break;
		if (next == ROLE_TAKEN)
			next = role_lock(options->store_dir, NEXT_LOCK, error);
		stop_wait(stop, -1, AWAIT_STEP_MS);
		if (next != -1)
			*lock_out = role_lock(options->store_dir, WORKER_LOCK, error);
	}
	if (next >= 0)
		close(next);
	if (*lock_out == ROLE_TAKEN && next != -1 && !stop_is_asked(stop))
		return error_temp(error, "another worker is at it; see its log");
	return next != -1 && *lock_out != -1;
}

/* Who lingers leaves it to the other one. */
static gboolean
wait_for_lock(const WorkerOptions *options, int *lock_out, GError **error)
{
	if (options->linger_ms > 0)
		return TRUE;
	if (options->linger_ms == 0 && role_is_taken(options->store_dir, RUN_LOCK))
		return await_other(options, lock_out, error);
	return relieve_other(options, lock_out, error);
}

/* Works under the lock. `again_out`: mail came in while the lock was being given back. */
static gboolean
work_turn(const WorkerOptions *options, gboolean *again_out, GError **error)
{
	int lock = role_lock(options->store_dir, WORKER_LOCK, error);
	if (lock == ROLE_TAKEN && !wait_for_lock(options, &lock, error))
		return FALSE;
	if (lock == ROLE_TAKEN)
		return TRUE;
	if (lock < 0)
		return FALSE;
	limit_memory(options->memory_bytes);
	keep_memory_small();
	g_autoptr(Store) store = store_open(options->store_dir, options->schema_dir, error);
	if (!store || !intake_recover(store, options->last_death, error))
		return FALSE;
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Stop) stop = stop_new();
	g_autoptr(Chores) chores = chores_new(store, &options->know, options->spool_dir);
	Worker worker = {
		.options = options, .store = store, .chores = chores, .stop = stop, .lines = lines};
	gboolean ended = work_loop(&worker, error);
	store_checkpoint(store);
	close(lock);
	*again_out = ended && !stop_is_asked(stop) && chores_have_news(chores);
	return ended;
}

gboolean
worker_run(const WorkerOptions *options, GError **error)
{
	for (gboolean again = TRUE; again;) {
		again = FALSE;
		if (!work_turn(options, &again, error))
			return FALSE;
	}
	return TRUE;
}
