/*
 * A received message, read: what everything above mail/ knows of MIME.  All text
 * in here is valid UTF-8; charsets, encodings and MIME end at this header.
 */
#ifndef CM_MAIL_MAIL_H
#define CM_MAIL_MAIL_H

#include "mail/tables.h"

#include <glib.h>

/** A mailbox (RFC 5322 3.4): display name and address. */
typedef struct Mailbox {
	char *name;    /**< decoded display name; "" if none */
	char *address; /**< addr-spec, domain in lower case, IDN as U-labels kept as written */
} Mailbox;

/** A header field as it stood, in order. */
typedef struct HeaderField {
	char *name;  /**< as written */
	char *value; /**< unfolded; RFC 2047 decoded, but in fields that machines write */
} HeaderField;

/** A part that is not the text of the message. */
typedef struct Attachment {
	char *name;        /**< file name, decoded, without path; "" if none */
	char *type;        /**< "image/png", lower case */
	char *content_id;  /**< without <>; NULL if none */
	gint64 size_bytes; /**< decoded */
	gboolean is_inline;
	gboolean is_key; /**< a private key, where somebody looked */
	guint part;      /**< number for part_decode(): leaves counted depth first from 0 */
} Attachment;

typedef enum AutoKind {
	AUTO_NONE,
	AUTO_REPLY,
	AUTO_BOUNCE,
	AUTO_DELAYED,
	AUTO_LIST,
	AUTO_REPORT,
	AUTO_LOOP,
} AutoKind;

/** What a delivery report says (RFC 3464 or a form of the mail system's own). */
typedef struct Bounce {
	gboolean is_bounce;
	gboolean delayed;
	gboolean hard;
	GPtrArray *recipients;     /**< char*, failed addresses */
	GPtrArray *status;         /**< char*, enhanced status of each, "5.1.1" or "" */
	GPtrArray *reasons;        /**< char*, one of the seven words for each */
	char *original_message_id; /**< of the returned message, without <>; NULL if unknown */
	char *diagnostic; /**< the mail system's sentence, at most 500 bytes; NULL if none */
} Bounce;

/** What was odd about the message; none of it made reading fail. */
typedef enum MailFault {
	FAULT_NO_FROM = 1 << 0,
	FAULT_SEVERAL_FROM = 1 << 1, /**< several From fields, or several addresses in it */
	FAULT_NO_DATE = 1 << 2,
	FAULT_BAD_DATE = 1 << 3,
	FAULT_NO_MESSAGE_ID = 1 << 4,
	FAULT_SEVERAL_MESSAGE_ID = 1 << 5,
	FAULT_SEVERAL_SUBJECT = 1 << 6,
	FAULT_BARE_LINE_END = 1 << 7, /**< line ends of several kinds, or CR alone */
	FAULT_NUL = 1 << 8,           /**< in the header or the text */
	FAULT_RAW_8BIT_HEADER = 1 << 9,
	FAULT_BAD_ENCODED_WORD = 1 << 10, /**< RFC 2047: cut off, or not encoded as it says */
	FAULT_CHARSET = 1 << 11,          /**< label missing, unknown or wrong: guessed */
	FAULT_NO_END_BOUNDARY = 1 << 12,
	FAULT_BAD_STRUCTURE = 1 << 13,
	FAULT_BAD_TRANSFER_ENCODING = 1 << 14, /**< unknown, or not kept to; multiparts have none */
	FAULT_TEXT_CUT = 1 << 15,              /**< text over LIMIT_TEXT_BYTES */
	FAULT_NO_BODY_SEPARATOR = 1 << 16,
	FAULT_MBOX_FROM = 1 << 17,
} MailFault;

