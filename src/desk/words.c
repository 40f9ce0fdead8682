/*
 * Reading and looking up the words of other languages.
 */
#include "desk/words.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/choice.h"
#include "desk/phrase.h"
#include "desk/verbs.h"

#include <string.h>

/* Who leaves out or mistypes a letter of so many means one verb still. */
#define SLIP_CHARS 4
/* A word of so many bytes is found within others: "不在", "abwesend". */
#define WITHIN_BYTES 6

struct Words {
	GHashTable *verbs;        /* key -> name in the table of verbs */
	GPtrArray *names;         /* VerbName*, in the order of their keys */
	GHashTable *statuses;     /* key -> verb or name of a status, if the site has it */
	GHashTable *values;       /* key -> GPtrArray of English words, in order */
	GHashTable *help;         /* keys */
	GPtrArray *questions;     /* Phrase* */
	GPtrArray *courtesies;    /* Phrase* */
	GPtrArray *closings;      /* Phrase*, of the courtesies, borrowed */
	GPtrArray *thanks;        /* Phrase* */
	GPtrArray *solved;        /* Phrase* */
	GPtrArray *confirmations; /* Phrase* */
	GPtrArray *no_answers;    /* Phrase* */
	GHashTable *doubts;       /* keys */
	GHashTable *absences;     /* keys */
	GHashTable *firms;        /* keys */
	GPtrArray *stars;         /* Phrase* */
	GHashTable *ratings;      /* keys of words to digits */
};

/* A verb by one of its names, in any language. */
typedef struct VerbName {
	char *key; /* without accents: "résloved" is "resolved" mistyped */
	const Verb *verb;
	gboolean is_english;
} VerbName;

static void
verb_name_free(gpointer data)
{
	VerbName *name = data;
	g_free(name->key);
	g_free(name);
}

static int
compare_verb_names(gconstpointer a, gconstpointer b)
{
	const VerbName *one = *(const VerbName *const *)a, *other = *(const VerbName *const *)b;
	int order = strcmp(one->key, other->key);
	return order ? order : other->is_english - one->is_english;
}

Words *
words_new(void)
{
	Words *words = g_new0(Words, 1);
	words->names = g_ptr_array_new_with_free_func(verb_name_free);
	words->verbs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	words->statuses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	words->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      (GDestroyNotify)g_ptr_array_unref);
	words->help = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	words->questions = g_ptr_array_new_with_free_func(phrase_destroy);
	words->courtesies = g_ptr_array_new_with_free_func(phrase_destroy);
	words->closings = g_ptr_array_new();
	words->thanks = g_ptr_array_new_with_free_func(phrase_destroy);
	words->solved = g_ptr_array_new_with_free_func(phrase_destroy);
	words->confirmations = g_ptr_array_new_with_free_func(phrase_destroy);
	words->no_answers = g_ptr_array_new_with_free_func(phrase_destroy);
	words->doubts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	words->absences = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	words->firms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	words->stars = g_ptr_array_new_with_free_func(phrase_destroy);
	words->ratings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return words;
}

void
words_free(Words *words)
{
	if (!words)
		return;
	g_hash_table_unref(words->verbs);
	g_ptr_array_unref(words->names);
	g_hash_table_unref(words->statuses);
	g_hash_table_unref(words->values);
	g_hash_table_unref(words->help);
	g_ptr_array_unref(words->questions);
	g_ptr_array_unref(words->courtesies);
	g_ptr_array_unref(words->closings);
	g_ptr_array_unref(words->thanks);
	g_ptr_array_unref(words->solved);
	g_ptr_array_unref(words->confirmations);
	g_ptr_array_unref(words->no_answers);
	g_hash_table_unref(words->doubts);
	g_hash_table_unref(words->absences);
	g_hash_table_unref(words->firms);
	g_ptr_array_unref(words->stars);
	g_hash_table_unref(words->ratings);
	g_free(words);
}

