/*
 * The set of templates and sentences of a site: parsed when added, looked up by language and
 * name.
 */
#include "desk/template.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/gaps.h"
#include "desk/mustache.h"

#include <string.h>

/* What the names of sentences begin with where templates name them. */
#define WORD_PREFIX "t."
/* What those of sentences that C makes begin with. */
#define SAY_PREFIX "say."
/* A sentence within a sentence, and one in that: more there isn't. */
#define SAY_DEPTH 3

struct Templates {
	GHashTable *by_name;   /**< "opened.html" or "en/opened.html" to Mustache* */
	GHashTable *sentences; /**< "en/status.new" to char* */
	GPtrArray *languages;  /**< char*, of the sentences, in the order of the alphabet */
	GHashTable *parsed;    /**< "en/t.status.new.txt" to Mustache*: those that were needed */
	GHashTable *names;     /**< "status" LF "New" to "status.new": what is English for what */
	GHashTable *said;      /**< "say.no-value" to Gaps*, of the English ones */
};

static void
free_gaps(gpointer data)
{
	gaps_free(data);
}

static void
free_mustache(gpointer data)
{
	mustache_free(data);
}

Templates *
templates_new(void)
{
	Templates *templates = g_new(Templates, 1);
	templates->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_mustache);
	templates->sentences = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	templates->languages = g_ptr_array_new_with_free_func(g_free);
	templates->parsed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_mustache);
	templates->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	templates->said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_gaps);
	return templates;
}

void
templates_free(Templates *templates)
{
	if (!templates)
		return;
	g_hash_table_unref(templates->by_name);
	g_hash_table_unref(templates->sentences);
	g_ptr_array_unref(templates->languages);
	g_hash_table_unref(templates->parsed);
	g_hash_table_unref(templates->names);
	g_hash_table_unref(templates->said);
	g_free(templates);
}

gboolean
templates_add(Templates *templates, const char *name, const char *text, GError **error)
{
	if (!g_utf8_validate(text, -1, NULL))
		return error_perm(error, "template %s: this is not UTF-8", name);
	Mustache *mustache = mustache_parse(text, g_str_has_suffix(name, ".html"), error);
	if (!mustache) {
		g_prefix_error(error, "template %s: ", name);
		return FALSE;
	}
	g_hash_table_replace(templates->by_name, g_strdup(name), mustache);
	return TRUE;
}

/* What the table has for "LANGUAGE/NAME", or without the region of the language. */
static gpointer
look_up(GHashTable *table, const char *language, const char *name, const char *ending)
{
	g_autofree char *own = g_strconcat(language, "/", name, ending, NULL);
	gpointer found = g_hash_table_lookup(table, own);
	gsize length = strcspn(language, "-");
	if (found || !language[length])
		return found;
	g_autofree char *general =
		g_strdup_printf("%.*s/%s%s", (int)length, language, name, ending);
	return g_hash_table_lookup(table, general);
}

/* Sentences are parsed when they are first needed: there are thousands, and a site speaks a
 * language or two. That they can be was seen when they were added. */
static const Mustache *
find_sentence(const Templates *templates, const char *language, const char *name,
	      const char *ending)
{
	if (!g_str_has_prefix(name, WORD_PREFIX))
		return NULL;
	g_autofree char *place = g_strconcat(language, "/", name, ending, NULL);
	Mustache *found = g_hash_table_lookup(templates->parsed, place);
	const char *sentence =
		found ? NULL
		      : look_up(templates->sentences, language, name + strlen(WORD_PREFIX), "");
	if (!sentence)
		return found;
	found = mustache_parse_sentence(sentence, !strcmp(ending, ".html"), NULL);
	if (found)
		g_hash_table_insert(templates->parsed, g_steal_pointer(&place), found);
	return found;
}

static const Mustache *
find_own(const Templates *templates, const char *language, const char *name, const char *ending)
{
	const Mustache *found = look_up(templates->by_name, language, name, ending);
	return found ? found : find_sentence(templates, language, name, ending);
}

static const Mustache *
find(const Templates *templates, const char *language, const char *name, const char *ending)
{
	const Mustache *found = find_own(templates, language, name, ending);
	if (found)
		return found;
	g_autofree char *common = g_strconcat(name, ending, NULL);
	found = g_hash_table_lookup(templates->by_name, common);
	return found ? found : find_own(templates, LANGUAGE_FALLBACK, name, ending);
}

