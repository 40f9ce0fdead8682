/*
 * Delivery reports of many mail systems, and mail that only talks about them.
 */
#include "mail/mail.h"

#include "tables_for_tests.h"

static MailTables *tables;

static Mail *
read_mail(const char *text)
{
	g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));

	return mail_read_bytes(raw, tables);
}

#define DSN_HEAD                                                                                   \
	"From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\n"                              \
	"To: desk@example.com\nSubject: Undelivered Mail Returned to Sender\n"                     \
	"MIME-Version: 1.0\n"                                                                      \
	"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"              \
	"--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n"                \
	"--b\nContent-Type: message/delivery-status\n\n"                                           \
	"Reporting-MTA: dns; mx.example.org\n\n"
#define DSN_TAIL                                                                                   \
	"\n\n--b\nContent-Type: text/rfc822-headers\n\n"                                           \
	"From: desk@example.com\nMessage-ID: <orig.1@example.com>\n\n--b--\n"

#define TEXT_HEAD                                                                                  \
	"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.org\nTo: desk@example.com\n"              \
	"Subject: failure notice\n\n"

static const struct {
	const char *mail;
	const char *recipients; /* joined by blanks; NULL: no bounce */
	const char *status;
	const char *reasons;
	gboolean hard, delayed;
} cases[] = {
	/* RFC 3464. */
	{DSN_HEAD "Final-Recipient: rfc822; anna@example.net\nAction: failed\nStatus: 5.1.1\n"
		  "Diagnostic-Code: smtp; 550 5.1.1 <anna@example.net>: User unknown" DSN_TAIL,
	 "anna@example.net", "5.1.1", "no-such-user", TRUE, FALSE},
	{DSN_HEAD "Final-Recipient: rfc822;anna@example.net\nAction: failed\nStatus: 5.0.0\n"
		  "Diagnostic-Code: smtp; 552 5.2.2 Mailbox\n full" DSN_TAIL,
	 "anna@example.net", "5.2.2", "mailbox-full", FALSE, FALSE},
	{DSN_HEAD
	 "Final-Recipient: rfc822;anna@example.net\nAction: delayed\nStatus: 4.4.1" DSN_TAIL,
	 "anna@example.net", "4.4.1", "temporary", FALSE, TRUE},
	{DSN_HEAD
	 "Final-Recipient: rfc822;anna@example.net\nAction: delivered\nStatus: 2.0.0" DSN_TAIL,
	 NULL, "", "", FALSE, FALSE},
	{DSN_HEAD "Final-Recipient: rfc822;a@example.net\nAction: failed\nStatus: 5.7.1\n\n"
		  "Final-Recipient: rfc822;b@example.net\nAction: failed\nStatus: 5.1.2" DSN_TAIL,
	 "a@example.net b@example.net", "5.7.1 5.1.2", "refused no-such-host", TRUE, FALSE},
	/* Words of people: qmail, Exim, old Yahoo, and one in German. */
	{TEXT_HEAD
	 "Hi. This is the qmail-send program at mx.example.org.\n"
	 "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
	 "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
	 "<anna@example.net>:\n192.0.2.1 does not like recipient.\n"
	 "Remote host said: 550 5.1.1 No such user here\n\n"
	 "--- Below this line is a copy of the message.\n\nMessage-ID: <orig.1@example.com>\n"
	 "To: anna@example.net\n\nhi\n",
	 "anna@example.net", "5.1.1", "no-such-user", TRUE, FALSE},
	{TEXT_HEAD "A message that you sent could not be delivered to one or more of its\n"
		   "recipients. This is a permanent error. The following address(es) failed:\n\n"
		   "  anna@example.net\n    mailbox is full: retry timeout exceeded\n\n"
		   "------ This is a copy of the message, including all the headers. ------\n\n"
		   "Message-ID: <orig.1@example.com>\n",
	 "anna@example.net", "5.0.0", "mailbox-full", FALSE, FALSE},
	{TEXT_HEAD "Ihre Nachricht konnte nicht zugestellt werden.\n\nEmpfänger: anna@example.net\n"
		   "Grund: Empfänger unbekannt\n",
	 "anna@example.net", "5.0.0", "no-such-user", TRUE, FALSE},
	{TEXT_HEAD
	 "Your message to:\n\tanna@example.net\n\nhas not yet been delivered because the\n"
	 "recipient server did not respond. This is just a warning.\n",
	 "anna@example.net", "4.0.0", "temporary", FALSE, TRUE},
	/* A provider's notice around the whole report; two lines for one address. */
	{TEXT_HEAD "Your mail was not delivered. Ask <support@example.org>.\n\n"
		   "Return-Path: <>\nReceived: by relay.example.org\n\n"
		   "<anna@example.net> (expanded from\n    <team@example.net>): mailbox full\n\n"
		   "Reporting-MTA: dns; relay.example.org\n\n"
		   "Final-Recipient: rfc822; anna@example.net\nAction: failed\nStatus: 5.2.2\n",
	 "anna@example.net", "5.2.2", "mailbox-full", FALSE, FALSE},
	/* Nobody named but in the returned header. */
	{TEXT_HEAD
	 "   ----- Transcript of session follows -----\n"
	 "421 example.net (smtp)... Deferred: Connection timed out\n\n"
	 "   ----- Unsent message follows -----\nReceived: by mx.example.org\n"
	 "From: desk@example.com\nTo: anna@example.net\nMessage-ID: <orig.1@example.com>\n",
	 "anna@example.net", "4.0.0", "temporary", FALSE, FALSE},
	/* No report: a person who talks about one, and a robot that does not. */
	{"From: Anna <anna@example.net>\nTo: desk@example.com\nIn-Reply-To: <1@example.com>\n"
	 "Subject: Undelivered Mail Returned to Sender\n\nI got: could not be delivered. Why?\n",
	 NULL, "", "", FALSE, FALSE},
	{"From: Anna <anna@example.net>\nTo: desk@example.com\nSubject: My parcel\n\n"
	 "It could not be delivered: user unknown, says the driver.\n",
	 NULL, "", "", FALSE, FALSE},
	{"Return-Path: <>\nFrom: Anna <anna@example.net>\nTo: desk@example.com\n"
	 "Subject: Automatic reply: x\nAuto-Submitted: auto-replied\n\nI am away.\n",
	 NULL, "", "", FALSE, FALSE},
};

