/*
 * None of our own mails holds a command: not as it is, nor quoted in a reply by any client.
 */
#include "desk/command.h"
#include "mail/mail.h"
#include "notice_samples.h"
#include "tables_for_tests.h"

#include <string.h>

#define TOKEN "0123456789ABCDEFGHJKMNPQRS"
#define WHEN  "On Mon, Nov 23, 2026 at 10:15 AM Example Support <support@example.org> wrote:"

/* The message of a sample, as its recipient gets it: nothing is attached here. */
static GBytes *
message_of(guint sample, const char *language, const Templates *templates, const Site *site)
{
	g_autoptr(Notice) notice = sample_notice(sample);
	sample_set(&notice->language, language);
	g_ptr_array_set_size(notice->parts, 0);
	g_autoptr(Rendered) made = notice_render(notice, site, templates, TOKEN, 1000);
	return g_bytes_ref(made->frame->head);
}

static char *
html_of(const GBytes *message)
{
	gsize size;
	const char *bytes = g_bytes_get_data((GBytes *)message, &size);
	g_autofree char *all = g_strndup(bytes, size);
	g_auto(GStrv) parts = g_strsplit(all, "Content-Type: text/html", 2);
	const char *body = parts[1] ? strstr(parts[1], "\r\n\r\n") : NULL;
	return g_strdup(body ? body + 4 : "");
}

static char *
with_marks(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *joined = g_strjoinv("\n> ", lines);
	return g_strconcat("> ", joined, NULL);
}

/* How clients put our mail into a reply: %s is our text, with marks, or the HTML. */
typedef enum { PLAIN, MARKED, HTML } Form;
static const struct {
	const char *client;
	Form form;
	const char *text;
} replies[] = {
	{"nothing around it", PLAIN, "%s"},
	{"below an answer, bare", PLAIN, "Thank you!\n\n%s"},
	{"above an answer, bare", PLAIN, "%s\n\nThank you!"},
	{"Gmail, Thunderbird", MARKED, "Thank you!\n\n" WHEN "\n\n%s\n"},
	{"marks, answer below", MARKED, WHEN "\n%s\n\nThank you!\n"},
	{"marks alone", MARKED, "%s\n"},
	{"Outlook", PLAIN,
	 "Thank you!\n\n-----Original Message-----\nFrom: Example Support <support@example.org>\n"
	 "Sent: Monday, November 23, 2026 10:15 AM\nTo: Anna\nSubject: Case\n\n%s"},
	{"Outlook of another language", PLAIN,
	 "Danke!\n\nVon: Example Support <support@example.org>\nGesendet: Montag, 23. November "
	 "2026 10:15\nAn: Anna\nBetreff: Case\n\n%s"},
	{"Gmail's HTML", HTML,
	 "<div>Thank you!</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">" WHEN
	 "</div><blockquote class=\"gmail_quote\">%s</blockquote></div>"},
	{"Apple's HTML", HTML,
	 "Thank you!<br><blockquote type=\"cite\"><div>" WHEN "</div>%s</blockquote>"},
	{"Outlook's HTML", HTML,
	 "<p>Thank you!</p><div style=\"border:none;border-top:solid #E1E1E1 "
	 "1.0pt\"><p><b>From:</b> "
	 "Example Support<br><b>Sent:</b> Monday<br><b>Subject:</b> Case</p></div>%s"},
	{"HTML with nothing around it", HTML, "%s"},
};

static void
check_text(const char *text, const char *sample, const char *client)
{
	g_autoptr(GPtrArray) found = commands_find(text);
	if (found->len > 0) {
		const Command *command = found->pdata[0];
		g_error("%s, %s: \"%s\" is a command in\n%s", sample, client, command->line, text);
	}
}

static void
check_reply(const char *body, Form form, const char *sample, const char *client,
	    const MailTables *tables)
{
	g_autofree char *message = g_strdup_printf(
		"From: Anna <anna@customer.example>\nSubject: Re: Case\nMIME-Version: 1.0\n"
		"Content-Type: text/%s; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s",
		form == HTML ? "html" : "plain", body);
	g_autoptr(GBytes) raw = g_bytes_new_static(message, strlen(message));
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);
	check_text(mail->reply, sample, client);
	check_text(mail->text, sample, client);
}

static void
test_no_commands(gconstpointer language)
{
	g_autoptr(MailTables) tables = tables_for_tests();
	g_autoptr(Templates) templates = sample_templates();
	g_autoptr(Site) site = sample_site();
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(GBytes) ours = message_of(i, language, templates, site);
		g_autoptr(Mail) mail = mail_read_bytes(ours, tables);
		g_autofree char *marked = with_marks(mail->text);
		g_autofree char *html = html_of(ours);
		g_assert_cmpuint(strlen(mail->text), >, 50);
		g_assert_nonnull(strstr(html, "</"));
		for (guint k = 0; k < G_N_ELEMENTS(replies); k++) {
			const char *forms[] = {mail->text, marked, html};
			g_auto(GStrv) around = g_strsplit(replies[k].text, "%s", 2);
			g_autofree char *body =
				g_strconcat(around[0], forms[replies[k].form], around[1], NULL);
			check_reply(body, replies[k].form, samples[i].name, replies[k].client,
				    tables);
		}
	}
}

/* The check itself can tell. */
static void
test_check(void)
{
	g_autoptr(GPtrArray) found = commands_find("#status Done\n\nText");
	g_assert_cmpuint(found->len, ==, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	static const char *const languages[] = {"en", "de", "es", "fr", "ja", "ru"};
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
		g_autofree char *name = g_strdup_printf("/own-mails/no commands/%s", languages[i]);
		g_test_add_data_func(name, languages[i], test_no_commands);
	}
	g_test_add_func("/own-mails/check", test_check);
	return g_test_run();
}
