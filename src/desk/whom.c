/*
 * Lists of persons and organisations in the values of commands.
 */
#include "desk/whom.h"

#include <string.h>

static void
whom_free(gpointer data)
{
	Whom *whom = data;
	g_free(whom->asked);
	g_free(whom);
}

/* "Anna <a@example.org>" and "a@example.org <mailto:a@example.org>": the address. */
static char *
bare(const char *piece)
{
	const char *open = strchr(piece, '<');
	const char *close = open ? strchr(open, '>') : NULL;
	g_autofree char *inner = close && memchr(open, '@', (gsize)(close - open))
					 ? g_strndup(open + 1, (gsize)(close - open - 1))
					 : g_strdup(piece);
	const char *start = inner + strspn(inner, " @");
	if (!g_ascii_strncasecmp(start, "mailto:", strlen("mailto:")))
		start += strlen("mailto:");
	char *found = strchr(start, '@') ? g_utf8_strdown(start, -1) : g_strdup(start);
	return g_strstrip(found);
}

GPtrArray *
whom_split(const char *value)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(whom_free);
	g_auto(GStrv) pieces = g_strsplit_set(value, ",;", -1);
	for (guint i = 0; pieces[i]; i++) {
		const char *piece = pieces[i] + strspn(pieces[i], " \t");
		gboolean is_less = *piece == '-';
		g_autofree char *asked = bare(piece + strspn(piece, "+- "));
		if (!*asked)
			continue;
		Whom *whom = g_new0(Whom, 1);
		whom->asked = g_steal_pointer(&asked);
		whom->is_less = is_less;
		g_ptr_array_add(list, whom);
	}
	return list;
}

char *
whom_without_yes(const Words *words, const char *value, gboolean *is_sure_out)
{
	const char *blank = strrchr(value, ' ');
	*is_sure_out = blank && (!g_ascii_strcasecmp(blank + 1, "confirm") ||
				 words_mean(words, blank + 1, "yes"));
	return *is_sure_out ? g_strndup(value, (gsize)(blank - value)) : g_strdup(value);
}