typedef enum Section {
	SECTION_NONE,
	SECTION_VERBS,
	SECTION_STATUSES,
	SECTION_VALUES,
	SECTION_HELP,
	SECTION_QUESTIONS,
	SECTION_COURTESIES,
	SECTION_CLOSINGS,
	SECTION_THANKS,
	SECTION_SOLVED,
	SECTION_CONFIRMATIONS,
	SECTION_NO_ANSWERS,
	SECTION_DOUBTS,
	SECTION_ABSENCES,
	SECTION_FIRMS,
	SECTION_STARS,
	SECTION_RATINGS,
} Section;

/* A file that is being read. */
typedef struct WordsFile {
	Words *words;
	Section section;
	GHashTable *named; /* name -> Phrase*, which its others are made of */
} WordsFile;

static gboolean
read_section(WordsFile *file, const char *line, GError **error)
{
	static const char *const names[] = {[SECTION_NONE] = "",
					    [SECTION_VERBS] = "[verbs]",
					    [SECTION_STATUSES] = "[statuses]",
					    [SECTION_VALUES] = "[values]",
					    [SECTION_HELP] = "[help]",
					    [SECTION_QUESTIONS] = "[status questions]",
					    [SECTION_COURTESIES] = "[courtesies]",
					    [SECTION_CLOSINGS] = "[closings]",
					    [SECTION_THANKS] = "[thanks]",
					    [SECTION_SOLVED] = "[solved]",
					    [SECTION_CONFIRMATIONS] = "[confirmations]",
					    [SECTION_NO_ANSWERS] = "[no answers]",
					    [SECTION_DOUBTS] = "[doubts]",
					    [SECTION_ABSENCES] = "[absences]",
					    [SECTION_FIRMS] = "[firms]",
					    [SECTION_STARS] = "[stars]",
					    [SECTION_RATINGS] = "[ratings]"};
	for (Section i = SECTION_VERBS; i <= SECTION_RATINGS; i++)
		if (!strcmp(line, names[i])) {
			file->section = i;
			return TRUE;
		}
	return error_perm(error,
			  "%s is no section; they are [verbs], [statuses], [values], [help], "
			  "[status questions], [courtesies], [closings], [thanks], [solved], "
			  "[confirmations], [no answers], [doubts], [absences], [firms], [stars] "
			  "and [ratings]",
			  line);
}

/* What can stand for nothing would be found in any text. */
static gboolean
can_be_empty(const Phrase *phrase)
{
	static const PhraseText nothing = {.letters = ""};
	const guint8 begin = 1;
	g_autofree guint8 *ends = phrase_ends(phrase, &nothing, &begin);
	return ends[0];
}

static gboolean
add_phrase(GHashTable *named, GPtrArray *phrases, const char *pattern, GError **error)
{
	Phrase *phrase = phrase_read(pattern, named, error);
	if (!phrase)
		return FALSE;
	g_ptr_array_add(phrases, phrase);
	return !can_be_empty(phrase) || error_perm(error, "all of it can be left out");
}

/* "THING = this [case]", or a phrase. */
static gboolean
read_phrase(WordsFile *file, GPtrArray *phrases, const char *line, GError **error)
{
	g_auto(GStrv) halves = g_strsplit(line, "=", 2);
	const char *name = g_strchomp(halves[0]);
	if (!halves[1])
		return add_phrase(file->named, phrases, line, error);
	if (!phrase_is_name(name) || g_hash_table_contains(file->named, name))
		return error_perm(error, "\"%s\" can't be the name of a phrase%s", name,
				  phrase_is_name(name) ? ": it is one already" : "");
	Phrase *phrase = phrase_read(halves[1], file->named, error);
	if (phrase)
		g_hash_table_insert(file->named, g_strdup(name), phrase);
	return phrase != NULL;
}

/* A courtesy as well. */
static gboolean
read_closing(WordsFile *file, const char *line, GError **error)
{
	GPtrArray *all = file->words->courtesies;
	guint count = all->len;
	if (!read_phrase(file, all, line, error))
		return FALSE;
	if (all->len > count)
		g_ptr_array_add(file->words->closings, all->pdata[count]);
	return TRUE;
}

