/*
 * Finding what looks like a command in a text and is none.  The plan knows which of the words are
 * verbs of the writer, and says one friendly sentence about the first.
 */
#include "desk/hint.h"

#include "base/limits.h"
#include "desk/command.h"

#include <string.h>

static void
hint_destroy(gpointer data)
{
	Hint *hint = data;
	g_free(hint->word);
	g_free(hint);
}

static gboolean
is_taken(const GPtrArray *commands, guint line)
{
	for (guint i = 0; i < commands->len; i++) {
		const Command *command = commands->pdata[i];
		if (!command->is_stray && line >= command->first &&
		    line - command->first < command->lines)
			return TRUE;
	}
	return FALSE;
}

/* Behind the word; `word` itself if none stands there. */
static const char *
word_end(const char *word)
{
	const char *p = word;
	while (g_unichar_isalpha(g_utf8_get_char(p)) || (p > word && *p == '-'))
		p = g_utf8_next_char(p);
	gunichar next = g_utf8_get_char(p);
	gboolean ends = !next || g_unichar_isspace(next) || g_unichar_ispunct(next);
	/* "#path/to", "#a_b", "#name@host", "#example.org" are something else. */
	if (strchr("/_@#=", *p) && *p)
		ends = FALSE;
	if (*p == '.' && g_unichar_isalnum(g_utf8_get_char(p + 1)))
		ends = FALSE;
	return ends ? p : word;
}

static void
add_hint(GPtrArray *hints, const char *line, guint number, const char *sign)
{
	const char *before = line + strspn(line, " \t");
	const char *word = sign + 1;
	/* Only at a line's beginning the sign may stand apart. */
	if (sign == before)
		word += strspn(word, " \t");
	const char *end = word_end(word);
	if (end == word)
		return;
	g_autofree char *written = g_strndup(word, (gsize)(end - word));
	Hint *hint = g_new0(Hint, 1);
	hint->word = g_utf8_strdown(written, -1);
	hint->line = number;
	hint->is_apart = word != sign + 1;
	hint->has_more = sign != before || end[strspn(end, " \t.!")] != '\0';
	g_ptr_array_add(hints, hint);
}

static void
find_in_line(GPtrArray *hints, const char *line, guint number)
{
	for (const char *sign = strchr(line, '#'); sign; sign = strchr(sign + 1, '#')) {
		if (hints->len >= LIMIT_COMMANDS)
			return;
		if (sign == line || strchr(" \t(\"'*", sign[-1]))
			add_hint(hints, line, number, sign);
	}
}

GPtrArray *
hints_find(const char *text, const GPtrArray *commands)
{
	GPtrArray *hints = g_ptr_array_new_with_free_func(hint_destroy);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		if (!is_taken(commands, i))
			find_in_line(hints, lines[i], i);
	return hints;
}
