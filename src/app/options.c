/*
 * Reading the options of a command.
 */
#include "app/options.h"

#include "app/conffile.h"
#include "base/error.h"

#include <string.h>

static const char json_option[] = "--json";

static gboolean
looks_like_option(const char *word)
{
	if (word[0] != '-')
		return FALSE;
	if (word[1] == '-')
		return g_ascii_isalpha(word[2]);
	return g_ascii_isalpha(word[1]) && !word[2];
}

static gboolean
knows_json(const App *app)
{
	return (app->action ? app->action->flags : app->command->flags) & KNOWS_JSON;
}

/* Names the option that was meant, if one is near. */
static const char *
nearest_option(const App *app, const Option *known, const char *word)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (; known && known->name; known++)
		g_ptr_array_add(names, unconst(known->name));
	if (knows_json(app))
		g_ptr_array_add(names, unconst(json_option));
	/* Of two single letters none is nearer than another. */
	return word[2] ? conf_nearest(word, (const char *const *)(gconstpointer)names->pdata,
				      names->len)
		       : NULL;
}

static gboolean
refuse(const App *app, const Option *known, const char *word, GError **error)
{
	const char *nearest = nearest_option(app, known, word);
	if (nearest)
		return error_perm(error, "there is no option %s here; did you mean %s?", word,
				  nearest);
	if (app->action && app->action->flags & TAKES_TEXT)
		return error_perm(error,
				  "there is no option %s here; put -- before a text that has such "
				  "a word",
				  word);
	return error_perm(error, "there is no option %s here", word);
}

static const Option *
find_option(const Option *known, const char *word)
{
	gsize length = word[1] == '-' ? strcspn(word, "=") : strlen(word);
	for (; known && known->name; known++)
		if (!strncmp(known->name, word, length) && !known->name[length])
			return known;
	return NULL;
}

/* The value stands behind "=" or is the next word, which is then passed over. */
static gboolean
take_one(const Option *option, char **argv, int *i, GError **error)
{
	const char *inside = argv[*i] + strlen(option->name);
	if (option->given && *inside)
		return error_perm(error, "the option %s takes no value", option->name);
	if (option->given)
		return *option->given = TRUE;
	if (*option->value)
		return error_perm(error, "the option %s is given twice", option->name);
	*option->value = *inside ? inside + 1 : argv[*i + 1];
	if (!*option->value)
		return error_perm(error, "the option %s needs a value", option->name);
	*i += *inside ? 0 : 1;
	return TRUE;
}

gboolean
options_take(App *app, const Option *known, int max_words, int *argc, char **argv, GError **error)
{
	int kept = 0, i = 0;
	for (; i < *argc && strcmp(argv[i], "--") != 0; i++) {
		if (!looks_like_option(argv[i])) {
			argv[kept++] = argv[i];
			continue;
		}
		const Option *option = find_option(known, argv[i]);
		if (!option && knows_json(app) && !strcmp(argv[i], json_option))
			app->json = TRUE;
		else if (!option)
			return refuse(app, known, argv[i], error);
		else if (!take_one(option, argv, &i, error))
			return FALSE;
	}
	while (++i < *argc)
		argv[kept++] = argv[i];
	argv[kept] = NULL;
	*argc = kept;
	if (kept > max_words)
		return error_perm(error, "\"%s\" is a word too many", argv[max_words]);
	return TRUE;
}

gboolean
options_take_leading(const Option *known, int argc, char **argv, int *at_out, GError **error)
{
	int i = 1;
	for (; i < argc && argv[i][0] == '-'; i++) {
		const Option *option = find_option(known, argv[i]);
		if (!option)
			return error_perm(error, "there is no option %s before a command", argv[i]);
		if (option->value)
			*option->value = NULL;
		if (!take_one(option, argv, &i, error))
			return FALSE;
	}
	*at_out = i;
	return TRUE;
}
