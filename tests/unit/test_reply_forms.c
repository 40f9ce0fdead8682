/*
 * Answers as people send them, each line marked with what becomes of it: the forms of
 * tests/variants/replies*.forms, as plain text in every encoding, beside a page, or as a page
 * alone.  Option: subject, if another than "Re: x".
 */
#include "mail/mail.h"

#include "tables_for_tests.h"
#include "variants.h"

#define HEAD                                                                                       \
	"From: Robin Example <robin@customer.example>\nTo: support@acme.example\nSubject: %s\n"    \
	"Date: Mon, 5 Jan 2026 10:30:00 +0000\nMessage-ID: <1@customer.example>\n"
#define PART "Content-Transfer-Encoding: 8bit\nContent-Type: text/"

static MailTables *tables;
static guint made, wrong;

/* What a form says: the text, the lines of it that stay, and the page. */
typedef struct Answer {
	GString *text, *reply, *with_signature, *page;
} Answer;

static Answer
answer_read(const Form *form)
{
	Answer answer = {g_string_new(NULL), g_string_new(NULL), g_string_new(NULL),
			 g_string_new(NULL)};
	g_auto(GStrv) lines = g_strsplit(form->text->str, "\n", -1);
	gboolean in_page = FALSE;

	for (char **line = lines; *line; line++) {
		char sign = **line;

		if (in_page) {
			g_string_append_printf(answer.page, "%s\n", *line);
		} else if (strcmp(*line, "%html") == 0) {
			in_page = TRUE;
		} else {
			g_string_append_printf(answer.text, "%s\n", sign ? *line + 1 : "");
			g_assert_true(sign == '\0' || strchr("+~-", sign));
			if (sign == '+')
				g_string_append_printf(answer.reply, "%s\n", *line + 1);
			if (sign == '+' || sign == '~')
				g_string_append_printf(answer.with_signature, "%s\n", *line + 1);
		}
	}
	return answer;
}

static void
answer_clear(Answer *answer)
{
	g_string_free(answer->text, TRUE);
	g_string_free(answer->reply, TRUE);
	g_string_free(answer->with_signature, TRUE);
	g_string_free(answer->page, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answer, answer_clear)

/* The mail with that answer. (transfer full) */
static GString *
mail_with(const Form *form, const Answer *answer, Encoding encoding)
{
	const char *subject = form_option(form, "subject");
	GString *mail = g_string_new(NULL);

	g_string_printf(mail, HEAD, subject ? subject : "Re: x");

	if (form_option(form, "alone")) {
		g_string_append_printf(mail, PART "html; charset=utf-8\n\n%s", answer->page->str);
	} else if (answer->page->len > 0) {
		g_string_append_printf(mail,
				       "Content-Type: multipart/alternative; boundary=b\n\n"
				       "--b\n" PART "plain; charset=utf-8\n\n%s\n"
				       "--b\n" PART "html; charset=utf-8\n\n%s\n--b--\n",
				       answer->text->str, answer->page->str);
	} else {
		g_autoptr(GString) plain = g_steal_pointer(&mail);

		g_string_append_printf(plain, "\n%s", answer->text->str);
		mail = mail_encode(plain, encoding, encoding % 2 ? "\r\n" : "\n");
	}
	return mail;
}

/* Lines without what stands around them; how many empty ones are left does not matter. */
static char *
bare_lines(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *out = g_string_new(NULL);

	for (char **line = lines; *line; line++) {
		g_strstrip(*line);
		if (**line)
			g_string_append_printf(out, "%s\n", *line);
	}
	return g_string_free(out, FALSE);
}

static gboolean
is_same(const Form *form, const char *what, const char *got, const char *expected)
{
	g_autofree char *found = bare_lines(got), *wanted = bare_lines(expected);

	if (strcmp(found, wanted) == 0)
		return TRUE;
	g_test_message("%s: %s is\n%s", form->name, what, found);
	return FALSE;
}

static void
expect(const Form *form, Encoding encoding)
{
	g_auto(Answer) answer = answer_read(form);
	g_autoptr(GBytes) raw = g_string_free_to_bytes(mail_with(form, &answer, encoding));
	g_autoptr(Mail) mail = mail_read_bytes(raw, tables);

	made++;
	wrong += !is_same(form, "reply", mail->reply, answer.reply->str) ||
		 !is_same(form, "reply with signature", mail->reply_with_signature,
			  answer.with_signature->str);
}

static void
test_forms(gconstpointer file)
{
	g_autoptr(GPtrArray) forms = forms_read(file);

	made = wrong = 0;
	for (guint i = 0; i < forms->len; i++) {
		for (Encoding encoding = EIGHT_BIT; encoding < ENCODINGS; encoding++)
			expect(forms->pdata[i], encoding);
	}
	g_test_message("%u of %u wrong", wrong, made);
	g_assert_cmpuint(made, >, 0);
	g_assert_cmpuint(wrong, ==, 0);
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	tables = tables_for_tests();
	g_test_add_data_func("/reply-forms/text", "replies.forms", test_forms);
	g_test_add_data_func("/reply-forms/page", "replies-page.forms", test_forms);
	status = g_test_run();
	mail_tables_free(tables);
	return status;
}
