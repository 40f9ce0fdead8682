/*
 * Dates and names as people write them in commands.
 */
#include "desk/choice.h"
#include "desk/when.h"

#include <string.h>

/* Sunday, 2026-11-22 13:30 in Berlin. */
#define NOW_MS (G_GINT64_CONSTANT(1795350600) * 1000)

static const struct {
	const char *value;
	const char *canonical; /* NULL: refused */
	const char *spoken;    /* or how the sentence goes on */
} dates[] = {
	{"2026-12-01", "2026-12-01", "Tuesday, 2026-12-01"},
	{"2026-12-01 14:00", "2026-12-01 13:00 UTC", "Tuesday, 2026-12-01 14:00 CET"},
	{"2026-12-01T14:00", "2026-12-01 13:00 UTC", "Tuesday, 2026-12-01 14:00 CET"},
	{"2026-12-01 14:00 UTC", "2026-12-01 14:00 UTC", "Tuesday, 2026-12-01 15:00 CET"},
	{"2026-12-01T14:00Z", "2026-12-01 14:00 UTC", "Tuesday, 2026-12-01 15:00 CET"},
	{"2027-07-01 14:00", "2027-07-01 12:00 UTC", "Thursday, 2027-07-01 14:00 CEST"},
	{"14:00", "2026-11-22 13:00 UTC", "Sunday, 2026-11-22 14:00 CET"},
	{"9:30 tomorrow", "2026-11-23 08:30 UTC", "Monday, 2026-11-23 09:30 CET"},
	{"today", "2026-11-22", "Sunday, 2026-11-22"},
	{"Tomorrow", "2026-11-23", "Monday, 2026-11-23"},
	{"tomorrow at 14:00", "2026-11-23 13:00 UTC", "Monday, 2026-11-23 14:00 CET"},
	{"fri", "2026-11-27", "Friday, 2026-11-27"},
	{"Friday 12:00", "2026-11-27 11:00 UTC", "Friday, 2026-11-27 12:00 CET"},
	{"sun", "2026-11-29", "Sunday, 2026-11-29"},
	{"next Friday", NULL,
	 "\"next Friday\" can be read in two ways; write 2026-11-27 or 2026-12-04"},
	{"next mon 9:00", NULL, "*two ways; write 2026-11-23 or 2026-11-30"},
	{"monday next", NULL, "*two ways; write 2026-11-23 or 2026-11-30"},
	{"next", NULL, "*is no date*"},
	{"next week", NULL, "*is no date*"},
	{"next tomorrow", NULL, "*is no date*"},
	{"+3d", "2026-11-25", "Wednesday, 2026-11-25"},
	{"+3d 10:00", "2026-11-25 09:00 UTC", "Wednesday, 2026-11-25 10:00 CET"},
	{"+2w", "2026-12-06", "Sunday, 2026-12-06"},
	{"+4h", "2026-11-22 16:30 UTC", "Sunday, 2026-11-22 17:30 CET"},
	{"13:00", NULL, "13:00 lies in the past;*"},
	{"2026-11-21", NULL, "2026-11-21 lies in the past;*"},
	{"2036-01-01", NULL, "*years ahead*"},
	{"01/02/2027", NULL, "*two ways*"},
	{"1.2.2027", "2027-02-01", "Monday, 2027-02-01"},
	{"24.12.", "2026-12-24", "Thursday, 2026-12-24"},
	{"1.2 10:00", "2027-02-01 09:00 UTC", "Monday, 2027-02-01 10:00 CET"},
	{"24.12.2026 10:00", "2026-12-24 09:00 UTC", "Thursday, 2026-12-24 10:00 CET"},
	{"24.13.2026", NULL, "*is no date*"},
	{"31.2.2027", NULL, "*is no date*"},
	{"1.2.3", NULL, "*"},
	{"01-02-2027", NULL, "*two ways*"},
	{"12/24", NULL, "*two ways*"},
	{"2026-02-30", NULL, "\"2026-02-30\" is no date*"},
	{"2026-12-01 25:00", NULL, "*is no date*"},
	{"2026-12-01 14:00 15:00", NULL, "*is no date*"},
	{"2026-12-01 2026-12-02", NULL, "*is no date*"},
	{"20261201", NULL, "*is no date*"},
	{"soon", NULL, "*is no date*"},
	{"", NULL, "*is no date*"},
	{"+d", NULL, "*is no date*"},
	{"+-3d", NULL, "*is no date*"},
	{"99999-12-01", NULL, "*is no date*"},
	{"2026-12-01x", NULL, "*is no date*"},
};

static void
test_dates(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	for (guint i = 0; i < G_N_ELEMENTS(dates); i++) {
		g_autoptr(GError) error = NULL;
		When when = {0};
		gboolean ok = when_read(dates[i].value, NOW_MS, zone, &when, &error);
		g_test_message("%s", dates[i].value);
		g_assert_cmpint(ok, ==, dates[i].canonical != NULL);
		if (!ok) {
			g_assert_true(g_pattern_match_simple(dates[i].spoken, error->message));
			continue;
		}
		g_autofree char *canonical = when_canonical(&when);
		g_autofree char *spoken = when_spoken(&when, zone);
		g_assert_cmpstr(canonical, ==, dates[i].canonical);
		g_assert_cmpstr(spoken, ==, dates[i].spoken);
	}
}

static const struct {
	const char *value;
	const char *found; /* NULL: refused */
	const char *says;
} choices[] = {
	{"Work in progress", "Work in progress", NULL},
	{"WORK-IN_progress", "Work in progress", NULL},
	{"workinprogress", "Work in progress", NULL},
	{"w", "Work in progress", NULL},
	{"done", "Done", NULL},
	{"d", NULL, "\"d\" can mean several: Done, Dev waiting"},
	{"dome", NULL, "\"dome\" is no status here, did you mean Done? Choose one of: *"},
	{"xyzzy", NULL, "\"xyzzy\" is no status here; choose one of: Done, Dev waiting, *"},
	{"", NULL, "\"\" is no status here; choose one of: *"},
	{"-", NULL, "\"-\" is no status here; choose one of: *"},
};

static void
test_choices(void)
{
	const char *const names[] = {"Done", "Dev waiting", "Work in progress"};
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		g_ptr_array_add(list, (gpointer)names[i]);
	for (guint i = 0; i < G_N_ELEMENTS(choices); i++) {
		g_autoptr(GError) error = NULL;
		const char *found = choice_find(list, choices[i].value, "status", &error);
		g_assert_cmpstr(found, ==, choices[i].found);
		g_assert_true(found || g_pattern_match_simple(choices[i].says, error->message));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/when/dates", test_dates);
	g_test_add_func("/when/choices", test_choices);
	return g_test_run();
}
