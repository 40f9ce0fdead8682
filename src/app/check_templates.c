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

/* "de/t.opened.thanks.html" is a word of de.words, everything else a file. (transfer full) */
static char *
place_of(const Checking *c, const char *name)
{
	const char *dir = c->config->templates_dir ? c->config->templates_dir : c->shipped;
	const char *word = strstr(name, "/t.");
	const char *ending = strrchr(name, '.');
	if (!word)
		return g_strdup_printf("%s/%s", dir, name);
	return g_strdup_printf("%s/%.*s.words: %.*s", dir, (int)(word - name), name,
			       (int)(ending - word - 3), word + 3);
}

static void
see_piece(const char *name, const char *piece, gboolean found, gpointer data)
{
	Checking *c = data;
	g_hash_table_add(c->pieces, g_strdup(piece));
	if (found)
		return;
	g_autofree char *place = place_of(c, name);
	const char *ending = strrchr(name, '.');
	g_ptr_array_add(
		c->faults,
		g_str_has_prefix(piece, "t.")
			? g_strdup_printf("%s: there is no word \"%s\" for {{>%s}}: mend the "
					  "name, or add a line \"%s = ...\" to en.words",
					  place, piece + 2, piece, piece + 2)
			: g_strdup_printf("%s: there is no piece \"%s\" for {{>%s}}: mend "
					  "the name, or add %s%s beside it",
					  place, piece, piece, piece, ending));
}

static gboolean
is_template(const char *file)
{
	return *file != '.' && (g_str_has_suffix(file, ".txt") || g_str_has_suffix(file, ".html"));
}

static gboolean
is_shipped(const Checking *c, const char *file)
{
	g_autofree char *common = g_build_filename(c->shipped, file, NULL);
	g_autofree char *english = g_build_filename(c->shipped, LANGUAGE_FALLBACK, file, NULL);
	return g_file_test(common, G_FILE_TEST_EXISTS) || g_file_test(english, G_FILE_TEST_EXISTS);
}

/* A site's own name makes sense only if some template takes it as a piece. `folder` is "" or ends
 * in a slash. */
static void
check_name(const Checking *c, const char *folder, const char *file)
{
	g_autofree char *piece = g_strndup(file, (gsize)(strrchr(file, '.') - file));
	if (is_shipped(c, file) || g_hash_table_contains(c->pieces, piece))
		return;
	g_ptr_array_add(c->faults,
			g_strdup_printf("%s/%s%s: nothing uses a template of this name: see %s "
					"for those that are used",
					c->config->templates_dir, folder, file, c->shipped));
}

static void
check_language(const Checking *c, const char *language)
{
	g_autofree char *path = g_build_filename(c->config->templates_dir, language, NULL);
	g_autofree char *folder = g_strconcat(language, "/", NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	for (const char *file; dir && (file = g_dir_read_name(dir));)
		if (is_template(file))
			check_name(c, folder, file);
}

static void
check_names(const Checking *c)
{
	g_autoptr(GDir) dir = g_dir_open(c->config->templates_dir, 0, NULL);
	for (const char *entry; dir && (entry = g_dir_read_name(dir));) {
		if (is_template(entry))
			check_name(c, "", entry);
		else
			check_language(c, entry);
	}
}

/* What a language lacks, to be told at once. */
typedef struct Lack {
	GString *some;
	guint n;
} Lack;

/* So many words are named; en.words has the rest. */
#define WORDS_NAMED 5

static void
see_missing(const char *word, gpointer data)
{
	Lack *lack = data;
	if (lack->n++ < WORDS_NAMED)
		g_string_append_printf(lack->some, "%s\"%s\"", lack->n > 1 ? ", " : "", word);
}

/* Of a file LANGUAGE.words. */
static void
check_words(const Checking *c, const Templates *templates, const char *folder, const char *file)
{
	g_autofree char *language = g_strndup(file, strlen(file) - strlen(".words"));
	Lack lack = {g_string_new(NULL), 0};
	templates_each_missing(templates, language, see_missing, &lack);
	g_autofree char *some = g_string_free(lack.some, FALSE);
	if (lack.n)
		g_ptr_array_add(c->faults,
				g_strdup_printf("%s/%s: it lacks words that people then read in "
						"English: add %s%s; %s/en.words has them all",
						folder, file, some,
						lack.n > WORDS_NAMED ? " and more" : "",
						c->shipped));
}

static void
check_all_words(const Checking *c, const Templates *templates, const char *folder)
{
	g_autoptr(GDir) dir = folder ? g_dir_open(folder, 0, NULL) : NULL;
	for (const char *file; dir && (file = g_dir_read_name(dir));)
		if (*file != '.' && g_str_has_suffix(file, ".words"))
			check_words(c, templates, folder, file);
}

/* Words that a site adds to some languages are no fault of those that ship. */
static void
check_shipped(const Checking *c, const char *home)
{
	const Config none = {.templates_dir = NULL};
	g_autoptr(GPtrArray) told = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Templates) templates = datafiles_templates(home, &none, told);
	check_all_words(c, templates, c->shipped);
}

/* The language of a desk has to be spoken. */
static void
check_desks(const Checking *c, const Templates *templates)
{
	for (guint i = 0; i < c->config->site->desks->len; i++) {
		const Desk *desk = c->config->site->desks->pdata[i];
		if (*desk->language && !templates_speaks(templates, desk->language))
			g_ptr_array_add(
				c->faults,
				g_strdup_printf(
					"%s: the desk \"%s\" has the language \"%s\", of which "
					"there are no words: add %s.words to the folder of "
					"templates, or choose one of %s",
					desk->language_place, desk->name, desk->language,
					desk->language, c->shipped));
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
	check_desks(&checking, templates);
	check_shipped(&checking, home);
	check_all_words(&checking, templates, config->templates_dir);
	check_spoken(config, templates, faults);
	if (config->templates_dir)
		check_names(&checking);
}
