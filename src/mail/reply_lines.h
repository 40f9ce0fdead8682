/*
 * The lines of a text on their way to a reply split; for mail/reply*.c alone.
 */
#ifndef CM_MAIL_REPLY_LINES_H
#define CM_MAIL_REPLY_LINES_H

#include "mail/phrases.h"

#include <glib.h>

typedef enum LineKind {
	LINE_EMPTY,
	LINE_TEXT,
	LINE_QUOTED,
	LINE_HEADER, /* an attribution: goes the way of the quote below it */
	LINE_REST,   /* from here to the end it is an older message */
} LineKind;

typedef struct ReplyLine {
	guint32 at, length;
	guint32 folded_at, folded_length; /* in ReplyText.folded; quoted lines have none */
	guint8 kind;                      /* LineKind */
	guint8 by_mark;                   /* the HTML said so */
	guint8 in_signature;              /* by the HTML's word */
} ReplyLine;

typedef struct ReplyText {
	const char *text;
	const MailTables *tables;
	PhraseScan *scan;
	GArray *lines; /* ReplyLine */
	GString *folded;
	GString *joined; /* scratch */
	gboolean opened; /* the last attribution begins with the words of one */
} ReplyText;

ReplyText *reply_text_new(const char *text, const MailTables *tables);
void reply_text_free(ReplyText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReplyText, reply_text_free)

ReplyLine *reply_line(const ReplyText *self, guint number);

/* The folded form of a line, NUL-terminated. */
const char *reply_folded(const ReplyText *self, guint number);

/* Scans a folded stretch without the dashes, stars and brackets around it. */
void reply_scan_bare(ReplyText *self, const char *text, gsize length);

/* The stretch of `text` without such decoration; `length` is adjusted. */
const char *reply_bare(const char *text, gsize *length);

/* Number of the next line after `number` that is not empty, at most six on; G_MAXUINT if none. */
guint reply_next_content(const ReplyText *self, guint number);

enum {
	FIELD_FROM = 1 << 0,
	FIELD_DATE = 1 << 1,
	FIELD_TO = 1 << 2,
	FIELD_SUBJECT = 1 << 3,
	FIELD_OTHER = 1 << 4,
};

/* Which field has this label, folded, in any language of the tables; 0 if none. */
guint reply_field_called(const ReplyText *self, const char *label);

/* Which field a line begins with, by its label; 0 if none. */
guint reply_field(const ReplyText *self, guint number);

/* reply_quote.c: marks attributions, header blocks and separators. */
void reply_find_quotes(ReplyText *self);

/* reply_notes.c: whether a memo head of Lotus Notes begins here. */
gboolean reply_notes_head_at(const ReplyText *self, guint number);

/* reply_signature.c: how many of the `count` kept lines (numbers) are left when the
 * signature at their end is cut. */
guint reply_cut_signature(ReplyText *self, const guint *kept, guint count);

/* reply_signature.c: whether a device or program wrote the line, as "Sent from my phone". */
gboolean reply_is_device_line(ReplyText *self, guint number);

#endif
