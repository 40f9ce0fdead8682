/*
 * ETAs as events for calendars: what stands in them, and that nothing else can get in.
 */
#include "desk/calendar.h"

#include <string.h>

static const struct {
	const char *eta;
	const char *title;
	gint64 sequence;
	gboolean is_over;
	const char *lines; /* each has to be there; parted by | */
} rows[] = {
	{"2026-12-31", "Printer", 0, FALSE,
	 "METHOD:PUBLISH|DTSTART;VALUE=DATE:20261231|DTEND;VALUE=DATE:20270101|SEQUENCE:0|"
	 "STATUS:CONFIRMED|SUMMARY:SUP-7: Printer|UID:SUP-7.eta@example.org|VERSION:2.0|"
	 "DTSTAMP:20261122T050000Z|ORGANIZER:mailto:support@example.org"},
	{"2028-02-28", "", 3, FALSE,
	 "DTSTART;VALUE=DATE:20280228|DTEND;VALUE=DATE:20280229|SEQUENCE:3|SUMMARY:SUP-7"},
	{"2026-12-31 23:50 UTC", "", 1, FALSE, "DTSTART:20261231T235000Z|DTEND:20270101T000500Z"},
	{"2026-12-31 00:00 UTC", "", 1, FALSE, "DTSTART:20261231T000000Z|DTEND:20261231T001500Z"},
	{"2026-12-31", "Printer", 4, TRUE,
	 "METHOD:CANCEL|STATUS:CANCELLED|SEQUENCE:4|UID:SUP-7.eta@example.org|"
	 "DTSTART;VALUE=DATE:20261231"},
	/* A title is text, whatever it looks like. */
	{"2026-12-31", "a,b;c\\d\nATTENDEE:x", 0, FALSE,
	 "SUMMARY:SUP-7: a\\,b\\;c\\\\d\\nATTENDEE:x"},
	{"2026-12-31", "紙がない", 0, FALSE, "SUMMARY:SUP-7: 紙がない"},
};

static const char *const none[] = {
	"",
	"none",
	"soon",
	"2026-13-01",
	"2026-02-30",
	"2026-12-31 25:00 UTC",
	"2026-12-31 12:60 UTC",
	"2026-12-31 12:00",
	"2026-12-31 12:00 UTC\nX:1",
	"2026-12-31x",
	"99999-01-01",
	"-026-01-01",
};

static CalendarEvent
event_of(const char *eta)
{
	return (CalendarEvent){.number = "SUP-7",
			       .title = "",
			       .address = "support@example.org",
			       .eta = eta,
			       .now_ms = G_GINT64_CONSTANT(1795323600000)};
}

/* Lines end in CRLF (RFC 5545 3.1); long ones are folded. */
static char *
unfolded(const char *calendar)
{
	g_auto(GStrv) pieces = g_strsplit(calendar, "\r\n ", -1);
	return g_strjoinv("", pieces);
}

static void
test_event(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		CalendarEvent event = event_of(rows[i].eta);
		event.title = rows[i].title;
		event.sequence = rows[i].sequence;
		event.is_over = rows[i].is_over;
		g_autofree char *calendar = calendar_event(&event);
		g_assert_nonnull(calendar);
		g_autofree char *text = unfolded(calendar);
		g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
		g_auto(GStrv) wanted = g_strsplit(rows[i].lines, "|", -1);
		g_assert_null(strstr(text, "\nATTENDEE"));
		for (guint j = 0; wanted[j]; j++) {
			g_test_message("%s in %s", wanted[j], text);
			g_assert_true(g_strv_contains((const char *const *)lines, wanted[j]));
		}
	}
}

static void
test_none(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(none); i++) {
		CalendarEvent event = event_of(none[i]);
		g_autofree char *calendar = calendar_event(&event);
		g_test_message("%s", none[i]);
		g_assert_null(calendar);
	}
}

static void
test_split(void)
{
	GDate day;
	int minute = 0;
	g_assert_true(eta_split("2026-12-31", &day, &minute));
	g_assert_cmpint(minute, ==, -1);
	g_assert_cmpint(g_date_get_day(&day), ==, 31);
	g_assert_true(eta_split("2026-12-31 14:05 UTC", &day, &minute));
	g_assert_cmpint(minute, ==, 14 * 60 + 5);
}

/* What customers announce: whole days where one of the two is, a quarter of an hour without an
 * end. */
static const struct {
	const char *begin;
	const char *end;
	const char *start; /* NULL: it is left out */
	const char *until;
} plans[] = {
	{"2026-12-31", "", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101"},
	{"2026-12-31", "2027-01-02", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270103"},
	{"2026-12-31 06:00 UTC", "2027-01-02 18:30 UTC", "DTSTART:20261231T060000Z",
	 "DTEND:20270102T183000Z"},
	{"2026-12-31 06:00 UTC", "2027-01-02", "DTSTART;VALUE=DATE:20261231",
	 "DTEND;VALUE=DATE:20270103"},
	{"2026-12-31 06:00 UTC", "", "DTSTART:20261231T060000Z", "DTEND:20261231T061500Z"},
	{"2026-12-31 06:00 UTC", "2026-12-31 06:00 UTC", "DTSTART:20261231T060000Z",
	 "DTEND:20261231T061500Z"},
	{"soon", "2027-01-02", NULL, NULL},
};

static void
test_plans(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(plans); i++) {
		const CalendarPlan plan = {.number = "SUP-7",
					   .title = "Shop",
					   .about = "A go-live\nCustomer: Anna",
					   .address = "support@example.org",
					   .begin = plans[i].begin,
					   .end = plans[i].end};
		CalendarWriter *writer = calendar_writer_new(0);
		calendar_writer_add(writer, &plan);
		g_autofree char *text = calendar_writer_end(writer);
		g_test_message("%s to %s: %s", plans[i].begin, plans[i].end, text);
		g_assert_nonnull(strstr(text, "METHOD:PUBLISH\r\n"));
		g_assert_cmpint(strstr(text, "UID:SUP-7.event@example.org\r\n") != NULL, ==,
				plans[i].start != NULL);
		if (!plans[i].start)
			continue;
		g_assert_nonnull(strstr(text, plans[i].start));
		g_assert_nonnull(strstr(text, plans[i].until));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/calendar/event", test_event);
	g_test_add_func("/calendar/none", test_none);
	g_test_add_func("/calendar/split", test_split);
	g_test_add_func("/calendar/plans", test_plans);
	return g_test_run();
}
