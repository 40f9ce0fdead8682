/*
 * Finds and reads the data that ships beside the program, and the site's own on top.
 */
#include "app/datafiles.h"

#include "app/datafolder.h"
#include "app/rulefile.h"
#include "base/error.h"
#include "base/names.h"

#include <string.h>

#define FREE_MAIL_LIST "free-mail.list"
#define WORDS_ENDING   ".words"

/* The program's own folder, by the kernel's word. */
static char *
program_folder(GError **error)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", error);

	if (program == NULL) {
		g_prefix_error(error, "can't tell where this program is: ");
		return NULL;
	}
	return g_path_get_dirname(program);
}

static gboolean
has_schema(const char *home)
{
	g_autofree char *schema = datafiles_schema_dir(home);

	return g_file_test(schema, G_FILE_TEST_IS_DIR);
}

char *
datafiles_home(GError **error)
{
	static const char *const places[] = {"..", "../../share/casemate"};
	g_autofree char *folder = program_folder(error);

	if (folder == NULL)
		return NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
		g_autofree char *home = g_canonicalize_filename(places[i], folder);

		if (has_schema(home))
			return g_steal_pointer(&home);
	}
	error_perm(error,
		   "there is no folder schema/ in %s/.. or %s/../../share/casemate: install "
		   "casemate whole",
		   folder, folder);
	return NULL;
}

char *
datafiles_schema_dir(const char *home)
{
	return g_build_filename(home, "schema", "sqlite", NULL);
}

static char *
file_text(const char *path, GPtrArray *faults)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;
	gsize length = 0;

	if (!g_file_get_contents(path, &text, &length, &error))
		g_ptr_array_add(faults, g_strdup_printf("%s: %s", path, error->message));
	else if (strlen(text) < length)
		g_ptr_array_add(faults, g_strdup_printf("%s: it has a NUL byte, as no text has: "
							"write it anew",
							path));
	else
		return g_steal_pointer(&text);
	return NULL;
}

/* "template en/x.txt: line 3: what", or without the first part, becomes
 * "/folder/en/x.txt:3: what". */
static char *
template_fault(const char *path, const char *name, const char *message)
{
	g_autofree char *prefix = g_strdup_printf("template %s: ", name);
	const char *rest = message;

	if (g_str_has_prefix(rest, prefix))
		rest += strlen(prefix);
	if (g_str_has_prefix(rest, "line "))
		return g_strdup_printf("%s:%s", path, rest + strlen("line "));
	return g_strdup_printf("%s: %s", path, rest);
}

static void
read_template(Templates *templates, const char *path, const char *name, GPtrArray *faults)
{
	g_autofree char *text = file_text(path, faults);
	g_autoptr(GError) error = NULL;

	if (text && !templates_add(templates, name, text, &error))
		g_ptr_array_add(faults, template_fault(path, name, error->message));
}

/* Of FOLDER/LANGUAGE.words. */
static void
read_sentences(Templates *templates, const char *path, const char *name, GPtrArray *faults)
{
	g_autofree char *text = file_text(path, faults);
	g_autofree char *language = g_strndup(name, strlen(name) - strlen(WORDS_ENDING));
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);

	if (text)
		templates_add_words(templates, language, text, found);
	for (guint i = 0; i < found->len; i++)
		g_ptr_array_add(faults, template_fault(path, name, found->pdata[i]));
}

/* All NAME.txt and .html of a folder; `language` is "" or ends in a slash. */
static void
read_templates_in(Templates *templates, const char *folder, const char *language, GPtrArray *faults)
{
	static const char *const endings[] = {".txt", ".html", NULL};
	g_autoptr(GPtrArray) names = data_folder_names(folder, endings, faults);

	for (guint i = 0; i < names->len; i++) {
		const char *base = g_ptr_array_index(names, i);
		g_autofree char *path = g_build_filename(folder, base, NULL);
		g_autofree char *name = g_strconcat(language, base, NULL);

		read_template(templates, path, name, faults);
	}
}

/* All of FOLDER: the templates of all languages, LANGUAGE.words, and what is in the folders of
 * the languages. */
static void
read_templates_below(Templates *templates, const char *folder, GPtrArray *faults)
{
	static const char *const any[] = {"", NULL};
	g_autoptr(GPtrArray) names = data_folder_names(folder, any, faults);

	read_templates_in(templates, folder, "", faults);
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *inner = g_build_filename(folder, name, NULL);
		g_autofree char *language = g_strconcat(name, "/", NULL);

		if (g_file_test(inner, G_FILE_TEST_IS_DIR))
			read_templates_in(templates, inner, language, faults);
		else if (g_str_has_suffix(name, WORDS_ENDING))
			read_sentences(templates, inner, name, faults);
	}
}

Templates *
datafiles_templates(const char *home, const Config *config, GPtrArray *faults)
{
	g_autofree char *shipped = g_build_filename(home, "mailtemplates", NULL);
	Templates *templates = templates_new();

	read_templates_below(templates, shipped, faults);
	if (config->templates_dir)
		read_templates_below(templates, config->templates_dir, faults);
	return templates;
}

