/*
 * From an action's name to what it does.  What all actions refuse is refused here: words that
 * no name, number or value can be.
 */
#include "app/actions.h"

#include "app/options.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

/* Before a word comes near the store or a terminal. */
static gboolean
check_word(const char *word, gboolean is_text, GError **error)
{
	if (!g_utf8_validate(word, -1, NULL))
		return error_perm(error, "\"%s\" is not UTF-8; give it in UTF-8", word);
	if (is_text)
		return TRUE;
	if (strlen(word) > LIMIT_ARGUMENT_BYTES)
		return error_perm(error,
				  "\"%.20s...\" has %" G_GSIZE_FORMAT
				  " bytes; a word of a command has at most %d",
				  word, strlen(word), LIMIT_ARGUMENT_BYTES);
	for (const char *p = word; *p; p = g_utf8_next_char(p))
		if (g_unichar_iscntrl(g_utf8_get_char(p)))
			return error_perm(
				error,
				"\"%s\" holds a control character or a line's end (U+%04X); "
				"leave it out",
				word, g_utf8_get_char(p));
	return TRUE;
}

gboolean
actions_check_word(const char *word, GError **error)
{
	return check_word(word, FALSE, error);
}

static gboolean
check_words(const App *app, char **argv, GError **error)
{
	for (; *argv; argv++)
		if (!check_word(*argv, app->action->flags & TAKES_TEXT, error))
			return FALSE;
	return TRUE;
}

/* An action about one row, by the number that the list shows. */
static int
run_on_row(App *app, int argc, char **argv)
{
	GError *error = NULL;
	gint64 id;
	if (!options_take(app, NULL, 3, &argc, argv, &error))
		return app_wrong(app, error);
	if (argc != 3 || !text_to_int(argv[2], 1, G_MAXINT64, &id))
		return app_usage(app, "%s %s needs the number that \"%s list\" shows",
				 app->command->name, app->action->name, app->command->name);
	return app->action->run_on_row(app, id, &error) ? 0 : app_fail(error);
}

int
actions_run(App *app, int argc, char **argv)
{
	const Action *actions = app->command->actions;
	gboolean is_named = argc > 1 && argv[1][0] != '-';
	const char *name = is_named ? argv[1] : actions->name;
	GError *error = NULL;
	app->action = actions_find(actions, name);
	if (!app->action) {
		g_autofree char *names = actions_names(actions, ", ");
		return app_usage(app, "there is no \"%s %s\"; there are: %s", argv[0], name, names);
	}
	/* Behind the command always stands an action. */
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_ptr_array_add(words, argv[0]);
	g_ptr_array_add(words, unconst(name));
	for (int i = is_named ? 2 : 1; i <= argc; i++)
		g_ptr_array_add(words, argv[i]);
	char **given = (char **)words->pdata;
	if (!check_words(app, given, &error) || !app_need_store(app, &error))
		return app_fail(error);
	int count = (int)words->len - 1;
	return app->action->run_on_row ? run_on_row(app, count, given)
				       : app->action->run(app, count, given);
}
