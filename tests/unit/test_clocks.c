/*
 * Clocks as tables: a case's last entries and the time, and when each clock is due.
 */
#include "desk/clocks.h"
#include "desk/plan.h"
#include "site_for_tests.h"

#include <string.h>

#define DAY ((gint64)24 * 3600 * 1000)

static Site *site;

/* One case: what happened on which day, as "kind role day kind role day ...". */
typedef struct Row {
	const char *kind; /* of clock */
	const char *status;
	const char *history;
	double due_day; /* 0: the case carries none */
} Row;

/* "Feedback waiting" is 14 days with a notice 3 days before; "Information needed" is 7. */
static const Row rows[] = {
	/* nothing waits for the customer */
	{"silence-notice", "New", "mail reporter 1", 0},
	{"silence", "New", "mail reporter 1", 0},
	{"reminder", "Work in progress", "status staff 1", 0},
	{"silence", "Done", "status staff 1", 0},
	{"silence", "Gone from the configuration", "status staff 1", 0},
	/* Escalated never closes by itself. */
	{"silence-notice", "Closed - Escalated to engineering", "status staff 1", 0},
	{"silence", "Closed - Escalated to engineering", "status staff 1", 0},
	/* the notice counts from the last word, and closing waits for it */
	{"silence-notice", "Feedback waiting", "mail reporter 1", 12},
	{"silence-notice", "Feedback waiting", "mail reporter 1 status staff 5", 16},
	{"silence", "Feedback waiting", "mail reporter 1 status staff 5", 0},
	{"silence-notice", "Feedback waiting", "status staff 5 comment staff 7", 18},
	{"silence-notice", "Feedback waiting", "status staff 5 released staff 9", 20},
	/* robots, notes and what else happens are no words */
	{"silence-notice", "Feedback waiting", "status staff 5 auto machine 9 note staff 10", 16},
	{"silence-notice", "Feedback waiting", "status staff 5 bounce casemate 9 eta staff 9", 16},
	{"silence-notice", "Feedback waiting", "status staff 5 rating reporter 9", 16},
	/* a person of the customer's side is one, until staff answers */
	{"silence-notice", "Feedback waiting", "status staff 5 comment reporter 7", 0},
	{"silence-notice", "Feedback waiting", "status staff 5 comment follower 7", 0},
	{"silence-notice", "Feedback waiting", "status staff 5 comment colleague 7", 0},
	{"silence-notice", "Feedback waiting", "status staff 5 comment contact 7 comment staff 8",
	 19},
	{"silence-notice", "Feedback waiting", "comment reporter 3 status staff 5", 16},
	/* thanks alone are none, but it is counted from them */
	{"silence-notice", "Feedback waiting",
	 "status staff 5 comment reporter 7 thanks reporter 7", 18},
	{"silence-notice", "Feedback waiting",
	 "status staff 5 comment reporter 7 thanks reporter 7 comment reporter 8", 0},
	/* nor is what is asked for by a command */
	{"silence-notice", "Feedback waiting", "status staff 5 request reporter 7", 18},
	{"silence-notice", "Feedback waiting", "status staff 5 emergency reporter 7", 18},
	{"silence-notice", "Feedback waiting", "status staff 5 emergency staff 7", 16},
	{"silence-notice", "Feedback waiting",
	 "status staff 5 comment reporter 6 request reporter 7 comment staff 8", 19},
	{"silence-notice", "Feedback waiting",
	 "status staff 5 comment reporter 6 request reporter 7", 0},
	{"silence", "Feedback waiting",
	 "status staff 5 silence-notice casemate 16 request contact 17", 0},
	{"silence-notice", "Feedback waiting",
	 "status staff 5 silence-notice casemate 16 request contact 17", 28},
	{"reminder", "Information needed", "mail reporter 1 request reporter 3", 10},
	/* told in time: closes on the planned day */
	{"silence", "Feedback waiting", "status staff 5 silence-notice casemate 16", 19},
	{"silence-notice", "Feedback waiting", "status staff 5 silence-notice casemate 16", 0},
	{"silence", "Feedback waiting", "status staff 5 silence-notice casemate 16.5", 19},
	{"silence", "Feedback waiting", "status staff 5 silence-notice casemate 16.75", 19},
	/* told late: as long after it as it should have been */
	{"silence", "Feedback waiting", "status staff 5 silence-notice casemate 17", 20},
	{"silence", "Feedback waiting", "status staff 5 silence-notice casemate 400", 403},
	/* a word behind the notice begins anew, the old notice is of no use */
	{"silence", "Feedback waiting",
	 "status staff 5 silence-notice casemate 16 comment staff 17", 0},
	{"silence-notice", "Feedback waiting",
	 "status staff 5 silence-notice casemate 16 comment staff 17", 28},
	{"silence", "Feedback waiting",
	 "status staff 5 silence-notice casemate 16 comment reporter 17", 0},
	{"silence", "Feedback waiting",
	 "status staff 5 silence-notice casemate 16 comment reporter 17 status reporter 17 "
	 "status staff 20",
	 0},
	{"silence-notice", "Feedback waiting",
	 "silence-notice casemate 16 status reporter 17 status staff 20", 31},
	/* the same moment: the order of the entries decides */
	{"silence-notice", "Feedback waiting", "status staff 5 comment reporter 5", 0},
	{"silence-notice", "Feedback waiting", "comment reporter 5 status staff 5", 16},
	/* reminders */
	{"reminder", "Information needed", "mail reporter 1", 8},
	{"reminder", "Information needed", "mail reporter 1 status staff 5", 12},
	{"reminder", "Information needed", "status staff 5 reminder casemate 12", 0},
	{"reminder", "Information needed", "status staff 5 reminder casemate 12 comment staff 13",
	 20},
	{"reminder", "Information needed", "status staff 5 comment reporter 6", 0},
	{"reminder", "Information needed", "status staff 5 auto machine 6", 12},
	{"silence", "Information needed", "status staff 5", 0},
	/* one request more for a rating, unless it came or it is too late to ask; it is day 30 */
	{"rating-reminder", "Done", "status staff 20", 27},
	{"rating-reminder", "Done", "status casemate 20", 27},
	{"rating-reminder", "Done", "rating reporter 15 status reporter 16 status staff 20", 27},
	{"rating-reminder", "Done", "status staff 20 rating reporter 21", 0},
	{"rating-reminder", "Done", "status staff 20 rating-reminder casemate 27", 0},
	{"rating-reminder", "Done", "status staff 20 rating-reminder casemate 27 comment staff 28",
	 0},
	{"rating-reminder", "Done", "status staff 9", 16},
	{"rating-reminder", "Done", "status staff 8", 0},
	{"rating-reminder", "Closed - Escalated to engineering", "status staff 20", 0},
	{"rating-reminder", "Work in progress", "status staff 20", 0},
};

