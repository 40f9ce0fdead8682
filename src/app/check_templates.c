/*
 * The mail templates of a site: what is broken, and what would be passed over without a
 * word because of its name.
 */
#include "app/check.h"

#include "app/datafiles.h"

#include <string.h>

typedef struct Checking {
	const Config *config;
	const char *shipped; /**< folder */
	GHashTable *pieces;  /**< names of all partials that some template has */
	GPtrArray *faults;
} Checking;

static void
see_piece(const char *name, const char *piece, gboolean found, gpointer data)
{
	Checking *c = data;
	g_hash_table_add(c->pieces, g_strdup(piece));
	if (found)
		return;
	const char *dir = c->config->templates_dir ? c->config->templates_dir : c->shipped;
	g_ptr_array_add(c->faults,
			g_strdup_printf("%s/%s: there is no piece \"%s\" for {{>%s}}: mend the "
					"name, or add %s%s beside it",
					dir, name, piece, piece, piece, strrchr(name, '.')));
}

static gboolean
is_template(const char *file)
{
	return *file != '.' && (g_str_has_suffix(file, ".txt") || g_str_has_suffix(file, ".html"));
}

/* A site's own name makes sense only if some template takes it as a piece. */
static void
check_name(const Checking *c, const char *language, const char *file)
{
	g_autofree char *shipped = g_build_filename(c->shipped, "en", file, NULL);
	g_autofree char *piece = g_strndup(file, (gsize)(strrchr(file, '.') - file));
	if (g_file_test(shipped, G_FILE_TEST_EXISTS) || g_hash_table_contains(c->pieces, piece))
		return;
	g_ptr_array_add(c->faults,
			g_strdup_printf("%s/%s/%s: nothing uses a template of this name: see %s "
					"for those that are used",
					c->config->templates_dir, language, file, c->shipped));
}

static void
check_language(const Checking *c, const char *language)
{
	g_autofree char *path = g_build_filename(c->config->templates_dir, language, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	for (const char *file; dir && (file = g_dir_read_name(dir));)
		if (is_template(file))
			check_name(c, language, file);
}

static void
check_names(const Checking *c)
{
	g_autoptr(GDir) dir = g_dir_open(c->config->templates_dir, 0, NULL);
	for (const char *entry; dir && (entry = g_dir_read_name(dir));) {
		if (is_template(entry))
			g_ptr_array_add(c->faults,
					g_strdup_printf("%s/%s: it stands in no language's folder: "
							"move it to en/",
							c->config->templates_dir, entry));
		else
			check_language(c, entry);
	}
}

void
check_templates(const char *home, const Config *config, GPtrArray *faults)
{
	g_autofree char *shipped = g_build_filename(home, "mailtemplates", NULL);
	g_autoptr(GHashTable) pieces = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(Templates) templates = datafiles_templates(home, config, faults);
	Checking checking = {config, shipped, pieces, faults};
	templates_each_piece(templates, see_piece, &checking);
	if (config->templates_dir)
		check_names(&checking);
}
