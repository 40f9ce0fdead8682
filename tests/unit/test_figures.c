/* Counting cases for reports: what counts when, the times, the charts' measures. */
#include "desk/figures.h"

#include "base/clock.h"
#include "desk/plan.h"
#include "site_for_tests.h"

#define HOUR ((gint64)3600 * 1000)
#define DAY  (24 * HOUR)

static gint64
at(const char *text)
{
	gint64 ms = 0;
	g_assert_true(time_from_rfc3339(text, &ms, NULL));
	return ms;
}

static const CaseTally plain = {.number = "SUP-1",
				.title = "Printer",
				.desk = "support",
				.type = "problem",
				.customer = "Customer",
				.status = "New",
				.eta = ""};

static void
assert_text(const Js *js, const char *key, const char *wanted)
{
	g_assert_cmpstr(js_get_text(js, key), ==, wanted);
}

static Js *
counted(const char *since, const char *until, const CaseTally *cases, guint count)
{
	g_autoptr(Site) site = site_for_tests();
	g_autoptr(Figures) figures =
		figures_new(site, at(since), at(until), at("2026-11-23T07:00:00Z"));
	for (guint i = 0; i < count; i++)
		figures_take_case(figures, &cases[i]);
	figures_take_mail(figures, FIGURE_HELD, at("2026-11-20T00:00:00Z"));
	figures_take_mail(figures, FIGURE_HELD, at("2026-11-23T00:00:00Z"));
	return figures_to_js(figures);
}

/* What lies at the bounds, before and behind them. */
static void
test_bounds(void)
{
	CaseTally cases[] = {plain, plain, plain, plain, plain};
	cases[0].opened_ms = at("2026-11-16T00:00:00Z");
	cases[1].opened_ms = at("2026-11-15T23:59:59Z");
	cases[2].opened_ms = at("2026-11-22T23:59:59Z");
	cases[3].opened_ms = at("2026-11-23T00:00:00Z");
	cases[4].opened_ms = at("2026-11-01T00:00:00Z");
	cases[4].status = "Done";
	cases[4].moved_ms = at("2026-11-16T12:00:00Z");
	cases[4].rating = 4;
	cases[4].rated_ms = at("2026-11-16T13:00:00Z");
	/* Opened again; and of another week. */
	cases[1].rating = 1;
	cases[1].rated_ms = at("2026-11-22T23:59:59Z");
	cases[0].rating = 5;
	cases[0].rated_ms = at("2026-11-23T00:00:00Z");
	g_autoptr(Js) js =
		counted("2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z", cases, G_N_ELEMENTS(cases));
	assert_text(js, "opened", "2");
	assert_text(js, "closed", "1");
	assert_text(js, "open", "4");
	assert_text(js, "held", "1");
	assert_text(js, "rating", "2.5");
	assert_text(js, "since", "2026-11-16");
	assert_text(js, "until", "2026-11-22");
	assert_text(js, "unit", "day");
	const Js *columns = js_get(js_get(js, "cases"), "columns");
	g_assert_cmpint(js_size(columns), ==, 7);
	assert_text(js_at(columns, 0), "label", "11-16");
	assert_text(js_at(columns, 0), "first", "1");
	assert_text(js_at(columns, 0), "second", "1");
	assert_text(js_at(columns, 6), "first", "1");
}

/* Weeks begin on Mondays, months on the first. */
static void
test_units(void)
{
	g_autoptr(Js) weeks = counted("2026-09-03T00:00:00Z", "2026-11-23T00:00:00Z", &plain, 0);
	const Js *columns = js_get(js_get(weeks, "cases"), "columns");
	assert_text(weeks, "unit", "week");
	g_assert_cmpint(js_size(columns), ==, 12);
	assert_text(js_at(columns, 0), "label", "08-31");
	g_autoptr(Js) months = counted("2025-11-23T00:00:00Z", "2026-11-23T00:00:00Z", &plain, 0);
	columns = js_get(js_get(months, "cases"), "columns");
	assert_text(months, "unit", "month");
	g_assert_cmpint(js_size(columns), ==, 13);
	assert_text(js_at(columns, 0), "label", "2025-11");
	assert_text(js_at(columns, 12), "label", "2026-11");
}

static void
test_times(void)
{
	static const struct {
		gint64 took_ms;
		const char *wanted;
	} rows[] = {{0, "0 min"},        {5 * 60 * 1000, "5 min"},   {119 * 60 * 1000, "119 min"},
		    {2 * HOUR, "2 h"},   {150 * 60 * 1000, "2.5 h"}, {47 * HOUR, "47 h"},
		    {3 * DAY, "3 days"}, {DAY * 5 / 2, "2.5 days"},  {40 * DAY, "40 days"}};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		CaseTally one = plain;
		one.opened_ms = at("2026-11-20T00:00:00Z");
		one.answered_ms = one.opened_ms + rows[i].took_ms;
		g_autoptr(Js) js = counted("2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z", &one, 1);
		g_test_message("%s", rows[i].wanted);
		assert_text(js, "answer", rows[i].wanted);
	}
}

