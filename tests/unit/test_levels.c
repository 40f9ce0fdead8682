/*
 * What is promised of a case as tables: its course, and when each promise and each of its clocks
 * is due.
 */
#include "desk/clocks.h"
#include "desk/promise.h"
#include "site_for_tests.h"

#include <string.h>

#define HOUR ((gint64)3600 * 1000)
/* 2026-11-23, a Monday, at 09:00 UTC: times in the table are hours from there. */
#define MONDAY (G_GINT64_CONSTANT(1795424400000))

static Site *site;

/* One case of severity High, which promises an answer within 2 hours, news every 8 and the end
 * within 16, with hours of Mon-Fri 09:00-17:00. Opened at 0 as New. */
typedef struct Row {
	const char *history; /* "kind role hour text, ..."; for statuses "Was>Is" */
	double first_answer;
	double next_update;
	double resolution; /* 0: nothing is due */
} Row;

static const Row rows[] = {
	/* nobody has answered */
	{"mail reporter 0", 2, 0, 24 + 8},
	/* a word of the customer, a note and a robot are no answer */
	{"comment reporter 1, note staff 1, auto machine 1", 2, 0, 24 + 8},
	/* an answer: then news */
	{"comment staff 1", 0, 24 + 1, 24 + 8},
	{"comment staff 1, comment staff 5", 0, 24 + 5, 24 + 8},
	{"comment staff 1, eta staff 5", 0, 24 + 5, 24 + 8},
	{"comment staff 1, comment reporter 5", 0, 24 + 1, 24 + 8},
	/* the time stands still while the customer has to say something */
	{"status staff 1 New>Information needed", 0, 0, 0},
	{"status staff 1 New>Information needed, comment reporter 25", 24 + 2, 0, 2 * 24 + 8},
	{"status staff 1 New>Information needed, auto machine 25", 0, 0, 0},
	{"status staff 1 New>Information needed, comment reporter 25, thanks reporter 25", 0, 0, 0},
	{"status staff 1 New>Information needed, status staff 25 Information needed>Work in "
	 "progress",
	 24 + 2, 0, 2 * 24 + 8},
	{"comment staff 1, status staff 1 New>Information needed, comment reporter 2, comment "
	 "staff 3",
	 0, 0, 0},
	{"comment staff 1, status staff 1 New>Information needed, comment reporter 2, comment "
	 "staff 3, comment reporter 4",
	 0, 24 + 4, 2 * 24 + 2},
	/* but not while we wait for others */
	{"comment staff 1, status staff 2 New>Dev waiting", 0, 24 + 2, 24 + 8},
	/* what was not kept before it stood still was not kept */
	{"status staff 25 New>Information needed", 2, 0, 0},
	{"comment staff 1, status staff 48 New>Information needed", 0, 0, 24 + 8},
	/* closed, nothing is due; opened again, the time goes on */
	{"comment staff 1, status staff 5 New>Done", 0, 0, 0},
	{"comment staff 1, status staff 5 New>Done, status reporter 29 Done>Reopen", 0, 2 * 24 + 5,
	 2 * 24 + 8},
	/* a status that is gone counts as ours */
	{"comment staff 1, status staff 2 New>Gone", 0, 24 + 2, 24 + 8},
};

static void
add_event(CaseFact *c, const char *event, guint seq)
{
	g_auto(GStrv) words = g_strsplit(event, " ", 4);
	gint64 at_ms = MONDAY + (gint64)(g_ascii_strtod(words[2], NULL) * (double)HOUR);
	g_autofree char *text = NULL;
	g_ptr_array_add(c->lasts, last_fact_new(words[0], words[1], at_ms, seq));
	if (!strcmp(words[0], "status")) {
		g_auto(GStrv) names = g_strsplit(words[3], ">", 2);
		text = change_words("Status", names[0], names[1]);
		c->status = (g_free(c->status), g_strdup(names[1]));
	}
	if (strstr("status comment released thanks", words[0]))
		g_ptr_array_add(c->course,
				course_fact_new(at_ms, words[0], words[1], text ? text : ""));
}

static CaseFact *
case_of(const char *history)
{
	CaseFact *c = case_fact_new();
	char **texts[] = {&c->number,           &c->title,          &c->type,
			  &c->priority,         &c->emergency,      &c->eta,
			  &c->customer,         &c->team,           &c->assignee_name,
			  &c->assignee_address, &c->root_message_id};
	g_auto(GStrv) events = g_strsplit(history, ", ", -1);
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		*texts[i] = g_strdup("");
	c->desk = g_strdup("support");
	c->tier = g_strdup("Gold");
	c->severity = g_strdup("High");
	c->status = g_strdup("New");
	c->opened_ms = MONDAY;
	c->lasts = last_facts_new();
	c->course = course_facts_new();
	for (guint i = 0; *history && events[i]; i++)
		add_event(c, events[i], i + 1);
	return c;
}

static gint64
hours_on(double hours)
{
	return hours > 0 ? MONDAY + (gint64)(hours * (double)HOUR) : 0;
}

