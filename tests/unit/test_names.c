/*
 * Names, hosts and addresses that somebody writes into the configuration or on the command
 * line: which are taken, and what is said of the others.
 */
#include "base/names.h"

#include <string.h>

static const struct {
	const char *text;
	const char *as_name;         /* NULL: fit */
	const char *as_subject_word; /* NULL: fit */
} names[] = {
	{"Done", NULL, NULL},
	{"Größe & Söhne", NULL, NULL},
	{"Closed - Escalated to engineering", NULL, NULL},
	{"Waits: customer", NULL, NULL},
	{"", "is empty", "is empty"},
	{" \u200b", "is empty", "is empty"},
	{"a\nb", "holds a control character (U+000A)", "holds a control character (U+000A)"},
	{"a\x1b[31m", "holds a control character (U+001B)", "holds a control character (U+001B)"},
	{"a\xc2\x85", "holds a control character (U+0085)", "holds a control character (U+0085)"},
	{"M\xfcller", "is not UTF-8", "is not UTF-8"},
	{"twelve chars.", "has 13 characters, and 12 are the most",
	 "has 13 characters, and 12 are the most"},
	{"=?utf-8?q?x?=", NULL, "holds \"=?\", which mail programs decode"},
	{"a=?", NULL, "holds \"=?\", which mail programs decode"},
	{"a\u202eb", NULL, "holds an invisible character, blanks in a row or at an end"},
	{"a  b", NULL, "holds an invisible character, blanks in a row or at an end"},
	{" Done", NULL, "holds an invisible character, blanks in a row or at an end"},
	{"Done - Customer: x", NULL, "reads like two fields of a subject line, \" - ...:\""},
};

static void
test_names(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		gsize most = g_str_has_prefix(names[i].text, "twelve") ? 12 : 40;
		g_autofree char *as_name = name_fault(names[i].text, most);
		g_autofree char *as_word = subject_word_fault(names[i].text, most);
		g_test_message("%s", names[i].text);
		g_assert_cmpstr(as_name, ==, names[i].as_name);
		g_assert_cmpstr(as_word, ==, names[i].as_subject_word);
	}
}

#define TEXT(text) text, sizeof(text) - 1

static const struct {
	const char *bytes;
	gsize length;
	const char *fault;
} texts[] = {
	{TEXT(""), NULL},
	{TEXT("one\n\ttwo\n"), NULL},
	{TEXT("one\r\n"), "holds a control character (U+000D)"},
	{TEXT("one\x1b[0m"), "holds a control character (U+001B)"},
	{TEXT("one\ntwo\0three"), "holds a NUL in line 2"},
	{TEXT("one\ntwo\nM\xfcller"), "is not UTF-8 in line 3"},
	{TEXT("cut \xc3"), "is not UTF-8 in line 1"},
};

static void
test_texts(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *fault = text_fault(texts[i].bytes, texts[i].length);
		g_assert_cmpstr(fault, ==, texts[i].fault);
	}
}

static void
test_hosts(void)
{
	static const char *const fit[] = {"example.org", "a",           "A-1.example", "10.0.0.1",
					  "münchen.de",  "xn--p1ai.ru", NULL};
	static const char *const unfit[] = {
		"",         ".",       "a.",     "a..b",          "-a.org", "a-.org",     "a_b.org",
		"a b",      "a/b",     "a:25",   "[127.0.0.1]",   "*.org",  "a@b",        "a\nb",
		"\xff.org", "a,b.org", "<a.org", "a.org\xc2\xa0", "#",      "\u202e.org", NULL};
	g_autofree char *label = g_strnfill(64, 'a');
	g_autofree char *name = g_strnfill(300, 'a');
	for (guint i = 1; i < 300; i += 2)
		name[i] = '.';
	for (guint i = 0; fit[i]; i++)
		g_assert_true(host_name_is_fit(fit[i]));
	for (guint i = 0; unfit[i]; i++) {
		g_test_message("%s", unfit[i]);
		g_assert_false(host_name_is_fit(unfit[i]));
	}
	g_assert_false(host_name_is_fit(label));
	g_assert_true(host_name_is_fit(label + 1));
	g_assert_false(host_name_is_fit(name));
}

static void
test_addresses(void)
{
	static const char *const fit[] = {"a@b.org",     "a.b+c@b.org",  "a..b@docomo.example",
					  "größe@b.org", "a@localhost",  "o'hara@b.org",
					  "a=b@x.org",   "A@MÜNCHEN.de", NULL};
	static const char *const unfit[] = {"",
					    "a",
					    "@b.org",
					    "a@",
					    "a b@c.org",
					    "a@b@c.org",
					    "\"a b\"@c.org",
					    "-f@c.org",
					    "<a@c.org>",
					    "a@c.org,b@c.org",
					    "a@c.org\n",
					    "a\n@c.org",
					    "a@b c.org",
					    "a@-b.org",
					    "a\xff@b.org",
					    "a\u200b@b.org",
					    "a:b@c.org",
					    "a@[1.2.3.4]",
					    "a@b.org.",
					    NULL};
	g_autofree char *local = g_strnfill(250, 'a');
	g_autofree char *longest = g_strconcat(local + 1, "@b.cd", NULL);
	g_autofree char *too_long = g_strconcat(local, "@b.cd", NULL);
	for (guint i = 0; fit[i]; i++) {
		g_test_message("%s", fit[i]);
		g_assert_true(address_is_fit(fit[i]));
	}
	for (guint i = 0; unfit[i]; i++) {
		g_test_message("%s", unfit[i]);
		g_assert_false(address_is_fit(unfit[i]));
	}
	g_assert_true(address_is_fit(longest));
	g_assert_false(address_is_fit(too_long));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/names/names", test_names);
	g_test_add_func("/names/texts", test_texts);
	g_test_add_func("/names/hosts", test_hosts);
	g_test_add_func("/names/addresses", test_addresses);
	return g_test_run();
}
