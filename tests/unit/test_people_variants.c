/*
 * Mail from people that sounds like a robot or a delivery report: each text of
 * tests/variants/people.forms under each subject of people.subjects.  Not one may be taken for
 * either.  And mail from robots, robots.forms: each by what it is.
 */
#include "mail/mail.h"

#include "tables_for_tests.h"
#include "variants.h"

static MailTables *tables;
static guint made, wrong;

static void
expect(const Form *form, const char *subject, Encoding encoding, const char *kind)
{
	g_autoptr(GString) plain = g_string_new(form->text->str);
	g_autoptr(GBytes) raw = NULL;
	g_autoptr(Mail) mail = NULL;
	gboolean is_bounce = strcmp(kind, "bounce") == 0 || strcmp(kind, "delayed") == 0;

	g_string_replace(plain, "{subject}", subject, 0);
	raw = g_string_free_to_bytes(mail_encode(plain, encoding, encoding % 2 ? "\r\n" : "\n"));
	mail = mail_read_bytes(raw, tables);
	made++;
	if (strcmp(auto_kind_name(mail->auto_kind), kind) == 0 &&
	    mail->bounce.is_bounce == is_bounce)
		return;
	wrong++;
	g_test_message("%s | %s: expected %s, found %s (%s)", form->name, subject, kind,
		       auto_kind_name(mail->auto_kind), mail->auto_why);
}

static void
test_people(void)
{
	g_autoptr(GPtrArray) forms = forms_read("people.forms");
	g_auto(GStrv) subjects = variant_lines("people.subjects");

	for (guint i = 0; i < forms->len; i++) {
		for (guint k = 0; subjects[k]; k++)
			expect(forms->pdata[i], subjects[k], (i + k) % ENCODINGS, "none");
	}
	g_test_message("%u of %u wrong", wrong, made);
	g_assert_cmpuint(wrong, ==, 0);
}

static void
test_robots(void)
{
	g_autoptr(GPtrArray) forms = forms_read("robots.forms");

	made = wrong = 0;
	for (guint i = 0; i < forms->len; i++) {
		const Form *form = forms->pdata[i];
		const char *kind = form_option(form, "kind");

		g_assert_nonnull(kind);
		for (Encoding encoding = AS_IT_IS; encoding < ENCODINGS; encoding++)
			expect(form, "", encoding, kind);
	}
	g_test_message("%u of %u wrong", wrong, made);
	g_assert_cmpuint(wrong, ==, 0);
}

int
main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	tables = tables_for_tests();
	g_test_add_func("/people-variants/people", test_people);
	g_test_add_func("/people-variants/robots", test_robots);
	status = g_test_run();
	mail_tables_free(tables);
	return status;
}
