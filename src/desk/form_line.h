/*
 * One line of a form: marks of quotes, a label, a sign, a value.  The only reader of lines
 * "Key: value".
 */
#ifndef CM_DESK_FORM_LINE_H
#define CM_DESK_FORM_LINE_H

#include <glib.h>

/** What parts a label from its value. */
typedef enum FormSign {
	SIGN_COLON, /**< of any width */
	SIGN_EQUAL,
	SIGN_GAP,  /**< a tab, two blanks or a stroke, as tables become in plain text */
	SIGN_DASH, /**< a dash or an arrow with a blank beside it */
	SIGN_END,  /**< nothing: the label is the whole line */
	SIGN_KINDS,
} FormSign;

/** The line behind its marks of quotes, "> > "; `level_out` says how many there are.
 *  (transfer none) */
const char *form_line_unquote(const char *line, guint *level_out);

/** The line behind bullets, stars, quotation marks and boxes, where a label may begin: at a letter
 *  or a digit; its end if it is a command or begins with a parenthesis. (transfer none) */
const char *form_line_bare(const char *line);

/**
 * The label, as a key that text_name_key() makes, which ends at the first such sign; NULL if there
 * is none. `line` is bare. `value_out` is what follows the sign. (transfer full)
 */
char *form_line_label(const char *line, FormSign sign, const char **value_out);

/** The same label without what stands in parentheses at its end ("Start (UTC)"), or without the
 *  number before it; NULL if there is neither. (transfer full) */
char *form_line_short_label(const char *line, FormSign sign);

/**
 * The value of a key among the lines "Key: value" that a text begins with: blank lines and lines
 * of commands may stand among them, a greeting may stand first. NULL if there is none, or it is
 * empty. (transfer full)
 */
char *form_line_first_value(const char *text, const char *wanted);

#endif
