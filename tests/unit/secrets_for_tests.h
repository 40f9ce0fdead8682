/*
 * What is known of secrets as it ships; run from the top of the tree.
 */
#ifndef CM_TESTS_SECRETS_FOR_TESTS_H
#define CM_TESTS_SECRETS_FOR_TESTS_H

#include "desk/secret.h"

static inline Secrets *
secrets_for_tests(void)
{
	const char *tree = g_getenv("CASEMATE_TREE");
	g_autofree char *path =
		g_build_filename(tree ? tree : ".", "filters", "known.secrets", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	Secrets *secrets = secrets_new();

	if (!g_file_get_contents(path, &text, NULL, &error) ||
	    !secrets_add(secrets, "known.secrets", text, &error))
		g_error("%s", error->message);
	return secrets;
}

#endif
