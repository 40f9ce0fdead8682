/*
 * What in a customer's text was perhaps meant as a command and isn't one: "# done", "please
 * #close this".
 */
#ifndef CM_DESK_HINT_H
#define CM_DESK_HINT_H

#include <glib.h>

/** A word with a sign before it, where no command is read. */
typedef struct Hint {
	char *word;        /**< lower case */
	guint line;        /**< of the text, counted from 0 */
	gboolean has_more; /**< something follows on its line, or stands before it */
	gboolean is_apart; /**< a blank stands behind the sign: a heading perhaps */
} Hint;

/** Those of a text, outside the lines of these commands (Command*), strays excepted. Hint*, in
 *  order, a few at most. (transfer full) */
GPtrArray *hints_find(const char *text, const GPtrArray *commands);

#endif
