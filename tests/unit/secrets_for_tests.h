/*
 * What is known of secrets as it ships; run from the top of the tree.
 */
#ifndef CM_TESTS_SECRETS_FOR_TESTS_H
#define CM_TESTS_SECRETS_FOR_TESTS_H

#include "desk/secret.h"
#include "shipped_for_tests.h"

static inline Secrets *
secrets_for_tests(void)
{
	g_autofree char *text = shipped_text("known.secrets");
	g_autoptr(GError) error = NULL;
	Secrets *secrets = secrets_new();

	if (!secrets_add(secrets, "known.secrets", text, &error))
		g_error("%s", error->message);
	return secrets;
}

#endif
