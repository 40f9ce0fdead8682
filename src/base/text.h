/*
 * Text on its way to a log line, a header field or a screen.  All input is valid
 * UTF-8 unless said otherwise.
 */
#ifndef CM_BASE_TEXT_H
#define CM_BASE_TEXT_H

#include <glib.h>

/** Whether the character steers the direction of writing (UAX #9) or is invisible. */
gboolean text_is_bidi_or_invisible(gunichar c);

/** For a log value: quoted when needed, control and bidi characters escaped, at most
 *  200 bytes. NULL gives "-". Takes any bytes. (transfer full) */
char *log_safe(const char *text);

/** For a header field: no CR, LF, NUL, control or bidi characters, and no "=?", so that
 *  no reader decodes what we wrote in clear. NULL gives "". (transfer full) */
char *header_safe(const char *text);

/** For a line on a terminal: without what a terminal obeys and what would mislead a reader,
 *  control characters but the tab, and bidi characters. Takes any bytes. (transfer full) */
char *terminal_safe(const char *text);

/** At most `max_chars` characters, whole ones, "…" in place of what was cut. (transfer full) */
char *text_ellipsize(const char *text, gsize max_chars);

/** Folds runs of white space to one blank and trims both ends. (transfer full) */
char *text_collapse(const char *text);

/** Makes valid UTF-8 of any bytes, U+FFFD for each wrong one. NUL ends nothing:
 *  it becomes U+FFFD too. (transfer full) */
char *text_make_valid(const char *bytes, gsize length);

/** LF for CR LF and for CR alone, in place. */
void text_unify_line_ends(char *text);

/** Puts a copy of the text in the place of what the field holds; NULL gives "". The text may stand
 *  in that. */
void text_put(char **field, const char *text);

/** For arrays of char*, as GCompareFunc: byte by byte. */
gint text_compare_at(gconstpointer a, gconstpointer b);

/** Whole string as a decimal number within bounds; FALSE otherwise. */
G_GNUC_WARN_UNUSED_RESULT gboolean text_to_int(const char *text, gint64 min, gint64 max,
					       gint64 *value_out);

/** A name "without case, blanks or punctuation", to be compared. (transfer full) */
char *text_name_key(const char *text);

/** Whether `text` matches a name "without case, blanks or punctuation". */
gboolean text_same_name(const char *a, const char *b);

#endif
