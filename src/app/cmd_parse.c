/*
 * `parse`: how mails are read, a line of JSON for each, storing nothing.
 */
#include "app/options.h"
#include "app/progress.h"
#include "base/error.h"
#include "desk/command.h"
#include "desk/trackid.h"
#include "mail/mail_json.h"
#include "mail/scan.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

/* Blocks of this size go back at once; else what a long mail left would count for the next. */
#define MMAP_BYTES (256 * 1024)

static int
parse_file(App *app, const char *path)
{
	GError *error = NULL;
	g_autoptr(Raw) raw = raw_open_file(path, &error);
	if (!raw)
		return app_fail(error);
	g_autoptr(Js) js = NULL;
	g_autofree char *beyond = raw_scan(raw);
	if (beyond) {
		js = js_object();
		js_set_text(js, "file", path);
		js_set_text(js, "quarantine", beyond);
	} else {
		g_autoptr(Mail) mail = raw_read(raw, app->tables);
		g_autoptr(GPtrArray) ids = track_id_find_all(mail->subject);
		/* As for a case: a robot's mail has none. */
		g_autoptr(GPtrArray) found =
			commands_find(mail->auto_kind == AUTO_NONE ? mail->reply : "");
		commands_join_verbs(found, app->words);
		g_autoptr(Js) commands = commands_to_js(found, app->words);
		js = mail_to_js(mail, path, ids, commands);
	}
	g_autofree char *line = js_line(js);
	if (puts(line) >= 0 && fflush(stdout) == 0)
		return 0;
	return app_fail(g_error_new(CM_ERROR, CM_ERROR_PERM, "cannot write the result of %s: %s",
				    path, g_strerror(errno)));
}

/* The site's tables are read too, so that a mail is read here as the gateway reads it; without a
 * configuration, or one that isn't ours to read, the shipped ones serve. */
static gboolean
need_tables(App *app, GError **error)
{
	g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func(g_free);
	if (!app_need_home(app, error) ||
	    (access(app->config_path, R_OK) == 0 && !app_need_config(app, error)))
		return FALSE;
	app->tables = datafiles_tables(app->home, app->config, faults);
	app->words = datafiles_words(app->home, app->config, faults);
	return app_no_faults(faults, error);
}

int
cmd_parse(App *app, int argc, char **argv)
{
	GError *error = NULL;
	if (!options_take(app, NULL, G_MAXINT, &argc, argv, &error))
		return app_wrong(app, error);
	if (argc < 2)
		return app_usage(app, "name the files with the mails to read");
	if (!need_tables(app, &error))
		return app_fail(error);
	mallopt(M_MMAP_THRESHOLD, MMAP_BYTES);
	/* On a terminal the lines themselves show how far it is. */
	g_autoptr(Progress) progress =
		isatty(STDOUT_FILENO) ? NULL : progress_new("mails", (gsize)argc - 1);
	int status = 0;
	/* What can't be written for one can't be for the others. */
	for (int i = 1; i < argc && !ferror(stdout); i++) {
		status |= parse_file(app, argv[i]);
		if (progress)
			progress_show(progress, (gsize)i);
	}
	return status;
}