static void
add_language(Templates *templates, const char *language)
{
	GPtrArray *languages = templates->languages;
	if (g_ptr_array_find_with_equal_func(languages, language, g_str_equal, NULL))
		return;
	g_ptr_array_add(languages, g_strdup(language));
	g_ptr_array_sort(languages, text_compare_at);
}

/* Whether it can be put into templates.  Thousands are read, and most have no tags. */
static gboolean
is_sentence(const char *sentence, GError **error)
{
	if (!strstr(sentence, "{{"))
		return TRUE;
	g_autoptr(Mustache) parsed = mustache_parse_sentence(sentence, FALSE, error);
	return parsed != NULL;
}

static gboolean
add_sentence(Templates *templates, const char *language, const char *name, const char *sentence,
	     GError **error)
{
	if (!is_sentence(sentence, error))
		return FALSE;
	add_language(templates, language);
	g_hash_table_remove_all(templates->parsed);
	g_hash_table_replace(templates->sentences, g_strconcat(language, "/", name, NULL),
			     g_strdup(sentence));
	if (strcmp(language, LANGUAGE_FALLBACK) != 0)
		return TRUE;
	g_hash_table_replace(templates->names,
			     g_strdup_printf("%.*s\n%s", (int)strcspn(name, "."), name, sentence),
			     g_strdup(name));
	if (g_str_has_prefix(name, SAY_PREFIX))
		g_hash_table_replace(templates->said, g_strdup(name), gaps_read(sentence));
	return TRUE;
}

static gboolean
is_word_name(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-")];
}

/* One line of a file of words; it may be changed. */
static gboolean
add_line(Templates *templates, const char *language, char *line, GError **error)
{
	g_strstrip(line);
	char *equals = strchr(line, '=');
	if (!*line || *line == '#')
		return TRUE;
	if (equals)
		*equals = '\0';
	char *name = g_strchomp(line);
	if (!equals || !is_word_name(name))
		return error_perm(error,
				  "\"%.40s\" is no name of a word: write a line like "
				  "\"opened.thanks = Thank you.\"",
				  name);
	char *sentence = g_strchug(equals + 1);
	if (!*sentence)
		return error_perm(error,
				  "the word \"%s\" says nothing: write the sentence behind "
				  "the \"=\", or remove the line",
				  name);
	g_autoptr(GError) why = NULL;
	if (add_sentence(templates, language, name, sentence, &why))
		return TRUE;
	/* The line in the file is told, not that in the sentence. */
	return error_perm(error, "the word \"%s\": %s", name, why->message + strlen("line 1: "));
}

void
templates_add_words(Templates *templates, const char *language, const char *text, GPtrArray *faults)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		g_autoptr(GError) error = NULL;
		gboolean is_text = g_utf8_validate(lines[i], -1, NULL);
		if (!is_text)
			g_ptr_array_add(faults, g_strdup_printf("line %u: this is not UTF-8: save "
								"the file as that",
								i + 1));
		else if (!add_line(templates, language, lines[i], &error))
			g_ptr_array_add(faults,
					g_strdup_printf("line %u: %s", i + 1, error->message));
	}
}

/* Whether `key`, "de/opened.thanks", is of the language. */
static gboolean
is_of(const char *key, const char *language, gsize length)
{
	return !strncmp(key, language, length) && key[length] == '/';
}

gboolean
templates_speaks(const Templates *templates, const char *language)
{
	GHashTableIter iter;
	gpointer key = NULL;
	gsize whole = strlen(language);
	gsize general = strcspn(language, "-");
	g_hash_table_iter_init(&iter, templates->sentences);
	while (*language && g_hash_table_iter_next(&iter, &key, NULL))
		if (is_of(key, language, whole) || is_of(key, language, general))
			return TRUE;
	return FALSE;
}

const GPtrArray *
templates_languages(const Templates *templates)
{
	return templates->languages;
}

