/*
 * What rates a case: digits, stars and the words of the scale.
 */
#include "desk/rating.h"
#include "desk/site.h"
#include "words_for_tests.h"

static Site *site;

static const struct {
	const char *text;
	const char *digit; /* NULL: it is a comment */
	const char *rest;
} ratings[] = {
	{"5", "5", ""},
	{"\n 1.\n", "1", ""},
	{"3!", "3", ""},
	{"\uff14", "4", ""},
	{"5/5", "5", ""},
	{"**5**", "5", ""},
	{"*5* - great", "5", "great"},
	{"5 Sterne", "5", ""},
	{"5 stars, but slow", "5", "but slow"},
	{"4 out of 5", "4", ""},
	{"5 - great work", "5", "great work"},
	{"5 \u2013 great work", "5", "great work"},
	{"4: but slow", "4", "but slow"},
	{"5! Quick and kind.", "5", "Quick and kind."},
	{"5, thanks for your help", "5", ""},
	{"5 great work", "5", "great work"},
	{"5\n\nViele Gr\u00fc\u00dfe\nUwe", "5", ""},
	{"5\n\nBest regards\nAnna Smith", "5", ""},
	{"5\nthanks", "5", ""},
	{"2\n\nIt took a week.\n\nAnna", "2", "It took a week.\n\nAnna"},
	{"5 - great work\n\nAnna", "5", "great work\n\nAnna"},
	{"0", NULL, NULL},
	{"6", NULL, NULL},
	{"55", NULL, NULL},
	{"5/10", NULL, NULL},
	{"5th floor", NULL, NULL},
	{"5 of them", NULL, NULL},
	{"5 of our printers fail", NULL, NULL},
	{"5 printers - all of them - fail", NULL, NULL},
	{"5 Drucker gehen nicht", NULL, NULL},
	{"5, 4 and 3 fail", NULL, NULL},
	{"4 - 5 printers fail", NULL, NULL},
	{"4-5 printers fail", NULL, NULL},
	{"2:30 pm it failed", NULL, NULL},
	{"1. The printer fails", NULL, NULL},
	{"1) The printer fails", NULL, NULL},
	{"1: the printer fails\n2: the scanner, too", NULL, NULL},
	{"5\nof our printers fail", NULL, NULL},
	{"5\n\nBut how do I print now?", NULL, NULL},
	{"5 - can you look again?", NULL, NULL},
	{"", NULL, NULL},
	{"No, 5", NULL, NULL},
	{"Very good", "5", ""},
	{"Very good!\n\nBest regards\nUwe", "5", ""},
	{"**Sehr gut.**", "5", ""},
	{"gut", "4", ""},
	{"Très bien !", "5", ""},
	{"regular", "3", ""},
	{"とても良い", "5", ""},
	{"やや悪い。", "2", ""},
	{"Хорошо", "4", ""},
	{"Bad\n\nNobody called.", "1", "Nobody called."},
	{"5 (very good)", "5", ""},
	{"4 - good", "4", ""},
	{"★★★★★", "5", ""},
	{"★★★★☆", "4", ""},
	{"⭐️⭐️⭐️", "3", ""},
	{"*****", "5", ""},
	{"* * *", "3", ""},
	{"5点", "5", ""},
	{"星5つ", "5", ""},
	{"5 звёзд", "5", ""},
	{"4 балла из 5", "4", ""},
	{"five stars", "5", ""},
	{"Fünf Sterne!", "5", ""},
	{"Very good, but how do I print now?", NULL, NULL},
	{"Very good that it is closed", NULL, NULL},
	{"Good\nmorning, it fails again", NULL, NULL},
	{"5 (bad)", NULL, NULL},
	{"1 (sehr gut)", NULL, NULL},
	{"1 - very good", NULL, NULL},
	{"★★★★★★", NULL, NULL},
	{"☆★", NULL, NULL},
	{"***\nThe printer fails.", NULL, NULL},
	{"***\nthe printer fails", NULL, NULL},
	{"5th", NULL, NULL},
	{"5件あります", NULL, NULL},
};

static void
test_rating(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(ratings); i++) {
		g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(command_destroy);
		Command *command =
			rating_find(ratings[i].text, "Uwe Smith", "anna.smith@customer.test", site);
		g_test_message("%s", ratings[i].text);
		g_assert_cmpstr(command ? command->value : NULL, ==, ratings[i].digit);
		if (!command)
			continue;
		g_ptr_array_add(found, command);
		const char *const instead[] = {command->text};
		g_autofree char *rest = commands_replace(ratings[i].text, found, instead);
		g_assert_cmpstr(rest, ==, ratings[i].rest);
	}
	char *many = g_strnfill(500, 'a');
	g_autofree char *text = g_strconcat("5\n\n", many, NULL);
	g_free(many);
	g_assert_null(rating_find(text, "", "", site));
}

static const struct {
	const char *text;
	gboolean is_scale;
} scales[] = {
	{"Very good", TRUE},
	{"**Sehr gut.**\n\nViele Grüße\nUwe", TRUE},
	{"Bad", TRUE},
	{"5 (very good)", TRUE},
	{"1 (sehr gut)", TRUE},
	{"1 - very good", TRUE},
	{"5/5 very good\n\nBest regards\nUwe", TRUE},
	{"Bad\n\nNobody called.", FALSE},
	{"Very good, but it fails again", FALSE},
	{"Very good?", FALSE},
	{"1 printer is bad", FALSE},
	{"5", FALSE},
	{"", FALSE},
};

static void
test_scale(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(scales); i++) {
		g_test_message("%s", scales[i].text);
		g_assert_cmpint(text_is_scale(scales[i].text, "Uwe Smith",
					      "anna.smith@customer.test", site),
				==, scales[i].is_scale);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	Words *words = words_for_tests();
	site = site_new();
	site->words = words;
	g_test_add_func("/rating/read", test_rating);
	g_test_add_func("/rating/scale", test_scale);
	int failed = g_test_run();
	site_free(site);
	words_free(words);
	return failed;
}
