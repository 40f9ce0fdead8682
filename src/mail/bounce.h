/*
 * Delivery reports: what the mail system says became of a message of ours.
 */
#ifndef CM_MAIL_BOUNCE_H
#define CM_MAIL_BOUNCE_H

#include "mail/mail.h"

#include <glib.h>

/** What the MIME tree of a message offers to who reads delivery reports. All valid UTF-8, lines end
 *  in LF. */
typedef struct BounceParts {
	gboolean is_report;         /**< the message is a multipart/report */
	const char *report_type;    /**< of multipart/report (RFC 6522), lower case; NULL if none */
	GPtrArray *delivery_status; /**< char*: each message/delivery-status body; never NULL */
	/** char*: each message/rfc822 or text/rfc822-headers body from its header on, the first
	 *  64 KB; never NULL */
	GPtrArray *returned;
	gboolean is_mdn;      /**< a message/disposition-notification part (RFC 8098) is there */
	gboolean is_feedback; /**< a message/feedback-report part (RFC 5965) is there */
	const char *feedback; /**< the body of that feedback report; NULL if none */
} BounceParts;

/**
 * Fills mail->bounce, and mail->auto_kind and auto_why if it is a report, from the
 * parts and, where there are none, from mail->text. Runs after auto_judge(). A
 * message that is no report is left alone.
 */
void bounce_read(Mail *mail, const BounceParts *parts, const MailTables *tables);

#endif
