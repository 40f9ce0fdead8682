/*
 * S/MIME messages whose text is wrapped in their signature (RFC 8551 3.5.2).
 */
#ifndef CM_MAIL_SMIME_H
#define CM_MAIL_SMIME_H

#include <glib.h>

/**
 * The MIME entity within a CMS SignedData (RFC 5652 5), in BER or DER; NULL if the bytes
 * are something else, as an encrypted message is. Checks no signature. (transfer full)
 */
GBytes *smime_signed_content(const guint8 *bytes, gsize length);

/** Whether the bytes are a CMS EnvelopedData or AuthEnvelopedData: encrypted. */
gboolean smime_is_enveloped(const guint8 *bytes, gsize length);

#endif
