/*
 * Reading key=value arguments.
 */
#include "app/sets.h"

#include "base/error.h"

#include <string.h>

char **
sets_read(char **arguments, GError **error)
{
	g_autoptr(GPtrArray) sets = g_ptr_array_new_with_free_func(g_free);
	for (; *arguments; arguments++) {
		const char *equals = strchr(*arguments, '=');
		if (!equals || equals == *arguments) {
			error_perm(error, "\"%s\" is not of the form key=value", *arguments);
			return NULL;
		}
		if (!g_utf8_validate(*arguments, -1, NULL)) {
			error_perm(error, "a value is not UTF-8");
			return NULL;
		}
		g_ptr_array_add(sets, g_ascii_strdown(*arguments, equals - *arguments));
		g_ptr_array_add(sets, g_strdup(equals + 1));
	}
	g_ptr_array_add(sets, NULL);
	g_ptr_array_set_free_func(sets, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&sets), FALSE);
}
