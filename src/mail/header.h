/*
 * Header field bodies as text: unfolded, whatever charset they came in, encoded
 * words (RFC 2047) decoded as people's programs write them, not as the RFC asks.
 */
#ifndef CM_MAIL_HEADER_H
#define CM_MAIL_HEADER_H

#include <glib.h>

/**
 * A raw field body as valid UTF-8 on one line, trimmed, without control characters.
 * Takes any bytes. `charset` (nullable) is tried first for raw 8-bit bytes. What was
 * odd is added to `*faults` (MailFault, nullable). (transfer full)
 */
char *header_decode(const char *raw, gsize length, const char *charset, guint *faults);

/** A raw field body as valid UTF-8 on one line, trimmed, without control characters; encoded
 *  words stay as they are. (transfer full) */
char *header_plain(const char *raw, gsize length);

/**
 * Like header_decode(), but every run of encoded words becomes one encoded word in
 * UTF-8, so that an address parser sees its commas and quotes as data. (transfer full)
 */
char *header_prepare(const char *raw, gsize length, const char *charset, guint *faults);

/**
 * The Message-IDs in a field body (RFC 5322 3.6.4), without <>; at most `max`. Takes
 * IDs without <> too if there are none with. (transfer full, char*)
 */
GPtrArray *header_ids(const char *value, guint max);

#endif
