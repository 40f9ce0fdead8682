/*
 * The spool: mail that `casemate deliver` took while no gateway was there.  A file
 * each, named by its accept ID; it appears under that name whole and synced, after a draft
 * with a dot in front.  First the envelope, then the message, byte for byte:
 *
 *   casemate-spool 1
 *   sender anna@customer.example        (nothing behind the blank: the null sender)
 *   recipient support@example.org       (once or more)
 *                                       (an empty line)
 *   Received: ...
 */
#ifndef CM_WORK_SPOOL_H
#define CM_WORK_SPOOL_H

#include "store/store.h"

typedef struct Spool Spool;

/** Of the folder `dir`; `store` is borrowed. (transfer full) */
Spool *spool_new(const char *dir, Store *store);
void spool_free(Spool *spool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Spool, spool_free)

/**
 * Moves what lies in the spool into the store, oldest first, and removes drafts that
 * are a day old by the real clock. A file that can't be read, or is none of ours, stays and is
 * reported once. A crash at any point adds nothing twice, as the accept ID is unique. FALSE: the
 * store is in trouble; what was not taken stays.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean spool_take(Spool *spool, gint64 real_now_ms, guint *taken_out,
					      GError **error);

/**
 * Whether mail lies there that spool_take() has not come by. Who gives the worker's lock
 * back asks once more: `deliver` saw it held and started nobody. By names, not by times: a
 * clock may jump.
 */
gboolean spool_has_news(const Spool *spool);

#endif
