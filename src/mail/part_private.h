/*
 * One leaf of a message's MIME tree: its type, name and bytes as people see them.
 */
#ifndef CM_MAIL_PART_PRIVATE_H
#define CM_MAIL_PART_PRIVATE_H

#include "mail/gm.h"

#include <glib.h>

/** The type in lower case; text/plain where the field is unreadable. (transfer full) */
char *part_type(GMimePart *part);

/** The file name, decoded, without path; "" if none. `charset` (nullable) is what raw bytes in it
 *  are in, if not UTF-8. (transfer full) */
char *part_name(GMimePart *part, const char *charset, guint *faults);

/** A file's name without the path that some programs send with it; perhaps "". (transfer full) */
char *part_name_bare(const char *name);

/** Decoded size; costs a pass over the part, in which its encoding is checked. */
gint64 part_size(GMimePart *part, guint *faults);

/** At most `max` decoded bytes from the beginning; `*cut_out` (nullable) tells whether
 *  there were more. `faults` is nullable. (transfer full) */
GByteArray *part_bytes(GMimePart *part, gsize max, gboolean *cut_out, guint *faults);

/** Messages within messages that are followed. */
#define MAX_NESTED 3

/** Attachment.part of a part of the message that is wrapped in its signature, in one that has so
 *  many leaves. */
guint part_number_within(guint part, guint leaves);

/** The message within an opaque signature (RFC 8551 3.5.2), which programs call by other types,
 *  too; NULL: the part of this part_type() and part_name() is none. `*cut_out` (nullable) tells
 *  whether the end is missing, for it is longer than LIMIT_SIGNED_BYTES. (transfer full) */
GBytes *part_signed_message(GMimePart *part, const char *type, const char *name, gboolean *cut_out);

/** A parameter of the content type, as written; NULL if absent. (transfer none) */
const char *part_parameter(GMimePart *part, const char *name);

/** Whether the disposition is that word, any case; the first field's, if several. */
gboolean part_is_disposed(GMimePart *part, const char *disposition);

/** Whether nobody knows what its Content-Transfer-Encoding says. */
gboolean part_has_odd_encoding(GMimePart *part);

/** Whether the disposition names a file. */
gboolean part_has_file(GMimePart *part);

#endif
