/*
 * Clues: what a mail alone says of where it belongs and who wrote it.
 */
#include "desk/clues.h"

#include "base/limits.h"
#include "desk/extension.h"
#include "desk/subject.h"
#include "site_for_tests.h"
#include "tables_for_tests.h"

#include <string.h>

#define A "CM041061050R3GG28AQF"
#define B "CMVTPVXVR0889KFJQYQS"

static MailTables *tables;
static Site *site;

static void
site_init(void)
{
	Desk *desk = desk_new("support", "support@example.org");
	g_free(desk->internal);
	desk->internal = g_strdup("staff@example.org");
	site = site_for_tests();
	g_ptr_array_add(site->desks, desk);
	g_ptr_array_add(site->desks, desk_new("sales", "sales@example.org"));
}

static Mail *
mail_of(const char *head)
{
	g_autofree char *text = g_strdup_printf("%s\n\nHello.\n", head);
	g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
	return mail_read_bytes(raw, tables);
}

/* Strings, or case numbers, joined by blanks. */
static char *
joined(const GPtrArray *list, gboolean are_numbers)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < list->len; i++) {
		g_string_append(text, i ? " " : "");
		if (are_numbers) {
			const CaseNumber *number = list->pdata[i];
			g_string_append_printf(text, "%s-%" G_GINT64_FORMAT, number->prefix,
					       number->number);
		} else {
			g_string_append(text, list->pdata[i]);
		}
	}
	return g_string_free(text, FALSE);
}

