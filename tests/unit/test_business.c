/*
 * Business hours as tables: weekends, holidays, days of 23 and 25 hours, starts outside hours.
 */
#include "desk/business.h"
#include "desk/holidays.h"

#include <string.h>

#define HOUR ((gint64)3600 * 1000)

static gint64
at(const char *text)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, utc);
	g_assert_nonnull(time);
	return g_date_time_to_unix(time) * 1000;
}

static const char christmas[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
				"BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20201225\r\n"
				"DTEND;VALUE=DATE:20201227\r\nRRULE:FREQ=YEARLY\r\n"
				"EXDATE;VALUE=DATE:20281225\r\nEND:VEVENT\r\n"
				"BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261130\r\n"
				"END:VEVENT\r\nEND:VCALENDAR\r\n";

/* (transfer full) */
static Business *
business_of(const char *zone_name, const char *hours)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zone_name);
	g_assert_nonnull(zone);
	Business *business = business_new(zone);
	g_auto(GStrv) all = g_strsplit(hours, ", ", -1);
	for (guint i = 0; all[i]; i++)
		g_assert_true(business_add_hours(business, all[i], NULL));
	g_assert_true(holidays_read(christmas, business, NULL));
	return business;
}

#define OFFICE "Mon-Fri 09:00-17:00"

/* 2026-11-23 is a Monday; the 30th is a holiday here. */
static const struct {
	const char *zone;
	const char *hours;
	const char *from;
	double work_h;
	const char *done;
} rows[] = {
	/* within a day, over its end, over a weekend */
	{"UTC", OFFICE, "2026-11-23T10:00:00Z", 4, "2026-11-23T14:00:00Z"},
	{"UTC", OFFICE, "2026-11-23T10:00:00Z", 7, "2026-11-23T17:00:00Z"},
	{"UTC", OFFICE, "2026-11-23T10:00:00Z", 7.5, "2026-11-24T09:30:00Z"},
	{"UTC", OFFICE, "2026-11-20T16:00:00Z", 2, "2026-11-23T10:00:00Z"},
	{"UTC", OFFICE, "2026-11-23T09:00:00Z", 24, "2026-11-25T17:00:00Z"},
	{"UTC", OFFICE, "2026-11-23T10:00:00Z", 0.25, "2026-11-23T10:15:00Z"},
	/* a start outside hours counts from the next ones */
	{"UTC", OFFICE, "2026-11-23T03:00:00Z", 1, "2026-11-23T10:00:00Z"},
	{"UTC", OFFICE, "2026-11-23T17:00:00Z", 1, "2026-11-24T10:00:00Z"},
	{"UTC", OFFICE, "2026-11-23T23:59:59Z", 1, "2026-11-24T10:00:00Z"},
	{"UTC", OFFICE, "2026-11-21T12:00:00Z", 1, "2026-11-23T10:00:00Z"},
	/* holidays, of one day and of two that come back each year, but not in 2028 */
	{"UTC", OFFICE, "2026-11-27T16:30:00Z", 1, "2026-12-01T09:30:00Z"},
	{"UTC", OFFICE, "2026-11-30T10:00:00Z", 1, "2026-12-01T10:00:00Z"},
	{"UTC", OFFICE, "2025-12-24T16:00:00Z", 2, "2025-12-29T10:00:00Z"},
	{"UTC", OFFICE, "2028-12-22T16:00:00Z", 2, "2028-12-25T10:00:00Z"},
	/* in the hours' own time zone */
	{"Europe/Berlin", OFFICE, "2026-11-23T08:30:00Z", 1, "2026-11-23T09:30:00Z"},
	{"Europe/Berlin", OFFICE, "2026-07-20T06:30:00Z", 1, "2026-07-20T08:00:00Z"},
	{"America/New_York", OFFICE, "2026-11-23T08:30:00Z", 1, "2026-11-23T15:00:00Z"},
	{"Pacific/Auckland", OFFICE, "2026-11-22T21:00:00Z", 1, "2026-11-22T22:00:00Z"},
	/* over the change of the clocks: the office opens at nine as ever */
	{"Europe/Berlin", OFFICE, "2026-03-27T15:00:00Z", 2, "2026-03-30T08:00:00Z"},
	{"Europe/Berlin", OFFICE, "2026-10-23T14:00:00Z", 2, "2026-10-26T09:00:00Z"},
	/* and where somebody works always, the day has 23 hours, or 25 */
	{"Europe/Berlin", "always", "2026-03-28T23:00:00Z", 23, "2026-03-29T22:00:00Z"},
	{"Europe/Berlin", "always", "2026-03-28T23:00:00Z", 24, "2026-03-29T23:00:00Z"},
	{"Europe/Berlin", "always", "2026-10-24T22:00:00Z", 25, "2026-10-25T23:00:00Z"},
	{"Europe/Berlin", "Sun 00:00-06:00", "2026-03-28T00:00:00Z", 5, "2026-03-29T04:00:00Z"},
	{"Europe/Berlin", "Sun 00:00-06:00", "2026-10-24T00:00:00Z", 7, "2026-10-25T05:00:00Z"},
	/* hours that a change leaves out begin when there are any again */
	{"Europe/Berlin", "Sun 02:30-04:00", "2026-03-29T00:00:00Z", 0.5, "2026-03-29T01:30:00Z"},
	/* several hours a day, a week around Sunday */
	{"UTC", "Mon-Fri 13:00-17:00, Mon-Fri 09:00-12:00", "2026-11-23T11:00:00Z", 2,
	 "2026-11-23T14:00:00Z"},
	{"UTC", "Sun-Thu 09:00-17:00", "2026-11-26T16:00:00Z", 2, "2026-11-29T10:00:00Z"},
	{"UTC", "Sat 10:00-12:00", "2026-11-23T11:00:00Z", 3, "2026-12-05T11:00:00Z"},
	/* years of work, and more than can be meant */
	{"UTC", "Sat 10:00-11:00", "2026-11-23T11:00:00Z", 1000, NULL},
};

