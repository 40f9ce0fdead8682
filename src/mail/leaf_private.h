/*
 * A leaf of the MIME tree on its way to being text or an attachment.
 */
#ifndef CM_MAIL_LEAF_PRIVATE_H
#define CM_MAIL_LEAF_PRIVATE_H

#include "mail/gm.h"

#include <glib.h>

typedef enum LeafRole {
	LEAF_ATTACHMENT,
	LEAF_TEXT,  /**< part of the message's text */
	LEAF_OTHER, /**< another version of the text, not shown */
} LeafRole;

typedef struct Leaf {
	GMimePart *part;
	guint number; /**< Attachment.part */
	char *type;
	char *name;
	LeafRole role;
	gboolean related; /**< belongs to the page it stands beside (RFC 2387) */
	gboolean cut;     /**< more text than LIMIT_TEXT_BYTES */
	char *text;       /**< as read by leaf_text(), NULL before */
	GArray *marks;    /**< HtmlMark; NULL if it is no HTML */
	GPtrArray *files; /**< Embedded*, of the text; nullable */
} Leaf;

/** `charset` (nullable) is that of the message's text. (transfer full) */
Leaf *leaf_new(GMimePart *part, guint number, const char *charset, guint *faults);

void leaf_free(Leaf *leaf);

/** Whether it is written to be read: plain text or HTML, and not a file. */
gboolean leaf_is_text(const Leaf *leaf);

/** Whether it is HTML, by its type. */
gboolean leaf_is_html(const Leaf *leaf);

/** The leaf as text, read once: decoded, UTF-8, LF, HTML and format=flowed turned into
 *  plain lines, embedded files taken out. (transfer none) */
const char *leaf_text(Leaf *leaf, guint *faults);

/** The page itself of a leaf that is HTML: decoded, UTF-8, LF. (transfer full) */
char *leaf_page(const Leaf *leaf);

#endif
