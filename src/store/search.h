/*
 * Full text, in a file of its own: derived from the entries, filled afterwards in
 * bounded batches, never under the store's lock; lost, it is built anew.
 */
#ifndef CM_STORE_SEARCH_H
#define CM_STORE_SEARCH_H

#include "store/store.h"

typedef struct Search Search;

/** Opens DIR/search.db; one that is damaged or of another shape is begun anew. */
Search *search_open(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void search_close(Search *search);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Search, search_close)

/** Indexes up to `limit` entries that are not yet in; `done_out` = how many. */
G_GNUC_WARN_UNUSED_RESULT gboolean search_catch_up(Search *search, guint limit, guint *done_out,
						   GError **error);

/**
 * Forgets everything; search_catch_up() begins anew. A single text can't be taken out for good:
 * what the index is told to delete stays in its older segments. `emptied_out`: whether nobody reads
 * what it held.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean search_clear(Search *search, gboolean *emptied_out,
						GError **error);

/**
 * Cases whose title or text hold all words (the last one may be a beginning), best
 * first, at most `limit`. Words are taken as they are: no query language to get wrong.
 * (transfer full) of gint64
 */
GArray *search_cases(Search *search, const char *words, guint limit,
		     GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
