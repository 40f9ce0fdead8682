/*
 * What the files that read the values of fields share; for desk/field_*.c alone.
 */
#ifndef CM_DESK_FIELD_PARTS_H
#define CM_DESK_FIELD_PARTS_H

#include "desk/field.h"

/* field_choice.c: which choice is meant, by name, number, beginning or a mark in the list of
 * choices; NULL with a sentence for the customer. (transfer full) */
char *field_choose(const Field *field, const char *raw, GError **error);

/* field_choice.c: whether it is the list of choices as we wrote it, with nothing chosen. */
gboolean field_choices_stand(const Field *field, const char *raw);

/* field_choice.c: whether a line holds nothing but choices, with marks perhaps. */
gboolean field_names_choice(const Field *field, const char *line);

/* field_choice.c: whether a text has a sign by which people mark one of several. */
gboolean field_has_mark(const char *text);

/* field_date.c: "2026-11-20 10:00 UTC" or "2026-11-20"; NULL with a sentence for the
 * customer. (transfer full) */
char *field_read_date(const char *raw, gint64 now_ms, GError **error);

/* field_choice.c: in one line, without the stars that marked it as bold. (transfer full) */
char *field_without_stars(const char *raw);

/* field_choice.c: whether a slip of the finger makes one word of the other: a letter too many,
 * too few or wrong, or two swapped. Time is linear. */
gboolean field_is_slip(const char *a, const char *b);

#endif
