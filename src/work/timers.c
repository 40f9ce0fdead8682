/*
 * Timers on the path: due rows -> facts -> plan -> rows.  The rows only say where to look; acting
 * and setting the next time are one transaction, so neither a death nor a second look does
 * anything twice.
 */
#include "work/timers.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "desk/clocks.h"
#include "store/apply.h"
#include "store/clocks.h"
#include "work/weekly.h"

#include <string.h>

#define STEP         20
#define REBUILD_STEP 100
/* What can't be acted on is tried again after so long. */
#define PUT_OFF_MS ((gint64)3600 * 1000)

/* What a transaction has done, told when it is committed. */
typedef struct Round {
	Store *store;
	const Knowledge *know;
	gint64 now_ms;
	GPtrArray *lines; /* char* */
} Round;

static gboolean
apply_clock(Round *round, const ClockRow *row, const Facts *facts, GError **error)
{
	const Site *site = round->know->site;
	const CaseFact *c = facts->cases->pdata[0];
	const Applying with = {.now_ms = round->now_ms,
			       .desk = "",
			       .site = site,
			       .templates = round->know->templates};
	gboolean is_due = FALSE;
	g_autoptr(Plan) plan = plan_for_clock(row->kind, facts, site);
	/* A row that was wrong is put right even if nothing was to be done. */
	if (!plan_apply(round->store, plan, &with, NULL, error) ||
	    !clocks_derive(round->store, row->case_id, site, round->now_ms, error) ||
	    !clock_is_due(round->store, row, round->now_ms, &is_due, error))
		return FALSE;
	if (is_due)
		return error_perm(error, "it is due still after it has acted");
	if (plan->changes->len > 0)
		g_ptr_array_add(round->lines,
				g_strdup_printf("timer kind=%s case=%s", row->kind, c->number));
	return TRUE;
}

static gboolean
run_site_clock(const Round *round, const ClockRow *row, GError **error)
{
	if (!strcmp(row->kind, CLOCK_WEEKLY))
		return weekly_run(round->store, round->know, row, round->now_ms, error);
	return error_perm(error, "there is no such clock");
}

static gboolean
run_clock(Round *round, const ClockRow *row, GError **error)
{
	if (!row->case_id)
		return run_site_clock(round, row, error);
	GError *failure = NULL;
	const FactsInput input = {.now_ms = round->now_ms};
	g_autoptr(Facts) facts = facts_for_clock(round->store, row->case_id, &input, &failure);
	if (!facts && !failure)
		error_perm(&failure, "its case is gone");
	if (!failure)
		return apply_clock(round, row, facts, error);
	g_propagate_error(error, failure);
	return FALSE;
}

/* One that can't be acted on waits, and no other waits for it. */
static gboolean
run_or_put_off(Round *round, const ClockRow *row, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (!store_savepoint(round->store, error))
		return FALSE;
	gboolean done = run_clock(round, row, &failure);
	if (!store_end_step(round->store, failure, error))
		return FALSE;
	if (done)
		return TRUE;
	log_error("clock kind=%s case_row=%" G_GINT64_FORMAT " can't be acted on, it is tried "
		  "again in an hour: %s",
		  row->kind, row->case_id, failure->message);
	return clock_put_off(round->store, row->id, round->now_ms + PUT_OFF_MS, error);
}

static gboolean
run_all(Round *round, const GPtrArray *rows, GError **error)
{
	if (!store_begin(round->store, error))
		return FALSE;
	for (guint i = 0; i < rows->len; i++)
		if (!run_or_put_off(round, rows->pdata[i], error)) {
			store_rollback(round->store);
			return FALSE;
		}
	if (!store_commit(round->store, error))
		return FALSE;
	for (guint i = 0; i < round->lines->len; i++)
		log_info("%s", (const char *)round->lines->pdata[i]);
	return TRUE;
}

gboolean
timers_round(Store *store, const Knowledge *know, gboolean busy, gboolean *more_out, GError **error)
{
	gboolean rebuilds = FALSE;
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	Round round = {store, know, clock_now_ms(), lines};
	if (!clocks_rebuild(store, know->site, round.now_ms, REBUILD_STEP, &rebuilds, error))
		return FALSE;
	g_autoptr(GPtrArray) rows = clocks_due(store, round.now_ms, busy, STEP, error);
	if (!rows)
		return FALSE;
	*more_out = *more_out || rebuilds || rows->len > 0;
	return rows->len == 0 || run_all(&round, rows, error);
}

gint64
timers_pause_ms(Store *store, gint64 longest_ms)
{
	gint64 due_ms = 0;
	/* Trouble with the store shows in the next round. */
	if (!clocks_next_ms(store, &due_ms, NULL) || due_ms == G_MAXINT64)
		return longest_ms;
	return CLAMP(due_ms - clock_now_ms(), 0, longest_ms);
}
