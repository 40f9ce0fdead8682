/*
 * Address lists out of received header fields.
 */
#ifndef CM_MAIL_ADDRESS_H
#define CM_MAIL_ADDRESS_H

#include <glib.h>

/** Adds the mailboxes (Mailbox*) of a raw field body to `list`: any bytes, encoded words
 *  in names, groups flattened. `faults` is of MailFault. */
void address_add(GPtrArray *list, const char *raw, gsize length, const char *charset,
		 guint *faults);

/** Whether a raw field body has an address with several "@", as in "<a@b@c>" or a source
 *  route: another reader may see another domain in it than we do. */
gboolean address_is_ambiguous(const char *raw, gsize length);

#endif
