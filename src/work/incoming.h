/*
 * A message on its way in: kept in memory while it is small, in a file of its own
 * from then on, hashed as it comes.
 */
#ifndef CM_WORK_INCOMING_H
#define CM_WORK_INCOMING_H

#include "base/outcome.h"
#include "store/accept.h"

typedef struct Incoming Incoming;

/** `accept_id` is nullable: a new one is made. `store_dir` is borrowed. (transfer full) */
Incoming *incoming_new(const char *store_dir, const char *accept_id, gint64 now_ms);
/** Forgets the message, its file too unless the store owns it by now. */
void incoming_free(Incoming *incoming);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Incoming, incoming_free)

/** FALSE: it can't be stored now. */
G_GNUC_WARN_UNUSED_RESULT gboolean incoming_add(Incoming *incoming, const void *bytes, gsize length,
						GError **error);

/**
 * The message is complete, and its file synced if it has one. Fills all of `arrival`
 * but envelope and road; it borrows from the incoming message.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean incoming_complete(Incoming *incoming, Arrival *arrival,
						     GError **error);

/** From now on the file belongs to the store, or may. */
void incoming_keep_file(Incoming *incoming);

#endif