/* An emergency that nobody has taken: 15 minutes, 15, 30, then twice as long each time. */
static const struct {
	const char *emergency;
	const char *escalation;
	const char *history;
	gint64 due_minute; /* behind the first day; 0: the case carries none */
} alarms[] = {
	{"Declared", "duty 0 1", "escalation casemate 1", 15},
	{"Confirmed", "lead 0 1 2", "escalation casemate 1", 15},
	{"Declared", "all 0 1 2", "escalation casemate 1", 30},
	{"Declared", "all 1 1 2", "escalation casemate 1", 60},
	{"Declared", "all 5", "escalation casemate 1", 960},
	{"Declared", "all 6", "escalation casemate 1", 24 * 60},
	{"Declared", "duty 2147483647", "escalation casemate 1", 24 * 60},
	{"Declared", "duty 0", "escalation casemate 1 escalation staff 3", 2 * 24 * 60 + 15},
	/* taken, over, only asked for, or what can't be read */
	{"Work in progress", "duty 0 1", "escalation casemate 1", 0},
	{"Resolved", "duty 0 1", "escalation casemate 1", 0},
	{"Declared", "", "escalation casemate 1", 0},
	{"", "asked", "escalation casemate 1", 0},
	/* asked for, and looking for somebody who decides */
	{"", "asked duty 0", "escalation casemate 1", 15},
	{"", "asked all 1 2", "escalation casemate 1", 60},
	{"", "asked boss 0", "escalation casemate 1", 0},
	{"Declared", "boss 0 1", "escalation casemate 1", 0},
	{"Declared", "duty", "escalation casemate 1", 0},
	{"Declared", "duty -1", "escalation casemate 1", 0},
	{"Declared", "duty 0 1", "mail reporter 1", 0},
};

