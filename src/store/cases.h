/*
 * Looking at cases: lists and single ones, as the JSON the command line prints.
 */
#ifndef CM_STORE_CASES_H
#define CM_STORE_CASES_H

#include "base/js.h"
#include "store/store.h"

/** Which cases. NULL or 0: any. */
typedef struct CaseFilter {
	const char *desk;
	const char *status;   /**< canonical name */
	const char *customer; /**< the name in subjects, or the address of a participant */
	const char *assignee; /**< address; "" for nobody */
	const char *partner;  /**< with whom it is, by name; "none" for nobody */
	const char *external; /**< any partner's number for it, or the key of a ticket */
	gint64 before_ms;     /**< last changed before this time */
	gint64 late_ms;       /**< late at this time: the ETA is over, or something promised */
	const char *closed;   /**< "|Done|", statuses in which no ETA is late; nullable */
	const GArray *among; /**< gint64 case rows (from a search), in the order wanted; nullable */
	guint limit;
} CaseFilter;

/** An array of objects: number, title, type, status, priority, customer, assignee, opened,
 *  updated; latest change first. (transfer full) */
Js *case_list(Store *store, const CaseFilter *filter, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** One case with participants and entries; NULL without error if there is none. (transfer full) */
Js *case_show(Store *store, const char *prefix, gint64 number,
	      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** The message behind an entry; 0 if it has none, -1 if there is no such entry. */
G_GNUC_WARN_UNUSED_RESULT gboolean case_entry_message(Store *store, const char *prefix,
						      gint64 number, gint64 seq,
						      gint64 *message_out, GError **error);

/** Splits "SUP-12"; FALSE if it is no case number. `prefix_out` (transfer full). */
gboolean case_number_split(const char *text, char **prefix_out, gint64 *number_out);

#endif
