/*
 * Reading what a command needs, once and no more than that; and speaking to people.
 */
#include "app/app.h"

#include "base/error.h"
#include "base/log.h"

#include <stdio.h>
#include <unistd.h>

#define EXIT_PERM  1
#define EXIT_USAGE 2
#define EXIT_TEMP  75

static const Command *known_commands;

void
app_use_commands(const Command *table)
{
	known_commands = table;
}

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
app_need_config(App *app, GError **error)
{
	if (app->config)
		return TRUE;
	if (!app_need_home(app, error))
		return FALSE;
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	if (config_load(app->config_path, &app->config, faults)) {
		log_set_level(app->config->log_level);
		return TRUE;
	}
	const char *first = faults->pdata[0];
	if (faults->len == 1)
		return error_perm(error, "%s", first);
	return error_perm(error, "%s (and %u more faults; \"casemate check\" lists them all)",
			  first, faults->len - 1);
}

static void
warn_of(const GPtrArray *faults)
{
	for (guint i = 0; i < faults->len; i++)
		log_warn("%s", (const char *)faults->pdata[i]);
}

gboolean
app_need_knowledge(App *app, GError **error)
{
	if (app->know.site)
		return TRUE;
	if (!app_need_config(app, error))
		return FALSE;
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	app->templates = datafiles_templates(app->home, app->config, faults);
	app->tables = datafiles_tables(app->home, app->config, faults);
	app->rules = datafiles_rules(app->home, app->config, faults);
	warn_of(faults);
	app->know = (Knowledge){
		.site = app->config->site,
		.rules = app->rules,
		.templates = app->templates,
		.tables = app->tables,
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
	g_clear_pointer(&app->config, config_free);
	g_clear_pointer(&app->home, g_free);
}

int
app_fail(GError *error)
{
	int status = g_error_matches(error, CM_ERROR, CM_ERROR_TEMP) ? EXIT_TEMP : EXIT_PERM;
	fprintf(stderr, "casemate: %s\n", error->message);
	g_error_free(error);
	return status;
}

int
app_usage(const char *command, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_autofree char *what = g_strdup_vprintf(format, args);
	va_end(args);
	fprintf(stderr, "casemate: %s\n", what);
	for (const Command *c = known_commands; c && c->name; c++)
		if (!g_strcmp0(c->name, command))
			fprintf(stderr, "usage: casemate %s %s\n", c->name, c->arguments);
	return EXIT_USAGE;
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
