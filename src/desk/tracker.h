/*
 * Trackers of others, in which a case may have tickets: what their keys look like, and the page of
 * one.
 */
#ifndef CM_DESK_TRACKER_H
#define CM_DESK_TRACKER_H

#include <glib.h>

/** A tracker of the site. Strings are never NULL. */
typedef struct Tracker {
	char *name;
	struct Match *match;  /**< of whole keys; NULL: its pattern is wrong */
	char *url;            /**< of a ticket's page, with $0 for the key, $1 for the first group;
				   "": tickets have none */
	gboolean is_internal; /**< customers hear nothing of its tickets */
} Tracker;

Tracker *tracker_new(const char *name);
void tracker_free(Tracker *tracker);

/** Reads the pattern; NULL, and a sentence, where it is none. */
gboolean tracker_set_pattern(Tracker *tracker, const char *pattern,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Whether that is the key of a ticket there. */
gboolean tracker_has(const Tracker *tracker, const char *key);

/** Says what is wrong with the tracker's `url`, to which nothing has been added yet: it is no
 *  address of a page, doesn't hold the key, or asks for a group that the pattern lacks. NULL: it
 *  is right. (transfer full) */
char *tracker_url_fault(const Tracker *tracker);

/** The page of a ticket; NULL if the key isn't the tracker's, or its tickets have none. (transfer
 *  full) */
char *tracker_page(const Tracker *tracker, const char *key);

/** Of a list of Tracker*, those to which that key belongs. (transfer container) */
GPtrArray *trackers_of(const GPtrArray *trackers, const char *key);

/** The one of that name; NULL: the site has it no more. (transfer none) */
const Tracker *tracker_named(const GPtrArray *trackers, const char *name);

#endif
