/*
 * The worker's other duties, each in bounded pieces so that mail never waits long.
 */
#include "work/chores.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/accept.h"
#include "store/apply.h"
#include "store/erasure.h"
#include "store/held.h"
#include "store/outbox.h"
#include "store/search.h"
#include "work/spool.h"
#include "work/timers.h"

#define FANOUT_STEP   50
#define INDEX_STEP    100
#define FAILURES_STEP 20
#define DAY_MS        (24 * 3600 * (gint64)1000)
#define MINUTE_MS     (60 * (gint64)1000)
/* Rounds with mail between two moves of the log into the database. */
#define CHECKPOINT_ROUNDS 16

struct Chores {
	Store *store;
	const Knowledge *know;
	Spool *spool;   /* NULL: there is none */
	Search *search; /* opened when first needed; NULL if it can't be */
	gboolean search_tried;
	guint rounds;
	gboolean checkpointed; /* since the last change */
	gint64 last_daily_ms;  /* by the monotonic clock */
	gint64 last_waiting_ms;
};

Chores *
chores_new(Store *store, const Knowledge *know, const char *spool_dir)
{
	Chores *chores = g_new0(Chores, 1);
	chores->store = store;
	chores->know = know;
	if (spool_dir)
		chores->spool = spool_new(spool_dir, store);
	return chores;
}

void
chores_expect_digest(Chores *chores)
{
	chores->last_waiting_ms = 0;
}

void
chores_free(Chores *chores)
{
	if (!chores)
		return;
	search_close(chores->search);
	spool_free(chores->spool);
	g_free(chores);
}

static gboolean
do_fanout(Chores *chores, gboolean *more_out, GError **error)
{
	static const char any[] = "SELECT count(*) FROM (SELECT 1 FROM fanout LIMIT 1)";
	gint64 waiting = 0;
	if (!db_get_int(store_db(chores->store), 0, &waiting, error, any, ""))
		return FALSE;
	if (!waiting)
		return TRUE;
	const Applying with = {.now_ms = clock_now_ms(),
			       .site = chores->know->site,
			       .templates = chores->know->templates};
	FanoutStep step;
	if (!fanout_step(chores->store, FANOUT_STEP, &with, &step, error))
		return FALSE;
	if (step.set_aside > 0)
		log_error("notices=%u why=\"no message could be made of them: see casemate queue "
			  "list\"",
			  step.set_aside);
	*more_out = TRUE;
	return TRUE;
}

static gboolean
tell_failure(Chores *chores, const OutboxRow *row, GError **error)
{
	const FactsInput input = {.now_ms = clock_now_ms()};
	g_autoptr(Facts) facts = facts_for_notice(chores->store, row->id, &input, error);
	if (!facts)
		return FALSE;
	g_autoptr(Plan) plan =
		plan_for_failure(facts->notice, facts, chores->know->site, row->last_error);
	const Applying with = {.now_ms = input.now_ms,
			       .desk = "",
			       .site = chores->know->site,
			       .templates = chores->know->templates};
	return plan_apply(chores->store, plan, &with, NULL, error) &&
	       outbox_mark_told(chores->store, row->id, error);
}

/* A failure that can't be told of is left to the queue; the others are told. */
static gboolean
tell_failure_or_skip(Chores *chores, const OutboxRow *row, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (!store_savepoint(chores->store, error))
		return FALSE;
	gboolean told = tell_failure(chores, row, &failure);
	if (!store_end_step(chores->store, failure, error))
		return FALSE;
	if (told)
		return TRUE;
	log_error("row=%" G_GINT64_FORMAT " failed, and staff can't be told: %s", row->id,
		  failure->message);
	return outbox_mark_untellable(chores->store, row->id, failure->message, error);
}

/* A notice that was refused for good is shown on its case, and staff hears of it. */
static gboolean
do_failures(Chores *chores, gboolean *more_out, GError **error)
{
	g_autoptr(GPtrArray) rows = outbox_untold_failures(chores->store, FAILURES_STEP, error);
	if (!rows)
		return FALSE;
	if (rows->len == 0)
		return TRUE;
	if (!store_begin(chores->store, error))
		return FALSE;
	for (guint i = 0; i < rows->len; i++)
		if (!tell_failure_or_skip(chores, rows->pdata[i], error)) {
			store_rollback(chores->store);
			return FALSE;
		}
	*more_out = TRUE;
	return store_commit(chores->store, error);
}

static gboolean
tell_waiting(Chores *chores, const Desk *desk, gboolean *more_out, GError **error)
{
	const FactsInput input = {.now_ms = clock_now_ms()};
	const Applying with = {.now_ms = input.now_ms,
			       .desk = desk->name,
			       .site = chores->know->site,
			       .templates = chores->know->templates};
	guint notices = 0;
	g_autoptr(Facts) facts = facts_for_waiting(chores->store, desk, &input, error);
	g_autoptr(Plan) plan = facts ? plan_for_waiting(desk, facts, chores->know->site) : NULL;
	if (!plan || !plan_apply(chores->store, plan, &with, &notices, error))
		return FALSE;
	*more_out = *more_out || notices > 0;
	return TRUE;
}

