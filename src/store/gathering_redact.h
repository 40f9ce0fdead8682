/*
 * Inside the looking up of what a removal takes along: what its files share.
 */
#ifndef CM_STORE_GATHERING_REDACT_H
#define CM_STORE_GATHERING_REDACT_H

#include "store/gathering.h"

/** A text that is to be removed, while it is looked up. */
typedef struct Removal {
	Redaction *r;
	gint64 message;     /**< that brought it; 0: none */
	gint64 at_ms;       /**< since when it is in the store */
	GArray *cases;      /**< gint64, in which it may have been spoken of since */
	GPtrArray *wanted;  /**< char*, texts that go: its own, titles */
	GPtrArray *secrets; /**< char*, what was masked in them */
} Removal;

/** The first column of all rows of a query, each once. Takes the query. */
void gather_rows(Gathering *g, GArray *rows, Query *running);

/** Leaves looked at in one mail: text and page stand in front. */
#define PARTS_LOOKED_AT 20

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

/** facts_redact_history.c: the title that the case was given by its entry `seq`: it goes, or what
 *  says that it was the old one when it was set anew. */
void gather_redacted_title(Gathering *g, Removal *removal, gint64 case_id, gint64 seq);
/** The title or tag that the entry in question had set, if it is the history's note of that. */
void gather_redacted_setting(Gathering *g, Removal *removal);

/** facts_redact_secrets.c: what was masked in the messages that go, and whether this message, which
 *  stays, has any of it. */
void gather_masked(Gathering *g, Removal *removal);
gboolean removal_has_masked(Gathering *g, const Removal *removal, gint64 message);
/** The same of a mail that is open. */
gboolean removal_has_masked_parts(const Removal *removal, PartSource *parts);

/** The text of one part of a mail; NULL: there is no such part. `*page_out`: as people read it if
 *  it is a page, else NULL. (transfer full), both */
char *removal_part_text(PartSource *parts, guint n, char **page_out);

/** facts_redact_copies.c: what is on its way or has gone out, what was held, who repeats it. */
void gather_copies(Gathering *g, Removal *removal);

#endif