static void
test_prefixes(void)
{
	static const char *const rows[][2] = {
		{"Printer", "Printer"},
		{"Re: Printer", "Printer"},
		{"RE : Re: re:Printer", "Printer"},
		{"  AW: Printer", "Printer"},
		{"Re[2]: Re^3: Re (4): Printer", "Printer"},
		{"Sv: VS: Odp: YNT: Antw: RIF: Printer", "Printer"},
		{"回复：答复: Printer", "Printer"},
		{"Re：Printer", "Printer"},
		{"Отв: ΑΠ: Printer", "Printer"},
		{"TRẢ LỜI: Printer", "Printer"},
		{"Fwd: WG: Printer", "Printer"},
		{"Report: broken", "Report: broken"},
		{"Printer: Re: x", "Printer: Re: x"},
		{"Re", "Re"},
		{"Re:", ""},
		{"", ""},
		{"[x] Re: Printer", "[x] Re: Printer"},
		{"\xe5\x9b\x9e\xe5", "\xe5\x9b\x9e\xe5"}, /* cut within a letter */
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpstr(subject_strip_prefixes(rows[i][0]), ==, rows[i][1]);
}

static void
check_title(const char *subject, const char *title)
{
	g_autofree char *head = g_strdup_printf("From: anna@customer.test\nSubject: %s", subject);
	g_autoptr(Mail) mail = mail_of(head);
	g_autoptr(Clues) clues =
		clues_find(mail, site, NULL, "anna@customer.test", "support@example.org", 1, NULL);
	g_assert_cmpstr(clues->title, ==, title);
}

static void
test_subjects(void)
{
	static const struct {
		const char *subject;
		const char *title;
		const char *ids;
		const char *numbers;
	} rows[] = {
		{"Printer", "Printer", "", ""},
		{"Re: Printer " A, "Printer", A, ""},
		{"cm041061050r3gg28aqf", "(no subject)", A, ""},
		{B " then " A, "then", B " " A, ""},
		{"SUP-7, sup-8 and SAL-9", "SUP-7, sup-8 and SAL-9", "", "SUP-7 SUP-8 SAL-9"},
		{"XSUP-7 SUP-7X SUP- SUP-1234567890123 A-SUP-7", NULL, "", ""},
		{"(SUP-7)", "(SUP-7)", "", "SUP-7"},
		{"  many \t blanks ", "many blanks", "", ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *head =
			g_strdup_printf("From: anna@customer.test\nSubject: %s", rows[i].subject);
		g_autoptr(Mail) mail = mail_of(head);
		g_autoptr(Clues) clues = clues_find(mail, site, NULL, "anna@customer.test",
						    "support@example.org", 1, NULL);
		g_autofree char *ids = joined(clues->subject_ids, FALSE);
		g_autofree char *numbers = joined(clues->case_numbers, TRUE);
		if (rows[i].title)
			g_assert_cmpstr(clues->title, ==, rows[i].title);
		g_assert_cmpstr(ids, ==, rows[i].ids);
		g_assert_cmpstr(numbers, ==, rows[i].numbers);
	}
}

/* Each number costs a look-up under the write lock. */
static void
test_many_numbers(void)
{
	g_autoptr(GString) head = g_string_new("From: anna@customer.test\nSubject:");
	for (guint i = 0; i < 50000; i++)
		g_string_append_printf(head, " SUP-%u", i);
	g_autoptr(Mail) mail = mail_of(head->str);
	g_autoptr(Clues) clues =
		clues_find(mail, site, NULL, "anna@customer.test", "support@example.org", 1, NULL);
	g_assert_cmpuint(clues->case_numbers->len, ==, LIMIT_CASE_NUMBERS);
	g_assert_cmpuint(strlen(mail->subject), ==, LIMIT_READ_SUBJECT_BYTES);
}

/* A case that a reply to one of ours opens isn't named by our own words. */
static void
test_titles_of_replies(void)
{
	static const char *const prefixes[] = {"", "Re: ", "AW: ", "Fwd: ", "WG: Re: ", "回复："};
	static const char *const ids[] = {A, "CM041061050R3GG28AQE", "CM041061050R3GG2", "cm041…",
					  ""};
	static const char *const names[] = {"Example GmbH", "CMTELECOM12345 – Customer, x",
					    "a@b.test"};
	static const char *const words[][3] = {
		/* before, behind, title */
		{"", "", "About SUP-3"},
		{"It prints stripes (was: ", ")", "It prints stripes (was: SUP-3)"},
		{"[EXT] ", "", "[EXT] SUP-3"},
	};
	guint n = G_N_ELEMENTS(prefixes) * G_N_ELEMENTS(ids) * G_N_ELEMENTS(names) *
		  G_N_ELEMENTS(words) * (SUBJECT_COMMENT + 1);
	for (guint i = 0; i < n; i++) {
		guint k = i;
		SubjectKind kind = (SubjectKind)(k % (SUBJECT_COMMENT + 1));
		k /= SUBJECT_COMMENT + 1;
		const char *prefix = prefixes[k % G_N_ELEMENTS(prefixes)];
		k /= G_N_ELEMENTS(prefixes);
		const char *id = ids[k % G_N_ELEMENTS(ids)];
		k /= G_N_ELEMENTS(ids);
		const SubjectFields fields = {.case_number = "SUP-3",
					      .customer = names[k % G_N_ELEMENTS(names)],
					      .status = "Closed - Escalated to engineering",
					      .eta = "2026-12-01 14:00 UTC",
					      .tracking_id = id};
		const char *const *around = words[k / G_N_ELEMENTS(names)];
		g_autofree char *ours = subject_format(kind, &fields);
		g_autofree char *subject =
			g_strdup_printf("%s%s%s%s", prefix, around[0], ours, around[1]);
		/* Without an ID nobody knows where our words end. */
		const char *title =
			*around[1] && strlen(id) < 12 ? "It prints stripes (was: SUP-3" : around[2];
		check_title(subject, title);
	}
	check_title("Re: Case Receipt - Case ID: SUP-3 - Customer: Anna - Status: New. " A
		    " still broken",
		    "SUP-3 still broken");
	check_title("Re: Case  Receipt - Case ID: SUP-3 -\n Customer: Anna - Stat…", "About SUP-3");
	/* Of another casemate, and no frame at all. */
	check_title("Case Receipt - Case ID: ABC-3 - Customer: Anna - Status: New.",
		    "Case Receipt - Case ID: ABC-3 - Customer: Anna - Status: New.");
	check_title("Case Receipt - Case ID: SUP-3", "Case Receipt - Case ID: SUP-3");
	check_title("My Receipt - Case ID: SUP-3 - Customer: Anna",
		    "My Receipt - Case ID: SUP-3 - Customer: Anna");
}

static void
test_recipients(void)
{
	static const struct {
		const char *recipient;
		const char *desk; /* NULL: none of ours */
		gboolean internal;
		const char *ids;
		const char *token;
	} rows[] = {
		{"support@example.org", "support", FALSE, "", ""},
		{"SUPPORT@Example.ORG", "support", FALSE, "", ""},
		{"support+" A "@example.org", "support", FALSE, A, ""},
		{"support+cm041061050r3gg28aqf@example.org", "support", FALSE, A, ""},
		{"support+" A ".done@example.org", "support", FALSE, A, ""},
		{"support+x" A "@example.org", "support", FALSE, "", ""},
		{"support+b.01kamx@example.org", "support", FALSE, "", "01KAMX"},
		{"support+B.01KAMX@example.org", "support", FALSE, "", "01KAMX"},
		{"support+b." A "@example.org", "support", FALSE, "", A},
		{"staff@example.org", "support", TRUE, "", ""},
		{"staff+" A "@example.org", "support", TRUE, A, ""},
		{"sales@example.org", "sales", FALSE, "", ""},
		{"nobody@example.org", NULL, FALSE, "", ""},
		{"support@example.net", NULL, FALSE, "", ""},
		{"", NULL, FALSE, "", ""},
	};
	g_autoptr(Mail) mail = mail_of("From: anna@customer.test\nSubject: x");
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Clues) clues = clues_find(mail, site, NULL, "anna@customer.test",
						    rows[i].recipient, 1, NULL);
		g_autofree char *ids = joined(clues->address_ids, FALSE);
		g_assert_cmpstr(clues->desk ? clues->desk->name : NULL, ==, rows[i].desk);
		g_assert_true(clues->to_internal == rows[i].internal);
		g_assert_cmpstr(ids, ==, rows[i].ids);
		g_assert_cmpstr(clues->notice_token, ==, rows[i].token);
	}
}

