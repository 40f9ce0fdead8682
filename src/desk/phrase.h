/*
 * Phrases: patterns for what people write in a few words, in files of words.
 *
 *	what is the [current] status [(of|on) CASE]
 *
 * Of ( | ) one has to stand there, of [ | ] one may.  CASE is a case number, NAME a person's
 * name, another word in capitals a phrase that was given this name.
 */
#ifndef CM_DESK_PHRASE_H
#define CM_DESK_PHRASE_H

#include <glib.h>

/** What stands for a case number in the letters of a text. */
#define PHRASE_CASE_MARK '*'
/** A name has at most so many words. */
#define PHRASE_NAME_WORDS 2

typedef struct Phrase Phrase;

/** A text as phrases are compared with it: its letters and digits alone, without case. All
 *  borrowed. */
typedef struct PhraseText {
	const char *letters;
	gsize length;
	/** For each place where a name of 1, 2, ... words may begin, where it ends; 0: none does.
	 */
	const gsize *names[PHRASE_NAME_WORDS];
} PhraseText;

/** What is compared of a text or a pattern. (transfer full) */
char *phrase_letters(const char *text);

/** Reads a pattern; `named` (name -> Phrase*, from here, too) is what words in capitals stand for,
 *  shared from then on by one thread. NULL with a sentence if it is none. (transfer full) */
Phrase *phrase_read(const char *pattern, GHashTable *named,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** As GDestroyNotify. */
void phrase_destroy(gpointer data);

/** Whether this is a word in capitals, as names of phrases are. */
gboolean phrase_is_name(const char *word);

/** Where the phrase can end that begins at any of these places: both are `length` + 1 bytes, not
 *  0 for each place in the letters that is meant. (transfer full) */
guint8 *phrase_ends(const Phrase *phrase, const PhraseText *text, const guint8 *begins);

#endif
