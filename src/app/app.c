/*
 * Reading what a command needs, once and no more than that; and speaking to people.
 */
#include "app/app.h"

#include "app/table.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "desk/form_tongue.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

gboolean
app_need_home(App *app, GError **error)
{
	if (!app->home)
		app->home = datafiles_home(error);
	return app->home != NULL;
}

char *
app_schema_dir(const App *app)
{
	return datafiles_schema_dir(app->home);
}

char *
app_program_path(void)
{
	char *path = g_file_read_link("/proc/self/exe", NULL);
	if (path)
		return path;
	return g_strdup("casemate-gateway");
}

gboolean
app_no_faults(const GPtrArray *faults, GError **error)
{
	if (!faults->len)
		return TRUE;
	const char *first = faults->pdata[0];
	if (faults->len == 1)
		return error_perm(error, "%s", first);
	return error_perm(error, "%s (and %u more; \"casemate check\" lists them all)", first,
			  faults->len - 1);
}

/* What can't be read of the list leaves the rest, and nobody is harmed. */
static void
read_free_mail(App *app)
{
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	datafiles_free_mail(app->home, app->config, faults);
	for (guint i = 0; i < faults->len; i++)
		log_warn("%s", (const char *)faults->pdata[i]);
}

gboolean
app_need_config(App *app, GError **error)
{
	if (app->config)
		return TRUE;
	if (!app_need_home(app, error))
		return FALSE;
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	if (config_load(app->config_path, app->home, &app->config, faults)) {
		log_set_level(app->config->log_level);
		read_free_mail(app);
		return TRUE;
	}
	return app_no_faults(faults, error);
}

/* A template of the site that is broken leaves the one that ships, and nobody is harmed. */
gboolean
app_need_templates(App *app, GError **error)
{
	if (app->templates)
		return TRUE;
	if (!app_need_config(app, error))
		return FALSE;
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	app->templates = datafiles_templates(app->home, app->config, faults);
	for (guint i = 0; i < faults->len; i++)
		log_warn("%s", (const char *)faults->pdata[i]);
	return TRUE;
}

/* Forms come back in the language in which they were sent, or in any other. */
static void
learn_forms(const App *app)
{
	const GPtrArray *types = app->config->site->types;
	for (guint i = 0; i < types->len; i++)
		form_learn(types->pdata[i], app->templates);
}

/* What isn't masked can't be taken back either. */
gboolean
app_need_secrets(App *app, GError **error)
{
	if (app->secrets)
		return TRUE;
	if (!app_need_config(app, error))
		return FALSE;
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Secrets) secrets = datafiles_secrets(app->home, app->config, faults);
	if (!app_no_faults(faults, error))
		return FALSE;
	app->secrets = g_steal_pointer(&secrets);
	app->config->site->secrets = app->secrets;
	return TRUE;
}

/* Without fingerprints customers are answered in the desk's language, and nobody is harmed. */
static void
learn_languages(App *app)
{
	g_autofree char *list = g_build_filename(app->home, "filters", "languages.list", NULL);
	g_autoptr(GError) error = NULL;
	app->languages = language_guess_new(list, &error);
	if (!app->languages)
		log_warn("%s", error->message);
}

/* A rule that is missing can't hold or discard, nor a pattern know a robot, and what goes out
 * then can't be taken back: with a broken file no mail is handled, and waits. */
gboolean
app_need_knowledge(App *app, GError **error)
{
	if (app->know.site)
		return TRUE;
	if (!app_need_templates(app, error) || !app_need_secrets(app, error))
		return FALSE;
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	app->tables = datafiles_tables(app->home, app->config, faults);
	app->words = datafiles_words(app->home, app->config, faults);
	app->config->site->words = app->words;
	app->rules = datafiles_rules(app->home, app->config, faults);
	if (!app_no_faults(faults, error))
		return FALSE;
	learn_forms(app);
	learn_languages(app);
	app->know = (Knowledge){
		.site = app->config->site,
		.rules = app->rules,
		.templates = app->templates,
		.tables = app->tables,
		.languages = app->languages,
		.keyring = app->config->keyring_dir,
		.poison = g_getenv("CASEMATE_TEST_POISON"),
	};
	return TRUE;
}

gboolean
app_need_store(App *app, GError **error)
{
	if (app->store)
		return TRUE;
	if (!app_need_config(app, error))
		return FALSE;
	g_autofree char *schema = app_schema_dir(app);
	app->store = store_open(app->config->store_dir, schema, error);
	return app->store != NULL;
}

void
app_clear(App *app)
{
	g_clear_pointer(&app->store, store_close);
	g_clear_pointer(&app->templates, templates_free);
	g_clear_pointer(&app->rules, rule_set_free);
	g_clear_pointer(&app->tables, mail_tables_free);
	g_clear_pointer(&app->words, words_free);
	g_clear_pointer(&app->secrets, secrets_free);
	g_clear_pointer(&app->languages, language_guess_free);
	g_clear_pointer(&app->config, config_free);
	g_clear_pointer(&app->home, g_free);
}

/* One line, whatever was asked: nothing in it reaches the terminal as a command. */
static void
say(const char *sentence)
{
	g_autofree char *safe = terminal_safe(sentence);
	fprintf(stderr, "casemate: %s\n", safe);
}

int
app_fail(GError *error)
{
	int status = g_error_matches(error, CM_ERROR, CM_ERROR_TEMP) ? EXIT_TEMP : EXIT_PERM;
	say(error->message);
	g_error_free(error);
	return status;
}

char *
actions_names(const Action *actions, const char *between)
{
	GString *names = g_string_new(NULL);
	for (; actions->name; actions++)
		g_string_append_printf(names, "%s%s", names->len ? between : "", actions->name);
	return g_string_free(names, FALSE);
}

const Action *
actions_find(const Action *actions, const char *name)
{
	for (; actions->name; actions++)
		if (!strcmp(actions->name, name))
			return actions;
	return NULL;
}

static void
print_usage(const App *app)
{
	const Subcommand *command = app->command;
	if (app->action) {
		fprintf(stderr, "usage: casemate %s",
			app->action->usage + strspn(app->action->usage, " "));
	} else if (command && command->actions) {
		g_autofree char *names = actions_names(command->actions, "|");
		fprintf(stderr, "usage: casemate %s %s ...\n", command->name, names);
	} else if (command) {
		fprintf(stderr, "usage: casemate %s%s%s\n", command->name,
			*command->arguments ? " " : "", command->arguments);
	}
}

int
app_usage(const App *app, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *what = g_strdup_vprintf(format, args);
	va_end(args);
	say(what);
	print_usage(app);
	return EXIT_USAGE;
}

int
app_wrong(const App *app, GError *error)
{
	int status = app_usage(app, "%s", error->message);
	g_error_free(error);
	return status;
}

gboolean
app_write_piece(const char *bytes, gsize length, gpointer file)
{
	return fwrite(bytes, 1, length, file) == length;
}

void
app_print_js(const Js *js)
{
	g_autofree char *text = isatty(STDOUT_FILENO) ? js_pretty(js) : js_line(js);
	puts(text);
}

int
app_print_list(const App *app, const Js *list, const char *const *columns, GError *error)
{
	if (!list)
		return app_fail(error);
	if (app->json)
		app_print_js(list);
	else
		table_print(list, columns);
	return 0;
}