static void
test_after(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Business) business = business_of(rows[i].zone, rows[i].hours);
		gint64 work_ms = (gint64)(rows[i].work_h * (double)HOUR);
		gint64 done_ms = rows[i].done ? at(rows[i].done) : G_MAXINT64;
		g_test_message("%s, %s, %s", rows[i].zone, rows[i].hours, rows[i].from);
		g_assert_cmpint(business_after(business, at(rows[i].from), work_ms), ==, done_ms);
		if (rows[i].done)
			g_assert_cmpint(business_between(business, at(rows[i].from), done_ms), ==,
					work_ms);
	}
}

static void
test_between(void)
{
	g_autoptr(Business) business = business_of("UTC", OFFICE);
	gint64 from = at("2026-11-20T16:00:00Z");
	g_assert_cmpint(business_between(business, from, from), ==, 0);
	g_assert_cmpint(business_between(business, from, from - 1), ==, 0);
	g_assert_cmpint(business_between(business, from, at("2026-11-22T16:00:00Z")), ==, HOUR);
	g_assert_cmpint(
		business_between(business, at("2026-11-21T00:00:00Z"), at("2026-11-23T00:00:00Z")),
		==, 0);
}

static void
test_days(void)
{
	g_autoptr(Business) business = business_of("Europe/Berlin", OFFICE);
	guint32 tuesday = business_day(business, at("2026-11-30T23:30:00Z"));
	g_autofree char *spoken = business_spoken(business, at("2026-12-01T13:00:00Z"));
	g_assert_cmpstr(spoken, ==, "Tuesday, 2026-12-01 14:00 CET");
	g_assert_cmpint(business_midnight(business, tuesday), ==, at("2026-11-30T23:00:00Z"));
	g_assert_cmpint(business_morning(business, tuesday), ==, at("2026-12-01T08:00:00Z"));
	/* Monday is a holiday, then there is a weekend. */
	g_assert_cmpint(business_day_before(business, tuesday), ==, tuesday - 4);
	/* A Sunday begins as the other days do. */
	g_assert_cmpint(business_morning(business, tuesday - 2), ==, at("2026-11-29T08:00:00Z"));
}

static void
test_refused(void)
{
	static const char *const wrong[] = {"",
					    "Mon-Fri",
					    "09:00-17:00",
					    "Mo-Fr 09:00-17:00",
					    "Mon-Fri 9-17",
					    "Mon-Fri 17:00-09:00",
					    "Mon-Fri 09:00-09:00",
					    "Mon-Fri 09:00-24:01",
					    "Mon-Fri 09:60-17:00",
					    "Mon-Fri 09:00-17:00 x",
					    "Mon- 09:00-17:00",
					    "Mon-Fri -9:00-17:00",
					    "Fri 16:00-18:00"};
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(Business) business = business_new(utc);
	g_assert_cmpint(business_after(business, 0, 1), ==, G_MAXINT64);
	g_assert_true(business_add_hours(business, "Friday 09:00-17:00", NULL));
	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;
		g_test_message("%s", wrong[i]);
		g_assert_false(business_add_hours(business, wrong[i], &error));
		g_assert_nonnull(error);
	}
}

static void
test_no_calendar(void)
{
	static const char no_day[] = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:no day\r\n"
				     "END:VEVENT\r\nEND:VCALENDAR\r\n";
	static const char *const wrong[] = {"", "Christmas", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
					    no_day};
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(Business) business = business_new(utc);
	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_false(holidays_read(wrong[i], business, &error));
		g_assert_nonnull(error);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/business/after", test_after);
	g_test_add_func("/business/between", test_between);
	g_test_add_func("/business/days", test_days);
	g_test_add_func("/business/refused", test_refused);
	g_test_add_func("/business/no-calendar", test_no_calendar);
	return g_test_run();
}
