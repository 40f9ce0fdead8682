/*
 * Whether one text repeats another that is to be gone, and the mark in its place.
 */
#include "desk/redaction.h"

#define LOGIN                                                                                      \
	"Hello,\nplease log in as anna, the password is hunter2 as it was before.\nThanks\nAnna"

static const struct {
	const char *name;
	const char *text;
	const char *removed;
	gboolean repeats;
} rows[] = {
	{"itself", LOGIN, LOGIN, TRUE},
	{"something else", "We clean the drum tomorrow.", LOGIN, FALSE},
	{"quoted and wrapped anew", "> please log in\n> as anna, the\n> password", LOGIN, TRUE},
	{"the password alone", "Is it hunter2 still?", LOGIN, TRUE},
	{"in quotation marks", "\"hunter2\"!", LOGIN, TRUE},
	{"the same greeting", "Hello,\n\nThanks\nAnna", LOGIN, FALSE},
	{"five words of many", "please log in as anna", LOGIN, FALSE},
	{"all of a short one", "> sesame", "Sesame", TRUE},
	{"a card's number", "so 4111-1111-1111-1111 it is",
	 "My card has the number 4111-1111-1111-1111, please take it", TRUE},
	{"a date is none",
	 "On 2026-11-22 Anna wrote:", "Since 2026-11-22 it prints nothing whatever I do", FALSE},
	{"a mark of before", "> text removed by Sam Staff on 2026-11-22",
	 "No.\n> text removed by Sam Staff on 2026-11-22", FALSE},
	{"a mark alone", "> text removed\n> by Sam on\n> 2026-11-22",
	 "text removed by Sam on 2026-11-22", FALSE},
	{"a mark of a secret", "> [card number ending 1111\n> removed]",
	 "[card number ending 1111 removed]", FALSE},
	{"two passwords", "Use password: [password removed]", "The [password removed]", FALSE},
	{"words around a mark", "> my [password\n> removed] as ever",
	 "My [password removed] as ever", TRUE},
	{"words behind a mark", "so: the till is red",
	 "text removed by Sam on 2026-11-22 the till is red", TRUE},
	{"no mark", "Text removed by whom", "text removed by whom", TRUE},
	{"no mark's end", "It was text removed by Sam", "text removed by Sam", TRUE},
	{"no mark in brackets", "the [wall] is red", "[wall] is red", TRUE},
	{"nothing was said", "anything", "", FALSE},
	{"nothing is said", "", LOGIN, FALSE},
};

static void
test_repeats(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s", rows[i].name);
		g_assert_true(redaction_repeats(rows[i].text, rows[i].removed) == rows[i].repeats);
	}
}

static void
test_mark(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_offset(2 * 3600);
	/* 2026-11-22T23:00Z is the next day there. */
	g_autofree char *mark = redaction_mark("Sam Staff", 1795388400000, zone);
	g_assert_cmpstr(mark, ==, "text removed by Sam Staff on 2026-11-23");
}

static void
test_lists(void)
{
	g_autoptr(Redaction) r = redaction_new();
	g_autoptr(Redaction) shared = redaction_ref(r);
	redaction_add(shared->messages, 7);
	redaction_add(shared->messages, 7);
	redaction_add_word(shared->places, "entry 1 of SUP-2");
	redaction_add_word(shared->places, "entry 1 of SUP-2");
	g_assert_cmpuint(r->messages->len, ==, 1);
	g_assert_cmpuint(r->places->len, ==, 1);
	g_assert_true(redaction_has(r->messages, 7));
	g_assert_false(redaction_has(r->messages, 8));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/redaction/repeats", test_repeats);
	g_test_add_func("/redaction/mark", test_mark);
	g_test_add_func("/redaction/lists", test_lists);
	return g_test_run();
}
