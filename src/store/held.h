/*
 * Held mail: listed for staff, and decided upon.
 */
#ifndef CM_STORE_HELD_H
#define CM_STORE_HELD_H

#include "base/js.h"
#include "desk/held.h"
#include "store/store.h"

/** Array of objects: id, kind, held, from, subject, reason, recipient. (transfer full) */
Js *held_list(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Gives up what was returned to its writer and not sent in time. Within a transaction. */
G_GNUC_WARN_UNUSED_RESULT gboolean held_forget_returned(Store *store, gint64 now_ms,
							GError **error);

/** The message of one; 0 without error if nothing undecided has this number. */
G_GNUC_WARN_UNUSED_RESULT gboolean held_message(Store *store, gint64 held, gint64 *message_out,
						GError **error);

/** Within the caller's transaction; `by` is an address, "" for the command line. What is released
 *  waits anew for its handling. */
G_GNUC_WARN_UNUSED_RESULT gboolean held_release(Store *store, gint64 held, Release release,
						const char *by, gint64 now_ms, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean held_drop(Store *store, gint64 held, const char *by,
					     gint64 now_ms, GError **error);

#endif