/* A word may mean several: "gelöst" is a status of cases and another one of emergencies. */
static void
add_value(GHashTable *values, char *key, const char *english)
{
	GPtrArray *meanings = g_hash_table_lookup(values, key);
	if (!meanings) {
		meanings = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(values, key, meanings);
	} else {
		g_free(key);
	}
	g_ptr_array_add(meanings, g_strdup(english));
}

static gboolean
add_pair(WordsFile *file, const char *foreign, const char *english, GError **error)
{
	g_autofree char *key = text_name_key(foreign);
	if (!*key)
		return error_perm(error, "there is no word before \"=>\"");
	Words *words = file->words;
	if (file->section == SECTION_VALUES)
		add_value(words->values, g_steal_pointer(&key), english);
	else if (file->section == SECTION_RATINGS)
		g_hash_table_insert(words->ratings, g_steal_pointer(&key), g_strdup(english));
	else
		g_hash_table_insert(file->section == SECTION_VERBS ? words->verbs : words->statuses,
				    g_steal_pointer(&key), g_strdup(english));
	return TRUE;
}

static gboolean
is_rating(const char *digit)
{
	return *digit >= '1' && *digit <= '5' && !digit[1];
}

/* "erledigt, fertig => done" */
static gboolean
read_pairs(WordsFile *file, const char *line, GError **error)
{
	const char *arrow = strstr(line, "=>");
	if (!arrow || arrow == line)
		return error_perm(error, "an entry looks like \"erledigt => done\"");
	g_autofree char *foreign = g_strndup(line, (gsize)(arrow - line));
	g_autofree char *meant = g_strdup(arrow + 2);
	const char *english = g_strstrip(meant);
	const Verb *verb = file->section == SECTION_VERBS ? verb_find(english) : NULL;
	if (file->section == SECTION_VERBS && !verb)
		return error_perm(error, "there is no verb \"%s\"", english);
	if (file->section == SECTION_RATINGS && !is_rating(english))
		return error_perm(error, "a rating is a number from 1 to 5, not \"%s\"", english);
	g_auto(GStrv) pieces = g_strsplit(foreign, ",", -1);
	for (guint i = 0; pieces[i]; i++)
		if (!add_pair(file, pieces[i], verb ? verb->name : english, error))
			return FALSE;
	return TRUE;
}

/* "not, never" */
static void
add_keys(GHashTable *keys, const char *line)
{
	g_auto(GStrv) pieces = g_strsplit(line, ",", -1);
	for (guint i = 0; pieces[i]; i++)
		g_hash_table_add(keys, text_name_key(pieces[i]));
}

static gboolean
read_entry(WordsFile *file, const char *line, GError **error)
{
	Words *words = file->words;
	switch (file->section) {
	case SECTION_NONE:
		return error_perm(error, "it stands before the first section");
	case SECTION_HELP:
		g_hash_table_add(words->help, text_name_key(line));
		return TRUE;
	case SECTION_QUESTIONS:
		return read_phrase(file, words->questions, line, error);
	case SECTION_COURTESIES:
		return read_phrase(file, words->courtesies, line, error);
	case SECTION_CLOSINGS:
		return read_closing(file, line, error);
	case SECTION_THANKS:
		return read_phrase(file, words->thanks, line, error);
	case SECTION_SOLVED:
		return read_phrase(file, words->solved, line, error);
	case SECTION_CONFIRMATIONS:
		return read_phrase(file, words->confirmations, line, error);
	case SECTION_NO_ANSWERS:
		return read_phrase(file, words->no_answers, line, error);
	case SECTION_DOUBTS:
		add_keys(words->doubts, line);
		return TRUE;
	case SECTION_ABSENCES:
		add_keys(words->absences, line);
		return TRUE;
	case SECTION_FIRMS:
		add_keys(words->firms, line);
		return TRUE;
	case SECTION_STARS:
		return read_phrase(file, words->stars, line, error);
	default:
		return read_pairs(file, line, error);
	}
}

