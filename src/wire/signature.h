/*
 * Checking signatures: OpenPGP (RFC 9580) by GnuPG with the keys of one folder, S/MIME (RFC
 * 8551) by GnuTLS.  Nothing is fetched from anywhere and nobody is asked for anything.
 */
#ifndef CM_WIRE_SIGNATURE_H
#define CM_WIRE_SIGNATURE_H

#include "mail/signed.h"

typedef enum SignatureState {
	SIGNATURE_GOOD,
	SIGNATURE_BAD,         /**< the text was changed, or it is weak */
	SIGNATURE_EXPIRED,     /**< the signature was valid for a time */
	SIGNATURE_KEY_EXPIRED, /**< the key, or not valid yet */
	SIGNATURE_KEY_REVOKED,
	SIGNATURE_KEY_UNKNOWN, /**< its key isn't in the folder */
	SIGNATURE_SEVERAL,     /**< by several keys */
	SIGNATURE_UNREADABLE,
	SIGNATURE_UNCHECKED, /**< the check took too long, or could not be made */
} SignatureState;

typedef struct SignatureReport {
	SignatureState state;
	/** Of the main key, or SHA-1 and SHA-256 of the certificate; upper case hexadecimal, ""
	 *  if not known. */
	char fingerprints[2][65];
	gint64 signed_ms; /**< when, as the signature says; 0: it doesn't */
} SignatureReport;

/**
 * Checks it in a process of its own that gets SIGKILL, with all it has started, after
 * `timeout_s` seconds. `keyring` is the folder with the OpenPGP keys, nullable: none are known.
 * Certificates come with the message; whose they are is for the caller to know.
 */
void signature_check(const Signed *what, const char *keyring, guint timeout_s,
		     SignatureReport *report_out);

/**
 * Decrypts a SIGNED_SEALED or SIGNED_ENVELOPED with the secret keys of the folder, in a process as
 * above; the report is about the signature within: SIGNATURE_UNREADABLE if there is none, as of
 * SIGNED_ENVELOPED always, whose signature is one of the mail within. NULL if it can't be
 * decrypted. (transfer full)
 */
GBytes *signature_unseal(const Signed *what, const char *keyring, guint timeout_s,
			 SignatureReport *report_out);

/** In words, "its key has expired". */
const char *signature_words(SignatureState state);

#endif
