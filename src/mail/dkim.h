/*
 * DKIM-Signature fields (RFC 6376 3.5): what a mail's signatures say of themselves. Checking
 * them is the mail server's business.
 */
#ifndef CM_MAIL_DKIM_H
#define CM_MAIL_DKIM_H

#include <glib.h>

typedef struct DkimSignature {
	char *domain;        /**< d=, lower case; "" if missing */
	char *selector;      /**< s=, lower case */
	char *data;          /**< b=, without blanks */
	gboolean is_partial; /**< l=: it covers only the first bytes of the body */
} DkimSignature;

/** Reads a field's value, never fails. (transfer full) */
DkimSignature *dkim_signature_read(const char *value);
void dkim_signature_free(DkimSignature *signature);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DkimSignature, dkim_signature_free)

#endif