/** A received message. Lists are never NULL; strings are "" unless said to be NULL. */
typedef struct Mail {
	GPtrArray *headers;    /**< HeaderField*, all of the top level, in order */
	char *subject;         /**< decoded, unfolded, cut at LIMIT_READ_SUBJECT_BYTES */
	GPtrArray *from;       /**< Mailbox* */
	GPtrArray *sender;     /**< Mailbox* */
	GPtrArray *reply_to;   /**< Mailbox* */
	GPtrArray *to;         /**< Mailbox*, groups flattened */
	GPtrArray *cc;         /**< Mailbox* */
	gint64 date_ms;        /**< -1 if missing or unreadable */
	char *message_id;      /**< without <>; NULL if none */
	char *in_reply_to;     /**< first ID without <>; NULL if none */
	GPtrArray *references; /**< char*, without <>, oldest first, at most LIMIT_REFERENCES */
	char *language;        /**< from Content-Language, "en"; NULL if not said */
	char *text;            /**< the whole text */
	char *reply;           /**< new text only: quotes and signature cut */
	char *reply_with_signature;
	char *own; /**< `reply`, line by line, but empty where it keeps an older message's lines */
	char *own_with_signature; /**< the same of `reply_with_signature` */
	gboolean says_nothing;  /**< `reply` is a quote or a signature, for there is nothing else */
	gboolean is_signature;  /**< the text is a signature alone, or empty */
	gboolean is_forward;    /**< its subject says that it forwards an older message */
	guint lines_cut;        /**< lines of `text` that are not in `reply` */
	GPtrArray *attachments; /**< Attachment* */
	AutoKind auto_kind;
	char *auto_why; /**< the field or pattern that decided, in words; "" if none */
	Bounce bounce;
	struct Forward *forward; /**< what it forwards, where somebody looked; NULL: nothing */
	guint masked;            /**< secrets in its words that were masked, by who keeps them */
	guint faults;            /**< of MailFault */
	/** Where the header ends, or what is a field of it, was guessed: a mail server may have
	 *  seen another one. */
	gboolean is_header_mended;
	/** Its text came encrypted: it is kept, and not sent on. */
	gboolean is_unsealed;
	/** It came encrypted, and nobody could open it. */
	gboolean is_shut;
} Mail;

/**
 * Reads a message. Never fails on content. The descriptor must be seekable; it is
 * read from offset 0 to its end and stays the caller's. `tables` is only used
 * during the call. The message must have passed scan_message() (mail/scan.h).
 * (transfer full)
 */
Mail *mail_read_fd(int fd, const MailTables *tables);

/** The same for a message in memory. (transfer full) */
Mail *mail_read_bytes(GBytes *raw, const MailTables *tables);

void mail_free(Mail *mail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mail, mail_free)

/** The first From mailbox; NULL if there is none. (transfer none) */
const Mailbox *mail_from(const Mail *mail);

/** The value of the first field of that name, any case; NULL if absent. (transfer none) */
const char *mail_header(const Mail *mail, const char *name);

/** Words for AutoKind as `parse --json` prints them: "none", "auto-reply", ... */
const char *auto_kind_name(AutoKind kind);

/** Names of the faults, NULL-terminated: "no-from", ... (transfer container) */
const char **mail_fault_names(guint faults);

void mailbox_free(Mailbox *mailbox);

/** Reads an address list as RFC 5322 and, leniently, as people write it. (transfer full) */
GPtrArray *mailbox_list_read(const char *text);

/** Where decoded bytes of a part go; FALSE stops. */
typedef gboolean (*PartSink)(const char *bytes, gsize length, gpointer user_data);

/** A message opened for its parts: taken apart once, decoded part by part. */
typedef struct PartSource PartSource;

/** Descriptor and bytes stay the caller's and must outlive it. (transfer full) */
PartSource *part_source_open_fd(int fd);
PartSource *part_source_open_bytes(GBytes *raw);
void part_source_free(PartSource *parts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PartSource, part_source_free)

/**
 * Decodes one leaf part (Attachment.part) and hands its bytes to `sink` in pieces of at
 * most 64 KiB. FALSE if there is no such part or the sink stopped.
 */
gboolean part_source_decode(PartSource *parts, guint part, PartSink sink, gpointer user_data);

/**
 * Hands to `sink` the stable bytes of a message: all but trace fields (Received,
 * Return-Path, Delivered-To, X-Original-To, Authentication-Results, ARC-*, DKIM-
 * Signature of forwarders ...), line ends as LF. The same message by two roads
 * gives the same bytes.
 */
void mail_stable_bytes(GBytes *raw, PartSink sink, gpointer user_data);
void mail_stable_bytes_fd(int fd, PartSink sink, gpointer user_data);

#endif
