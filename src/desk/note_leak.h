/*
 * Whether words of an internal note are about to go out in a text for everybody.
 */
#ifndef CM_DESK_NOTE_LEAK_H
#define CM_DESK_NOTE_LEAK_H

#include <glib.h>

/** Stands before each line of a note in the mail that tells staff of it, so that it is known
 *  again in whatever form it is quoted. The same in all languages. */
#define NOTE_MARK "[note] "

/** A note's text with that before each line that says something. (transfer full) */
char *note_marked(const char *text);

/** Whether there is such a mark in it; the line, for people. NULL: none. (transfer full) */
char *note_leak_mark(const char *text);

/**
 * Words of the notes (char*) that stand in the text too: six in a row, or all of a note that has
 * three to five, unless everybody has been told them before in `said` (char*). Letter case, blanks,
 * quote marks and punctuation don't count. NULL: none. (transfer full)
 */
char *note_leak_words(const char *text, const GPtrArray *notes, const GPtrArray *said);

/** Whether six words in a row of `of`, or all if it has fewer, stand in the text too, or one word
 *  of it that is `telling` by itself. Compared in the same way. */
gboolean words_repeated(const char *text, const char *of, gboolean (*telling)(const char *word));

#endif
