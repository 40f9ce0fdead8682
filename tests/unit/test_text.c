/*
 * Names are the same without case, blanks and punctuation, in any script.
 */
#include "base/text.h"

#include <string.h>

static const char *const names[] = {
	"",       " ",       "!?",      "–",        "a",        "A",
	"b",      "a b",     "A-B",     "ab",       "a  b!",    "abc",
	"a.b c",  "1",       "a1",      "Done",     "done.",    "“Done”",
	"Donе", /* its last letter is Cyrillic */
	"Straße", "STRASSE", "strasse", "strassé",  "ſtraße",   "K",
	"\u212A", "k",       "kk",      "Müller",   "müller",   "Mu\u0308ller",
	"Muller", "Готово",  "ГОТОВО!", "«готово»", "完了",     "完 了",
	"完",     "a完",     "A 完",    "ab完",     "é",        "É",
	"e",      "e\u0301", "x\u0301", "x",        "a\u00A0b", "\u00ABa b\u00BB",
};

static void
test_pairs(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *one = text_name_key(names[i]);
		for (gsize k = 0; k < G_N_ELEMENTS(names); k++) {
			g_autofree char *other = text_name_key(names[k]);
			gboolean expected = *one && !strcmp(one, other);
			if (text_same_name(names[i], names[k]) != expected)
				g_error("\"%s\" and \"%s\": not %d", names[i], names[k], expected);
		}
	}
}

static void
test_names(void)
{
	g_assert_true(text_same_name("work in progress", "Work-In Progress."));
	g_assert_true(text_same_name("“Feedback waiting”", "feedbackwaiting"));
	g_assert_true(text_same_name("STRASSE", "Straße"));
	g_assert_true(text_same_name("\u212A", "k"));
	g_assert_false(text_same_name("", ""));
	g_assert_false(text_same_name("...", "-"));
	g_assert_false(text_same_name("Done", "Don"));
	g_assert_false(text_same_name("Don", "Done"));
	g_assert_false(text_same_name("Done", "Donе"));
	g_assert_false(text_same_name("x", "x\u0301"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/text/same-name", test_names);
	g_test_add_func("/text/same-name-as-keys", test_pairs);
	return g_test_run();
}
