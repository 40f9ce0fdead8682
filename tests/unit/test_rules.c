/*
 * Rules: what hits, what follows, what a limit does, and what a rule file is told.
 */
#include "app/datafiles.h"
#include "app/rulefile.h"
#include "base/limits.h"
#include "desk/rules.h"
#include "site_for_tests.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static GPtrArray *
mailboxes_new(char *name, char *address)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	Mailbox *mailbox = g_new0(Mailbox, 1);

	*mailbox = (Mailbox){.name = name, .address = address};
	if (address)
		g_ptr_array_add(list, mailbox);
	else
		g_free(mailbox);
	return list;
}

typedef struct TestMail {
	Mail mail;
	HeaderField fields[3];
	Attachment attachments[2];
} TestMail;

/* A mail with one of everything. */
static void
mail_init(TestMail *test)
{
	*test = (TestMail){
		.mail = {.subject = "Invoice 4711 is wrong",
			 .text = "Dear team,\nthe total is wrong.\n> quoted words\n",
			 .reply = "Dear team,\nthe total is wrong.\n"},
		.fields = {{"X-Spam-Flag", "YES"}, {"Received", "from a"}, {"received", "from b"}},
		.attachments = {{.name = "invoice.pdf"}, {.name = ""}},
	};
	test->mail.from = mailboxes_new("Anna Smith", "anna@customer.example");
	test->mail.sender = mailboxes_new(NULL, NULL);
	test->mail.reply_to = mailboxes_new("", "billing@customer.example");
	test->mail.to = mailboxes_new("Support", "support@example.org");
	test->mail.cc = mailboxes_new("Bob", "bob@partner.example");
	test->mail.headers = g_ptr_array_new();
	test->mail.attachments = g_ptr_array_new();
	for (gsize i = 0; i < G_N_ELEMENTS(test->fields); i++)
		g_ptr_array_add(test->mail.headers, &test->fields[i]);
	for (gsize i = 0; i < G_N_ELEMENTS(test->attachments); i++)
		g_ptr_array_add(test->mail.attachments, &test->attachments[i]);
}

static void
mail_clear(TestMail *test)
{
	g_ptr_array_unref(test->mail.from);
	g_ptr_array_unref(test->mail.sender);
	g_ptr_array_unref(test->mail.reply_to);
	g_ptr_array_unref(test->mail.to);
	g_ptr_array_unref(test->mail.cc);
	g_ptr_array_unref(test->mail.headers);
	g_ptr_array_unref(test->mail.attachments);
}

static RuleSet *
rules_from(const char *text, char **faults_out)
{
	g_autofree char *path = g_build_filename(folder, "r.conf", NULL);
	g_autofree char *prefix = g_strdup_printf("%s/", folder);
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Site) site = site_for_tests();
	g_autofree char *joined = NULL;
	g_auto(GStrv) pieces = NULL;
	RuleSet *rules = rule_set_new();

	g_ptr_array_add(site->desks, desk_new("support", "support@example.org"));
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	rulefile_read(path, site, rules, faults);
	g_ptr_array_add(faults, NULL);
	joined = g_strjoinv("\n", (char **)faults->pdata);
	pieces = g_strsplit(joined, prefix, -1);
	*faults_out = g_strjoinv("", pieces);
	return rules;
}

