/*
 * Whether a note's words are found again in a text, however it was quoted.
 */
#include "desk/note_leak.h"

#include <glib.h>

#define LONG_NOTE                                                                                  \
	"She never cleans the drum, and then she complains about it.\n"                            \
	"Don't tell her that we have three drums in the cellar.\n"                                 \
	"Sam"

static const struct {
	const char *name;
	const char *text;
	const char *note;
	const char *said;
	const char *found; /* NULL: nothing */
} rows[] = {
	{"nothing of it", "We clean the drum tomorrow.", LONG_NOTE, "", NULL},
	{"whole", LONG_NOTE, LONG_NOTE, "", "she never cleans the drum and"},
	{"quoted", "> She never cleans the drum, and then she\n> complains", LONG_NOTE, "",
	 "she never cleans the drum and"},
	{"quoted twice, wrapped within", "> > then she complains\n> about\n> > it.\n> Don't",
	 LONG_NOTE, "", "then she complains about it don't"},
	{"bars and initials", "| SHE NEVER\n| cleans the\n| drum -- and", LONG_NOTE, "",
	 "she never cleans the drum and"},
	{"no-break blanks", "She\u00a0never\u00a0cleans the\u00a0drum, and", LONG_NOTE, "",
	 "she never cleans the drum and"},
	{"zero width within", "She ne\u200bver cleans the drum, and", LONG_NOTE, "",
	 "she never cleans the drum and"},
	{"bold and quotation marks", "*She never* \u201ccleans\u201d the _drum,_ and", LONG_NOTE,
	 "", "she never cleans the drum and"},
	{"five words of many", "She never cleans the drum.", LONG_NOTE, "", NULL},
	{"the second line alone", "You wrote:\n  we have three drums in the cellar", LONG_NOTE, "",
	 "we have three drums in the"},
	{"everybody knows", "You say it is purple since monday morning.",
	 "She says: it is purple since monday morning", "It is purple since Monday morning!", NULL},
	{"half of it is known", "It is purple since monday morning, the liar.",
	 "it is purple since monday morning the liar", "It is purple since Monday morning!",
	 "is purple since monday morning the"},
	{"a short note", "> She lies, always.", "She lies always", "", "she lies always"},
	{"as a part of more", "I say she lies always and I mean it.", "She lies always.", "",
	 "she lies always"},
	{"a short note that all know", "Thank you, Anna", "Thank you, Anna", "Thank you Anna",
	 NULL},
	{"a note of two words is no secret", "Thank you", "Thank you", "", NULL},
	{"an address is one word", "See https://x.test/a/b/c/d/e/f/g",
	 "https://x.test/a/b/c/d/e/f/g", "", NULL},
	{"Chinese", "> 她从来不打扫\n> 滚筒", "她从来不打扫滚筒。", "", "她 从 来 不 打 扫"},
	{"nothing at all", "", "", "", NULL},
};

static void
test_words(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) notes = g_ptr_array_new();
		g_autoptr(GPtrArray) said = g_ptr_array_new();
		g_ptr_array_add(notes, (gpointer) "another one that says nothing of interest");
		g_ptr_array_add(notes, (gpointer)rows[i].note);
		g_ptr_array_add(said, (gpointer)rows[i].said);
		g_autofree char *found = note_leak_words(rows[i].text, notes, said);
		g_test_message("%s", rows[i].name);
		g_assert_cmpstr(found, ==, rows[i].found);
	}
}

static void
test_mark(void)
{
	g_autofree char *found = note_leak_mark("Hello\n> [note] She  lies.\nBye");
	g_autofree char *none = note_leak_mark("Hello\n[Note] that it is closed on Monday.");
	g_assert_cmpstr(found, ==, "[note] She lies.");
	g_assert_null(none);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/note-leak/words", test_words);
	g_test_add_func("/note-leak/mark", test_mark);
	return g_test_run();
}
