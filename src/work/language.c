/*
 * Guessing the language of a mail.  A wrong guess answers people in a language that they don't
 * read, so languages that nobody is answered in are compared as well: Dutch is not taken for
 * German.
 */
#include "work/language.h"

#include "base/error.h"

#include <libexttextcat/textcat.h>
#include <string.h>

/* Where Debian's libexttextcat-data has the fingerprints. */
#define FINGERPRINTS "/usr/share/libexttextcat/"
/* More of a text says nothing new; and so much of it is looked at, for what has no words. */
#define MOST_BYTES   2000
#define LOOKED_BYTES 10000
/* Letters of an alphabet, and of scripts in which one says as much as a word. */
#define LEAST_LETTERS 40
#define LEAST_SIGNS   15
/* The next one is worse by so many hundredths. */
#define AHEAD_PERCENT 2

struct LanguageGuess {
	void *handle;
};

LanguageGuess *
language_guess_new(const char *list, GError **error)
{
	void *handle = special_textcat_Init(list, FINGERPRINTS);
	if (!handle) {
		error_perm(
			error,
			"%s: it, or the fingerprints in %s that it names, can't be read: install "
			"libexttextcat-data",
			list, FINGERPRINTS);
		return NULL;
	}
	LanguageGuess *guess = g_new(LanguageGuess, 1);
	guess->handle = handle;
	return guess;
}

void
language_guess_free(LanguageGuess *guess)
{
	if (!guess)
		return;
	textcat_Done(guess->handle);
	g_free(guess);
}

/* The running text, without addresses and what is no words. */
static char *
words_of(const char *text)
{
	g_autofree char *begin = g_utf8_make_valid(text, (gssize)strnlen(text, LOOKED_BYTES));
	g_auto(GStrv) words = g_strsplit_set(begin, " \t\n", -1);
	GString *out = g_string_new(NULL);
	for (guint i = 0; words[i] && out->len < MOST_BYTES; i++)
		if (*words[i] && !strpbrk(words[i], "@/\\_=<>{}0123456789"))
			g_string_append_printf(out, "%s ", words[i]);
	return g_string_free(out, FALSE);
}

static gboolean
is_long_enough(const char *text)
{
	guint letters = 0, signs = 0;
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		letters += g_unichar_isalpha(c) ? 1 : 0;
		signs += g_unichar_iswide(c) && g_unichar_isalpha(c) ? 1 : 0;
	}
	return letters >= LEAST_LETTERS || signs >= LEAST_SIGNS;
}

/* "de--utf8", "zh-CN-utf8": what stands before the first hyphen. */
static char *
name_of(const candidate_t *candidate)
{
	return g_strndup(candidate->name, strcspn(candidate->name, "-"));
}

char *
language_guess(LanguageGuess *guess, const char *text)
{
	g_autofree char *words = words_of(text);
	if (!is_long_enough(words))
		return g_strdup("");
	candidate_t *found = textcat_GetClassifyFullOutput(guess->handle);
	int count = textcat_ClassifyFull(guess->handle, words, strlen(words), found);
	gboolean is_sure =
		count == 1 || (count > 1 && (gint64)(found[1].score - found[0].score) * 100 >=
						    (gint64)found[0].score * AHEAD_PERCENT);
	char *name = is_sure ? name_of(&found[0]) : g_strdup("");
	textcat_ReleaseClassifyFullOutput(guess->handle, found);
	return name;
}
