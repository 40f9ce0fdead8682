/*
 * `org import` and `person import`: what `add` and `set` do, line by line of a table.  What is
 * there already is set, so that the same table may be taken any number of times.
 */
#include "app/actions.h"
#include "app/csv.h"
#include "app/options.h"
#include "app/people.h"
#include "app/progress.h"
#include "base/error.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Others get the lock after this, and after so many lines even if nothing takes time. */
#define BATCH_US   (10 * 1000)
#define BATCH_ROWS 500

typedef struct Import {
	App *app;
	const Kind *kind;
	const char *path;
	Csv *csv;
	GPtrArray *columns; /* char*, lower case */
	guint key;          /* which of them is the name */
	Welcome welcome;
	Progress *progress;
	guint added;
	guint set;
	guint wrong;
} Import;

static void
complain(Import *import, guint line, const char *what)
{
	g_autofree char *text = g_strdup_printf("%s:%u: %s", import->path, line, what);
	g_autofree char *safe = terminal_safe(text);
	fprintf(stderr, "%scasemate: %s\n", isatty(STDERR_FILENO) ? "\r\033[K" : "", safe);
	import->wrong++;
}

static gboolean
find_key(Import *import, GError **error)
{
	while (import->key < import->columns->len &&
	       strcmp(import->columns->pdata[import->key], import->kind->key) != 0)
		import->key++;
	if (import->key < import->columns->len)
		return TRUE;
	return error_perm(error,
			  "%s: the first line names the columns, and one of them has to be \"%s\"",
			  import->path, import->kind->key);
}

/* The names of the columns, each once and of an attribute. */
static gboolean
read_header(Import *import, GError **error)
{
	const CsvRow *row = csv_next(import->csv, error);
	if (!row && *error)
		g_prefix_error(error, "%s: ", import->path);
	if (!row)
		return *error ? FALSE : error_perm(error, "%s: it is empty", import->path);
	if (row->fault)
		return error_perm(error, "%s:%u: %s", import->path, row->line, row->fault);
	g_autoptr(GPtrArray) sets = g_ptr_array_new();
	for (guint i = 0; i < row->fields->len; i++) {
		char *name = g_ascii_strdown(row->fields->pdata[i], -1);
		if (g_ptr_array_find_with_equal_func(import->columns, name, g_str_equal, NULL)) {
			g_autofree char *twice = name;
			return error_perm(error, "%s: the column \"%s\" is there twice",
					  import->path, twice);
		}
		g_ptr_array_add(import->columns, name);
		g_ptr_array_add(sets, name);
		g_ptr_array_add(sets, name);
	}
	g_ptr_array_add(sets, NULL);
	if (!find_key(import, error))
		return FALSE;
	if (import->kind->check_names((const char *const *)sets->pdata, error))
		return TRUE;
	g_prefix_error(error, "%s: ", import->path);
	return FALSE;
}

/* What the row sets; an empty value leaves what is there. (transfer full) */
static char **
sets_of(const Import *import, const CsvRow *row, GError **error)
{
	g_autoptr(GPtrArray) sets = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < row->fields->len; i++) {
		const char *value = row->fields->pdata[i];
		if (!actions_check_word(value, error))
			return NULL;
		if (i == import->key || !*value)
			continue;
		g_ptr_array_add(sets, g_strdup(import->columns->pdata[i]));
		g_ptr_array_add(sets, g_strdup(value));
	}
	g_ptr_array_add(sets, NULL);
	g_ptr_array_set_free_func(sets, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&sets), FALSE);
}

/* Nobody asked for a mail to each of those who are added. */
static Welcome
welcome_for(const Import *import, gboolean is_added)
{
	if (import->welcome != WELCOME_BY_DEFAULT || !is_added)
		return import->welcome;
	return WELCOME_NEVER;
}

