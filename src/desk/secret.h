/*
 * Secrets in what people write: passwords, card numbers, private keys, access tokens.  They are
 * masked before a text becomes anything of a case; the message as it came keeps them.
 */
#ifndef CM_DESK_SECRET_H
#define CM_DESK_SECRET_H

#include "mail/mail.h"

#include <glib.h>

/** What is known of secrets: how tokens begin, what people call a password.  It is data, files
 *  below filters/ that app/ reads and hands down here, so that a site can extend them. */
typedef struct Secrets Secrets;

/** Without any: card numbers, private keys and logins in links alone are known. (transfer full) */
Secrets *secrets_new(void);
void secrets_free(Secrets *secrets);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Secrets, secrets_free)

/**
 * Adds the entries of one file's text. An unknown section, a line that is no entry, or a pattern
 * that can't be read is a fault that names `name` and the line.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean secrets_add(Secrets *secrets, const char *name, const char *text,
					       GError **error);

/**
 * The text with a mark in the place of each secret: "[password removed]", "[card number ending
 * 1111 removed]"; how many there were is added to `count`. NULL: there are none. `secrets` is
 * nullable, then nothing is known of any. Takes time in proportion to the text. (transfer full)
 */
char *secrets_mask(const Secrets *secrets, const char *text, guint *count);

/** What would be masked in the text, as it stands there; of a private key a line of it. `secrets`
 *  is nullable. (transfer full) of char* */
GPtrArray *secrets_list(const Secrets *secrets, const char *text);

/** Where the mark ends that begins at this place, wrapped and quoted in whatever way; NULL: none
 *  does. (transfer none) */
const char *secret_mark_end(const char *text);

/** Masks all words of a mail that become part of a case, and counts them in Mail.masked. Lines of
 *  `reply` and `own` go on belonging to each other. */
void secrets_mask_mail(const Secrets *secrets, Mail *mail);

/** Whether a file that begins with these bytes is a private key, or has one at its beginning. */
gboolean secret_is_key_file(const char *bytes, gsize length);

/** So much of a file is looked at for that: certificates may stand before the key. */
#define SECRET_FILE_BYTES (64 * 1024)

#endif
