/*
 * A parcel: an outbox row on its way, with the bytes that its lane reads.
 */
#ifndef CM_WORK_PARCEL_H
#define CM_WORK_PARCEL_H

#include "store/accept.h"
#include "store/outbox.h"
#include "work/lane.h"

typedef struct Parcel {
	Job job; /**< first, so that a returned job is its parcel */
	gint64 id;
	Lane *lane;
	OutboxRow *row; /**< NULL until parcel_fill() */
	guint8 sha256[SHA256_BYTES];
	/* private: while it is filled */
	GByteArray *bytes;
	Sha256 *hash;
} Parcel;

/** For a row and the lane it shall take. (transfer full) */
Parcel *parcel_new(gint64 id, Lane *lane);

/**
 * Reads the row and puts the message together: in memory, or with attachments, when it may
 * have 14 MB, in a file without a name in the store's folder. PERM if the message can never
 * be put together.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean parcel_fill(Parcel *parcel, Store *store, GError **error);

void parcel_free(Parcel *parcel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Parcel, parcel_free)

#endif
