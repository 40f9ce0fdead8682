/*
 * Reading and looking up the words of other languages.
 */
#include "desk/words.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/verbs.h"

#include <string.h>

struct Words {
	GHashTable *verbs;  /* key -> name in the table of verbs */
	GHashTable *values; /* key -> English word */
	GHashTable *help;   /* keys */
};

Words *
words_new(void)
{
	Words *words = g_new0(Words, 1);
	words->verbs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	words->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	words->help = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return words;
}

void
words_free(Words *words)
{
	if (!words)
		return;
	g_hash_table_unref(words->verbs);
	g_hash_table_unref(words->values);
	g_hash_table_unref(words->help);
	g_free(words);
}

typedef enum Section { SECTION_NONE, SECTION_VERBS, SECTION_VALUES, SECTION_HELP } Section;

static gboolean
read_section(const char *line, Section *section_out, GError **error)
{
	static const char *const names[] = {[SECTION_NONE] = "",
					    [SECTION_VERBS] = "[verbs]",
					    [SECTION_VALUES] = "[values]",
					    [SECTION_HELP] = "[help]"};
	for (Section i = SECTION_VERBS; i <= SECTION_HELP; i++)
		if (!strcmp(line, names[i])) {
			*section_out = i;
			return TRUE;
		}
	return error_perm(error, "%s is no section; they are [verbs], [values] and [help]", line);
}

static gboolean
add_pair(GHashTable *table, const char *foreign, const char *english, GError **error)
{
	g_autofree char *key = text_name_key(foreign);
	if (!*key)
		return error_perm(error, "there is no word before \"=>\"");
	g_hash_table_insert(table, g_steal_pointer(&key), g_strdup(english));
	return TRUE;
}

/* "erledigt, fertig => done" */
static gboolean
read_entry(Words *words, Section section, const char *line, GError **error)
{
	if (section == SECTION_HELP) {
		g_hash_table_add(words->help, text_name_key(line));
		return TRUE;
	}
	if (section == SECTION_NONE)
		return error_perm(error, "it stands before the first section");
	const char *arrow = strstr(line, "=>");
	if (!arrow || arrow == line)
		return error_perm(error, "an entry looks like \"erledigt => done\"");
	g_autofree char *foreign = g_strndup(line, (gsize)(arrow - line));
	g_autofree char *english = g_strdup(arrow + 2);
	g_strstrip(english);
	if (section == SECTION_VERBS && !verb_find(english))
		return error_perm(error, "there is no verb \"%s\"", english);
	g_auto(GStrv) pieces = g_strsplit(foreign, ",", -1);
	for (guint i = 0; pieces[i]; i++)
		if (!add_pair(section == SECTION_VERBS ? words->verbs : words->values, pieces[i],
			      section == SECTION_VERBS ? verb_find(english)->name : english, error))
			return FALSE;
	return TRUE;
}

static gboolean
read_line(Words *words, Section *section, char *line, GError **error)
{
	g_strstrip(line);
	if (!*line || *line == '#')
		return TRUE;
	return *line == '[' ? read_section(line, section, error)
			    : read_entry(words, *section, line, error);
}

/* Without any entry: what is wrong shows before anything is added. */
static gboolean
read_all(Words *words, const char *name, const char *text, GError **error)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	Section section = SECTION_NONE;
	for (guint i = 0; lines[i]; i++)
		if (!read_line(words, &section, lines[i], error)) {
			g_prefix_error(error, "%s:%u: ", name, i + 1);
			return FALSE;
		}
	return TRUE;
}

gboolean
words_add(Words *words, const char *name, const char *text, GError **error)
{
	g_autoptr(Words) trial = words_new();
	if (!g_utf8_validate(text, -1, NULL))
		return error_perm(error, "%s: it is not in UTF-8", name);
	return read_all(trial, name, text, error) && read_all(words, name, text, error);
}

const char *
words_verb(const Words *words, const char *word)
{
	const Verb *verb = verb_find(word);
	if (verb || !words)
		return verb ? verb->name : NULL;
	g_autofree char *key = text_name_key(word);
	return g_hash_table_lookup(words->verbs, key);
}

char *
words_in_english(const Words *words, const char *value)
{
	g_auto(GStrv) pieces = g_strsplit(value, " ", -1);
	for (guint i = 0; words && pieces[i]; i++) {
		g_autofree char *key = text_name_key(pieces[i]);
		const char *english = g_hash_table_lookup(words->values, key);
		if (!english)
			continue;
		g_free(pieces[i]);
		pieces[i] = g_strdup(english);
	}
	return g_strjoinv(" ", pieces);
}

gboolean
words_mean(const Words *words, const char *value, const char *english)
{
	g_autofree char *key = text_name_key(value);
	const char *meant = words ? g_hash_table_lookup(words->values, key) : NULL;
	return !strcmp(key, english) || (meant && !strcmp(meant, english));
}

gboolean
words_ask_help(const Words *words, const char *subject)
{
	g_autofree char *key = text_name_key(subject);
	return !strcmp(key, "help") || (words && g_hash_table_contains(words->help, key));
}
