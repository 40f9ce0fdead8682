/*
 * The shipped words of commands, for the tests of desk/; run from the top of the tree.
 */
#ifndef CM_TESTS_WORDS_FOR_TESTS_H
#define CM_TESTS_WORDS_FOR_TESTS_H

#include "desk/words.h"
#include "shipped_for_tests.h"

static inline Words *
words_for_tests(void)
{
	g_autofree char *text = shipped_text("commands.words");
	g_autoptr(GError) error = NULL;
	Words *words = words_new();

	if (!words_add(words, "commands.words", text, &error))
		g_error("%s", error->message);
	return words;
}

#endif
