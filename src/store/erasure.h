/*
 * The rest of a removal, behind its commit: the files of big messages, the search index, and the
 * log of the database.  What a death leaves undone is done at the next start.
 */
#ifndef CM_STORE_ERASURE_H
#define CM_STORE_ERASURE_H

#include "store/store.h"

/**
 * Does what is left to do. `left_out`: something still is, because somebody was reading an older
 * state of the store; try again soon. Outside of a transaction.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean erasure_finish(Store *store, gboolean *left_out, GError **error);

#endif
