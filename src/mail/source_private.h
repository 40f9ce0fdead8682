/*
 * A received message opened for reading: its header and its MIME tree.  What is broken at
 * the top is mended before, so that GMime only ever sees a well-formed beginning.
 */
#ifndef CM_MAIL_SOURCE_PRIVATE_H
#define CM_MAIL_SOURCE_PRIVATE_H

#include "mail/head_private.h"

#include <glib.h>

typedef struct Source {
	Head *head;
	GMimeObject *root; /**< the MIME tree; of its top only the Content-* fields are there */
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