/* A desk that can't be told is tried again in a minute, and no other waits for it. */
static gboolean
tell_waiting_or_skip(Chores *chores, const Desk *desk, gboolean *more_out, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (!store_savepoint(chores->store, error))
		return FALSE;
	gboolean told = tell_waiting(chores, desk, more_out, &failure);
	if (!store_end_step(chores->store, failure, error))
		return FALSE;
	if (!told)
		log_error("desk=%s can't be told of mail that waits: %s", desk->name,
			  failure->message);
	return TRUE;
}

/* Held or quarantined mail that came when it was too soon to tell staff again. */
static gboolean
do_waiting(Chores *chores, gboolean *more_out, GError **error)
{
	const GPtrArray *desks = chores->know->site->desks;
	gint64 now_ms = clock_now_ms();
	if (chores->last_waiting_ms && now_ms - chores->last_waiting_ms < MINUTE_MS)
		return TRUE;
	chores->last_waiting_ms = now_ms;
	if (!store_begin(chores->store, error))
		return FALSE;
	for (guint i = 0; i < desks->len; i++)
		if (!tell_waiting_or_skip(chores, desks->pdata[i], more_out, error)) {
			store_rollback(chores->store);
			return FALSE;
		}
	return store_commit(chores->store, error);
}

/* The index is derived: trouble with it is logged and never stops mail. */
static void
do_index(Chores *chores, gboolean *more_out)
{
	g_autoptr(GError) failure = NULL;
	guint done = 0;
	if (!chores->search && !chores->search_tried) {
		chores->search = search_open(chores->store, &failure);
		chores->search_tried = TRUE;
	}
	if (chores->search && !search_catch_up(chores->search, INDEX_STEP, &done, &failure))
		g_clear_pointer(&chores->search, search_close);
	if (failure)
		log_warn("%s; searching is out of date until the next start", failure->message);
	if (done > 0)
		*more_out = TRUE;
}

/* The texts are gone; this is what they have left behind. Mail doesn't wait for it. */
static void
do_erasure(Chores *chores)
{
	g_autoptr(GError) failure = NULL;
	gboolean left = FALSE;
	if (!erasure_finish(chores->store, &left, &failure))
		log_warn("a removal can't be finished yet: %s", failure->message);
}

/* The age of a file is no matter of pretended time. */
static gint64
real_now_ms(void)
{
	return g_get_real_time() / 1000;
}

static gboolean
forget_old(Chores *chores, gint64 now_ms, GError **error)
{
	static const char receipts[] = "DELETE FROM receipt WHERE sent_ms < $1";
	static const char told[] = "DELETE FROM told WHERE at_ms < $1";
	static const char invitations[] = "DELETE FROM invitation WHERE at_ms < $1";
	Db *db = store_db(chores->store);
	if (!store_begin(chores->store, error))
		return FALSE;
	if (db_run(db, error, invitations, "i", now_ms - DAY_MS) &&
	    held_forget_returned(chores->store, now_ms, error) &&
	    db_run(db, error, receipts, "i", now_ms - DAY_MS) &&
	    db_run(db, error, told, "i", now_ms - DAY_MS))
		return store_commit(chores->store, error);
	store_rollback(chores->store);
	return FALSE;
}

static gboolean
do_daily(Chores *chores, GError **error)
{
	gint64 steady_ms = g_get_monotonic_time() / 1000;
	if (chores->last_daily_ms && steady_ms - chores->last_daily_ms < DAY_MS)
		return TRUE;
	chores->last_daily_ms = steady_ms;
	guint removed = big_files_sweep(chores->store, real_now_ms());
	if (removed > 0)
		log_info("sweep removed=%u why=\"files without a message\"", removed);
	return forget_old(chores, clock_now_ms(), error);
}

static void
do_checkpoint(Chores *chores, gboolean busy)
{
	chores->rounds++;
	if (busy)
		chores->checkpointed = FALSE;
	if (busy ? chores->rounds % CHECKPOINT_ROUNDS != 0 : chores->checkpointed)
		return;
	store_checkpoint(chores->store);
	chores->checkpointed = !busy;
}

gboolean
chores_take_in(Chores *chores, GError **error)
{
	guint taken = 0;
	return !chores->spool || spool_take(chores->spool, real_now_ms(), &taken, error);
}

gboolean
chores_have_news(const Chores *chores)
{
	return chores->spool && spool_has_news(chores->spool);
}

gint64
chores_pause_ms(const Chores *chores, gint64 longest_ms)
{
	return timers_pause_ms(chores->store, longest_ms);
}

gboolean
chores_round(Chores *chores, gboolean busy, gboolean *more_out, GError **error)
{
	if (!do_fanout(chores, more_out, error) || !do_waiting(chores, more_out, error) ||
	    !timers_round(chores->store, chores->know, busy, more_out, error))
		return FALSE;
	do_checkpoint(chores, busy || *more_out);
	if (busy)
		return TRUE;
	if (!do_failures(chores, more_out, error) || !do_daily(chores, error))
		return FALSE;
	do_erasure(chores);
	do_index(chores, more_out);
	return TRUE;
}