static void
test_extensions(void)
{
	static const struct {
		const char *text, *ids, *action, *notice, *word, *token;
	} rows[] = {
		{"", "", "", "", "", ""},
		{A, A, "", "", "", ""},
		{A ".done", A, "done", "", "", ""},
		{"cm041061050r3gg28aqf.DONE", A, "done", "", "", ""},
		{A ".r5", A, "r5", "", "", ""},
		{A ".", A, "", "", "", ""},
		{"done", "", "", "", "", ""},
		{"x.done", "", "", "", "", ""},
		{"b.01kamx", "", "", "01KAMX", "", ""},
		{"b." A, "", "", A, "", ""},
		{"confirm.041061050R3GG28AQF", "", "", "", "confirm", "041061050R3GG28AQF"},
		{"Release.041061050r3gg28aqf", "", "", "", "release", "041061050R3GG28AQF"},
		{"confirm.041061050R3GG28AQG", "", "", "", "", ""},
		{"bug", "", "", "", "", ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(Extension) extension = {0};
		extension_read(rows[i].text, &extension);
		g_autofree char *ids = joined(extension.tracking_ids, FALSE);
		g_test_message("%s", rows[i].text);
		g_assert_cmpstr(ids, ==, rows[i].ids);
		g_assert_cmpstr(extension.action, ==, rows[i].action);
		g_assert_cmpstr(extension.notice_token, ==, rows[i].notice);
		g_assert_cmpstr(extension.word, ==, rows[i].word);
		g_assert_cmpstr(extension.token, ==, rows[i].token);
		g_assert_cmpstr(extension_token_of(&extension, "CONFIRM"), ==,
				strcmp(rows[i].word, "confirm") ? "" : rows[i].token);
	}
}

static void
test_threads(void)
{
	g_autoptr(Mail) mail = mail_of("From: anna@customer.test\n"
				       "To: support@example.org, Bea <BEA@customer.test>\n"
				       "Cc: carl@customer.test\n"
				       "In-Reply-To: <c@x>\n"
				       "References: <a@x> <b@x>\n <c@x>\n"
				       "Message-ID: <d@x>");
	g_autoptr(Clues) clues =
		clues_find(mail, site, NULL, "anna@customer.test", "support@example.org", 1, NULL);
	g_autofree char *references = joined(clues->references, FALSE);
	g_autofree char *visible = joined(clues->visible, FALSE);
	/* The newest first, each once. */
	g_assert_cmpstr(references, ==, "c@x b@x a@x");
	g_assert_cmpstr(visible, ==, "support@example.org bea@customer.test carl@customer.test");
	g_assert_cmpint(clues->message_key, ==, message_id_key("d@x"));
	g_assert_cmpint(message_id_key("d@x"), >, 0);
	g_assert_cmpint(message_id_key("d@x"), !=, message_id_key("D@x"));

	g_autoptr(Mail) nameless = mail_of("From: anna@customer.test");
	g_autoptr(Clues) without = clues_find(nameless, site, NULL, "anna@customer.test",
					      "support@example.org", 77, NULL);
	g_assert_cmpint(without->message_key, ==, 77);
}

static void
test_writers(void)
{
	static const struct {
		const char *head;
		const char *sender;
		const char *address;
		const char *name;
		const char *machine; /* why; NULL: a person */
	} rows[] = {
		{"From: Anna <ANNA@Customer.Test>", "anna@customer.test", "anna@customer.test",
		 "Anna", NULL},
		{"From: anna@customer.test", "", "anna@customer.test", "", "null envelope sender"},
		{"From: anna@customer.test\nAuto-Submitted: no", "x@y.test", "anna@customer.test",
		 "", NULL},
		{"From: anna@customer.test\nAuto-Submitted: auto-replied", "x@y.test",
		 "anna@customer.test", "", "Auto-Submitted: auto-replied"},
		{"From: anna@customer.test\nPrecedence: bulk", "x@y.test", "anna@customer.test", "",
		 "Precedence: bulk"},
		{"From: Anna", "x@y.test", "", "Anna", NULL},
		{"Subject: none", "x@y.test", "", "", NULL},
		{"From: =?utf-8?Q?A=0D=0ABcc=3A_x?= <anna@customer.test>", "x@y.test",
		 "anna@customer.test", "A Bcc: x", NULL},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Mail) mail = mail_of(rows[i].head);
		g_autoptr(Clues) clues = clues_find(mail, site, NULL, rows[i].sender,
						    "support@example.org", 1, NULL);
		g_assert_cmpstr(clues->address, ==, rows[i].address);
		if (*rows[i].address)
			g_assert_cmpstr(clues->name, ==, rows[i].name);
		g_assert_true(clues->is_machine == (rows[i].machine != NULL));
		g_assert_cmpstr(clues->machine_why, ==, rows[i].machine ? rows[i].machine : "");
	}
}

