/*
 * Reading phrases and comparing them.  Each part of one leads from a set of places in the text to
 * another, so that nothing is tried twice, however many alternatives there are.
 */
#include "desk/phrase.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

/* Brackets within brackets. */
#define DEPTH_MAX 20
/* "SUP", "I": shorter words in capitals are words. */
#define NAME_LETTERS 4

typedef enum PhraseKind {
	PHRASE_LETTERS,
	PHRASE_NAME,
	PHRASE_ALL,   /* one part behind the other */
	PHRASE_ANY,   /* one of them */
	PHRASE_MAYBE, /* one of them, or nothing */
} PhraseKind;

struct Phrase {
	guint holders;
	PhraseKind kind;
	char *letters;
	GPtrArray *parts; /* Phrase*; NULL for letters and names */
};

static Phrase *
phrase_new(PhraseKind kind)
{
	Phrase *phrase = g_new0(Phrase, 1);
	phrase->holders = 1;
	phrase->kind = kind;
	if (kind != PHRASE_LETTERS && kind != PHRASE_NAME)
		phrase->parts = g_ptr_array_new_with_free_func(phrase_destroy);
	return phrase;
}

void
phrase_destroy(gpointer data)
{
	Phrase *phrase = data;
	if (!phrase || --phrase->holders > 0)
		return;
	g_free(phrase->letters);
	g_clear_pointer(&phrase->parts, g_ptr_array_unref);
	g_free(phrase);
}

char *
phrase_letters(const char *text)
{
	if (g_str_is_ascii(text))
		return text_name_key(text);
	g_autofree char *same = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
	return text_name_key(same ? same : "");
}

gboolean
phrase_is_name(const char *word)
{
	gsize length = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	return length >= NAME_LETTERS && !word[length];
}

/* A pattern that is being read. */
typedef struct Reader {
	const char *at;
	GHashTable *named;
	guint depth;
} Reader;

static gboolean read_alternatives(Reader *r, Phrase *into, GError **error);

static Phrase *
letters_of(const char *word)
{
	Phrase *phrase = phrase_new(PHRASE_LETTERS);
	phrase->letters = phrase_letters(word);
	return phrase;
}

/* What a word in capitals stands for. */
static gboolean
read_named(Reader *r, const char *word, Phrase *into, GError **error)
{
	Phrase *named = r->named ? g_hash_table_lookup(r->named, word) : NULL;
	if (!strcmp(word, "CASE")) {
		Phrase *number = phrase_new(PHRASE_LETTERS);
		number->letters = g_strdup_printf("%c", PHRASE_CASE_MARK);
		g_ptr_array_add(into->parts, number);
		return TRUE;
	}
	if (!strcmp(word, "NAME")) {
		g_ptr_array_add(into->parts, phrase_new(PHRASE_NAME));
		return TRUE;
	}
	if (!named)
		return error_perm(error, "no phrase above is called %s", word);
	named->holders++;
	g_ptr_array_add(into->parts, named);
	return TRUE;
}

static gboolean
read_word(Reader *r, Phrase *into, GError **error)
{
	gsize length = strcspn(r->at, " \t()[]|");
	g_autofree char *word = g_strndup(r->at, length);
	r->at += length;
	if (phrase_is_name(word))
		return read_named(r, word, into, error);
	g_ptr_array_add(into->parts, letters_of(word));
	return TRUE;
}

static gboolean
read_brackets(Reader *r, Phrase *into, GError **error)
{
	gboolean may = *r->at == '[';
	Phrase *inner = phrase_new(may ? PHRASE_MAYBE : PHRASE_ANY);
	g_ptr_array_add(into->parts, inner);
	r->at++;
	if (++r->depth > DEPTH_MAX)
		return error_perm(error, "there are more than %d brackets within another",
				  DEPTH_MAX);
	if (!read_alternatives(r, inner, error))
		return FALSE;
	r->depth--;
	if (*r->at != (may ? ']' : ')'))
		return error_perm(error, "a bracket isn't closed");
	r->at++;
	return TRUE;
}

static gboolean
read_sequence(Reader *r, Phrase *into, GError **error)
{
	for (;;) {
		r->at += strspn(r->at, " \t");
		if (!*r->at || strchr("|)]", *r->at))
			return into->parts->len > 0 || error_perm(error, "an alternative is empty");
		if (!(strchr("([", *r->at) ? read_brackets(r, into, error)
					   : read_word(r, into, error)))
			return FALSE;
	}
}

static gboolean
read_alternatives(Reader *r, Phrase *into, GError **error)
{
	for (;;) {
		Phrase *all = phrase_new(PHRASE_ALL);
		g_ptr_array_add(into->parts, all);
		if (!read_sequence(r, all, error))
			return FALSE;
		if (*r->at != '|')
			return TRUE;
		r->at++;
	}
}

Phrase *
phrase_read(const char *pattern, GHashTable *named, GError **error)
{
	Reader r = {.at = pattern, .named = named};
	Phrase *phrase = phrase_new(PHRASE_ANY);
	gboolean read = read_alternatives(&r, phrase, error);
	if (read && *r.at)
		read = error_perm(error, "a bracket isn't opened");
	if (read)
		return phrase;
	phrase_destroy(phrase);
	return NULL;
}

static gboolean
is_empty(const guint8 *places, gsize length)
{
	for (gsize i = 0; i <= length; i++)
		if (places[i])
			return FALSE;
	return TRUE;
}

static void
end_letters(const char *letters, const PhraseText *text, const guint8 *begins, guint8 *ends)
{
	gsize n = strlen(letters);
	for (gsize i = 0; i + n <= text->length; i++)
		if (begins[i] && !memcmp(text->letters + i, letters, n))
			ends[i + n] = 1;
}

static void
end_names(const PhraseText *text, const guint8 *begins, guint8 *ends)
{
	for (gsize i = 0; i < text->length; i++)
		for (guint k = 0; begins[i] && k < PHRASE_NAME_WORDS; k++)
			if (text->names[k][i])
				ends[text->names[k][i]] = 1;
}

/* (transfer full) */
static guint8 *
end_sequence(const GPtrArray *parts, const PhraseText *text, const guint8 *begins)
{
	g_autofree guint8 *places = g_memdup2(begins, text->length + 1);
	for (guint i = 0; i < parts->len && !is_empty(places, text->length); i++) {
		guint8 *next = phrase_ends(parts->pdata[i], text, places);
		g_free(places);
		places = next;
	}
	return g_steal_pointer(&places);
}

static void
end_alternatives(const GPtrArray *parts, const PhraseText *text, const guint8 *begins, guint8 *ends)
{
	for (guint i = 0; i < parts->len; i++) {
		g_autofree guint8 *one = phrase_ends(parts->pdata[i], text, begins);
		for (gsize k = 0; k <= text->length; k++)
			ends[k] |= one[k];
	}
}

guint8 *
phrase_ends(const Phrase *phrase, const PhraseText *text, const guint8 *begins)
{
	if (phrase->kind == PHRASE_ALL)
		return end_sequence(phrase->parts, text, begins);
	guint8 *ends = phrase->kind == PHRASE_MAYBE ? g_memdup2(begins, text->length + 1)
						    : g_new0(guint8, text->length + 1);
	if (phrase->kind == PHRASE_LETTERS)
		end_letters(phrase->letters, text, begins, ends);
	else if (phrase->kind == PHRASE_NAME)
		end_names(text, begins, ends);
	else
		end_alternatives(phrase->parts, text, begins, ends);
	return ends;
}
