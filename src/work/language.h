/*
 * In which language a text is, by libexttextcat: only when that is sure.
 */
#ifndef CM_WORK_LANGUAGE_H
#define CM_WORK_LANGUAGE_H

#include <glib.h>

/** The fingerprints of languages. */
typedef struct LanguageGuess LanguageGuess;

/** `list` is a file of them (filters/languages.list), whose fingerprints are the library's own.
 *  PERM, saying which file: they can't be read. (transfer full) */
LanguageGuess *language_guess_new(const char *list, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void language_guess_free(LanguageGuess *guess);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LanguageGuess, language_guess_free)

/** "de"; "" for a text that is too short, or is like two languages. (transfer full) */
char *language_guess(LanguageGuess *guess, const char *text);

#endif