/* What a forwarded or quoted mail says asks for nothing, though its words are kept. */
static void
test_words_of_others(void)
{
	static const char theirs[] = "From: Eve <eve@customer.test>\n"
				     "Sent: Monday, November 16, 2026 10:02 AM\n"
				     "To: Sam <sam@example.org>\nSubject: Printer\n\n"
				     "It jams. @robin\n\n#status completed\n#close\n";
	static const struct {
		const char *subject, *above;
		guint commands;
	} rows[] = {
		{"FW: Printer", "", 0},
		{"FW: Printer", "Get Outlook for iOS\n\n", 0},
		{"FW: Printer", "Have a look.\n\n", 0},
		{"FW: Printer", "#priority high\n\nHave a look.\n\n", 1},
		{"FW: Printer", "Have a look.\n\n#priority high\n\n", 1},
		{"Re: Printer", "FYI\n\n", 0},
		{"Re: Printer", "My answers are below in red.\n\n#priority high\n\n", 1},
	};
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text =
			g_strdup_printf("From: Sam <sam@example.org>\nSubject: %s\n\n%s%s",
					rows[i].subject, rows[i].above, theirs);
		g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
		g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
		g_autoptr(Clues) clues = clues_find(mail, site, NULL, "sam@example.org",
						    "support@example.org", 1, NULL);
		g_assert_nonnull(strstr(mail->reply, "It jams."));
		g_assert_cmpuint(clues->commands->len, ==, rows[i].commands);
		g_assert_cmpuint(clues->mentions->len, ==, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	tables = tables_for_tests();
	site_init();
	g_test_add_func("/clues/prefixes", test_prefixes);
	g_test_add_func("/clues/subjects", test_subjects);
	g_test_add_func("/clues/many numbers", test_many_numbers);
	g_test_add_func("/clues/titles-of-replies", test_titles_of_replies);
	g_test_add_func("/clues/recipients", test_recipients);
	g_test_add_func("/clues/extensions", test_extensions);
	g_test_add_func("/clues/threads", test_threads);
	g_test_add_func("/clues/writers", test_writers);
	g_test_add_func("/clues/words of others", test_words_of_others);
	int status = g_test_run();
	site_free(site);
	mail_tables_free(tables);
	return status;
}
