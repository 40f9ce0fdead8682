/*
 * A message of ours, built once and frozen: everything but the bytes of
 * attachments, which the sender streams in later from the received message.
 */
#ifndef CM_MAIL_COMPOSE_H
#define CM_MAIL_COMPOSE_H

#include <glib.h>

/** An attachment to relay: a part of a received message. */
typedef struct DraftPart {
	gint64 message; /**< the store's number of the received message */
	guint part;     /**< Attachment.part, or PART_WHOLE */
	char *name;
	char *type;
	gint64 size_bytes; /**< decoded */
} DraftPart;

/** DraftPart.part of the whole received message, as it came. */
#define PART_WHOLE G_MAXUINT

/** What a message is built from. Strings are borrowed for the call, NULL = field left out. */
typedef struct Draft {
	const char *from_name;
	const char *from_address;
	const char *to_name;
	const char *to_address;
	const char *reply_to;   /**< address */
	const char *subject;    /**< the contract's bytes: desk/subject.h */
	const char *message_id; /**< without <> */
	gint64 date_ms;
	const char *in_reply_to;   /**< without <> */
	GPtrArray *references;     /**< char*, without <>; nullable */
	const char *const *extra;  /**< name, value, name, value, ..., NULL; nullable */
	const char *text;          /**< flowed when shown: lines are paragraphs (RFC 3676) */
	const char *html;          /**< nullable: then the text alone */
	const char *boundary_seed; /**< 16 hex digits of randomness, the same for the same draft */
	GPtrArray *parts;          /**< DraftPart*; nullable */
	const char *calendar;      /**< text/calendar body; nullable */
} Draft;

/** The frozen message: head, then each attachment's bytes after its own head, then tail. */
typedef struct Frame {
	GBytes *head; /**< header and text parts, CR LF line ends */
	GPtrArray
		*part_heads; /**< GBytes*, one for each of Draft.parts: delimiter and MIME header */
	GBytes *tail;        /**< closing delimiters; empty if there are no attachments */
} Frame;

/**
 * Builds the message (RFC 5322, 2045, 2047, 3676). Same draft, same bytes: asks
 * neither clock nor chance. The subject's fixed prefix and the tracking ID stand
 * unencoded in the raw header; lines are folded below 998 bytes. (transfer full)
 */
Frame *compose_frame(const Draft *draft);

void frame_free(Frame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Frame, frame_free)

/** The base64 lines (76 characters, CR LF) of decoded bytes, continued over calls. */
typedef struct PartEncoder {
	guchar rest[57];
	gsize rest_length;
} PartEncoder;

/** Encodes the next piece and appends complete lines to `out`; `last` flushes. */
void part_encode(PartEncoder *encoder, const char *bytes, gsize length, gboolean last,
		 GByteArray *out);

void draft_part_free(DraftPart *part);

#endif
