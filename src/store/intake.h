/*
 * The worker's side of accepted mail: which deliveries wait, which are in hand, and
 * which killed a worker before.
 */
#ifndef CM_STORE_INTAKE_H
#define CM_STORE_INTAKE_H

#include "desk/held.h"
#include "store/store.h"

/** A delivery that waits for its handling. */
typedef struct Waiting {
	gint64 delivery;
	gint64 message;
	gint64 size_bytes;
	gint64 accepted_ms;
	gint64 tries; /**< single tries that a worker died of */
	char *recipient;
	char *sender; /**< envelope */
	char *road;
	Release release; /**< as what it was released from the held mail */
} Waiting;

void waiting_free(Waiting *waiting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Waiting, waiting_free)

/** How the worker before this one ended. */
typedef enum LastDeath {
	DEATH_NONE,  /**< it ended, was killed from outside, or nobody knows */
	DEATH_FAULT, /**< SEGV, ABRT, BUS, watchdog or memory limit: the mail in hand is suspect */
} LastDeath;

/** After a start: what was in hand waits again, or is suspect and will be tried singly. */
G_GNUC_WARN_UNUSED_RESULT gboolean intake_recover(Store *store, LastDeath death, GError **error);

/** The next batch, oldest first, up to `limit` deliveries and `limit_bytes` of messages, now
 *  marked as in hand. Suspects come alone, their try counted; which of the two comes first is
 *  the caller's turn to say, so that neither starves. (transfer full) Waiting* */
GPtrArray *intake_take(Store *store, guint limit, gint64 limit_bytes, gboolean suspects_first,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Whether any delivery has not ended yet. */
G_GNUC_WARN_UNUSED_RESULT gboolean intake_any_waits(Store *store, gboolean *any_out,
						    GError **error);

/** Puts a delivery back that could not be handled for now; it is suspect from then on if
 *  `counts`. Within a transaction. */
G_GNUC_WARN_UNUSED_RESULT gboolean intake_put_back(Store *store, gint64 delivery, gboolean counts,
						   GError **error);

/** One delivery that nobody has decided about, for its release. NULL without error if there is
 *  none. */
Waiting *intake_held(Store *store, gint64 held, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