/* Adds the text of one data file to what `target` is; the error begins with the name. */
typedef gboolean (*AddText)(gpointer target, const char *name, const char *text, GError **error);

static void
read_data_in(const char *folder, const char *ending, AddText add, gpointer target,
	     GPtrArray *faults)
{
	const char *const endings[] = {ending, NULL};
	g_autoptr(GPtrArray) names = data_folder_names(folder, endings, faults);

	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *text = file_text(path, faults);
		g_autoptr(GError) error = NULL;

		if (text && !add(target, name, text, &error))
			g_ptr_array_add(faults, g_strdup_printf("%s/%s: mend it, or remove it",
								folder, error->message));
	}
}

/* The shipped ones, then the site's own on top. */
static void
read_data(const char *home, const Config *config, const char *ending, AddText add, gpointer target,
	  GPtrArray *faults)
{
	g_autofree char *shipped = g_build_filename(home, "filters", NULL);

	read_data_in(shipped, ending, add, target, faults);
	if (config && config->rules_dir)
		read_data_in(config->rules_dir, ending, add, target, faults);
}

static gboolean
add_words(gpointer target, const char *name, const char *text, GError **error)
{
	return words_add(target, name, text, error);
}

static gboolean
add_table(gpointer target, const char *name, const char *text, GError **error)
{
	return mail_tables_add(target, name, text, error);
}

static gboolean
add_secrets(gpointer target, const char *name, const char *text, GError **error)
{
	return secrets_add(target, name, text, error);
}

Words *
datafiles_words(const char *home, const Config *config, GPtrArray *faults)
{
	Words *words = words_new();

	read_data(home, config, WORDS_ENDING, add_words, words, faults);
	return words;
}

Secrets *
datafiles_secrets(const char *home, const Config *config, GPtrArray *faults)
{
	Secrets *secrets = secrets_new();

	read_data(home, config, ".secrets", add_secrets, secrets, faults);
	return secrets;
}

MailTables *
datafiles_tables(const char *home, const Config *config, GPtrArray *faults)
{
	MailTables *tables = mail_tables_new();

	read_data(home, config, ".table", add_table, tables, faults);
	for (guint i = 0; config && i < config->site->own_lists->len; i++)
		mail_tables_add_own_list(tables, config->site->own_lists->pdata[i]);
	return tables;
}

static void
read_domain(Site *site, const char *path, guint line, char *text, GPtrArray *faults)
{
	text[strcspn(text, "#")] = '\0';
	g_strstrip(text);
	if (!*text)
		return;
	if (host_name_is_fit(text))
		g_hash_table_add(site->free_mail, g_utf8_strdown(text, -1));
	else
		g_ptr_array_add(faults, g_strdup_printf("%s:%u: \"%.60s\" is no mail domain; write "
							"one a line, like gmail.com",
							path, line, text));
}

/* A site needs no list of its own. */
static void
read_free_mail_in(Site *site, const char *folder, GPtrArray *faults)
{
	g_autofree char *path = g_build_filename(folder, FREE_MAIL_LIST, NULL);
	g_autofree char *text = NULL;

	if (g_file_test(path, G_FILE_TEST_EXISTS))
		text = file_text(path, faults);
	if (text && !g_utf8_validate(text, -1, NULL)) {
		g_ptr_array_add(faults, g_strdup_printf("%s: it is not UTF-8", path));
		return;
	}
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	for (guint i = 0; lines[i]; i++)
		read_domain(site, path, i + 1, lines[i], faults);
}

void
datafiles_free_mail(const char *home, const Config *config, GPtrArray *faults)
{
	g_autofree char *shipped = g_build_filename(home, "filters", NULL);

	read_free_mail_in(config->site, shipped, faults);
	if (config->rules_dir)
		read_free_mail_in(config->site, config->rules_dir, faults);
}

/* The rules of the shipped files, then those of `folder` and `file`, which are nullable. */
static RuleSet *
read_rules(const char *home, const char *folder, const char *file, const Site *site,
	   GPtrArray *faults)
{
	g_autoptr(GHashTable) files =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autofree char *shipped = g_build_filename(home, "filters", NULL);
	g_autoptr(GList) names = NULL;
	RuleSet *rules = rule_set_new();

	data_folder_add(files, shipped, ".conf", faults);
	if (folder)
		data_folder_add(files, folder, ".conf", faults);
	if (file)
		g_hash_table_insert(files, g_path_get_basename(file), g_strdup(file));
	names = g_list_sort(g_hash_table_get_keys(files), (GCompareFunc)strcmp);
	for (const GList *name = names; name; name = name->next)
		rulefile_read(g_hash_table_lookup(files, name->data), site, rules, faults);
	return rules;
}

RuleSet *
datafiles_rules(const char *home, const Config *config, GPtrArray *faults)
{
	return read_rules(home, config->rules_dir, NULL, config->site, faults);
}

RuleSet *
datafiles_rules_with(const char *home, const Config *config, const char *path, GPtrArray *faults)
{
	if (g_file_test(path, G_FILE_TEST_IS_DIR))
		return read_rules(home, path, NULL, config->site, faults);
	return read_rules(home, config->rules_dir, path, config->site, faults);
}
