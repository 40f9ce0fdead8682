/*
 * Case numbers as people write them: "SUP-1494".
 */
#ifndef CM_DESK_CASE_NUMBER_H
#define CM_DESK_CASE_NUMBER_H

#include "desk/site.h"

/** A case number somebody wrote. */
typedef struct CaseNumber {
	char *prefix; /**< that of a desk of this site */
	gint64 number;
} CaseNumber;

void case_number_free(CaseNumber *number);
/** As GDestroyNotify. */
void case_number_destroy(gpointer data);

/** The number that begins at `at` within `text` and stands alone there; NULL: none does. Its
 *  length goes to `length_out`. (transfer full) */
CaseNumber *case_number_at(const Site *site, const char *text, const char *at, gsize *length_out);

/** Adds those that stand in a text, until there are `max`: desk by desk, in order. */
void case_numbers_add(GPtrArray *numbers, const Site *site, const char *text, guint max);

/** The same of a value of a command, "SUP-9, -SUP-10". */
void case_numbers_add_named(GPtrArray *numbers, const Site *site, const char *value);
/** Those alone. (transfer full) */
GPtrArray *case_numbers_find(const Site *site, const char *value);

/** "SUP-1494". (transfer full) */
char *case_number_text(const CaseNumber *number);

#endif