/* An ETA: on the working day before it and on its own, when work begins. The first day of all is a
 * Friday; the days here count from 1970-01-01, day 0. */
static const struct {
	const char *kind;
	const char *eta;
	const char *status;
	const char *history;
	double now_day;
	double due_day;
} etas[] = {
	{"eta-eve", "1970-01-08", "New", "eta staff 1", 2, 6 + 9 / 24.},
	{"eta-day", "1970-01-08", "New", "eta staff 1", 2, 7 + 9 / 24.},
	/* Monday: Friday before it */
	{"eta-eve", "1970-01-12", "New", "eta staff 1", 2, 8 + 9 / 24.},
	/* Sunday: Friday, and the day itself */
	{"eta-eve", "1970-01-11", "New", "eta staff 1", 2, 8 + 9 / 24.},
	{"eta-day", "1970-01-11", "New", "eta staff 1", 2, 10 + 9 / 24.},
	/* with a time, in UTC */
	{"eta-day", "1970-01-08 23:59 UTC", "New", "eta staff 1", 2, 7 + 9 / 24.},
	/* overdue by a jump: the day's only, and neither when it is no news any more */
	{"eta-eve", "1970-01-08", "New", "eta staff 1", 7.5, 0},
	{"eta-day", "1970-01-08", "New", "eta staff 1", 7.5, 7 + 9 / 24.},
	{"eta-day", "1970-01-08", "New", "eta staff 1", 13.9, 7 + 9 / 24.},
	{"eta-day", "1970-01-08", "New", "eta staff 1", 14, 0},
	/* told already, of this ETA or of one before */
	{"eta-eve", "1970-01-08", "New", "eta staff 1 eta-eve casemate 6.4", 6.5, 0},
	{"eta-day", "1970-01-08", "New", "eta staff 1 eta-eve casemate 6.4", 6.5, 7 + 9 / 24.},
	{"eta-eve", "1970-01-08", "New", "eta-eve casemate 2 eta staff 3", 3, 6 + 9 / 24.},
	/* set when that was over */
	{"eta-eve", "1970-01-08", "New", "eta staff 6.5", 6.6, 0},
	{"eta-day", "1970-01-08", "New", "eta staff 7.5", 7.6, 0},
	/* none, no date, or a case that is closed */
	{"eta-eve", "", "New", "eta staff 1", 2, 0},
	{"eta-day", "soon", "New", "eta staff 1", 2, 0},
	{"eta-day", "1970-02-30", "New", "eta staff 1", 2, 0},
	{"eta-day", "1970-01-08", "Done", "eta staff 1", 2, 0},
	/* another that isn't final */
	{"eta-day", "1970-01-08", "Pending", "eta staff 1", 2, 7 + 9 / 24.},
};

static CaseFact *
case_of(const Row *row)
{
	CaseFact *c = case_fact_new();
	g_auto(GStrv) words = g_strsplit(row->history, " ", -1);
	char **empty[] = {&c->number,   &c->title,     &c->type,          &c->priority,
			  &c->severity, &c->emergency, &c->eta,           &c->customer,
			  &c->tier,     &c->team,      &c->assignee_name, &c->assignee_address};
	for (guint i = 0; i < G_N_ELEMENTS(empty); i++)
		*empty[i] = (g_free(*empty[i]), g_strdup(""));
	c->root_message_id = (g_free(c->root_message_id), g_strdup(""));
	c->id = 7;
	c->desk = (g_free(c->desk), g_strdup("support"));
	c->status = (g_free(c->status), g_strdup(row->status));
	c->opened_ms = DAY;
	c->lasts = last_facts_new();
	for (guint i = 0; words[i]; i += 3)
		g_ptr_array_add(
			c->lasts,
			last_fact_new(words[i], words[i + 1],
				      (gint64)(g_ascii_strtod(words[i + 2], NULL) * (double)DAY),
				      i / 3 + 1));
	return c;
}