/* Conditions, and whether a rule with them hits. */
static const struct {
	const char *conditions;
	gboolean is_reply;
	gboolean hits;
} conditions[] = {
	{"subject = ''", FALSE, TRUE},
	{"subject = 'INVOICE'", FALSE, TRUE},
	{"subject = '^Invoice \\d{4}\\b'", FALSE, TRUE},
	{"subject = 'receipt'", FALSE, FALSE},
	{"subject = { 'receipt', 'invoice' }", FALSE, TRUE},
	{"subject = 'receipt'\nsubject = 'invoice'", FALSE, TRUE},
	{"subject = 'invoice' text = 'total'", FALSE, TRUE},
	{"subject = 'invoice' text = 'sum'", FALSE, FALSE},
	{"not_subject = 'receipt'", FALSE, TRUE},
	{"not_subject = { 'receipt', 'invoice' }", FALSE, FALSE},
	{"subject = '(?-i)invoice'", FALSE, FALSE},
	{"text = '^the total'", FALSE, TRUE},
	{"text = 'team,$'", FALSE, TRUE},
	{"text = 'quoted words'", FALSE, TRUE},
	{"text = 'quoted words' on = both", TRUE, FALSE},
	{"header \"x-spam-flag\" { is = '^yes' }", FALSE, TRUE},
	{"header \"X-Spam-Flag\" { is = '^no' }", FALSE, FALSE},
	{"header \"X-Spam-Flag\" { not = '^no' }", FALSE, TRUE},
	{"header \"X-Spam-Flag\" { is = 'y' not = 's$' }", FALSE, FALSE},
	{"header \"X-Spam-Flag\" { }", FALSE, TRUE},
	{"header \"X-Other\" { }", FALSE, FALSE},
	{"header \"X-Other\" { is = '' }", FALSE, FALSE},
	{"header \"X-Other\" { not = 'a' }", FALSE, TRUE},
	{"no_header = 'X-Other'", FALSE, TRUE},
	{"no_header = { 'X-Other', 'X-Spam-Flag' }", FALSE, FALSE},
	{"header \"Received\" { is = 'from b' }", FALSE, TRUE},
	{"header \"Received\" { not = 'from b' }", FALSE, FALSE},
	{"header \"Received\" { is = 'a$' } header \"Received\" { is = 'b$' }", FALSE, TRUE},
	{"header \"Received\" { is = 'a$' } header \"Received\" { is = 'c$' }", FALSE, FALSE},
	{"from = '@customer\\.example$'", FALSE, TRUE},
	{"from = 'anna smith'", FALSE, FALSE},
	{"from_name = 'anna smith'", FALSE, TRUE},
	{"from_name = 'customer'", FALSE, FALSE},
	{"to = '^support@'", FALSE, TRUE},
	{"to = 'bob'", FALSE, FALSE},
	{"cc = '^bob@'", FALSE, TRUE},
	{"not_cc = '^bob@'", FALSE, FALSE},
	{"address = 'billing@'", FALSE, TRUE},
	{"address = 'bob@'", FALSE, TRUE},
	{"address = 'carl@'", FALSE, FALSE},
	{"sender = '^bounce@'", FALSE, TRUE},
	{"sender = '^$'", FALSE, FALSE},
	{"recipient = '\\+bug@'", FALSE, TRUE},
	{"attachment = '\\.pdf$'", FALSE, TRUE},
	{"not_attachment = '\\.exe$'", FALSE, TRUE},
	{"subject = ''", TRUE, FALSE},
	{"subject = '' on = new", TRUE, FALSE},
	{"subject = '' on = reply", TRUE, TRUE},
	{"subject = '' on = reply", FALSE, FALSE},
	{"subject = '' on = both", TRUE, TRUE},
	{"subject = '' on = both", FALSE, TRUE},
};

static void
test_conditions(void)
{
	TestMail test;

	mail_init(&test);
	for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++) {
		g_autofree char *text = g_strdup_printf("rule \"r\" {\n%s\ntag = \"t\"\n}\n",
							conditions[i].conditions);
		g_autofree char *faults = NULL;
		g_autoptr(RuleSet) rules = rules_from(text, &faults);
		g_autoptr(RuleHits) hits =
			rules_apply(rules, &test.mail, "bounce@customer.example",
				    "support+bug@example.org", conditions[i].is_reply, NULL);

		g_test_message("%s", conditions[i].conditions);
		g_assert_cmpstr(faults, ==, "");
		g_assert_cmpuint(hits->names->len, ==, conditions[i].hits);
		g_assert_cmpuint(hits->tags->len, ==, conditions[i].hits);
	}
	mail_clear(&test);
}

static const char ordered[] =
	"rule \"a\" { subject = '' type = \"BUG\" priority = \"low\" tag = { \"x\", \"y\" } }\n"
	"rule \"b\" { subject = 'nothing' type = \"question\" }\n"
	"rule \"c\" { subject = '' priority = \"High\" assignee = \"eve@example.org\" tag = \"X\"\n"
	"desk = \"support\" discard = \"first\" hold = \"\" }\n";

static const char stopping[] =
	"rule \"a\" { subject = '' discard = \"one\" tag = { \"x\", \"y\" } type = \"BUG\" }\n"
	"rule \"b\" { subject = '' discard = \"two\" tag = \"X\" type = \"question\" }\n"
	"rule \"c\" {\nsubject = 'invoice'\nfrom = 'anna' hold = \"three\" stop = yes }\n"
	"rule \"d\" { subject = '' hold = \"four\" priority = \"low\" }\n";

