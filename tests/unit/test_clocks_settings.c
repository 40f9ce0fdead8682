/*
 * Settings that due times are derived from: whatever changes one of them has to change the basis,
 * or a store would keep the old times; what changes none should leave it alone, for deriving all
 * times anew takes long. Run from the top of the tree.
 */
#include "app/config.h"
#include "desk/clocks.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAY ((gint64)24 * 3600 * 1000)
/* 2026-11-23, a Monday, at 09:00 UTC. */
#define MONDAY (G_GINT64_CONSTANT(1795424400000))

typedef enum File {
	FILE_CONFIG,
	FILE_TYPE,
	FILE_HOLIDAYS,
	FILES,
} File;

static const char *const names[FILES] = {"casemate.conf", "types/20-golive.conf", "free.ics"};
static const char *const texts[FILES] = {
	"store = \"store\"\n"
	"types = \"types\"\n"
	"priorities = { \"Normal\", \"Urgent\" }\n"
	"severities = { \"Low\", \"High\" }\n"
	"emergency_statuses = { \"Declared\", \"Taken\", \"Over\", \"None\" }\n"
	"working_emergency = \"Taken\"\n"
	"resolved_emergency = \"Over\"\n"
	"withdrawn_emergency = \"None\"\n"
	"escalation { duty = \"15 min\"\nlead = \"20 min\"\nall = \"30 min\" }\n"
	"desk \"support\" { address = \"support@example.org\"\ntitle = \"Help\" }\n"
	"desk \"sales\" { address = \"sales@example.org\" }\n"
	"status \"New\" { meaning = \"It is new.\"\nverb = \"new\" }\n"
	"status \"Asked\" { waits_for = customer\nreminder_days = 7 }\n"
	"status \"Built\" { waits_for = development }\n"
	"status \"Feedback\" { waits_for = customer\nsilence_days = 14\nnotice_days = 3 }\n"
	"status \"Done\" { final = yes\nasks_rating = yes }\n"
	"level \"Gold\" { tier = \"Gold\"\nhours = \"Mon-Fri 09:00-17:00\"\nzone = \"UTC\"\n"
	"  holidays = \"free.ics\"\nwarning = \"1 h\"\n"
	"  severity \"High\" { first_answer = \"2 h\"\nnext_update = \"8 h\"\nresolution = \"16 "
	"h\"\n"
	"    definition = \"It hurts.\" }\n"
	"  priority \"Urgent\" { first_answer = \"3 h\" } }\n"
	"limits { rating_days = 14\nrating_reminder_days = 7\nmention_days = 14 }\n",
	"type \"golive\" { title = \"Announce a go-live\"\ndescription = \"You go live.\"\n"
	"  field \"Start\" { kind = date\neffect = begin\nhelp = \"when\" }\n"
	"  field \"Stop\" { kind = date\neffect = end }\n"
	"  field \"Later\" { kind = date } }\n",
	("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1@x\r\n"
	 "DTSTART;VALUE=DATE:20261204\r\nSUMMARY:Rest\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
};

/* A setting that is written in another way; whether a due time depends on it. */
static const struct {
	File file;
	const char *was;
	const char *is;
	gboolean matters;
} rows[] = {
	{FILE_CONFIG, "desk \"support\"", "desk \"helpers\"", TRUE},
	{FILE_CONFIG, "status \"Asked\"", "status \"Question\"", TRUE},
	{FILE_CONFIG, "customer\nreminder", "staff\nreminder", TRUE},
	{FILE_CONFIG, "waits_for = development", "waits_for = nobody", TRUE},
	{FILE_CONFIG, "waits_for = development", "final = yes", TRUE},
	{FILE_CONFIG, "reminder_days = 7", "reminder_days = 8", TRUE},
	{FILE_CONFIG, "silence_days = 14", "silence_days = 15", TRUE},
	{FILE_CONFIG, "notice_days = 3", "notice_days = 4", TRUE},
	{FILE_CONFIG, "asks_rating = yes", "asks_rating = no", TRUE},
	{FILE_CONFIG, "rating_days = 14", "rating_days = 60", TRUE},
	{FILE_CONFIG, "rating_reminder_days = 7", "rating_reminder_days = 9", TRUE},
	{FILE_CONFIG, "\"15 min\"", "\"16 min\"", TRUE},
	{FILE_CONFIG, "\"20 min\"", "\"21 min\"", TRUE},
	{FILE_CONFIG, "\"30 min\"", "\"31 min\"", TRUE},
	{FILE_CONFIG, "\"Declared\", \"Taken\"", "\"Announced\", \"Taken\"", TRUE},
	{FILE_CONFIG, "working_emergency = \"Taken\"", "working_emergency = \"Declared\"", TRUE},
	{FILE_CONFIG, "resolved_emergency = \"Over\"", "resolved_emergency = \"Declared\"", TRUE},
	{FILE_CONFIG, "tier = \"Gold\"", "tier = \"Silver\"", TRUE},
	{FILE_CONFIG, "09:00-17:00", "08:00-17:00", TRUE},
	{FILE_CONFIG, "09:00-17:00", "09:00-10:30", TRUE},
	{FILE_CONFIG, "Mon-Fri", "Tue-Fri", TRUE},
	{FILE_CONFIG, "zone = \"UTC\"", "zone = \"Europe/Berlin\"", TRUE},
	{FILE_CONFIG, "holidays = \"free.ics\"", "", TRUE},
	{FILE_CONFIG, "warning = \"1 h\"", "warning = \"30 min\"", TRUE},
	{FILE_CONFIG, "first_answer = \"2 h\"", "first_answer = \"1 h\"", TRUE},
	{FILE_CONFIG, "next_update = \"8 h\"", "next_update = \"7 h\"", TRUE},
	{FILE_CONFIG, "resolution = \"16 h\"", "resolution = \"15 h\"", TRUE},
	{FILE_CONFIG, "first_answer = \"3 h\"", "first_answer = \"4 h\"", TRUE},
	{FILE_CONFIG, "severity \"High\"", "severity \"Low\"", TRUE},
	{FILE_CONFIG, "priority \"Urgent\"", "priority \"Normal\"", TRUE},
	{FILE_TYPE, "type \"golive\" { title", "type \"launch\" { title", TRUE},
	{FILE_TYPE, "field \"Start\"", "field \"Begin\"", TRUE},
	{FILE_TYPE, "field \"Stop\"", "field \"End\"", TRUE},
	{FILE_TYPE, "effect = begin", "", TRUE},
	{FILE_TYPE, "effect = end", "", TRUE},
	{FILE_TYPE, "\"Later\" { kind = date", "\"Later\" { kind = date\neffect = text", FALSE},
	{FILE_TYPE, "\"Later\" { kind = date", "\"Later\" { kind = date\nrequired = yes", TRUE},
	{FILE_TYPE, "\"Later\" { kind = date", "\"Later\" { kind = date\nrequired_if = \"Start\"",
	 TRUE},
	{FILE_HOLIDAYS, "20261204", "20261203", TRUE},
	{FILE_HOLIDAYS, "20261204\r\n", "20261203\r\nRRULE:FREQ=DAILY;COUNT=2\r\n", TRUE},
	/* nothing that a clock knows of */
	{FILE_CONFIG, "title = \"Help\"", "title = \"More help\"", FALSE},
	{FILE_CONFIG, "store = \"store\"\n", "store = \"store\" # it is there\n\n", FALSE},
	{FILE_CONFIG, "It is new.", "It came in.", FALSE},
	{FILE_CONFIG, "It hurts.", "It hurts much.", FALSE},
	{FILE_CONFIG, "mention_days = 14", "mention_days = 15", FALSE},
	{FILE_TYPE, "You go live.", "You start.", FALSE},
	{FILE_TYPE, "help = \"when\"", "help = \"on which day\"", FALSE},
	{FILE_HOLIDAYS, "SUMMARY:Rest", "SUMMARY:Much rest", FALSE},
};

/* Cases that carry, among them, each kind of clock; words may be "" for nothing. */
static const struct {
	const char *status;
	const char *history; /* "kind role day kind role day ..." */
	const char *emergency;
	const char *escalation;
	const char *tier;
	const char *severity;
	const char *priority;
	const char *eta;
	const char *begin;
} cases[] = {
	{.status = "Feedback", .history = "status staff 1"},
	{.status = "Feedback", .history = "status staff 1 silence-notice casemate 12"},
	{.status = "Asked", .history = "status staff 1"},
	{.status = "Done", .history = "status staff 1"},
	{.status = "New",
	 .emergency = "Declared",
	 .escalation = "duty 0 1",
	 .history = "escalation casemate 1"},
	{.status = "New",
	 .emergency = "Declared",
	 .escalation = "lead 0 1",
	 .history = "escalation casemate 1"},
	{.status = "New",
	 .emergency = "Declared",
	 .escalation = "all 0 1",
	 .history = "escalation casemate 1"},
	{.status = "New", .tier = "Gold", .eta = "2026-12-07", .history = "eta staff 1"},
	{.status = "Built", .eta = "2026-12-07", .history = "eta staff 1"},
	{.status = "New", .tier = "Gold", .severity = "High", .history = "mail reporter 0"},
	{.status = "New", .tier = "Gold", .severity = "High", .history = "comment staff 0.1"},
	{.status = "Built", .tier = "Gold", .severity = "High", .history = "comment staff 0.1"},
	{.status = "New", .tier = "Gold", .priority = "Urgent", .history = "mail reporter 0"},
	{.status = "Asked", .tier = "Gold", .severity = "High", .history = "mail reporter 0"},
	{.status = "New", .begin = "2026-12-24 20:00 UTC", .history = "mail reporter 0"},
	{.status = "Asked",
	 .begin = "2026-12-24 20:00 UTC",
	 .history = "status staff 1 comment reporter 2"},
};
/* Too late for some. */
static const gint64 nows[] = {MONDAY, MONDAY + 25 * DAY, MONDAY + 32 * DAY + DAY / 2};

static char *folder;

static void
write_files(gssize row)
{
	for (File file = 0; file < FILES; file++) {
		g_autofree char *path = g_build_filename(folder, names[file], NULL);
		g_autofree char *text = g_strdup(texts[file]);
		const char *was = row >= 0 && rows[row].file == file ? rows[row].was : NULL;
		if (was) {
			const char *at = strstr(text, was);
			g_assert_nonnull(at);
			char *other = g_strdup_printf("%.*s%s%s", (int)(at - text), text,
						      rows[row].is, at + strlen(was));
			g_free(text);
			text = other;
		}
		g_assert_true(g_file_set_contents(path, text, -1, NULL));
	}
}

static Config *
config_of(gssize row)
{
	const char *tree = g_getenv("CASEMATE_TREE");
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *path = g_build_filename(folder, names[FILE_CONFIG], NULL);
	write_files(row);
	return config_read(path, tree ? tree : ".", faults);
}

static void
put(char **text, const char *value)
{
	g_free(*text);
	*text = g_strdup(value ? value : "");
}

static CaseFact *
case_of(guint i)
{
	CaseFact *c = case_fact_new();
	g_auto(GStrv) words = g_strsplit(cases[i].history, " ", -1);
	put(&c->desk, "support");
	put(&c->type, "golive");
	put(&c->status, cases[i].status);
	put(&c->emergency, cases[i].emergency);
	put(&c->escalation, cases[i].escalation);
	put(&c->tier, cases[i].tier);
	put(&c->severity, cases[i].severity);
	put(&c->priority, cases[i].priority);
	put(&c->eta, cases[i].eta);
	c->opened_ms = MONDAY;
	c->lasts = last_facts_new();
	c->course = course_facts_new();
	for (guint k = 0; words[k]; k += 3) {
		gint64 at_ms = MONDAY + (gint64)(g_ascii_strtod(words[k + 2], NULL) * (double)DAY);
		g_ptr_array_add(c->lasts, last_fact_new(words[k], words[k + 1], at_ms, k / 3 + 1));
		if (!strcmp(words[k], "comment"))
			g_ptr_array_add(c->course,
					course_fact_new(at_ms, words[k], words[k + 1], ""));
	}
	if (cases[i].begin) {
		case_set_field(c, "Start", cases[i].begin, NEED_AS_TYPE);
		case_set_field(c, "Stop", "2026-12-26", NEED_AS_TYPE);
	}
	return c;
}

/* When what is due, of all cases at all times. */
static char *
dues_of(const Site *site)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(CaseFact) c = case_of(i);
		for (const ClockKind *kind = clocks_all(); kind->name; kind++)
			for (guint k = 0; k < G_N_ELEMENTS(nows); k++)
				g_string_append_printf(out, "%u %s %" G_GINT64_FORMAT "\n", i,
						       kind->name,
						       clock_due(kind, c, site, nows[k]));
	}
	return g_string_free(out, FALSE);
}

