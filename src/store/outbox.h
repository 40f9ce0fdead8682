/*
 * The outbox: messages of ours, frozen, one recipient each, until a mail server has
 * taken them.  Whatever writes here does so within the caller's transaction
 * (store_begin(), store_commit()).
 */
#ifndef CM_STORE_OUTBOX_H
#define CM_STORE_OUTBOX_H

#include "mail/mail.h"
#include "store/store.h"

typedef enum OutboxState {
	OUTBOX_DUE,     /**< waits for due_ms */
	OUTBOX_SENT,    /**< taken by the next mail server */
	OUTBOX_FAILED,  /**< refused for good, or given up */
	OUTBOX_DROPPED, /**< by hand */
} OutboxState;

/** OutboxRow.kind of a notice that no message could be made of; its head is the JSON of the
 *  notice, and outbox_retry() lets it be made anew. Never due. */
#define OUTBOX_UNMADE "unmade"

/** A part to stream after its head. */
typedef struct OutboxPart {
	GBytes *head;   /**< delimiter and MIME header */
	gint64 message; /**< the received message it is a part of */
	guint part;
	guint8 sha256[32]; /**< of the decoded bytes */
} OutboxPart;

/** A row of the outbox. Without its bytes: head, tail and parts are NULL. */
typedef struct OutboxRow {
	gint64 id;
	char *token;      /**< unique; in envelope sender and Message-ID */
	gint64 case_id;   /**< 0: belongs to no case */
	gint64 returns;   /**< the delivery that it sends back to its writer; 0: none. Not read */
	char *kind;       /**< subject_kind_name(), or OUTBOX_UNMADE */
	char *subject;    /**< decoded, for `queue list` */
	char *partner;    /**< to whose endpoint it goes as an event; "": it is mail */
	char *sender;     /**< envelope; of an event "" */
	char *recipient;  /**< envelope; of an event the partner */
	char *message_id; /**< of an event its webhook-id */
	GBytes *head;
	GBytes *tail;
	GPtrArray *parts; /**< OutboxPart* */
	OutboxState state;
	gint64 created_ms;
	gint64 due_ms;
	gint64 tries;
	gint64 ended_ms;  /**< sent, failed or dropped; 0 until then */
	char *last_error; /**< "" if none */
} OutboxRow;

void outbox_row_free(OutboxRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OutboxRow, outbox_row_free)

/** Room for `parts` with their owner. (transfer full) */
OutboxPart *outbox_part_new(GBytes *head, gint64 message, guint part, const guint8 sha256[32]);
void outbox_part_free(OutboxPart *part);

/** "due", "sent", "failed", "dropped". (transfer none) */
const char *outbox_state_name(OutboxState state);

/** Adds a row, due at its created_ms; `id_out` nullable. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_add(Store *store, const OutboxRow *row, gint64 *id_out,
					      GError **error);

/** Up to `limit` mails due by now, oldest due first, without their bytes; empty if there
 *  are none, NULL on failure. (transfer full) OutboxRow* */
GPtrArray *outbox_due(Store *store, gint64 now_ms, guint limit,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** The same of events for a partner: of each case only the oldest that waits, due or not, so that
 *  they go in order. (transfer full) OutboxRow* */
GPtrArray *outbox_due_events(Store *store, const char *partner, gint64 now_ms, guint limit,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** The partners for whom events are due. (transfer full) char* */
GPtrArray *outbox_due_partners(Store *store, gint64 now_ms,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** When the next mail falls due; -1 if nothing waits. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_next_due(Store *store, gint64 *due_ms_out,
						   GError **error);

/** One row, whole; NULL without error if there is none. */
OutboxRow *outbox_get(Store *store, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * Hands the message to `sink` as it goes over the wire: head, attachments in base64
 * read from the received message, tail. The same bytes every time; memory stays below
 * 1 MB. PERM if an attachment is gone or no longer what it was, TEMP if it can't be read
 * now or the sink stopped.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_write(Store *store, const OutboxRow *row, PartSink sink,
						gpointer user_data, GError **error);

/** Before a try: counts it and puts the row off (`again_ms`: when to try again should we
 *  die now). To be committed before anything is sent. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_mark_tried(Store *store, gint64 id, gint64 again_ms,
						     GError **error);
/** The try didn't take place: takes it back. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_mark_untried(Store *store, gint64 id, gint64 due_ms,
						       GError **error);
/** Nothing tried, just later. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_put_off(Store *store, gint64 id, gint64 due_ms,
						  GError **error);
/** After success: sha256 is that of the bytes handed over. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_mark_sent(Store *store, gint64 id, gint64 now_ms,
						    const guint8 sha256[32], GError **error);
/** After a temporary failure. A row that was dropped meanwhile stays dropped. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_mark_later(Store *store, gint64 id, gint64 due_ms,
						     const char *why, GError **error);
/** After a final one; the worker tells staff. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_mark_failed(Store *store, gint64 id, gint64 now_ms,
						      const char *why, GError **error);

/** Failures staff hasn't been told of, oldest first, without their bytes. (transfer full)
 *  OutboxRow* */
GPtrArray *outbox_untold_failures(Store *store, guint limit,
				  GError **error) G_GNUC_WARN_UNUSED_RESULT;
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_mark_told(Store *store, gint64 id, GError **error);
/** Staff can't be told: from now on it stands in the queue alone, with the reason. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_mark_untellable(Store *store, gint64 id, const char *why,
							  GError **error);

/** Rows for `queue list`, without their bytes; `all` with those that were sent or dropped.
 *  (transfer full) OutboxRow* */
GPtrArray *outbox_list(Store *store, gboolean all, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** By hand: due again at once, or never. PERM if there is no such row, or it was sent. Of the
 *  kind OUTBOX_UNMADE the row goes, and the notice waits in the fanout again. */
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_retry(Store *store, gint64 id, gint64 now_ms,
						GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean outbox_drop(Store *store, gint64 id, gint64 now_ms,
					       GError **error);

#endif
