/*
 * What ships in filters/, for tests; run from the top of the tree.
 */
#ifndef CM_TESTS_SHIPPED_FOR_TESTS_H
#define CM_TESTS_SHIPPED_FOR_TESTS_H

#include <glib.h>

/* The text of the file. (transfer full) */
static inline char *
shipped_text(const char *name)
{
	const char *tree = g_getenv("CASEMATE_TREE");
	g_autofree char *path = g_build_filename(tree ? tree : ".", "filters", name, NULL);
	g_autoptr(GError) error = NULL;
	char *text = NULL;

	if (!g_file_get_contents(path, &text, NULL, &error))
		g_error("%s", error->message);
	return text;
}

#endif
