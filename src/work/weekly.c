/*
 * From a week's rows to a mail for each desk. The clock's row is all the memory there is: it moves
 * on in the transaction that queues the mails, and after a long pause the last week alone is
 * reported.
 */
#include "work/weekly.h"

#include "base/log.h"
#include "store/apply.h"
#include "store/facts.h"
#include "store/figures.h"

static gboolean
report_desk(Store *store, const Knowledge *know, const Desk *desk, gint64 now_ms, GError **error)
{
	const FactsInput input = {.now_ms = now_ms};
	const Applying with = {.now_ms = now_ms,
			       .desk = desk->name,
			       .site = know->site,
			       .templates = know->templates};
	FiguresOf of = {.site = know->site, .desk = desk->name};
	weekly_span(now_ms, &of.since_ms, &of.until_ms);
	g_autoptr(Figures) figures = figures_new(know->site, of.since_ms, of.until_ms, now_ms);
	if (!figures_gather(store, &of, figures, error))
		return FALSE;
	g_autoptr(Facts) facts = facts_for_waiting(store, desk, &input, error);
	g_autoptr(Plan) plan = facts ? plan_for_weekly(desk, facts, figures, know->site) : NULL;
	return plan && plan_apply(store, plan, &with, NULL, error);
}

static gboolean
report_or_skip(Store *store, const Knowledge *know, const Desk *desk, gint64 now_ms, GError **error)
{
	g_autoptr(GError) failure = NULL;
	if (!store_savepoint(store, error))
		return FALSE;
	gboolean done = report_desk(store, know, desk, now_ms, &failure);
	if (!store_end_step(store, failure, error))
		return FALSE;
	if (!done)
		log_error("desk=%s can't be sent the report of the week: %s", desk->name,
			  failure->message);
	return TRUE;
}

gboolean
weekly_run(Store *store, const Knowledge *know, const ClockRow *row, gint64 now_ms, GError **error)
{
	const GPtrArray *desks = know->site->desks;
	for (guint i = 0; i < desks->len; i++) {
		const Desk *desk = desks->pdata[i];
		if (desk->weekly_report && !report_or_skip(store, know, desk, now_ms, error))
			return FALSE;
	}
	return clock_put_off(store, row->id, weekly_next(now_ms), error);
}