static gboolean
take_row(Import *import, const CsvRow *row, gboolean *is_added_out, GError **error)
{
	App *app = import->app;
	const Kind *kind = import->kind;
	gint64 id = 0;
	gboolean more = FALSE;
	if (row->fault)
		return error_perm(error, "%s", row->fault);
	if (row->fields->len > import->columns->len)
		return error_perm(error, "it has %u values, and there are %u columns",
				  row->fields->len, import->columns->len);
	if (import->key >= row->fields->len)
		return error_perm(error, "%s is missing", kind->what);
	g_autofree char *name = header_safe(row->fields->pdata[import->key]);
	g_auto(GStrv) sets = sets_of(import, row, error);
	if (!sets || !people_fit(app, name, sets, error) ||
	    !kind->find(app->store, name, &id, error))
		return FALSE;
	*is_added_out = id == 0;
	PeopleChange make = id ? kind->set : kind->add;
	return make(app, name, (const char *const *)sets, error) &&
	       people_welcome(app, kind, name, welcome_for(import, id == 0), FALSE, &more, error);
}

/* Each row is a step of its own, so that a wrong one takes nobody along. FALSE: trouble. */
static gboolean
take_row_or_complain(Import *import, const CsvRow *row, GError **error)
{
	Store *store = import->app->store;
	g_autoptr(GError) failure = NULL;
	gboolean is_added = FALSE;
	if (!store_savepoint(store, error))
		return FALSE;
	gboolean taken = take_row(import, row, &is_added, &failure);
	if (!store_end_step(store, failure, error))
		return FALSE;
	if (!taken)
		complain(import, row->line, failure->message);
	else if (is_added)
		import->added++;
	else
		import->set++;
	return TRUE;
}

/* As many rows as others can wait for; `*row` is the next one, NULL at the end. */
static gboolean
take_batch(Import *import, const CsvRow **row, GError **error)
{
	GError *failure = NULL;
	gint64 began_us = g_get_monotonic_time();
	if (!store_begin(import->app->store, error))
		return FALSE;
	for (guint n = 0; *row && n < BATCH_ROWS; n++) {
		if (!take_row_or_complain(import, *row, &failure))
			break;
		*row = csv_next(import->csv, &failure);
		if (failure || g_get_monotonic_time() - began_us > BATCH_US)
			break;
	}
	if (!failure)
		return store_commit(import->app->store, error);
	store_rollback(import->app->store);
	g_propagate_error(error, failure);
	return FALSE;
}

static gboolean
take_all(Import *import, GError **error)
{
	GError *failure = NULL;
	if (!read_header(import, &failure)) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	const CsvRow *row = csv_next(import->csv, &failure);
	while (row && !failure && take_batch(import, &row, &failure))
		progress_show(import->progress, import->added + import->set + import->wrong);
	if (!failure)
		return TRUE;
	g_propagate_prefixed_error(error, failure, "%s: after %u lines: ", import->path,
				   import->added + import->set + import->wrong);
	return FALSE;
}

static int
import_stream(App *app, const char *path, FILE *file, Welcome welcome)
{
	GError *error = NULL;
	g_autoptr(Csv) csv = csv_open(file);
	g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Progress) progress = progress_new("lines", 0);
	Import import = {.app = app,
			 .kind = people_kind(app),
			 .path = path,
			 .csv = csv,
			 .columns = columns,
			 .welcome = welcome,
			 .progress = progress};
	gboolean done = take_all(&import, &error);
	g_clear_pointer(&progress, progress_free);
	if (done)
		printf("%u added, %u set, %u wrong\n", import.added, import.set, import.wrong);
	return !done ? app_fail(error) : import.wrong ? EXIT_PERM : 0;
}

int
people_import(App *app, int argc, char **argv)
{
	GError *error = NULL;
	Welcome welcome;
	int status;
	if (!people_take_welcome(app, 3, &argc, argv, &welcome, &status))
		return status;
	if (!app_need_templates(app, &error))
		return app_fail(error);
	if (!strcmp(argv[2], "-"))
		return import_stream(app, "standard input", stdin, welcome);
	FILE *file = fopen(argv[2], "re");
	if (!file) {
		error_perm(&error, "cannot open %s: %s", argv[2], g_strerror(errno));
		return app_fail(error);
	}
	status = import_stream(app, argv[2], file, welcome);
	fclose(file);
	return status;
}
