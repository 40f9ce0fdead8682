/*
 * Finding a note's words in a text that is to go out.  A quote may come back wrapped anew, with
 * any quote marks or none, in pieces; what stays is the order of the words.
 */
#include "desk/note_leak.h"

#include "base/text.h"

#include <string.h>

/* So many in a row are no chance. */
#define RUN 6
/* Fewer words are anybody's: "ok, thanks". */
#define SHORTEST_NOTE 3

char *
note_marked(const char *text)
{
	GString *out = g_string_new(NULL);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		gboolean is_blank = lines[i][strspn(lines[i], " \t\r")] == '\0';
		g_string_append_printf(out, "%s%s%s", i ? "\n" : "", is_blank ? "" : NOTE_MARK,
				       lines[i]);
	}
	return g_string_free(out, FALSE);
}

char *
note_leak_mark(const char *text)
{
	const char *at = strstr(text, NOTE_MARK);
	if (!at)
		return NULL;
	g_autofree char *line = g_strndup(at, strcspn(at, "\n"));
	return text_collapse(line);
}

static void
add_word(GPtrArray *words, const char *start, const char *end)
{
	while (start < end && !g_unichar_isalnum(g_utf8_get_char(start)))
		start = g_utf8_next_char(start);
	while (end > start && !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(end))))
		end = g_utf8_prev_char(end);
	if (start < end)
		g_ptr_array_add(words, g_utf8_casefold(start, end - start));
}

/* What stands between blanks, without punctuation around it; of scripts without blanks each
 * character. Nobody sees zero-width characters. */
static GPtrArray *
words_of(const char *text)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) seen = g_string_new(NULL);
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (!text_is_bidi_or_invisible(c))
			g_string_append_unichar(seen, c);
	}
	const char *start = seen->str;
	for (const char *p = seen->str; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		gboolean is_wide = g_unichar_iswide(c);
		if (!is_wide && !g_unichar_isspace(c))
			continue;
		add_word(words, start, p);
		if (is_wide)
			add_word(words, p, g_utf8_next_char(p));
		start = g_utf8_next_char(p);
	}
	add_word(words, start, seen->str + seen->len);
	return words;
}

/* `length` words from `first` on. */
static char *
run_at(const GPtrArray *words, guint first, guint length)
{
	GString *run = g_string_new(words->pdata[first]);
	for (guint i = 1; i < length; i++)
		g_string_append_printf(run, " %s", (const char *)words->pdata[first + i]);
	return g_string_free(run, FALSE);
}

static void
add_runs(GHashTable *runs, const GPtrArray *words, guint length)
{
	for (guint i = 0; i + length <= words->len; i++)
		g_hash_table_add(runs, run_at(words, i, length));
}

/* All runs of this length in the text, but those that everybody knows already. */
static GHashTable *
secret_runs(const GPtrArray *words, const GPtrArray *said, guint length)
{
	GHashTable *runs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	add_runs(runs, words, length);
	for (guint i = 0; i < said->len; i++) {
		g_autoptr(GPtrArray) before = words_of(said->pdata[i]);
		add_runs(known, before, length);
	}
	GHashTableIter iter;
	gpointer run;
	g_hash_table_iter_init(&iter, known);
	while (g_hash_table_iter_next(&iter, &run, NULL))
		g_hash_table_remove(runs, run);
	return runs;
}

static char *
leak_of(const char *note, GHashTable *const *runs)
{
	g_autoptr(GPtrArray) words = words_of(note);
	if (words->len < SHORTEST_NOTE)
		return NULL;
	guint length = MIN(words->len, RUN);
	for (guint i = 0; i + length <= words->len; i++) {
		g_autofree char *run = run_at(words, i, length);
		if (g_hash_table_contains(runs[length], run))
			return g_steal_pointer(&run);
	}
	return NULL;
}

char *
note_leak_words(const char *text, const GPtrArray *notes, const GPtrArray *said)
{
	if (notes->len == 0)
		return NULL;
	g_autoptr(GPtrArray) words = words_of(text);
	GHashTable *runs[RUN + 1] = {NULL};
	for (guint length = SHORTEST_NOTE; length <= RUN; length++)
		runs[length] = secret_runs(words, said, length);
	char *found = NULL;
	for (guint i = 0; i < notes->len && !found; i++)
		found = leak_of(notes->pdata[i], runs);
	for (guint length = SHORTEST_NOTE; length <= RUN; length++)
		g_hash_table_unref(runs[length]);
	return found;
}

/* A run of the length `length`, or a telling word, of `words` that is among `runs` or `single`. */
static gboolean
any_repeated(const GPtrArray *words, guint length, GHashTable *runs, GHashTable *single,
	     gboolean (*telling)(const char *word))
{
	for (guint i = 0; i < words->len; i++) {
		const char *word = words->pdata[i];
		if (telling(word) && g_hash_table_contains(single, word))
			return TRUE;
		g_autofree char *run = i + length <= words->len ? run_at(words, i, length) : NULL;
		if (run && g_hash_table_contains(runs, run))
			return TRUE;
	}
	return FALSE;
}

gboolean
words_repeated(const char *text, const char *of, gboolean (*telling)(const char *word))
{
	g_autoptr(GPtrArray) words = words_of(text);
	g_autoptr(GPtrArray) wanted = words_of(of);
	g_autoptr(GHashTable) runs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) single = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	guint length = MIN(wanted->len, RUN);
	if (length == 0)
		return FALSE;
	add_runs(runs, words, length);
	add_runs(single, words, 1);
	return any_repeated(wanted, length, runs, single, telling);
}
