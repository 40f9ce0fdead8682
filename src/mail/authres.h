/*
 * Whether somebody we trust vouches for the From address: Authentication-Results by
 * RFC 8601, parsed, never grepped.
 */
#ifndef CM_MAIL_AUTHRES_H
#define CM_MAIL_AUTHRES_H

#include "mail/mail.h"

typedef enum AuthResult {
	AUTH_NONE, /**< nobody we trust says anything */
	AUTH_PASS, /**< dmarc=pass, or a DKIM signature aligned with the From domain */
	AUTH_FAIL, /**< dmarc=fail */
} AuthResult;

typedef struct AuthVerdict {
	AuthResult result;
	const char *why; /**< in words, static */
} AuthVerdict;

/**
 * Reads the topmost Authentication-Results field that bears `authserv_id` and stands
 * above all Received fields but our own server's first. "" believes nobody. dmarc=none
 * counts as absent.
 */
AuthVerdict authres_judge(const Mail *mail, const char *authserv_id);

#endif
