/*
 * What the readers of delivery reports share; for mail/bounce*.c alone.
 */
#ifndef CM_MAIL_BOUNCE_PARTS_H
#define CM_MAIL_BOUNCE_PARTS_H

#include "mail/bounce.h"
#include "mail/phrases.h"

typedef struct Reader {
	Mail *mail;
	const BounceParts *parts;
	const MailTables *tables;
	PhraseScan *scan;
	GString *folded; /* scratch */
	char *notice;    /* mail->text up to the returned message */
	char *why;       /* what made it a report; NULL until something did */
} Reader;

/* What a report says of one recipient; texts are nullable, not owned. */
typedef struct Verdict {
	const char *address;
	const char *status;     /* "5.1.1"; NULL if not said */
	const char *diagnostic; /* the words of the mail system */
	const char *host;       /* whose words they are */
	gboolean delayed;
	gboolean permanent; /* the report says so in words or by its action */
} Verdict;

/* bounce_verdict.c: adds a recipient with what status and words come to. */
void bounce_add(Reader *reader, const Verdict *verdict);

/* bounce_status.c: the first enhanced status (RFC 3463) in text; x.0.0 only if no
 * other. NULL if none. (transfer full) */
char *bounce_status_in(const char *text);

/* bounce_status.c: '4' or '5' by the first SMTP reply code in the text, 0 if none. */
char bounce_class_in(const char *text);

/* bounce_status.c: the value of [reason] or [provider] for these words; NULL if none. */
const char *bounce_reason_of_words(Reader *reader, const char *words, const char *host);

/* bounce_status.c: the value of [status]; NULL if it says nothing. */
const char *bounce_reason_of_status(const MailTables *tables, const char *status);

/* bounce_status.c: whether the words answer the message itself, not the recipient. */
gboolean bounce_after_data(const char *words);

/* bounce_address.c: the next mail address at or behind `at`; its end. NULL if none on the
 * line. (transfer full) */
char *bounce_next_address(const char *at, const char **end_out);

/* bounce_text.c: the text without the returned message. (transfer full) */
char *bounce_notice_of(Reader *reader);

/* bounce_fields.c: RFC 3464. Whether recipients were found. */
gboolean bounce_read_status_parts(Reader *reader);

/* bounce_fields.c: the same for the fields that stand within a text, from the first
 * Final-Recipient: on. */
gboolean bounce_read_fields(Reader *reader, const char *text);

/* bounce_text.c: forms without a status part. Whether it is a report. */
gboolean bounce_read_text(Reader *reader);

#endif