const char *
templates_call(const Templates *templates, const char *language, const char *group,
	       const char *english)
{
	g_autofree char *key = g_strconcat(group, "\n", english, NULL);
	const char *name = g_hash_table_lookup(templates->names, key);
	const char *own = name ? look_up(templates->sentences, language, name, "") : NULL;
	return own ? own : english;
}

char *
templates_call_first(const Templates *templates, const char *language, const char *group,
		     const char *english)
{
	const char *own = templates_call(templates, language, group, english);
	const char *colon = own == english ? strstr(english, ": ") : NULL;
	if (!colon)
		return g_strdup(own);
	g_autofree char *first = g_strndup(english, (gsize)(colon - english));
	return g_strconcat(templates_call(templates, language, group, first), colon, NULL);
}

/* A sentence of C that is being said in another language. */
typedef struct Saying {
	const Templates *templates;
	const char *language;
	guint depth;
} Saying;

static char *say(const Saying *saying, const char *english);

/* What follows "a, b and" in English, if it has a name of its own in the group; NULL: it hasn't. */
static const char *
after_and(const Templates *templates, const char *group, const char *english)
{
	const char *last = g_strrstr(english, " and ");
	g_autofree char *key = last ? g_strconcat(group, "\n", last + strlen(" and "), NULL) : NULL;
	return key && g_hash_table_contains(templates->names, key) ? last + strlen(" and ") : NULL;
}

char *
templates_call_each(const Templates *templates, const char *language, const char *group,
		    const char *english)
{
	const char *own = templates_call(templates, language, group, english);
	const char *last = own == english ? after_and(templates, group, english) : NULL;
	const char *and = last ? look_up(templates->sentences, language, "and", "") : NULL;
	if (own != english)
		return g_strdup(own);
	if (and) {
		g_autofree char *first =
			g_strndup(english, (gsize)(last - english) - strlen(" and "));
		g_autofree char *others = templates_call_each(templates, language, group, first);
		return g_strjoin(" ", others, and, templates_call(templates, language, group, last),
				 NULL);
	}
	g_auto(GStrv) list = g_strsplit(english, ", ", -1);
	for (guint i = 0; list[i]; i++) {
		char *called = g_strdup(templates_call(templates, language, group, list[i]));
		g_free(list[i]);
		list[i] = called;
	}
	return g_strjoinv(", ", list);
}

/* (transfer full) */
static char *
call_any(const Saying *saying, const char *name)
{
	static const char *const groups[] = {"priority", "status", "emergency",
					     "severity", "value",  NULL};
	char *own = g_strdup(name);
	for (guint i = 0; groups[i] && !strcmp(own, name); i++) {
		g_free(own);
		own = templates_call_first(saying->templates, saying->language, groups[i], name);
	}
	return own;
}

/* What fills the gap {{NAME}}. (transfer full) */
static char *
say_gap(const Saying *saying, const char *name, const char *value)
{
	g_autofree char *group = g_strdup(name);
	gsize length = strlen(group);
	while (length > 0 && g_ascii_isdigit(group[length - 1]))
		group[--length] = '\0';
	if (!strcmp(group, "reason"))
		return say(saying, value);
	return strcmp(group, "any")
		       ? templates_call_each(saying->templates, saying->language, group, value)
		       : call_any(saying, value);
}

/* The name of the word that a sentence is, and what is in its gaps; NULL: none fits. */
static const char *
find_said(const Templates *templates, const char *english, GHashTable **values_out)
{
	GHashTableIter iter;
	gpointer name = NULL, gaps = NULL;
	const char *best = NULL;
	gsize weight = 0;
	g_hash_table_iter_init(&iter, templates->said);
	while (g_hash_table_iter_next(&iter, &name, &gaps)) {
		if (gaps_weight(gaps) <= weight)
			continue;
		g_autoptr(GHashTable) values = gaps_match(gaps, english);
		if (!values)
			continue;
		weight = gaps_weight(gaps);
		best = name;
		g_clear_pointer(values_out, g_hash_table_unref);
		*values_out = g_steal_pointer(&values);
	}
	return best;
}

