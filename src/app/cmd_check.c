/*
 * `check`: names everything that is wrong with configuration, data, store and relays, and
 * where nothing is, writes down what `casemate deliver` needs.
 */
#include "app/check.h"

#include "app/options.h"
#include "app/roles.h"
#include "base/text.h"

#include <stdio.h>

static void
check_all(App *app, gboolean offline, GPtrArray *faults)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RuleSet) rules = NULL;

	if (!app_need_home(app, &error)) {
		g_ptr_array_add(faults, g_strdup(error->message));
		return;
	}
	app->config = config_read(app->config_path, app->home, faults);
	rules = check_data(app->home, app->config, faults);
	check_store(app->home, app->config, rules, faults);
	if (!offline)
		check_ways_out(app->config, faults);
	if (faults->len == 0 &&
	    (!role_check_old_spool(app, &error) || !role_write_deliver_settings(app, &error)))
		g_ptr_array_add(faults, g_strdup(error->message));
}

static void
set_sentences(Js *js, const char *name, const GPtrArray *sentences)
{
	Js *list = js_array();

	for (guint i = 0; i < sentences->len; i++) {
		g_autofree char *text = g_utf8_make_valid(g_ptr_array_index(sentences, i), -1);

		js_add_text(list, text);
	}
	js_set(js, name, list);
}

static void
print_js(const GPtrArray *faults, const GPtrArray *ignored)
{
	g_autoptr(Js) js = js_object();

	set_sentences(js, "faults", faults);
	if (ignored->len > 0)
		set_sentences(js, "ignored", ignored);
	app_print_js(js);
}

static void
print_lines(const GPtrArray *sentences)
{
	for (guint i = 0; i < sentences->len; i++) {
		g_autofree char *safe = terminal_safe(g_ptr_array_index(sentences, i));

		puts(safe);
	}
}

int
cmd_check(App *app, int argc, char **argv)
{
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	gboolean offline = FALSE;
	const Option known[] = {{"--offline", NULL, &offline}, {NULL, NULL, NULL}};
	GError *error = NULL;

	if (!options_take(app, known, 1, &argc, argv, &error))
		return app_wrong(app, error);
	check_all(app, offline, faults);
	g_autoptr(GPtrArray) ignored =
		app->config ? check_ignored(app->config) : g_ptr_array_new_with_free_func(g_free);
	if (app->json) {
		print_js(faults, ignored);
		return faults->len > 0;
	}
	print_lines(faults);
	print_lines(ignored);
	if (faults->len == 0)
		printf("%s: no faults\n", app->config->path);
	return faults->len > 0;
}