static void
test_due(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		const ClockKind *kind = clock_find(rows[i].kind);
		g_autoptr(CaseFact) c = case_of(&rows[i]);
		gint64 due_ms = clock_due(kind, c, site, 30 * DAY);
		g_test_message("%s, %s: %s", rows[i].kind, rows[i].status, rows[i].history);
		g_assert_cmpint(due_ms, ==, (gint64)(rows[i].due_day * (double)DAY));
	}
}

static void
test_escalation(void)
{
	const ClockKind *kind = clock_find("escalation");
	for (guint i = 0; i < G_N_ELEMENTS(alarms); i++) {
		const Row row = {"escalation", "New", alarms[i].history, 0};
		g_autoptr(CaseFact) c = case_of(&row);
		gint64 minute = alarms[i].due_minute;
		c->emergency = (g_free(c->emergency), g_strdup(alarms[i].emergency));
		c->escalation = (g_free(c->escalation), g_strdup(alarms[i].escalation));
		g_test_message("%s, %s", alarms[i].emergency, alarms[i].escalation);
		g_assert_cmpint(clock_due(kind, c, site, 30 * DAY), ==,
				minute ? DAY + minute * 60000 : 0);
	}
}

static void
test_eta(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(etas); i++) {
		const ClockKind *kind = clock_find(etas[i].kind);
		const Row row = {etas[i].kind, etas[i].status, etas[i].history, 0};
		g_autoptr(CaseFact) c = case_of(&row);
		gint64 now_ms = (gint64)(etas[i].now_day * (double)DAY);
		c->eta = (g_free(c->eta), g_strdup(etas[i].eta));
		g_test_message("%s of %s, %s: %s", etas[i].kind, etas[i].eta, etas[i].status,
			       etas[i].history);
		g_assert_cmpint(clock_due(kind, c, site, now_ms), ==,
				(gint64)(etas[i].due_day * (double)DAY));
	}
}

/* What a go-live says of its dates, and what was told of it; the case came on day 1, a Friday. */
static const struct {
	const char *kind;
	const char *begin;
	const char *end;
	const char *status;
	const char *reminded; /* "" for nothing */
	double now_day;
	double due_day;
} events[] = {
	{"event-eve", "1970-01-08", "", "New", "", 2, 6 + 9 / 24.},
	{"event-day", "1970-01-08", "", "New", "", 2, 7 + 9 / 24.},
	/* Monday: Friday before it */
	{"event-eve", "1970-01-12", "1970-01-14", "New", "", 2, 8 + 9 / 24.},
	/* before work begins, and later in the day */
	{"event-day", "1970-01-08 06:00 UTC", "", "New", "", 2, 7 + 6 / 24.},
	{"event-eve", "1970-01-08 06:00 UTC", "", "New", "", 2, 6 + 9 / 24.},
	{"event-day", "1970-01-08 20:00 UTC", "", "New", "", 2, 7 + 9 / 24.},
	/* told of this date, of another, by the other clock */
	{"event-eve", "1970-01-08", "", "New", "event-eve The event begins 1970-01-08", 6.5, 0},
	{"event-eve", "1970-01-08", "", "New", "event-eve The event begins 1970-01-07", 6.5,
	 6 + 9 / 24.},
	{"event-day", "1970-01-08", "", "New", "event-eve The event begins 1970-01-08", 6.5,
	 7 + 9 / 24.},
	/* too late for the eve; for the day once the event is over */
	{"event-eve", "1970-01-08", "", "New", "", 7.5, 0},
	{"event-day", "1970-01-08", "", "New", "", 7.9, 7 + 9 / 24.},
	{"event-day", "1970-01-08", "", "New", "", 8, 0},
	{"event-day", "1970-01-08", "1970-01-09", "New", "", 8.9, 7 + 9 / 24.},
	{"event-day", "1970-01-08", "1970-01-09", "New", "", 9, 0},
	/* an end before the beginning is none */
	{"event-day", "1970-01-08", "1969-12-09", "New", "", 7.9, 7 + 9 / 24.},
	/* opened so late that this was the word */
	{"event-eve", "1970-01-02", "", "New", "", 1, 0},
	{"event-day", "1970-01-02", "", "New", "", 1, 1 + 9 / 24.},
	{"event-day", "1970-01-01", "", "New", "", 1, 0},
	/* no date, and no case to work on */
	{"event-day", "soon", "", "New", "", 2, 0},
	{"event-eve", "", "", "New", "", 2, 0},
	{"event-day", "1970-01-08", "", "Done", "", 2, 0},
};