static void
test_due(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(CaseFact) c = case_of(rows[i].history);
		g_test_message("%s", rows[i].history);
		g_assert_cmpint(promise_due(c, site, PROMISE_FIRST_ANSWER), ==,
				hours_on(rows[i].first_answer));
		g_assert_cmpint(promise_due(c, site, PROMISE_NEXT_UPDATE), ==,
				hours_on(rows[i].next_update));
		g_assert_cmpint(promise_due(c, site, PROMISE_RESOLUTION), ==,
				hours_on(rows[i].resolution));
	}
}

/* Which clock is due when, as seen at some hour. */
static const struct {
	const char *kind;
	const char *history;
	double now;
	double due;
} clocks[] = {
	{"first-answer-soon", "mail reporter 0", 0, 1.5},
	{"first-answer-soon", "mail reporter 0", 1.9, 1.5},
	/* once it is late, a warning says nothing */
	{"first-answer-soon", "mail reporter 0", 2, 0},
	{"first-answer-soon", "first-answer-soon casemate 1.5", 1.6, 0},
	{"first-answer-late", "first-answer-soon casemate 1.5", 1.6, 2},
	{"first-answer-late", "first-answer-late casemate 2", 3, 0},
	{"first-answer-soon", "first-answer-late casemate 2", 1, 0},
	{"first-answer-late", "comment staff 1", 1, 0},
	/* told late, but not of what is over for a week */
	{"first-answer-late", "mail reporter 0", 7 * 24 + 1, 2},
	{"first-answer-late", "mail reporter 0", 7 * 24 + 2, 0},
	/* another classification is another promise */
	{"first-answer-late", "first-answer-late casemate 2, severity staff 3", 3, 2},
	/* each time of waiting for news is one of its own */
	{"next-update-soon", "comment staff 1", 2, 8 - 1},
	{"next-update-soon", "comment staff 1, next-update-soon casemate 7", 8, 0},
	{"next-update-soon", "comment staff 1, next-update-soon casemate 7, comment staff 7.5", 8,
	 24 + 5.5},
	{"next-update-late", "comment staff 1, next-update-late casemate 25", 26, 0},
	{"resolution-soon", "comment staff 1", 2, 24 + 4},
	{"resolution-late", "comment staff 1", 2, 24 + 8},
	{"resolution-late", "comment staff 1, resolution-late casemate 32", 33, 0},
};

static void
test_clocks(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(clocks); i++) {
		g_autoptr(CaseFact) c = case_of(clocks[i].history);
		const ClockKind *kind = clock_find(clocks[i].kind);
		gint64 now_ms = MONDAY + (gint64)(clocks[i].now * (double)HOUR);
		g_test_message("%s: %s", clocks[i].kind, clocks[i].history);
		g_assert_cmpint(clock_due(kind, c, site, now_ms), ==, hours_on(clocks[i].due));
	}
}

static void
test_classified(void)
{
	g_autoptr(CaseFact) c = case_of("mail reporter 0");
	Promise which = PROMISE_RESOLUTION;
	const Level *level = site_level(site, "gold");
	g_autofree char *words = level_goal_words(level, promise_goal(c, site));
	g_assert_cmpstr(words, ==,
			"answer within 2 business hours, then news every 8 business hours, solved "
			"within 16 business hours");
	g_assert_cmpint(promise_next(c, site, &which), ==, hours_on(2));
	g_assert_cmpint(which, ==, PROMISE_FIRST_ANSWER);
	/* A severity that nothing is promised for gives way to the priority. */
	c->severity = (g_free(c->severity), g_strdup(""));
	g_assert_null(promise_goal(c, site));
	c->priority = (g_free(c->priority), g_strdup("Urgent"));
	g_assert_cmpint(promise_due(c, site, PROMISE_FIRST_ANSWER), ==, hours_on(0.5));
	c->tier = (g_free(c->tier), g_strdup("Copper"));
	g_assert_null(promise_goal(c, site));
	g_assert_cmpint(promise_next(c, site, &which), ==, 0);
}

static void
add_level(void)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	Level *level = level_new("Gold", utc);
	LevelGoal *high = level_goal_new("High", FALSE);
	LevelGoal *urgent = level_goal_new("Urgent", TRUE);
	level->tier = (g_free(level->tier), g_strdup("Gold"));
	g_assert_true(business_add_hours(level->business, "Mon-Fri 09:00-17:00", NULL));
	high->goal_ms[PROMISE_FIRST_ANSWER] = 2 * HOUR;
	high->goal_ms[PROMISE_NEXT_UPDATE] = 8 * HOUR;
	high->goal_ms[PROMISE_RESOLUTION] = 16 * HOUR;
	urgent->goal_ms[PROMISE_FIRST_ANSWER] = HOUR / 2;
	g_ptr_array_add(level->goals, high);
	g_ptr_array_add(level->goals, urgent);
	g_ptr_array_add(site->levels, level);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	site = site_for_tests();
	g_ptr_array_add(site->desks, desk_new("support", "support@example.org"));
	add_level();
	g_test_add_func("/levels/due", test_due);
	g_test_add_func("/levels/clocks", test_clocks);
	g_test_add_func("/levels/classified", test_classified);
	int status = g_test_run();
	site_free(site);
	return status;
}
