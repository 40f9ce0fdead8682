/*
 * What a mail forwards: somebody else's message, within its text or attached.
 */
#ifndef CM_MAIL_FORWARD_H
#define CM_MAIL_FORWARD_H

#include "mail/mail.h"

/** A forwarded message, as far as it can be told. */
typedef struct Forward {
	char *name;       /**< of its From; "" if none */
	char *address;    /**< "" if none can be read */
	char *subject;    /**< "" if none */
	char *message_id; /**< without <>; NULL if unknown */
	char *text;
	char *above;  /**< what the one who forwards it wrote before it */
	guint masked; /**< so many secrets in it were masked, but for `above` */
} Forward;

/** The message that stands in `text` below lines as "From:" and "Subject:", in any language of
 *  the tables. NULL: none. (transfer full) */
Forward *forward_in_text(const char *text, const MailTables *tables);

/** One that is attached: `mail` read from an attachment of a mail with this text.
 *  (transfer full) */
Forward *forward_of_mail(const Mail *mail, const char *above);

void forward_free(Forward *forward);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Forward, forward_free)

#endif
