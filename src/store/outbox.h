/*
 * The outbox: messages of ours, frozen, one recipient each, until a mail server has
 * taken them.
 */
#ifndef CM_STORE_OUTBOX_H
#define CM_STORE_OUTBOX_H

#include "mail/compose.h"
#include "store/store.h"

typedef enum OutboxState {
	OUTBOX_DUE,     /**< waits for due_ms */
	OUTBOX_SENT,    /**< taken by the next mail server */
	OUTBOX_FAILED,  /**< refused for good, or given up */
	OUTBOX_DROPPED, /**< by hand */
} OutboxState;

/** A part to stream after its head. */
typedef struct OutboxPart {
	GBytes *head;   /**< delimiter and MIME header */
	gint64 message; /**< the received message it is a part of */
	guint part;
	guint8 sha256[32]; /**< of the decoded bytes */
} OutboxPart;

/** A row of the outbox. */
typedef struct OutboxRow {
	gint64 id;
	char *token;     /**< unique; in envelope sender and Message-ID */
	gint64 case_id;  /**< 0: belongs to no case */
	char *kind;      /**< subject_kind_name() */
	char *subject;   /**< decoded, for `queue list` */
	char *sender;    /**< envelope */
	char *recipient; /**< envelope */
	char *message_id;
	GBytes *head;
	GBytes *tail;
	GPtrArray *parts; /**< OutboxPart* */
	OutboxState state;
	gint64 created_ms;
	gint64 due_ms;
	gint64 tries;
	gint64 sent_ms;   /**< 0 until then */
	char *last_error; /**< "" if none */
} OutboxRow;

void outbox_row_free(OutboxRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OutboxRow, outbox_row_free)

/** Adds a row, due at once, within the caller's transaction; `id_out` nullable. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_add(Store *store, const OutboxRow *row, gint64 *id_out,
					      GError **error);

/** Up to `limit` rows due by now, oldest due first, whole; empty if none. (transfer full)
 * OutboxRow* */
GPtrArray *outbox_due(Store *store, gint64 now_ms, guint limit,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** When the next row falls due; -1 if the outbox is empty. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_next_due(Store *store, gint64 *due_ms_out,
						   GError **error);

/** One row by number or token; NULL without error if there is none. */
OutboxRow *outbox_get(Store *store, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
OutboxRow *outbox_get_by_token(Store *store, const char *token,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Before a try: the try is counted and the row is put off (`again_ms`: when to try again
 *  should we die now), in a transaction of its own for all rows. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_mark_tried(Store *store, const gint64 *ids, guint n,
						     gint64 again_ms, GError **error);
/** After success: sha256 is that of the bytes handed over. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_mark_sent(Store *store, gint64 id, gint64 now_ms,
						    const guint8 sha256[32], GError **error);
/** After a temporary failure. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_mark_later(Store *store, gint64 id, gint64 due_ms,
						     const char *why, GError **error);
/** After a final one; staff is told by the worker, who finds it by outbox_untold_failures(). */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_mark_failed(Store *store, gint64 id, gint64 now_ms,
						      const char *why, GError **error);

/** Rows for `queue list`, without their bytes; `all` with those that are done. (transfer full) */
GPtrArray *outbox_list(Store *store, gboolean all, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** By hand: due again at once, or never. PERM if there is no such row, or it was sent. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_retry(Store *store, gint64 id, gint64 now_ms,
						GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_drop(Store *store, gint64 id, gint64 now_ms,
					       GError **error);

#endif
