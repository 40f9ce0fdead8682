/*
 * The shipped words of commands, for the tests of desk/; run from the top of the tree.
 */
#ifndef CM_TESTS_WORDS_FOR_TESTS_H
#define CM_TESTS_WORDS_FOR_TESTS_H

#include "desk/words.h"

static inline Words *
words_for_tests(void)
{
	const char *tree = g_getenv("CASEMATE_TREE");
	g_autofree char *path =
		g_build_filename(tree ? tree : ".", "filters", "commands.words", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	Words *words = words_new();

	if (!g_file_get_contents(path, &text, NULL, &error) ||
	    !words_add(words, "commands.words", text, &error))
		g_error("%s", error->message);
	return words;
}

#endif