/* A section is a line of its own; phrases begin with brackets, too. */
static gboolean
is_section(const char *line)
{
	return *line == '[' && strchr(line, ']') == line + strlen(line) - 1 &&
	       !strpbrk(line, "|()");
}

static gboolean
read_line(WordsFile *file, char *line, GError **error)
{
	g_strstrip(line);
	if (!*line || *line == '#')
		return TRUE;
	return is_section(line) ? read_section(file, line, error) : read_entry(file, line, error);
}

/* Without any entry: what is wrong shows before anything is added. */
static gboolean
read_all(Words *words, const char *name, const char *text, GError **error)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(GHashTable) named =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, phrase_destroy);
	WordsFile file = {words, SECTION_NONE, named};
	for (guint i = 0; lines[i]; i++)
		if (!read_line(&file, lines[i], error)) {
			g_prefix_error(error, "%s:%u: ", name, i + 1);
			return FALSE;
		}
	return TRUE;
}

/* The key of a name without accents. (transfer full) */
static char *
plain_key(const char *word)
{
	g_autofree char *key = text_name_key(word);
	g_autofree char *apart = g_utf8_normalize(key, -1, G_NORMALIZE_DEFAULT);
	GString *plain = g_string_new(NULL);
	for (const char *p = apart ? apart : key; *p; p = g_utf8_next_char(p))
		if (!g_unichar_ismark(g_utf8_get_char(p)))
			g_string_append_unichar(plain, g_utf8_get_char(p));
	return g_string_free(plain, FALSE);
}

static void
add_name(Words *words, const char *key, const Verb *verb, gboolean is_english)
{
	VerbName *name = g_new0(VerbName, 1);
	name->key = plain_key(key);
	name->verb = verb;
	name->is_english = is_english;
	g_ptr_array_add(words->names, name);
}

/* Beforehand, for they are searched under the lock of the store. */
static void
list_names(Words *words)
{
	g_autoptr(GPtrArray) english = g_ptr_array_new();
	GHashTableIter iter;
	gpointer key = NULL, verb = NULL;
	g_ptr_array_set_size(words->names, 0);
	g_hash_table_iter_init(&iter, words->verbs);
	while (g_hash_table_iter_next(&iter, &key, &verb))
		add_name(words, key, verb_find(verb), FALSE);
	verb_add_names(english);
	for (guint i = 0; i < english->len; i++)
		add_name(words, english->pdata[i], verb_find(english->pdata[i]), TRUE);
	g_ptr_array_sort(words->names, compare_verb_names);
}

