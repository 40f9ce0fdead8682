/*
 * The pattern tables: what is no entry is named with file and line, and nothing of its file
 * is taken.
 */
#include "mail/tables.h"

#include "mail/phrases.h"

#include <string.h>

#define REASONS "no-such-user, mailbox-full, no-such-host, too-large, refused, temporary, other"
#define ROBOTS  "auto-reply, report, list, loop, none"

static void
test_faults(void)
{
	static const struct {
		const char *name;
		const char *text;
		const char *fault; /* NULL: none */
	} rows[] = {
		{"robots.table", "# nothing\n\n", NULL},
		{"robots-own.table", "[header]\nx-a: * => list\n[subject]\nb* => maybe\n", NULL},
		{"robots.table", "[header]\n  x-a: *  =>  none  \r\n", NULL},
		{"robots.table", "[subject]\nb* => calendar", NULL},
		{"bounces.table", "[reason]\na => refused\nb => no-such-user soft", NULL},
		{"bounces.table", "[provider]\na => refused soft\n[status]\nx.1.1 => other", NULL},
		{"replies.table", "[wrote]\non * wrote: => opener\n* wrote:\n", NULL},
		{"replies.table", "[original]\nold mail\nolder => above\n[label]\nvon => from",
		 NULL},
		{"own.table", "[header]\n",
		 "own.table: the name must begin with replies, robots or bounces"},
		{"robots.table", "\n[headers]\n",
		 "robots.table:2: [headers] is no section of robots.table"},
		{"robots.table", "[wrote]\n",
		 "robots.table:1: [wrote] is no section of robots.table"},
		{"robots.table", "x-a: * => list\n",
		 "robots.table:1: an entry before the first [section]"},
		{"robots.table", "[header]\n* => list\n", "robots.table:2: an entry without words"},
		{"robots.table", "[header]\nx-a: * => list\nx-b: * => autoreply\n",
		 "robots.table:3: \"autoreply\" is no value for [header]; behind \"=>\" stands one "
		 "of: " ROBOTS ", mass, hint, nobody"},
		{"robots.table", "[header]\nx-a: *\n",
		 "robots.table:2: \"\" is no value for [header]; behind \"=>\" stands one "
		 "of: " ROBOTS ", mass, hint, nobody"},
		{"robots.table", "[header]\nx-a: * => maybe\n",
		 "robots.table:2: \"maybe\" is no value for [header]; behind \"=>\" stands one "
		 "of: " ROBOTS ", mass, hint, nobody"},
		{"robots.table", "[subject]\nb* => list soft\n",
		 "robots.table:2: \"list soft\" is no value for [subject]; behind \"=>\" stands "
		 "one "
		 "of: " ROBOTS ", calendar, maybe, told, away, start"},
		{"bounces.table", "[reason]\na => hard\n",
		 "bounces.table:2: \"hard\" is no value for [reason]; behind \"=>\" stands one "
		 "of: " REASONS},
		{"bounces.table", "[recipient]\nfailed: *\nfailed:\n",
		 "bounces.table:3: an entry of [recipient] without \"*\", where the address "
		 "stands"},
		{"replies.table", "[wrote]\n* wrote:\n* schrieb \xfc:\n",
		 "replies.table:3: not UTF-8"},
		{"replies.table", "\xff", "replies.table:1: not UTF-8"},
		{"replies.table", "\xef\xbb\xbf[wrote]\n* wrote:\n", NULL},
		{"bounces.table", "[status]\n5.1.1 => soft\n",
		 "bounces.table:2: \"soft\" is no value for [status]; behind \"=>\" stands one "
		 "of: " REASONS},
		{"bounces.table", "[text]\na => refused\n",
		 "bounces.table:2: an entry of [text] has no value, but this one has \"=> "
		 "refused\""},
		{"replies.table", "[wrote]\n* wrote: => closer\n",
		 "replies.table:2: \"closer\" is no value for [wrote]; behind \"=>\" stands one "
		 "of: "
		 "opener, own"},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(MailTables) tables = mail_tables_new();
		g_autoptr(GError) error = NULL;
		gboolean added = mail_tables_add(tables, rows[i].name, rows[i].text, &error);
		g_assert_true(added == (rows[i].fault == NULL));
		g_assert_cmpstr(error ? error->message : NULL, ==, rows[i].fault);
	}
}

/* Half a table would be worse than none. */
static void
test_all_or_nothing(void)
{
	g_autoptr(MailTables) tables = mail_tables_new();
	g_autoptr(GError) error = NULL;
	static const char bad[] = "[status]\n5.1.1 => no-such-user\n5.2.2 => full\n";
	static const char good[] = "[status]\n5.1.1 => refused\n";
	g_assert_false(mail_tables_add(tables, "bounces.table", bad, &error));
	g_assert_null(phrase_exact(tables, PHRASE_STATUS, "5.1.1"));
	g_clear_error(&error);
	g_assert_true(mail_tables_add(tables, "bounces.table", good, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(phrase_exact(tables, PHRASE_STATUS, "5.1.1"), ==, "refused");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/tables/faults", test_faults);
	g_test_add_func("/tables/all-or-nothing", test_all_or_nothing);
	return g_test_run();
}