static void
add_date_field(CaseType *type, const char *name, const char *effect)
{
	Field *field = field_new(name, FIELD_DATE_TIME);
	field->effect = (g_free(field->effect), g_strdup(effect));
	g_ptr_array_add(type->fields, field);
}

static void
test_events(void)
{
	CaseType *type = case_type_new("golive", "Announce a go-live", FALSE);
	add_date_field(type, "Start", "begin");
	add_date_field(type, "End", "end");
	g_ptr_array_add(site->types, type);
	for (guint i = 0; i < G_N_ELEMENTS(events); i++) {
		const ClockKind *kind = clock_find(events[i].kind);
		const Row row = {events[i].kind, events[i].status, "mail reporter 1", 0};
		g_autoptr(CaseFact) c = case_of(&row);
		gint64 now_ms = (gint64)(events[i].now_day * (double)DAY);
		c->type = (g_free(c->type), g_strdup("golive"));
		case_set_field(c, "Start", events[i].begin, NEED_AS_TYPE);
		case_set_field(c, "End", events[i].end, NEED_AS_TYPE);
		c->reminded = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(c->reminded, g_strdup(events[i].reminded));
		g_test_message("%s of %s to %s, %s", events[i].kind, events[i].begin, events[i].end,
			       events[i].reminded);
		g_assert_cmpint(clock_due(kind, c, site, now_ms), ==,
				(gint64)(events[i].due_day * (double)DAY));
	}
}

/* What a form lacks stays asked for, whatever a customer says: the days count from that. */
static void
test_lacking(void)
{
	static const struct {
		Row row;
		const char *project;
	} lacking[] = {
		{{"reminder", "Information needed", "mail reporter 1", 8}, ""},
		{{"reminder", "Information needed", "mail reporter 1 comment reporter 3", 10}, ""},
		{{"reminder", "Information needed", "mail reporter 1 comment reporter 3", 0}, "x"},
		{{"reminder", "Information needed", "comment reporter 3 reminder casemate 10", 0},
		 ""},
		{{"reminder", "Information needed",
		  "comment reporter 3 comment staff 4 reminder casemate 10", 0},
		 ""},
		{{"reminder", "Information needed",
		  "status staff 2 reminder casemate 9 comment reporter 10", 17},
		 ""},
		{{"silence", "Feedback waiting", "status staff 5 comment reporter 7", 0}, ""},
	};
	CaseType *type = case_type_new("parcel", "Lose a parcel", FALSE);
	Field *field = field_new("Project", FIELD_TEXT);
	field->is_required = TRUE;
	g_ptr_array_add(type->fields, field);
	g_ptr_array_add(site->types, type);
	for (guint i = 0; i < G_N_ELEMENTS(lacking); i++) {
		const Row *row = &lacking[i].row;
		g_autoptr(CaseFact) c = case_of(row);
		c->type = (g_free(c->type), g_strdup("parcel"));
		case_set_field(c, "Project", lacking[i].project, NEED_AS_TYPE);
		g_test_message("%s", row->history);
		g_assert_cmpint(clock_due(clock_find(row->kind), c, site, 30 * DAY), ==,
				(gint64)(row->due_day * (double)DAY));
	}
}

static void
test_none_carried(void)
{
	const Row row = {NULL, "Feedback waiting", "status staff 5", 0};
	const ClockKind *kind = clock_find("silence-notice");
	g_autoptr(CaseFact) c = case_of(&row);
	g_assert_cmpint(clock_due(kind, c, site, 0), ==, 16 * DAY);
	c->merged_into = (g_free(c->merged_into), g_strdup("SUP-1"));
	g_assert_cmpint(clock_due(kind, c, site, 0), ==, 0);
	*c->merged_into = '\0';
	c->desk = (g_free(c->desk), g_strdup("gone"));
	g_assert_cmpint(clock_due(kind, c, site, 0), ==, 0);
	g_assert_null(clock_find("frob"));
}