/* The one in the middle; of two in the middle what lies between. */
static void
test_median(void)
{
	CaseTally cases[] = {plain, plain, plain, plain};
	static const gint64 hours[] = {30, 2, 4, 5};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		cases[i].opened_ms = at("2026-11-20T00:00:00Z");
		cases[i].answered_ms = cases[i].opened_ms + hours[i] * HOUR;
	}
	g_autoptr(Js) three = counted("2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z", cases, 3);
	assert_text(three, "answer", "4 h");
	g_autoptr(Js) four = counted("2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z", cases, 4);
	assert_text(four, "answer", "4.5 h");
}

static void
test_late(void)
{
	static const struct {
		const char *status, *eta, *due, *since;
	} rows[] = {
		{"New", "", NULL, NULL},
		{"New", "2026-11-23", NULL, NULL},
		{"New", "2026-11-22", NULL, "2026-11-22"},
		{"New", "2026-11-23 06:59 UTC", NULL, "2026-11-23 06:59 UTC"},
		{"New", "2026-11-23 07:01 UTC", NULL, NULL},
		{"New", "", "2026-11-23T08:00:00Z", NULL},
		{"New", "", "2026-11-21T08:00:00Z", "2026-11-21 08:00 UTC"},
		{"New", "2026-11-20", "2026-11-21T08:00:00Z", "2026-11-20"},
		{"New", "2026-11-22", "2026-11-21T08:00:00Z", "2026-11-21 08:00 UTC"},
		{"Done", "2026-11-20", "2026-11-21T08:00:00Z", NULL},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		CaseTally one = plain;
		one.opened_ms = at("2026-11-20T00:00:00Z");
		one.status = rows[i].status;
		one.eta = rows[i].eta;
		one.due_ms = rows[i].due ? at(rows[i].due) : 0;
		g_autoptr(Js) js = counted("2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z", &one, 1);
		const Js *late = js_get(js, "late");
		g_test_message("%u", i);
		g_assert_cmpint(js_size(late), ==, rows[i].since ? 1 : 0);
		if (rows[i].since)
			assert_text(js_at(late, 0), "since", rows[i].since);
	}
}

/* The largest have names, the others go together, and nothing is counted twice. */
static void
test_heaps(void)
{
	CaseTally cases[40];
	char names[G_N_ELEMENTS(cases)][8];
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_snprintf(names[i], sizeof(names[i]), "C%02u", i % 13);
		cases[i] = plain;
		cases[i].customer = names[i];
		cases[i].opened_ms = at("2026-11-20T00:00:00Z");
	}
	g_autoptr(Js) js =
		counted("2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z", cases, G_N_ELEMENTS(cases));
	const Js *rows = js_get(js, "customers");
	gint64 sum = 0;
	g_assert_cmpint(js_size(rows), ==, 11);
	assert_text(js_at(rows, 0), "name", "C00");
	assert_text(js_at(rows, 10), "name", "all others");
	for (guint i = 0; i < js_size(rows); i++)
		sum += g_ascii_strtoll(js_get_text(js_at(rows, i), "opened"), NULL, 10);
	g_assert_cmpint(sum, ==, G_N_ELEMENTS(cases));
}

static void
test_week(void)
{
	gint64 since = 0, until = 0;
	g_assert_cmpint(weekly_next(at("2026-11-23T06:59:59Z")), ==, at("2026-11-23T07:00:00Z"));
	g_assert_cmpint(weekly_next(at("2026-11-23T07:00:00Z")), ==, at("2026-11-30T07:00:00Z"));
	g_assert_cmpint(weekly_next(at("2026-11-29T23:00:00Z")), ==, at("2026-11-30T07:00:00Z"));
	weekly_span(at("2026-11-24T09:00:00Z"), &since, &until);
	g_assert_cmpint(since, ==, at("2026-11-16T00:00:00Z"));
	g_assert_cmpint(until, ==, at("2026-11-23T00:00:00Z"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/figures/bounds", test_bounds);
	g_test_add_func("/figures/units", test_units);
	g_test_add_func("/figures/times", test_times);
	g_test_add_func("/figures/median", test_median);
	g_test_add_func("/figures/late", test_late);
	g_test_add_func("/figures/heaps", test_heaps);
	g_test_add_func("/figures/week", test_week);
	return g_test_run();
}
