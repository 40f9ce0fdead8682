/*
 * A site with what ships; run from the top of the tree.
 */
#ifndef CM_TESTS_SITE_FOR_TESTS_H
#define CM_TESTS_SITE_FOR_TESTS_H

#include "app/config.h"
#include "app/typefile.h"

static inline Site *
site_for_tests(void)
{
	const char *tree = g_getenv("CASEMATE_TREE");
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	Site *site = site_new();

	g_autofree char *types = g_build_filename(tree ? tree : ".", "filters", "types", NULL);

	config_read_shipped(tree ? tree : ".", site, faults);
	typefiles_read(&(TypeFolders){.shipped = types}, site, faults);
	if (faults->len > 0)
		g_error("%s", (const char *)faults->pdata[0]);
	return site;
}

#endif