static char *
say(const Saying *saying, const char *english)
{
	const Templates *templates = saying->templates;
	const Saying inner = {templates, saying->language, saying->depth + 1};
	g_autoptr(GHashTable) values = NULL;
	const char *name =
		saying->depth < SAY_DEPTH ? find_said(templates, english, &values) : NULL;
	const char *own = name ? look_up(templates->sentences, saying->language, name, "") : NULL;
	if (!own)
		return g_strdup(english);
	GHashTableIter iter;
	gpointer gap = NULL, value = NULL;
	g_hash_table_iter_init(&iter, values);
	while (g_hash_table_iter_next(&iter, &gap, &value))
		g_hash_table_iter_replace(&iter, say_gap(&inner, gap, value));
	g_autoptr(Gaps) gaps = gaps_read(own);
	return gaps_fill(gaps, values);
}

char *
templates_say(const Templates *templates, const char *language, const char *english)
{
	const Saying saying = {templates, language, 0};
	if (!english || !strstr(english, TEMPLATES_NEXT))
		return say(&saying, english);
	g_auto(GStrv) sentences = g_strsplit(english, TEMPLATES_NEXT, -1);
	for (guint i = 0; sentences[i]; i++) {
		char *own = say(&saying, sentences[i]);
		g_free(sentences[i]);
		sentences[i] = own;
	}
	return g_strjoinv(" ", sentences);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

void
templates_each_missing(const Templates *templates, const char *language,
		       void (*each)(const char *word, gpointer data), gpointer data)
{
	g_autoptr(GList) keys = g_hash_table_get_keys(templates->sentences);
	gsize length = strlen(LANGUAGE_FALLBACK);
	keys = g_list_sort(keys, compare_names);
	for (const GList *key = keys; key; key = key->next) {
		const char *name = (const char *)key->data + length + 1;
		if (is_of(key->data, LANGUAGE_FALLBACK, length) &&
		    !look_up(templates->sentences, language, name, ""))
			each(name, data);
	}
}

/* Where the partials of a template are looked up. */
typedef struct Place {
	const Templates *templates;
	const char *language;
	const char *ending; /**< ".txt": that of the template that asks */
} Place;

static const Mustache *
find_partial(const char *name, gpointer user_data)
{
	const Place *place = user_data;
	return find(place->templates, place->language, name, place->ending);
}

char *
templates_render(const Templates *templates, const char *language, const char *name,
		 const Js *context)
{
	const Mustache *mustache = find(templates, language, name, "");
	const char *ending = strrchr(name, '.');
	Place place = {templates, language, ending ? ending : ""};
	return mustache ? mustache_render(mustache, context, find_partial, &place) : NULL;
}

/* Whose partials are being told, and to whom. */
typedef struct Telling {
	Place place;
	const char *name;
	TemplatePiece each;
	gpointer data;
} Telling;

static void
tell_piece(const char *piece, gpointer data)
{
	Telling *telling = data;
	gboolean found = find_partial(piece, &telling->place) != NULL;
	telling->each(telling->name, piece, found, telling->data);
}

static void
tell_pieces(const Templates *templates, const char *name, const Mustache *mustache,
	    TemplatePiece each, gpointer data)
{
	const char *slash = strchr(name, '/');
	const char *ending = strrchr(name, '.');
	g_autofree char *language = g_strndup(name, slash ? (gsize)(slash - name) : 0);
	Telling telling = {{templates, language, ending ? ending : ""}, name, each, data};
	mustache_each_partial(mustache, tell_piece, &telling);
}

void
templates_each_piece(const Templates *templates, TemplatePiece each, gpointer data)
{
	static const char *const endings[] = {".txt", ".html"};
	GHashTableIter iter;
	gpointer name = NULL, mustache = NULL;
	g_hash_table_iter_init(&iter, templates->by_name);
	while (g_hash_table_iter_next(&iter, &name, &mustache))
		tell_pieces(templates, name, mustache, each, data);
	g_hash_table_iter_init(&iter, templates->sentences);
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		gsize length = strcspn(name, "/");
		g_autofree char *language = g_strndup(name, length);
		g_autofree char *word = g_strconcat(WORD_PREFIX, (char *)name + length + 1, NULL);
		for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
			g_autofree char *full = g_strconcat(language, "/", word, endings[i], NULL);
			const Mustache *sentence =
				find_sentence(templates, language, word, endings[i]);
			if (sentence)
				tell_pieces(templates, full, sentence, each, data);
		}
	}
}
