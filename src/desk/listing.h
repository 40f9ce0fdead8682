/*
 * Which cases somebody wants listed: the value of the command "#list".
 */
#ifndef CM_DESK_LISTING_H
#define CM_DESK_LISTING_H

#include "desk/site.h"

typedef enum ListScope {
	LIST_USUAL, /**< of staff what they work on, of customers all they may see */
	LIST_MINE,
	LIST_UNASSIGNED,
	LIST_LATE, /**< the ETA is over, or for staff something promised */
	LIST_TEAM, /**< of one team of staff, or of all that somebody is in */
	LIST_EVERY,
} ListScope;

/** Owned. */
typedef struct Listing {
	ListScope scope;
	char *status; /**< these alone; "": of any status */
	char *team;   /**< of LIST_TEAM, in lower case; "": the own */
	char *but;    /**< "|Done|Closed|": none of these; "": no such limit */
} Listing;

/** What a value asks for: mine, unassigned, late, open, all, a status, team,
 *  team and its name, or nothing; of anything
 *  else NULL and a sentence that lists these. (transfer full) */
Listing *listing_read(const Site *site, const char *value, GError **error);
void listing_free(Listing *listing);
/** listing_free() for containers. */
void listing_destroy(gpointer listing);

/** What it asks for, the same for each that asks for the same. (transfer full) */
char *listing_key(const Listing *listing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Listing, listing_free)

#endif
