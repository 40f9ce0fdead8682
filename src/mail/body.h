/*
 * From a MIME tree to what a person would call the text and the attachments.
 */
#ifndef CM_MAIL_BODY_H
#define CM_MAIL_BODY_H

#include "mail/bounce.h"

#include <glib.h>

struct Leaf;
struct Source;

typedef struct Body {
	char *text;             /**< valid UTF-8, LF */
	GArray *marks;          /**< HtmlMark: what the HTML said of lines of `text` */
	GPtrArray *attachments; /**< Attachment* */
	BounceParts report;     /**< owned, unlike BounceParts in general */
	guint faults;           /**< of MailFault */
	guint nested;           /**< how many messages it is wrapped in */
	struct Leaf *page;      /**< for body_page() */
} Body;

/** Reads text and attachments. (transfer full) */
Body *body_read(const struct Source *source);

/** The HTML that stood as an alternative beside the plain text which was read; NULL if there
 *  is none, or more than one. The source must still be there. (transfer full) */
char *body_page(const Body *body);

void body_free(Body *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Body, body_free)

#endif