static void
test_order(void)
{
	g_autofree char *faults = NULL;
	g_autoptr(RuleSet) rules = rules_from(stopping, &faults);
	g_autoptr(RuleHits) hits = NULL;
	TestMail test;

	g_assert_cmpstr(faults, ==, "");
	mail_init(&test);
	hits = rules_apply(rules, &test.mail, "", "support@example.org", FALSE, NULL);
	g_assert_cmpuint(hits->names->len, ==, 3);
	g_assert_true(g_str_has_prefix(g_ptr_array_index(hits->names, 2), "c (/"));
	g_assert_true(g_str_has_suffix(g_ptr_array_index(hits->names, 2), "/r.conf:3)"));
	g_assert_cmpstr(hits->type, ==, "question");
	g_assert_null(hits->priority);
	g_assert_cmpuint(hits->tags->len, ==, 2);
	g_assert_cmpstr(hits->hold, ==, "three");
	g_assert_null(hits->discard);
	g_assert_cmpuint(hits->found->len, ==, 3);
	g_assert_cmpstr(g_ptr_array_index(hits->found, 0), ==, "subject");
	g_assert_cmpstr(g_ptr_array_index(hits->found, 2), ==,
			"from has \"anna\", subject has \"Invoice\"");
	mail_clear(&test);
}

static void
test_no_rules(void)
{
	g_autoptr(RuleHits) hits = NULL;
	TestMail test;

	mail_init(&test);
	hits = rules_apply(NULL, &test.mail, "", "support@example.org", FALSE, NULL);
	g_assert_cmpuint(hits->names->len, ==, 0);
	mail_clear(&test);
}

static void
test_organisation(void)
{
	static const char text[] = "rule \"gold\" { tier = '^gold$' tag = \"g\" }\n"
				   "rule \"others\" { not_tier = 'gold' tag = \"o\" }\n"
				   "rule \"French\" { language = '^fr' tag = \"f\" }\n";
	static const struct {
		const char *tier; /* NULL: no organisation */
		const char *languages;
		const char *tags;
	} rows[] = {{"Gold", "de fr-CA", "g f"},
		    {"Gold", "de", "g"},
		    {"", "fr", "o f"},
		    {NULL, "", "o"}};
	g_autofree char *faults = NULL;
	g_autoptr(RuleSet) rules = rules_from(text, &faults);
	TestMail test;

	mail_init(&test);
	g_assert_true(rule_set_asks_organisation(rules));
	g_assert_false(rule_set_asks_organisation(NULL));
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(GStrv) words = g_strsplit(rows[i].languages, " ", -1);
		g_autoptr(GPtrArray) languages = g_ptr_array_new();
		for (guint k = 0; words[k]; k++)
			g_ptr_array_add(languages, words[k]);
		const RuleOrganisation organisation = {rows[i].tier, languages};
		g_autoptr(RuleHits) hits = rules_apply(rules, &test.mail, "", "support@example.org",
						       FALSE, rows[i].tier ? &organisation : NULL);
		g_ptr_array_add(hits->tags, NULL);
		g_autofree char *tags = g_strjoinv(" ", (char **)hits->tags->pdata);
		g_assert_cmpstr(tags, ==, rows[i].tags);
	}
	mail_clear(&test);
}

/* A pattern that runs into its limit hits nobody, negated or not, and says so; the rules
 * after it go on. */
static void
test_limit(void)
{
	static const char text[] = "rule \"slow\" { text = '^(a+)+[bc]' hold = \"h\" }\n"
				   "rule \"not slow\" { not_text = '^(a+)+[bc]' hold = \"h\" }\n"
				   "rule \"either\" { text = { '^(a+)+[bc]', 'a$' } tag = \"t\" }\n"
				   "rule \"quick\" { text = 'aaa' tag = \"u\" }\n";
	g_autofree char *faults = NULL, *body = g_strnfill(1000, 'a');
	g_autoptr(RuleSet) rules = rules_from(text, &faults);
	g_autoptr(RuleHits) hits = NULL;
	TestMail test;

	g_assert_cmpstr(faults, ==, "");
	mail_init(&test);
	test.mail.text = body;
	hits = rules_apply(rules, &test.mail, "", "support@example.org", FALSE, NULL);
	g_assert_null(hits->hold);
	g_assert_cmpuint(hits->tags->len, ==, 2);
	g_assert_cmpuint(hits->warnings->len, ==, 3);
	g_assert_nonnull(strstr(g_ptr_array_index(hits->warnings, 0), "rule \"slow\""));
	mail_clear(&test);
}

/* Rules that are slow at every place of a long text use up the mail's budget together; what
 * comes after is not tried. */
