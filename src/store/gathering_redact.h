/*
 * Inside the looking up of what a removal takes along: what its files share.
 */
#ifndef CM_STORE_GATHERING_REDACT_H
#define CM_STORE_GATHERING_REDACT_H

#include "store/gathering.h"

/** A text that is to be removed, while it is looked up. */
typedef struct Removal {
	Redaction *r;
	gint64 message;    /**< that brought it; 0: none */
	gint64 at_ms;      /**< since when it is in the store */
	GArray *cases;     /**< gint64, in which it may have been spoken of since */
	GPtrArray *wanted; /**< char*, texts that go: its own, titles */
} Removal;

/** The first column of all rows of a query, each once. Takes the query. */
void gather_rows(Gathering *g, GArray *rows, Query *running);

/** Whether the text repeats what is to go. */
gboolean removal_repeats(const Removal *removal, const char *text);
/** The same of the texts of a mail. */
gboolean removal_repeats_parts(const Removal *removal, PartSource *parts);

/** facts_redact_mails.c: mails about a case that have left no entry there. */
void gather_mails_since(Gathering *g, const Removal *removal, gint64 case_id);

/** facts_redact_numbers.c: the numbers of partners that it gave, and what noted them. */
void gather_redacted_numbers(Gathering *g, Removal *removal);

/** facts_redact_fields.c: the values that its forms gave. */
void gather_redacted_fields(Gathering *g, Removal *removal);

/** facts_redact_copies.c: what is on its way or has gone out, what was held, who repeats it. */
void gather_copies(Gathering *g, Removal *removal);

#endif
