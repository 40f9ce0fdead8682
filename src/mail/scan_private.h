/*
 * The limits of a message's parts, for those who are about to have it parsed.
 */
#ifndef CM_MAIL_SCAN_PRIVATE_H
#define CM_MAIL_SCAN_PRIVATE_H

#include "mail/gm.h"

/** A stretch of a body that belongs to no part and lies more than LIMIT_TEXT_BYTES behind where
 *  such text began: above the first part of a multipart or below its last (RFC 2046 5.1.1). Or
 *  the place, without length, where the text of a part begins that has no empty line above it. */
typedef struct ScanGap {
	gint64 start; /**< counted from the start of the body */
	gint64 end;   /**< where a delimiter's line begins, or the end of the body */
} ScanGap;

/** What scan_bytes() says of the parts of a message: its MIME fields are `mime`, its body is read
 *  from the start of `body`. Appends to `gaps` (ScanGap, nullable); `ends_heads`: also where a
 * part's head goes over into text, which is then taken for its end. (transfer full), nullable */
char *scan_parts(const char *mime, gsize length, GMimeStream *body, GArray *gaps,
		 gboolean ends_heads);

#endif
