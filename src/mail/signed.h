/*
 * Signed messages (RFC 1847, 3156, 8551) taken apart: the very bytes that were signed and their
 * signature.  Checking it is wire's business.
 */
#ifndef CM_MAIL_SIGNED_H
#define CM_MAIL_SIGNED_H

#include "mail/mail.h"

typedef enum SignedKind {
	SIGNED_NOT,
	SIGNED_PGP,       /**< multipart/signed, application/pgp-signature */
	SIGNED_SMIME,     /**< multipart/signed, application/pkcs7-signature */
	SIGNED_OPAQUE,    /**< application/pkcs7-mime with the text within */
	SIGNED_SEALED,    /**< multipart/encrypted, application/pgp-encrypted */
	SIGNED_ENVELOPED, /**< application/pkcs7-mime, encrypted */
	SIGNED_AMISS,     /**< signed in a way that proves nothing; `why` says which */
} SignedKind;

typedef struct Signed {
	SignedKind kind;
	const char *why;   /**< of SIGNED_AMISS, static */
	GBytes *content;   /**< what was signed, with its own header, lines ended by CR LF; of
				SIGNED_OPAQUE the text as casemate reads it */
	GBytes *signature; /**< decoded; of SIGNED_OPAQUE the whole, of SIGNED_SEALED and
				SIGNED_ENVELOPED what is encrypted */
} Signed;

/** Whether an attachment is only the signature of what stands beside it. */
gboolean attachment_is_signature(const Attachment *attachment);

/** Whether a mail looks signed at all; cheap. */
gboolean mail_seems_signed(const Mail *mail);

/**
 * Takes it apart. `mail` is the same message, read: only a signature over all of the text that
 * was read is found. The bytes are `raw`, or the descriptor's if that is NULL. (transfer full)
 */
Signed *signed_find(const Mail *mail, GBytes *raw, int fd, const MailTables *tables);

/** Whether all of a mail is encrypted (RFC 3156 4), or may be (RFC 8551 3.3); cheap. */
gboolean mail_seems_sealed(const Mail *mail);

/**
 * The mail with what was encrypted in its place: `plain` is the entity, with a header of its
 * own. Its files can't be had from the message as it came, so those listed are that one's.
 * (transfer full)
 */
Mail *mail_read_unsealed(const Mail *mail, GBytes *raw, int fd, GBytes *plain,
			 const MailTables *tables);

void signed_free(Signed *what);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Signed, signed_free)

#endif
