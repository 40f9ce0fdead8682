/*
 * The header of a received message as bytes, with what is broken about it mended: no blank line,
 * mbox lines, stray empty lines, CR alone as line end.
 */
#ifndef CM_MAIL_HEAD_PRIVATE_H
#define CM_MAIL_HEAD_PRIVATE_H

#include "mail/gm.h"

#include <glib.h>

/** A header field as it came; not NUL-terminated, may hold NUL. */
typedef struct RawField {
	const char *name;
	gsize name_length;
	const char *value; /**< with its folds, without the last line end */
	gsize value_length;
} RawField;

typedef struct Head {
	GMimeStream *stream; /**< the whole message, LF or CR LF line ends, never CR alone */
	GByteArray *bytes;   /**< the beginning; what the fields point into */
	gboolean is_whole;   /**< and all there is */
	GArray *fields;      /**< RawField, in order */
	gint64 body_offset;
	guint faults;       /**< of MailFault */
	gboolean is_mended; /**< where it ends, or what is a field, had to be guessed */
} Head;

/**
 * Finds the header; never fails on content. Of a header beyond LIMIT_HEADER_FIELDS or
 * LIMIT_HEADER_BYTES it reads at least as much as shows that. (transfer full; takes `stream`)
 */
Head *head_open(GMimeStream *stream);

void head_free(Head *head);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Head, head_free)

/** The first field of that name, any case; NULL if absent. (transfer none) */
const RawField *head_field(const Head *head, const char *name);

/** The fields that matter to MIME, the first of each name, and an empty line. (transfer full) */
GString *head_mime(const Head *head);

/** The message from body_offset on. (transfer full) */
GMimeStream *head_body(const Head *head);

/** One line: [start, end) without its line end, the next one at `next`. */
typedef struct Line {
	const char *start;
	const char *end;
	const char *next;
} Line;

/** Reads the line at `p`; FALSE at the end. */
gboolean line_read(const char *p, const char *limit, Line *line);

/**
 * The length of a field's name, blanks before the colon not counted (RFC 5322 4.5), raw 8-bit
 * bytes taken as they come; 0 if the line is no field. `*value_out` is set behind the colon.
 */
gsize field_name_length(const Line *line, const char **value_out);

#endif
