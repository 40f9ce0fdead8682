/*
 * The shipped tables, for the tests of mail/; run from the top of the tree.
 */
#ifndef CM_TESTS_TABLES_FOR_TESTS_H
#define CM_TESTS_TABLES_FOR_TESTS_H

#include "mail/tables.h"

#include <glib.h>

static inline MailTables *
tables_for_tests(void)
{
	static const char *const names[] = {"replies.table", "robots.table", "bounces.table"};
	MailTables *tables = mail_tables_new();

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename("filters", names[i], NULL);
		g_autofree char *text = NULL;
		g_autoptr(GError) error = NULL;

		if (!g_file_get_contents(path, &text, NULL, &error))
			g_error("%s", error->message);
		if (!mail_tables_add(tables, names[i], text, &error))
			g_error("%s", error->message);
	}
	return tables;
}

#endif
