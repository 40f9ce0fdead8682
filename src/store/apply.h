/*
 * Carrying out a plan: rows, in the order of its changes, within the caller's
 * transaction.
 */
#ifndef CM_STORE_APPLY_H
#define CM_STORE_APPLY_H

#include "desk/plan.h"
#include "store/store.h"

/** What a plan is applied with. All borrowed. */
typedef struct Applying {
	gint64 now_ms;
	gint64 delivery;         /**< the delivery in hand; 0: none (a wish, a timer) */
	gint64 message;          /**< its message; 0: none */
	const Clues *clues;      /**< nullable: what could not be read has none */
	const char *desk;        /**< Desk.name for the delivery's record; "" if unknown */
	const GPtrArray *hashes; /**< GBytes*, SHA-256 of each attachment of the mail; nullable */
	const Site *site;
	const Templates *templates;
} Applying;

/** Carries out all changes; `notices_out` (nullable) counts what was queued. */
G_GNUC_WARN_UNUSED_RESULT gboolean plan_apply(Store *store, const Plan *plan, const Applying *with,
					      guint *notices_out, GError **error);

/** What became of a step of the fanout. */
typedef struct FanoutStep {
	gboolean more;   /**< some are left */
	guint set_aside; /**< no message could be made of so many, ever: they are in the outbox as
			  *   failed, of the kind OUTBOX_UNMADE */
} FanoutStep;

/** Queues up to `limit` notices that did not fit in the transaction of their event. In a
 *  transaction of its own. */
G_GNUC_WARN_UNUSED_RESULT gboolean fanout_step(Store *store, guint limit, const Applying *with,
					       FanoutStep *step_out, GError **error);

#endif
