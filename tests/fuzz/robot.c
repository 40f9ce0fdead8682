/*
 * A mail of lines: whether a robot wrote it, and that reasons are given just then.
 */
#include "fuzz.h"
#include "mail/auto.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *valid = text_make_valid((const char *)data, size);
	g_autoptr(Mail) mail = fuzz_mail(valid);

	auto_judge(mail, fuzz_tables());
	fuzz_check_auto(mail);
	AutoKind kind = mail->auto_kind;
	g_autofree char *why = g_strdup(mail->auto_why);
	auto_judge(mail, fuzz_tables());
	g_assert_cmpint(mail->auto_kind, ==, kind);
	g_assert_cmpstr(mail->auto_why, ==, why);
	return 0;
}
