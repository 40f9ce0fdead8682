/*
 * A mail of lines: nobody vouches for its sender unless a field of our own server says so in clear,
 * and not below another server's Received, nor below a field in which ours found nothing.
 */
#include "mail/authres.h"
#include "fuzz.h"

/* Whether a field that may be our server's has the word in it. */
static gboolean
is_said(const Mail *mail, const char *word)
{
	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *field = mail->headers->pdata[i];

		if (g_ascii_strcasecmp(field->name, "Authentication-Results"))
			continue;
		/* A quoted string may have a backslash before each character. */
		g_auto(GStrv) pieces = g_strsplit_set(field->value, "\\\"", -1);
		g_autofree char *joined = g_strjoinv("", pieces);
		g_autofree char *lower = g_ascii_strdown(joined, -1);

		if (strstr(lower, word) && strstr(lower, "mx.example.org"))
			return TRUE;
	}
	return FALSE;
}

/* The same mail with a field on top. */
static AuthVerdict
judge_below(const char *field, const char *lines)
{
	g_autofree char *whole = g_strconcat(field, "\n", lines, NULL);
	g_autoptr(Mail) mail = fuzz_mail(whole);

	return authres_judge(mail, "mx.example.org");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *valid = text_make_valid((const char *)data, size);
	g_autoptr(Mail) mail = fuzz_mail(valid);
	AuthVerdict verdict = authres_judge(mail, "mx.example.org");
	AuthVerdict nobody = authres_judge(mail, "");

	g_assert_true(verdict.why && *verdict.why);
	g_assert_cmpint(nobody.result, ==, AUTH_NONE);
	if (verdict.result == AUTH_PASS)
		g_assert_true(is_said(mail, "pass") && mail_from(mail));
	if (verdict.result == AUTH_FAIL)
		g_assert_true(is_said(mail, "fail"));
	verdict = judge_below("Received: from x by mx.example.net", valid);
	g_assert_cmpint(verdict.result, ==, AUTH_NONE);
	verdict = judge_below("Authentication-Results: mx.example.org; none", valid);
	g_assert_cmpint(verdict.result, ==, AUTH_NONE);
	verdict = judge_below("Received: from x by mx.example.org", valid);
	if (*valid != '\n') /* which would end the header there */
		g_assert_cmpint(verdict.result, ==, authres_judge(mail, "mx.example.org").result);
	return 0;
}
