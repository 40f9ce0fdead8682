/*
 * The names of data files in a folder, and which file stands in place of which.
 */
#include "app/datafolder.h"

#include "base/text.h"

#include <string.h>

static gboolean
ends_in(const char *name, const char *const *endings)
{
	for (gsize i = 0; endings[i]; i++)
		if (g_str_has_suffix(name, endings[i]))
			return TRUE;
	return FALSE;
}

GPtrArray *
data_folder_names(const char *folder, const char *const *endings, GPtrArray *faults)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
	const char *name;

	if (dir == NULL) {
		if (!g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
			g_ptr_array_add(faults, g_strdup_printf("%s: %s", folder, error->message));
		return names;
	}
	while ((name = g_dir_read_name(dir))) {
		if (*name != '.' && ends_in(name, endings))
			g_ptr_array_add(names, g_strdup(name));
	}
	g_ptr_array_sort(names, text_compare_at);
	return names;
}

GPtrArray *
data_folder_ignored(const char *folder, const char *const *endings)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (*name != '.' && !g_str_has_prefix(name, "README") && !ends_in(name, endings) &&
		    g_file_test(path, G_FILE_TEST_IS_REGULAR))
			g_ptr_array_add(names, g_strdup(name));
	}
	g_ptr_array_sort(names, text_compare_at);
	return names;
}

void
data_folder_add(GHashTable *files, const char *folder, const char *ending, GPtrArray *faults)
{
	const char *const endings[] = {ending, NULL};
	g_autoptr(GPtrArray) names = data_folder_names(folder, endings, faults);

	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);

		g_hash_table_insert(files, g_strdup(name), g_build_filename(folder, name, NULL));
	}
}
