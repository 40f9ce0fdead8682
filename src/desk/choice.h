/*
 * Values that are one of a site's names: compared without case, blanks or punctuation, and
 * known by a beginning that is one name's alone.
 */
#ifndef CM_DESK_CHOICE_H
#define CM_DESK_CHOICE_H

#include <glib.h>

/** Which of `names` (char*) is meant; NULL with a sentence that lists them and says which is
 *  nearest. `what` is "status", "priority", ... (transfer none) */
const char *choice_find(const GPtrArray *names, const char *value, const char *what,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** The sentence of choice_find(), about a value that is none of `names`. FALSE, always. */
gboolean choice_refuse(const GPtrArray *names, const char *value, const char *what, GError **error);

/** "a, b, c". (transfer full) */
char *choice_list(const GPtrArray *names);

/** Whether one letter is changed, added, missing, or has changed places with the next. */
gboolean choice_is_slip(const char *word, const char *name);

/** The nearest of `names` if it is near enough to be meant; NULL otherwise. (transfer none) */
const char *choice_nearest(const GPtrArray *names, const char *word);

#endif
