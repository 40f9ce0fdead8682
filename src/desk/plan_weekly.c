/*
 * The report of a week, for who leads a desk: on Monday morning, of the week that is over.
 */
#include "desk/plan_build.h"

#define HOUR_MS    ((gint64)3600 * 1000)
#define DAY_MS     (24 * HOUR_MS)
#define WEEK_MS    (7 * DAY_MS)
#define SENT_AT_MS (7 * HOUR_MS)
/* 1970-01-05 was a Monday. */
#define FIRST_MONDAY_MS (4 * DAY_MS)

static gint64
week_of(gint64 at_ms)
{
	return at_ms - (at_ms - FIRST_MONDAY_MS) % WEEK_MS;
}

gint64
weekly_next(gint64 now_ms)
{
	gint64 at_ms = week_of(now_ms) + SENT_AT_MS;
	return at_ms > now_ms ? at_ms : at_ms + WEEK_MS;
}

void
weekly_span(gint64 now_ms, gint64 *since_ms_out, gint64 *until_ms_out)
{
	*until_ms_out = week_of(now_ms);
	*since_ms_out = *until_ms_out - WEEK_MS;
}

Plan *
plan_for_weekly(const Desk *desk, const Facts *facts, const Figures *figures, const Site *site)
{
	Plan *plan = plan_new();
	Builder b = {.plan = plan, .facts = facts, .site = site, .desk = desk};
	if (figures_are_empty(figures))
		return plan;
	g_autoptr(Js) data = figures_to_js(figures);
	g_autofree char *title =
		g_strdup_printf("%s, %s to %s", desk->title, js_get_text(data, "since"),
				js_get_text(data, "until"));
	const StaffWord word = {SUBJECT_WEEKLY, EVENT_WEEKLY, title, "", "", data};
	plan_tell_leads(&b, &word);
	return plan;
}