static char *
joined(const GPtrArray *texts)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < texts->len; i++)
		g_string_append_printf(out, "%s%s", i ? " " : "", (const char *)texts->pdata[i]);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static void
test_cases(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Mail) mail = read_mail(cases[i].mail);
		g_autofree char *recipients = joined(mail->bounce.recipients);
		g_autofree char *status = joined(mail->bounce.status);
		g_autofree char *reasons = joined(mail->bounce.reasons);
		gboolean is_bounce = cases[i].recipients != NULL;

		g_test_message("case %d: %s", (int)i, mail->auto_why);
		g_assert_cmpint(mail->bounce.is_bounce, ==, is_bounce);
		g_assert_cmpstr(recipients, ==, is_bounce ? cases[i].recipients : "");
		g_assert_cmpstr(status, ==, cases[i].status);
		g_assert_cmpstr(reasons, ==, cases[i].reasons);
		g_assert_cmpint(mail->bounce.hard, ==, cases[i].hard);
		g_assert_cmpint(mail->bounce.delayed, ==, cases[i].delayed);
		if (is_bounce)
			g_assert_cmpint(mail->auto_kind, ==,
					cases[i].delayed ? AUTO_DELAYED : AUTO_BOUNCE);
		if (strstr(cases[i].mail, "orig.1@example.com") && is_bounce)
			g_assert_cmpstr(mail->bounce.original_message_id, ==, "orig.1@example.com");
	}
}

/* As long as it may be, whatever stands at the end. */
static void
test_diagnostic(void)
{
	static const char *const ends[] = {"xx", " x", "x\n x", "\303\244", "x\303\244"};

	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autofree char *long_word = g_strnfill(499, 'x');
		g_autofree char *text =
			g_strconcat(DSN_HEAD "Final-Recipient: rfc822; a@example.net\n"
					     "Action: failed\nDiagnostic-Code: ",
				    long_word, ends[i], DSN_TAIL, NULL);
		g_autoptr(Mail) mail = read_mail(text);

		g_assert_cmpuint(strlen(mail->bounce.diagnostic), >=, 499);
		g_assert_cmpuint(strlen(mail->bounce.diagnostic), <=, 500);
		g_assert_true(g_utf8_validate(mail->bounce.diagnostic, -1, NULL));
	}
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	tables = tables_for_tests();
	g_test_add_func("/bounce/cases", test_cases);
	g_test_add_func("/bounce/diagnostic", test_diagnostic);
	status = g_test_run();
	mail_tables_free(tables);
	return status;
}
