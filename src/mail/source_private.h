/*
 * A received message opened for reading: its header fields as bytes, and its MIME
 * tree.  What is broken at the top (no blank line, mbox lines, wrong boundary, ...) is
 * mended here, so that GMime only ever sees a well-formed beginning.
 */
#ifndef CM_MAIL_SOURCE_PRIVATE_H
#define CM_MAIL_SOURCE_PRIVATE_H

#include "mail/gm.h"

#include <glib.h>

/** A header field as it came; not NUL-terminated, may hold NUL. */
typedef struct RawField {
	const char *name;
	gsize name_length;
	const char *value; /**< with its folds, without the last line end */
	gsize value_length;
} RawField;

typedef struct Source {
	GMimeStream *stream; /**< LF or CR LF line ends, never CR alone */
	GByteArray *head;    /**< what the fields point into */
	GArray *fields;      /**< RawField, in order */
	gint64 body_offset;
	GMimeObject *root; /**< the MIME tree; only its Content-* fields are there */
	guint faults;      /**< of MailFault */
} Source;

/** Opens and parses; never fails on content. (transfer full; takes `stream`) */
Source *source_open(GMimeStream *stream);

void source_free(Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_free)

/** The leaves of the tree, depth first: Attachment.part counts them. (transfer container,
 *  GMimePart*) */
GPtrArray *source_leaves(const Source *source);

#endif
