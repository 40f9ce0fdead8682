/*
 * Transfer encodings (RFC 2045 6): whether data is what its encoding says.
 */
#ifndef CM_MAIL_TRANSFER_H
#define CM_MAIL_TRANSFER_H

#include <glib.h>

typedef enum TransferKind {
	TRANSFER_PLAIN, /**< 7bit, 8bit, binary, uuencode: nothing to be wrong */
	TRANSFER_BASE64,
	TRANSFER_QUOTED,
	TRANSFER_UNKNOWN, /**< a word nobody knows: read as plain */
} TransferKind;

/** The kind a Content-Transfer-Encoding names; NULL and "" are plain. */
TransferKind transfer_kind(const char *field);

/** Whether data that should be base64 is text, by the blanks between its words. */
gboolean transfer_looks_plain(const char *bytes, gsize length);

/** Takes the blanks out that stand between the "=" of quoted-printable and the end of its line;
 *  returns the new length. */
gsize transfer_join_lines(char *bytes, gsize length);

/** Whether what follows padded base64 is more of it: programs encode and pad piece by piece; lists
 *  put their footer there. */
gboolean transfer_goes_on(const char *bytes, gsize length);

/** A check of data that comes in pieces. Begin with {.kind = ...}. */
typedef struct TransferCheck {
	TransferKind kind;
	guint symbols; /**< of base64, modulo 4 */
	guint padding; /**< "=" at its end */
	guint expects; /**< what may follow a "=" of quoted-printable */
	gboolean bad;
} TransferCheck;

void transfer_check(TransferCheck *check, const char *bytes, gsize length);

/** Whether anything was wrong: octets that have no place in the encoding, or an end within a
 *  group. Where quoted-printable has a raw 8-bit octet is no such place: too many write it. */
gboolean transfer_check_end(TransferCheck *check);

#endif
