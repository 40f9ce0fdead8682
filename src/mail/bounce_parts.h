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
	GString *folded;     /* scratch */
	char *notice;        /* mail->text up to the returned message */
	GPtrArray *verdicts; /* Verdict*, one for each recipient */
	char *why;           /* what made it a report; NULL until something did */
	gboolean is_sure;    /* a report even if it names nobody */
} Reader;

/* What a report says of one recipient; texts are NULL if it says nothing. */
typedef struct Verdict {
	char *address;
	char *status;     /* "5.1.1" */
	char *diagnostic; /* the words of the mail system, from the part for machines */
	char *host;       /* whose words they are */
	gboolean delayed;
} Verdict;

/* bounce_verdict.c: keeps a recipient, unless it is known. Takes over the texts. */
void bounce_add(Reader *reader, Verdict verdict);

/* bounce_verdict.c: what all verdicts come to: fills mail->bounce. */
void bounce_settle(Reader *reader);

/* bounce_status.c: the first enhanced status (RFC 3463) in text; x.0.0 only if no
 * other. NULL if none. (transfer full) */
char *bounce_status_in(const char *text);

/* bounce_status.c: '4' or '5' by the first SMTP reply code in the text, 0 if none. */
char bounce_class_in(const char *text);

/* bounce_status.c: what words say of the reason, as a value of the tables; NULL if nothing. */
typedef struct Said {
	const char *reason; /* by [provider] or [reason] */
	const char *hint;   /* by [hint] */
	const char *guess;  /* by [guess] */
	const char *about;  /* by [about], of an SMTP reply */
} Said;
Said bounce_reason_of_words(Reader *reader, const char *words, const char *host);

/* bounce_status.c: the value of [status]; NULL if it says nothing. */
const char *bounce_reason_of_status(const MailTables *tables, const char *status);

/* bounce_status.c: whether the text, up to 12,000 bytes of it, has a phrase of that kind. */
gboolean bounce_has_phrase(Reader *reader, const char *text, PhraseKind kind);

/* bounce_address.c: the next mail address at or behind `at`; its end. NULL if none on the
 * line. (transfer full) */
char *bounce_next_address(const char *at, const char **end_out);

/* bounce_notice.c: the text without the returned message. (transfer full) */
char *bounce_notice_of(Reader *reader);

/* What a notice says of one recipient among several, from the surest to the vaguest. */
typedef enum Nearness {
	NEAR, /* the lines that name it, with those below up to an empty one */
	FAR,  /* all lines below up to those that name another */
	REST, /* and all those that are about nobody */
	NEARNESSES,
} Nearness;

/* bounce_notice.c: the lines of the notice by whom they are about. (transfer full) */
typedef struct NoticeMap NoticeMap;
NoticeMap *notice_map_new(const Reader *reader);
void notice_map_free(NoticeMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NoticeMap, notice_map_free)

/* bounce_notice.c: what is said of the verdict of that number; "" if nothing. (transfer full) */
char *notice_map_words(const NoticeMap *map, guint number, Nearness nearness);

/* bounce_signs.c: whether the status parts of the mail are its own: a person may send some on. */
gboolean bounce_may_report(Reader *reader);

/* bounce_signs.c: whether a mail without a status part may be a report; sets why and is_sure. */
gboolean bounce_has_signs(Reader *reader);

/* bounce_fields.c: RFC 3464. Whether recipients were found. */
gboolean bounce_read_status_parts(Reader *reader);

/* bounce_fields.c: the same for the fields that stand within a text, from the first
 * Final-Recipient: on. */
gboolean bounce_read_fields(Reader *reader, const char *text);

/* bounce_json.c: the same for a text that is JSON. */
gboolean bounce_read_json(Reader *reader);

/* bounce_text.c: forms without a status part. Whether anybody is named. */
gboolean bounce_read_text(Reader *reader);

#endif
