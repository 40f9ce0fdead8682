/*
 * GMime for the files of this room: clean-up helpers that GMime 3.2 lacks, one
 * way to start it, and messages opened the way we read them.
 */
#ifndef CM_MAIL_GM_H
#define CM_MAIL_GM_H

#include "mail/mail.h"

#include <gmime/gmime.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeFilter, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeContentType, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeContentDisposition, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InternetAddressList, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParserOptions, g_mime_parser_options_free)

/**
 * Starts GMime once for the process. A message/rfc822 is made a plain leaf: its
 * bytes are wanted as they came, and reading it would cost its nesting again.
 */
void gm_start(void);

/** Lenient in everything; unlabelled 8-bit is UTF-8 or else Windows-1252. (transfer full) */
GMimeParserOptions *gm_options(void);

/** A stream on all of a seekable descriptor, which stays the caller's. (transfer full) */
GMimeStream *gm_stream_fd(int fd);

/** A stream on bytes, which must outlive it. (transfer full) */
GMimeStream *gm_stream_bytes(GBytes *raw);

/** Sets how a part is decoded where GMime can't read its Content-Transfer-Encoding, or where that
 *  says base64 of what is plain text. */
void gm_mend_encoding(GMimePart *part, guint *faults);

/** Decodes a leaf's transfer encoding into `sink`, in pieces of at most 64 KiB. FALSE when the
 *  sink stopped. Data that isn't what its encoding asks for is a fault in `*faults` (nullable). */
gboolean gm_decode(GMimeDataWrapper *content, PartSink sink, gpointer user_data, guint *faults);

/** The same from some decoded byte on. */
gboolean gm_decode_from(GMimeDataWrapper *content, gint64 offset, PartSink sink,
			gpointer user_data);

#endif