static void
test_budget(void)
{
	static const char slow[] =
		"rule \"slow %d\" { text = '(?:a{1,400}){2}[bc]' tag = \"t\" }\n";
	g_autofree char *faults = NULL, *body = g_strnfill(LIMIT_RULE_TEXT_BYTES, 'a');
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(RuleSet) rules = NULL;
	g_autoptr(RuleHits) hits = NULL;
	TestMail test;

	for (int i = 0; i < 20; i++)
		g_string_append_printf(text, slow, i);
	g_string_append(text, "rule \"last\" { text = 'a' tag = \"u\" }\n");
	rules = rules_from(text->str, &faults);
	g_assert_cmpstr(faults, ==, "");
	mail_init(&test);
	test.mail.text = body;
	hits = rules_apply(rules, &test.mail, "", "support@example.org", FALSE, NULL);
	g_assert_cmpuint(hits->names->len, ==, 0);
	g_assert_cmpuint(hits->warnings->len, ==, 21);
	g_assert_true(g_str_has_suffix(g_ptr_array_index(hits->warnings, 20),
				       "; the time for this mail is used up"));
	mail_clear(&test);
}

/* Usual patterns on a full text stay far within the budget. */
static void
test_budget_is_enough(void)
{
	g_autofree char *faults = NULL;
	g_autoptr(GString) text = g_string_new(NULL), body = g_string_new(NULL);
	g_autoptr(RuleSet) rules = NULL;
	g_autoptr(RuleHits) hits = NULL;
	TestMail test;

	for (int i = 0; i < 100; i++)
		g_string_append_printf(
			text,
			"rule \"%d\" { text = '\\b(invoice|rechnung) .{0,9}%d' tag = \"t\" }\n", i,
			i);
	g_string_append(text, "rule \"last\" { text = 'lazy' tag = \"u\" }\n");
	while (body->len < LIMIT_RULE_TEXT_BYTES)
		g_string_append(body, "The quick brown fox jumps over the lazy dog.\n");
	rules = rules_from(text->str, &faults);
	mail_init(&test);
	test.mail.text = body->str;
	hits = rules_apply(rules, &test.mail, "", "support@example.org", FALSE, NULL);
	g_assert_cmpuint(hits->warnings->len, ==, 0);
	g_assert_cmpuint(hits->names->len, ==, 1);
	mail_clear(&test);
}

static const struct {
	const char *text;
	const char *faults;
} bad_files[] = {
	{"", ""},
	{ordered, "r.conf:4: \"hold\" is empty: write something else"},
	{"rule \"a\" { subject = '(' tag = \"t\" }\n"
	 "rule \"a.\" { subject = '' text = { 'a', '[b' } tag = \"t\" }\n",
	 "r.conf:1: pattern '(': at character 2: missing closing parenthesis: mend the pattern\n"
	 "r.conf:2: rule \"a.\" stands in r.conf:1 already: rename one\n"
	 "r.conf:2: pattern '[b': at character 3: missing terminating ] for character class: "
	 "mend the pattern"},
	{"rule \"a\" { tag = \"t\" }\nrule \"b\" {\n\tsubject = ''\n}\n"
	 "rule \"c\" {\n\tsubject = ''\n\thold = \"h\"\n\tdiscard = \"d\"\n}\n",
	 "r.conf:1: rule \"a\" has no condition: add one, or subject = '' to hit every mail\n"
	 "r.conf:2: rule \"b\" asks for nothing: add what to do (type, priority, assignee, desk, "
	 "tag, answer, hold, discard, stop)\n"
	 "r.conf:8: a mail is held or discarded, not both: remove one"},
	{"rule \"a\" {\n\ton = reply\n\tsubject = ''\n\tanswer = \"x\"\n\tlink = "
	 "\"example.org\"\n}\n",
	 "r.conf:1: an answer goes along with the receipt of a new case: remove it or \"on\"\n"
	 "r.conf:5: \"example.org\" is no address of a page: begin it with https://"},
	{"rule \"a\" {\n\tsubject = ''\n\ttype = \"bgu\"\n\tpriority = \"soon\"\n"
	 "\tdesk = \"lab\"\n\tassignee = \"eve\"\n\ton = \"never\"\n}\n"
	 "rule \"b\" { subject = '' assignee = \"eve\" }\n",
	 "r.conf:3: there is no type \"bgu\": take one of casemate.conf\n"
	 "r.conf:4: there is no priority \"soon\": take one of casemate.conf\n"
	 "r.conf:5: there is no desk \"lab\": take one of casemate.conf\n"
	 "r.conf:7: \"on\" can't be \"never\": write one of \"new\", \"reply\", \"both\"\n"
	 "r.conf:9: \"eve\" is no mail address: write it as name@domain"},
	{"rule \"a\" { header \"X-A:\" { is = 'b' } text = '(*FAIL)' sujbect = 'c' tag = \"t\" }\n",
	 "r.conf:1: unknown word \"sujbect\" in \"rule\": did you mean \"subject\"?\n"
	 "r.conf:1: \"X-A:\" is no name of a header field: write it without colon and blanks\n"
	 "r.conf:1: pattern '(*FAIL)': \"(*\" and \"\\G\" can't be used in rules: mend the "
	 "pattern"},
	{"rule \"a\" { subject = 'b\n\n(' tag = \"t\" }\n",
	 "r.conf:3: pattern 'b (': at character 5: missing closing parenthesis: mend the pattern"},
};