gboolean
words_add(Words *words, const char *name, const char *text, GError **error)
{
	g_autoptr(Words) trial = words_new();
	if (!g_utf8_validate(text, -1, NULL))
		return error_perm(error, "%s: it is not in UTF-8", name);
	if (!read_all(trial, name, text, error) || !read_all(words, name, text, error))
		return FALSE;
	list_names(words);
	return TRUE;
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

const char *
words_verb_meant(const Words *words, const char *word, guint who)
{
	g_autofree char *key = plain_key(word);
	g_autoptr(GPtrArray) near = g_ptr_array_new();
	g_autoptr(GHashTable) verbs = g_hash_table_new(g_str_hash, g_str_equal);
	/* Of shorter words one letter is too much of them. */
	if (!words || g_utf8_strlen(key, -1) < SLIP_CHARS)
		return NULL;
	for (guint i = 0; i < words->names->len; i++) {
		const VerbName *name = words->names->pdata[i];
		/* The first letter is rarely the wrong one: "#date" is no slip of "#rate". */
		if (!(name->verb->use & who) ||
		    g_utf8_get_char(name->key) != g_utf8_get_char(key) ||
		    g_hash_table_contains(verbs, name->key))
			continue;
		g_hash_table_insert(verbs, name->key, unconst(name->verb->name));
		g_ptr_array_add(near, name->key);
	}
	for (guint i = 0; i < near->len; i++)
		if (choice_is_slip(key, near->pdata[i]))
			return g_hash_table_lookup(verbs, near->pdata[i]);
	const char *nearest = choice_nearest(near, key);
	return nearest ? g_hash_table_lookup(verbs, nearest) : NULL;
}

/* What a word of another language means: char*; NULL: nobody knows. (transfer none) */
static const GPtrArray *
meanings_of(const Words *words, const char *value)
{
	g_autofree char *key = text_name_key(value);
	return words ? g_hash_table_lookup(words->values, key) : NULL;
}

const char *
words_status(const Words *words, const char *word)
{
	g_autofree char *key = text_name_key(word);
	const char *english = words ? g_hash_table_lookup(words->statuses, key) : NULL;
	return english ? english : word;
}

char *
words_in_english(const Words *words, const char *value)
{
	g_auto(GStrv) pieces = g_strsplit(value, " ", -1);
	for (guint i = 0; pieces[i]; i++) {
		const GPtrArray *meanings = meanings_of(words, pieces[i]);
		if (!meanings)
			continue;
		text_put(&pieces[i], meanings->pdata[0]);
	}
	return g_strjoinv(" ", pieces);
}

gboolean
words_mean(const Words *words, const char *value, const char *english)
{
	g_autofree char *key = text_name_key(value);
	const GPtrArray *meanings = meanings_of(words, value);
	for (guint i = 0; meanings && i < meanings->len; i++)
		if (!strcmp(meanings->pdata[i], english))
			return TRUE;
	return !strcmp(key, english);
}

static const char *
name_in(const GPtrArray *names, const char *name)
{
	for (guint i = 0; i < names->len; i++)
		if (text_same_name(names->pdata[i], name))
			return names->pdata[i];
	return NULL;
}

const char *
words_find(const Words *words, const GPtrArray *names, const char *value)
{
	const GPtrArray *meanings = meanings_of(words, value);
	const char *found = name_in(names, value);
	for (guint i = 0; !found && meanings && i < meanings->len; i++)
		found = name_in(names, meanings->pdata[i]);
	return found;
}

const char *
words_choose(const Words *words, const GPtrArray *names, const char *value, const char *what,
	     GError **error)
{
	const char *found = words_find(words, names, value);
	return found ? found : choice_find(names, value, what, error);
}

gboolean
words_ask_help(const Words *words, const char *subject)
{
	g_autofree char *key = text_name_key(subject);
	return !strcmp(key, "help") || (words && g_hash_table_contains(words->help, key));
}

const GPtrArray *
words_questions(const Words *words)
{
	return words->questions;
}

const GPtrArray *
words_thanks(const Words *words)
{
	return words->thanks;
}

const GPtrArray *
words_solved(const Words *words)
{
	return words->solved;
}

const GPtrArray *
words_confirmations(const Words *words)
{
	return words->confirmations;
}

const GPtrArray *
words_no_answers(const Words *words)
{
	return words->no_answers;
}

gboolean
words_doubt(const Words *words, const char *key)
{
	return g_hash_table_contains(words->doubts, key);
}

gboolean
words_absence(const Words *words, const char *key)
{
	return g_hash_table_contains(words->absences, key);
}

gboolean
words_absence_within(const Words *words, const char *key)
{
	GHashTableIter iter;
	gpointer word = NULL;
	g_hash_table_iter_init(&iter, words->absences);
	while (g_hash_table_iter_next(&iter, &word, NULL))
		if (strlen(word) >= WITHIN_BYTES && strstr(key, word))
			return TRUE;
	return FALSE;
}

gboolean
words_firm(const Words *words, const char *key)
{
	return g_hash_table_contains(words->firms, key);
}

const GPtrArray *
words_stars(const Words *words)
{
	return words->stars;
}

const char *
words_rating(const Words *words, const char *text)
{
	g_autofree char *key = text_name_key(text);
	return g_hash_table_lookup(words->ratings, key);
}

const GPtrArray *
words_courtesies(const Words *words)
{
	return words->courtesies;
}

const GPtrArray *
words_closings(const Words *words)
{
	return words->closings;
}
