/*
 * The words of commands in other languages than English: verbs, values, and what asks for
 * help; in all languages, what asks how a case stands.  They are data: files below filters/ that
 * app/ reads and hands down here, so that a site can extend them.
 */
#ifndef CM_DESK_WORDS_H
#define CM_DESK_WORDS_H

#include <glib.h>

typedef struct Words Words;

/** Without any: English alone is understood. (transfer full) */
Words *words_new(void);
void words_free(Words *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Words, words_free)

/**
 * Adds the entries of one file's text. An unknown section, a line that is no entry, or a verb
 * that doesn't exist is a fault that names `name` and the line; FALSE leaves the words as they
 * were.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean words_add(Words *words, const char *name, const char *text,
					     GError **error);

/* Of the following, `words` is nullable: then English alone is understood. */

/** The name of the verb in the table of verbs; NULL for no word of any language. English names
 *  are known without an entry. (transfer none) */
const char *words_verb(const Words *words, const char *word);

/** The verb for `who` (of FOR_...) that was perhaps meant by a word, in whatever language it was
 *  mistyped: its name in the table of verbs; NULL: none. (transfer none) */
const char *words_verb_meant(const Words *words, const char *word, guint who);

/** The verb or name of a status that this word of another language stands for, which the site
 *  may have or not; the word itself if it is none. (transfer none) */
const char *words_status(const Words *words, const char *word);

/** The value with each word of another language in English, of several meanings the one given
 *  first: "morgen 14:00" gives "tomorrow 14:00". (transfer full) */
char *words_in_english(const Words *words, const char *value);

/** Whether the whole value is this English word, or one for it in another language. */
gboolean words_mean(const Words *words, const char *value, const char *english);

/** Which of `names` (char*) the whole value is, by itself or in another language: "hoch" is
 *  High. A site's own name goes before what the word means. NULL: none. (transfer none) */
const char *words_find(const Words *words, const GPtrArray *names, const char *value);

/** The same; what is none is looked for by choice_find() (desk/choice.h), whose `what` and
 *  sentence these are. (transfer none) */
const char *words_choose(const Words *words, const GPtrArray *names, const char *value,
			 const char *what, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Whether this, as a whole subject, asks for help. */
gboolean words_ask_help(const Words *words, const char *subject);

/* The phrases of desk/phrase.h, of all languages: Phrase*; `words` isn't nullable here. */

/** What asks how a case stands. (transfer none) */
const GPtrArray *words_questions(const Words *words);
/** What thanks for a solution, or finds it good. (transfer none) */
const GPtrArray *words_thanks(const Words *words);
/** What says that it is solved. (transfer none) */
const GPtrArray *words_solved(const Words *words);
/** What says no more than yes to "Did you write this mail?". (transfer none) */
const GPtrArray *words_confirmations(const Words *words);
/** What stands in a form where the answer would: that nobody knows it, that it is elsewhere.
 *  (transfer none) */
const GPtrArray *words_no_answers(const Words *words);
/** Whether a word, by its key of text_name_key(), leaves it open whether something is solved. */
gboolean words_doubt(const Words *words, const char *key);
/** Whether a word, by the same key, is a form in law of which firms' names have one: "gmbh". */
gboolean words_firm(const Words *words, const char *key);
/** Which of the courtesies end a mail: "Kind regards". (transfer none) */
const GPtrArray *words_closings(const Words *words);
/** Whether a word, by the same key, is one of absence notes and of no signature. */
gboolean words_absence(const Words *words, const char *key);
/** Whether the key of a whole line holds one that no other word is likely to hold. */
gboolean words_absence_within(const Words *words, const char *key);
/** What stands behind the number of a rating. (transfer none) */
const GPtrArray *words_stars(const Words *words);
/** The digit that a text stands for in a rating, "very good"; NULL if it is none.
 *  (transfer none) */
const char *words_rating(const Words *words, const char *text);
/** Greetings, thanks and the like, which say nothing. (transfer none) */
const GPtrArray *words_courtesies(const Words *words);

#endif