static void
test_faults(void)
{
	TestMail test;

	mail_init(&test);
	for (gsize i = 0; i < G_N_ELEMENTS(bad_files); i++) {
		g_autofree char *faults = NULL;
		g_autoptr(RuleSet) rules = rules_from(bad_files[i].text, &faults);
		g_autoptr(RuleHits) hits = NULL;

		g_assert_cmpstr(faults, ==, bad_files[i].faults);
		hits = rules_apply(rules, &test.mail, "", "support@example.org", FALSE, NULL);
		g_assert_cmpuint(hits->names->len, ==, 0);
	}
	mail_clear(&test);
}

/* The hits of the rules that ship and those of a site, for one mail, as names. */
static char *
names_of_hits(const Config *config, const Mail *mail)
{
	g_autofree char *home = g_get_current_dir();
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(RuleSet) rules = datafiles_rules(home, config, faults);
	g_autoptr(RuleHits) hits =
		rules_apply(rules, mail, "a@b.example", "support@example.org", TRUE, NULL);
	g_autoptr(GString) names = g_string_new(NULL);

	g_assert_cmpuint(faults->len, ==, 0);
	for (guint i = 0; i < hits->names->len; i++) {
		char *name = g_ptr_array_index(hits->names, i);

		*strstr(name, " (/") = '\0';
		g_string_append_printf(names, "%s;", name);
	}
	return g_strdup(names->str);
}

/* The shipped rules have no fault; a site's files stand among them and in place of them. */
static void
test_shipped(void)
{
	g_autoptr(Site) site = site_for_tests();
	g_autofree char *early = g_build_filename(folder, "05-own.conf", NULL);
	g_autofree char *file = g_build_filename(folder, "r.conf", NULL);
	g_autofree char *instead = g_build_filename(folder, "10-spam.conf", NULL);
	Config config = {.site = site};
	g_autofree char *shipped = NULL, *own = NULL;
	TestMail test;

	mail_init(&test);
	shipped = names_of_hits(&config, &test.mail);
	g_assert_cmpstr(shipped, ==, "Marked as spam (X-Spam-Flag);");
	g_assert_true(g_file_set_contents(
		early, "rule \"own\" { subject = '' on = both tag = \"o\" }\n", -1, NULL));
	g_assert_true(g_file_set_contents(instead, "# nothing is held\n", -1, NULL));
	config.rules_dir = folder;
	g_unlink(file);
	test.attachments[0].name = "a.EXE";
	own = names_of_hits(&config, &test.mail);
	g_assert_cmpstr(own, ==, "own;A program is attached;");
	g_unlink(early);
	g_unlink(instead);
	mail_clear(&test);
}

int
main(int argc, char **argv)
{
	g_autofree char *file = NULL;
	int result;

	g_test_init(&argc, &argv, NULL);
	folder = g_dir_make_tmp("test-rules-XXXXXX", NULL);
	g_assert_nonnull(folder);
	file = g_build_filename(folder, "r.conf", NULL);
	g_test_add_func("/rules/conditions", test_conditions);
	g_test_add_func("/rules/order", test_order);
	g_test_add_func("/rules/none", test_no_rules);
	g_test_add_func("/rules/organisation", test_organisation);
	g_test_add_func("/rules/limit", test_limit);
	g_test_add_func("/rules/budget", test_budget);
	g_test_add_func("/rules/budget-is-enough", test_budget_is_enough);
	g_test_add_func("/rules/faults", test_faults);
	g_test_add_func("/rules/shipped", test_shipped);
	result = g_test_run();
	g_unlink(file);
	g_rmdir(folder);
	g_free(folder);
	return result;
}