static Facts *
facts_at(const Row *row, gint64 now_ms)
{
	Facts *facts = facts_new();
	CaseFact *c = case_of(row);
	facts->now_ms = now_ms;
	g_ptr_array_add(c->participants, participant_fact_new(1, "", "anna@x.test", "reporter",
							      "CM041061050R3GG28AQF"));
	g_ptr_array_add(c->participants, participant_fact_new(2, "", "fred@x.test", "follower",
							      "CMVTPVXVR0889KFJQYQS"));
	g_ptr_array_add(facts->cases, c);
	return facts;
}

/* What is not due does nothing, whatever the row said that led here. */
static void
test_plan(void)
{
	static const struct {
		Row row;
		double day;
		const char *plan;
	} plans[] = {
		{{"silence-notice", "Feedback waiting", "status staff 5", 0}, 15.9, ""},
		{{"silence-notice", "Feedback waiting", "status staff 5", 0},
		 16,
		 "add silence-notice by casemate (casemate, proven), 1 line\n"
		 "send notice \"reminder\" (silence) to reporter anna@x.test\n"
		 "send notice \"reminder\" (silence) to follower fred@x.test\n"},
		{{"silence", "Feedback waiting", "status staff 5", 0}, 400, ""},
		{{"silence", "Feedback waiting", "status staff 5 silence-notice casemate 16", 0},
		 18.9,
		 ""},
		{{"silence", "Feedback waiting", "status staff 5 silence-notice casemate 16", 0},
		 19,
		 "set status to Done\n"
		 "add status by casemate (casemate, proven), 1 line\n"
		 "send notice \"receipt\" (status) to reporter anna@x.test\n"
		 "send notice \"receipt\" (status) to follower fred@x.test\n"},
		{{"reminder", "Information needed", "status staff 5", 0},
		 99,
		 "add reminder by casemate (casemate, proven), 1 line\n"
		 "send notice \"reminder\" (reminder) to reporter anna@x.test\n"},
		{{"frob", "Information needed", "status staff 5", 0}, 99, ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(plans); i++) {
		g_autoptr(Facts) facts =
			facts_at(&plans[i].row, (gint64)(plans[i].day * (double)DAY));
		g_autoptr(Plan) plan = plan_for_clock(plans[i].row.kind, facts, site);
		g_ptr_array_set_size(plan->reasons, 0);
		g_autofree char *text = plan_explain(plan);
		g_assert_cmpstr(text, ==, plans[i].plan);
	}
}

/* What the notice says is when it happens. */
static void
test_told_day(void)
{
	static const Row row = {"silence-notice", "Feedback waiting", "status staff 5", 0};
	static const struct {
		double now;
		const char *day;
	} days[] = {{16, "1970-01-20"}, {16.7, "1970-01-20"}, {60, "1970-03-05"}};
	for (guint i = 0; i < G_N_ELEMENTS(days); i++) {
		g_autoptr(Facts) facts = facts_at(&row, (gint64)(days[i].now * (double)DAY));
		g_autoptr(Plan) plan = plan_for_clock(row.kind, facts, site);
		const Change *notice = plan->changes->pdata[1];
		g_assert_cmpstr(js_get_text(notice->notice->data, "day"), ==, days[i].day);
	}
}

/* All is derived again when what it is derived from has changed, and only then. */
static void
test_basis(void)
{
	g_autofree char *one = clocks_basis(site);
	g_autofree char *same = clocks_basis(site);
	site->basis = (g_free(site->basis), g_strdup("other"));
	g_autofree char *other = clocks_basis(site);
	g_assert_cmpstr(one, ==, same);
	g_assert_cmpstr(one, !=, other);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	site = site_for_tests();
	g_ptr_array_add(site->desks, desk_new("support", "support@example.org"));
	g_test_add_func("/clocks/due", test_due);
	g_test_add_func("/clocks/escalation", test_escalation);
	g_test_add_func("/clocks/eta", test_eta);
	g_test_add_func("/clocks/events", test_events);
	g_test_add_func("/clocks/lacking", test_lacking);
	g_test_add_func("/clocks/none", test_none_carried);
	g_test_add_func("/clocks/plan", test_plan);
	g_test_add_func("/clocks/told-day", test_told_day);
	g_test_add_func("/clocks/basis", test_basis);
	int failed = g_test_run();
	site_free(site);
	return failed;
}
