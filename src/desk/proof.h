/*
 * Whether a From is proven: what the mail server says of it, and the mail's own signature.
 */
#ifndef CM_DESK_PROOF_H
#define CM_DESK_PROOF_H

#include "desk/facts.h"
#include "mail/mail.h"

/** A signed mail is believed this long before and behind the time it was signed at. */
#define PROOF_WINDOW_MS ((gint64)48 * 3600 * 1000)

/** What the check of a mail's signature has found. */
typedef struct SignatureFact {
	gboolean is_there;
	gboolean is_good;
	char *why;             /**< in words, "its key has expired" */
	char *fingerprints[2]; /**< of the key that made it; "" if not known */
	gint64 signed_ms;      /**< 0: it doesn't say */
	gint64 digest; /**< 63 bits that stand for what was signed, and when: believed in one mail
			  only */
} SignatureFact;

/** What the store knows of it. */
typedef struct SignatureStanding {
	gboolean is_own;    /**< its key is listed for the From's person */
	gboolean is_used;   /**< another mail came with it before */
	gboolean is_astray; /**< it came to an address that does something, and To and
				 Cc don't name that */
	gint64 received_ms; /**< when this one came */
} SignatureStanding;

SignatureFact *signature_fact_new(void);
void signature_fact_free(SignatureFact *fact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SignatureFact, signature_fact_free)

/**
 * Adds to `facts->proof`, so far what the mail server says, what the signature proves; sets
 * `signature_used` if it counts.
 */
void proof_add_signature(Facts *facts, const Mail *mail, const SignatureFact *signature,
			 const SignatureStanding *standing);

#endif
