/*
 * Mail that came through a mailing list at which a desk is reached.
 */
#ifndef CM_MAIL_OWN_LIST_H
#define CM_MAIL_OWN_LIST_H

#include "mail/mail.h"

/** Whether the mail names a list (RFC 2919) and all it names are the site's own. */
gboolean own_list_is_all(const Mail *mail, const MailTables *tables);

#endif
