/*
 * Reading key=value arguments.
 */
#include "app/sets.h"

#include "base/error.h"

#include <string.h>

static gboolean
is_set(const GPtrArray *sets, const char *name)
{
	for (guint i = 0; i < sets->len; i += 2)
		if (!strcmp(sets->pdata[i], name))
			return TRUE;
	return FALSE;
}

char **
sets_read(char **arguments, const char *repeatable, GError **error)
{
	g_autoptr(GPtrArray) sets = g_ptr_array_new_with_free_func(g_free);
	for (; *arguments; arguments++) {
		const char *equals = strchr(*arguments, '=');
		if (!equals || equals == *arguments) {
			error_perm(error, "\"%s\" is not of the form key=value", *arguments);
			return NULL;
		}
		g_autofree char *name = g_ascii_strdown(*arguments, equals - *arguments);
		if (g_strcmp0(name, repeatable) != 0 && is_set(sets, name)) {
			error_perm(error, "\"%s\" is set twice; leave one of them out", name);
			return NULL;
		}
		g_ptr_array_add(sets, g_steal_pointer(&name));
		g_ptr_array_add(sets, g_strdup(equals + 1));
	}
	g_ptr_array_add(sets, NULL);
	g_ptr_array_set_free_func(sets, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&sets), FALSE);
}
