/*
 * The raw bytes of an accepted message, wherever they lie: in its row or in a file.
 */
#ifndef CM_STORE_RAW_H
#define CM_STORE_RAW_H

#include "mail/mail.h"
#include "mail/signed.h"
#include "store/store.h"

typedef struct Raw Raw;

/** Opens the bytes of a message; NULL without error if they were erased, PERM if their file is
 *  missing. (transfer full) */
Raw *raw_open(Store *store, gint64 message, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** The same for a file that is in no store, a pipe, or "-", standard input: `explain`, `parse`.
 *  (transfer full) */
Raw *raw_open_file(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void raw_free(Raw *raw);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Raw, raw_free)

/** scan_bytes() or scan_fd(). (transfer full), nullable */
char *raw_scan(const Raw *raw);
/** mail_read_bytes() or mail_read_fd(). (transfer full) */
Mail *raw_read(const Raw *raw, const MailTables *tables);
/** signed_find(). (transfer full) */
Signed *raw_find_signed(const Raw *raw, const Mail *mail, const MailTables *tables);
/** mail_read_unsealed(). (transfer full), nullable */
Mail *raw_read_unsealed(const Raw *raw, const Mail *mail, GBytes *plain, const MailTables *tables);
/** Takes it apart for its parts; the raw message must outlive them. (transfer full) */
PartSource *raw_open_parts(const Raw *raw);
/** Hands out the bytes as they are, in pieces of at most 64 KiB. */
G_GNUC_WARN_UNUSED_RESULT gboolean raw_write(const Raw *raw, PartSink sink, gpointer user_data,
					     GError **error);

/** 63 bits of the SHA-256 of mail_stable_bytes(). */
gint64 raw_fingerprint(const Raw *raw);

/** SHA-256 of each attachment's decoded bytes, in their order; notes besides which of them are
 *  private keys. (transfer full) of GBytes* */
GPtrArray *raw_hash_attachments(const Raw *raw, const GPtrArray *attachments);

#endif