static void
test_settings(void)
{
	g_autoptr(Config) before = config_of(-1);
	g_autofree char *dues = dues_of(before->site);
	g_autofree char *basis = clocks_basis(before->site);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Config) config = config_of((gssize)i);
		g_autofree char *own_dues = dues_of(config->site);
		g_autofree char *own_basis = clocks_basis(config->site);
		g_test_message("%s: %s instead of %s", names[rows[i].file], rows[i].is,
			       rows[i].was);
		g_assert_cmpint(strcmp(dues, own_dues) != 0, ==, rows[i].matters);
		g_assert_cmpint(strcmp(basis, own_basis) != 0, ==, rows[i].matters);
	}
}

/* Each kind is among the cases. */
static void
test_kinds(void)
{
	g_autoptr(Config) config = config_of(-1);
	g_autofree char *dues = dues_of(config->site);
	for (const ClockKind *kind = clocks_all(); kind->name; kind++) {
		g_autofree char *pattern = g_strdup_printf(" %s [1-9]", kind->name);
		g_test_message("%s", kind->name);
		g_assert_true(g_regex_match_simple(pattern, dues, 0, 0));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	folder = g_dir_make_tmp("casemate-settings-XXXXXX", NULL);
	g_autofree char *types = g_build_filename(folder, "types", NULL);
	g_assert_cmpint(g_mkdir(types, 0700), ==, 0);
	g_test_add_func("/clocks/settings", test_settings);
	g_test_add_func("/clocks/settings-of-all-kinds", test_kinds);
	int failed = g_test_run();
	for (File file = 0; file < FILES; file++) {
		g_autofree char *path = g_build_filename(folder, names[file], NULL);
		g_remove(path);
	}
	g_rmdir(types);
	g_rmdir(folder);
	g_free(folder);
	return failed;
}
