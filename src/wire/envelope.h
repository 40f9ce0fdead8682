/*
 * Opening encrypted S/MIME messages (RFC 8551 3.3).  GnuTLS 3.7 and GMime know none but signed
 * ones, and GnuPG's gpgsm wants a daemon and a trust store of its own, so this is OpenSSL's CMS.
 */
#ifndef CM_WIRE_ENVELOPE_H
#define CM_WIRE_ENVELOPE_H

#include <glib.h>

/**
 * What is within a CMS EnvelopedData or AuthEnvelopedData, in DER: by the keys in the files *.pem
 * of the folder, each a private key without password and its certificate. NULL: none of them
 * opens it, or it is damaged. Reads the folder, and is for a process that may die of what it is
 * given. (transfer full)
 */
GBytes *envelope_open(GBytes *sealed, const char *folder);

#endif
