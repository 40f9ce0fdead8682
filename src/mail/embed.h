/*
 * Files that stand within the text of a mail: uuencode (POSIX) and yEnc.
 */
#ifndef CM_MAIL_EMBED_H
#define CM_MAIL_EMBED_H

#include "mail/mail.h"

#include <glib.h>

/** Attachment.part of such a file is EMBED_PARTS * (leaf + 1) + its index in the leaf. */
#define EMBED_PARTS 10000

/** A file found in text. */
typedef struct Embedded {
	char *name; /**< bytes as they stood */
	gint64 size_bytes;
	gint64 offset; /**< of its first line in the text */
} Embedded;

/** (transfer full) */
Embedded *embedded_copy(const Embedded *embedded);
void embedded_free(Embedded *embedded);

/** A scan over text that comes in pieces. */
typedef struct EmbedScan EmbedScan;

/** Of all of a text: what is left of it, and what files there are. (transfer full) */
EmbedScan *embed_scan_new(void);

/** Of a text from the first line of a file on, whose decoded bytes `sink` gets; ends with it.
 *  (transfer full) */
EmbedScan *embed_scan_new_at(PartSink sink, gpointer user_data);

/** Takes the next piece; a PartSink whose user_data is the scan. FALSE when no more is wanted. */
gboolean embed_scan_feed(const char *bytes, gsize length, gpointer user_data);

/** No more pieces come. */
void embed_scan_end(EmbedScan *scan);

/** The text without the files, at most LIMIT_TEXT_BYTES of it. (transfer none) */
const GString *embed_scan_text(const EmbedScan *scan);

/** Whether the sink stopped it. */
gboolean embed_scan_was_stopped(const EmbedScan *scan);

/** Embedded*, in order. (transfer none) */
const GPtrArray *embed_scan_files(const EmbedScan *scan);

void embed_scan_free(EmbedScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EmbedScan, embed_scan_free)

/** Whether text may hold such a file: a cheap look for their first lines. */
gboolean embed_is_likely(const char *bytes, gsize length);

#endif
