/*
 * Splitting replies: what is cut in many languages and clients, and above all what
 * is not.
 */
#include "mail/reply.h"

#include "mail/html.h"
#include "tables_for_tests.h"

static MailTables *tables;

static const struct {
	const char *text;
	const char *reply;
	const char *with_signature; /* NULL: the same */
} cases[] = {
	/* Nothing to cut. */
	{"Hello,\n\nit is broken.\n", "Hello,\n\nit is broken.", NULL},
	{"", "", NULL},
	{"Thanks!", "Thanks!", NULL},
	{"From: Berlin\nTo: Paris\nDate: 5 May\n\nPlease book this.",
	 "From: Berlin\nTo: Paris\nDate: 5 May\n\nPlease book this.", NULL},
	{"My boss wrote:\n\nPay the bill.\n\nWhat now?",
	 "My boss wrote:\n\nPay the bill.\n\nWhat now?", NULL},
	{"Steps:\n-- first\n-- second\n\nCheers", "Steps:\n-- first\n-- second\n\nCheers", NULL},
	{"A list:\n\n- one\n\n- two", "A list:\n\n- one\n\n- two", NULL},
	{"Where is it?\nSent with DHL on Monday.", "Where is it?\nSent with DHL on Monday.", NULL},
	{"The original message was lost.", "The original message was lost.", NULL},
	{"Best regards\n\nAnna", "Best regards\n\nAnna", NULL},
	{"x > y\n\nand\n\n>= 5 is fine", "x > y\n\nand\n\n>= 5 is fine", NULL},
	/* A person's own words that only resemble a signature or a quote. */
	{"Thanks,\nPlease call me back", "Thanks,\nPlease call me back", NULL},
	{"Which one?\n\n- blue", "Which one?\n\n- blue", NULL},
	{"My list\n-----------\nhow do I unsubscribe", "My list\n-----------\nhow do I unsubscribe",
	 NULL},
	{"One part of a longer story.\n--\nAnd here the second part of it goes on and on and on, "
	 "for this is how some people separate what they have to say.",
	 "One part of a longer story.\n--\nAnd here the second part of it goes on and on and on, "
	 "for this is how some people separate what they have to say.",
	 NULL},
	{"Hi,\n\nwhat does \"this email is confidential\" at your end mean? Is it the law?",
	 "Hi,\n\nwhat does \"this email is confidential\" at your end mean? Is it the law?", NULL},
	{"I wrote to anna@x.org on 5 May:\n\nno answer.",
	 "I wrote to anna@x.org on 5 May:\n\nno answer.", NULL},
	{"From: my desk\nSubject: keys\n\nare lost", "From: my desk\nSubject: keys\n\nare lost",
	 NULL},
	/* Quotes below, above, between. */
	{"Yes, do. On Mon, Jan 5, 2026 at 10:00 AM, bob@x.org wrote:\n> ok?", "Yes, do. ", NULL},
	{"ok\n\nBegin forwarded message:\n\n> From: a@x.org\n> Subject: x\n>\n> hi", "ok", NULL},
	{"Yes.\n\nOn Mon, 5 Jan 2026 at 10:00, Bob <b@x.org> wrote:\n\n> ok?\n", "Yes.", NULL},
	{"Yes.\n\n\005\n<b@x.org> wrote:\n> ok?\n", "Yes.\n\n\005", NULL},
	{"Yes.\n\nOn Mon, 5 Jan 2026 at 10:00, Bob\n<b@x.org>\nwrote:\n\n> ok?\n", "Yes.", NULL},
	{"On 5 Jan 2026, Bob wrote:\n> ok?\n\nYes.", "Yes.", NULL},
	{"On 5 Jan 2026, Bob wrote:\n> a?\n\nYes.\n\n> b?\n\nNo.\n\n> c",
	 "On 5 Jan 2026, Bob wrote:\n> a?\n\nYes.\n\n> b?\n\nNo.", NULL},
	{"You said\n> it works\nbut no.", "You said\n> it works\nbut no.", NULL},
	{"> only a quote\n> and more", "> only a quote\n> and more", NULL},
	{"-----Original Message-----\nFrom: a@x.org\nSent: today\nTo: b@x.org\nSubject: x\n\nhi",
	 "-----Original Message-----\nFrom: a@x.org\nSent: today\nTo: b@x.org\nSubject: x\n\nhi",
	 NULL},
	{"ok\n\n________________________________\nFrom: A <a@x.org>\nSent: Monday\nTo: B\n"
	 "Subject: x\n\nhi",
	 "ok", NULL},
	{"ok\n\n##- Please type your reply above this line -##\nYour request", "ok", NULL},
	/* Signatures. */
	{"Hi\n\n-- \nAnna\nACME Inc\n", "Hi", "Hi\n\n-- \nAnna\nACME Inc"},
	{"Hi\n\nSent from my iPhone", "Hi", "Hi\n\nSent from my iPhone"},
	{"Hi\n\nBest regards,\nAnna Smith\nPhone: +1 555 123 4567", "Hi",
	 "Hi\n\nBest regards,\nAnna Smith\nPhone: +1 555 123 4567"},
	{"Hey\n\nThanks,\nAnna van Dijk", "Hey", "Hey\n\nThanks,\nAnna van Dijk"},
	{"Hey\n\n- anna", "Hey", "Hey\n\n- anna"},
	{"Hey\n\nThis e-mail and any attachments are confidential.", "Hey",
	 "Hey\n\nThis e-mail and any attachments are confidential."},
	{"-- \nAnna", "-- \nAnna", NULL},
	{"Hi\n\nBest\n\nBu\n\b\nTel. 555 1234", "Hi", "Hi\n\nBest\n\nBu\n\b\nTel. 555 1234"},
	{"Hi\n\b\n\n-Anna", "Hi\n\b\n\n-Anna", NULL},
};

static void
test_cases(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		ReplySplit split = {0};
		const char *full = cases[i].with_signature;

		g_test_message("case %d: %s", (int)i, cases[i].text);
		reply_split(cases[i].text, "", NULL, tables, &split);
		g_assert_cmpstr(split.reply, ==, cases[i].reply);
		g_assert_cmpstr(split.reply_with_signature, ==, full ? full : cases[i].reply);
		reply_split_clear(&split);
	}
}

static void
test_lines_cut(void)
{
	ReplySplit split = {0};

	reply_split("Yes.\n\nOn 5 Jan 2026 10:00 Bob wrote:\n> a\n>\n> b\n\n-- \nme", "", NULL,
		    tables, &split);
	g_assert_cmpstr(split.reply, ==, "Yes.");
	g_assert_cmpuint(split.lines_cut, ==, 6);
	reply_split_clear(&split);
}

/* What HTML draws above the quote belongs to the quote. */
/* Kept, but known to be none of the writer's words. */
static void
test_says_nothing(void)
{
	static const struct {
		const char *text;
		gboolean says_nothing;
	} rows[] = {
		{"Hello", FALSE},
		{"> Hello", TRUE},
		{"On 1 Dec 2026, Bob <b@x.test> wrote:\n> Hello\n", TRUE},
		{"Sent from my iPhone", TRUE},
		{"Sent from my iPhone\n\n> On 1 Dec 2026, at 05:00, Bob <b@x.test> wrote:\n> \n> "
		 "Hi\n",
		 TRUE},
		{"-- \nAnna", TRUE},
		{"Thanks\n> Hello", FALSE},
		{"Thanks\n-- \nAnna", FALSE},
		{"5", FALSE},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		ReplySplit split = {0};
		reply_split(rows[i].text, "", NULL, tables, &split);
		g_test_message("%s", rows[i].text);
		g_assert_true(split.says_nothing == rows[i].says_nothing);
		reply_split_clear(&split);
	}
}

static void
test_html_rule(void)
{
	static const char html[] = "<div>ok</div><div id='appendonsend'></div><hr><div "
				   "id='divRplyFwdMsg'><b>From:</b> a</div><div>old</div>";
	ReplySplit split = {0};
	g_autoptr(GArray) marks = NULL;
	g_autofree char *text = html_to_text(html, strlen(html), &marks);

	reply_split(text, "", marks, tables, &split);
	g_assert_cmpstr(split.reply_with_signature, ==, "ok");
	reply_split_clear(&split);
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	tables = tables_for_tests();
	g_test_add_func("/reply/cases", test_cases);
	g_test_add_func("/reply/lines-cut", test_lines_cut);
	g_test_add_func("/reply/says-nothing", test_says_nothing);
	g_test_add_func("/reply/html-rule", test_html_rule);
	status = g_test_run();
	mail_tables_free(tables);
	return status;
}
