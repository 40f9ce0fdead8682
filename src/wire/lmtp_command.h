/*
 * The command lines of LMTP (RFC 2033, RFC 5321 4.1), taken apart.  Nothing here
 * reads or writes; a fault is answered by a reply line.
 */
#ifndef CM_WIRE_LMTP_COMMAND_H
#define CM_WIRE_LMTP_COMMAND_H

#include <glib.h>

typedef enum LmtpVerb {
	LMTP_LHLO,
	LMTP_MAIL,
	LMTP_RCPT,
	LMTP_DATA,
	LMTP_BDAT,
	LMTP_RSET,
	LMTP_NOOP,
	LMTP_VRFY,
	LMTP_EXPN,
	LMTP_HELP,
	LMTP_QUIT,
	LMTP_SMTP_HELLO, /**< HELO or EHLO: who says so takes us for SMTP */
	LMTP_UNKNOWN,
} LmtpVerb;

/** The verb of a line without its CR LF; `arguments_out` points behind it and its blanks. */
LmtpVerb lmtp_verb_parse(const char *line, const char **arguments_out);

/** What MAIL says. */
typedef struct LmtpMail {
	char *sender;      /**< "" for the null sender */
	gint64 size_bytes; /**< -1 if not announced; G_MAXINT64 if beyond all bounds */
	gboolean is_utf8;  /**< SMTPUTF8 (RFC 6531): addresses may be UTF-8 */
} LmtpMail;

/**
 * The arguments of MAIL ("FROM:<...> SIZE=..."). NULL on success, and then `mail_out`
 * is to be cleared by lmtp_mail_clear(); else the reply to give. (transfer none)
 */
const char *lmtp_mail_parse(const char *arguments, LmtpMail *mail_out);
void lmtp_mail_clear(LmtpMail *mail);

/**
 * The arguments of RCPT ("TO:<...>"). NULL on success and the address in
 * `address_out` (transfer full); else the reply to give. Source routes are passed
 * over (RFC 5321 appendix C), quoting that isn't needed is taken away.
 */
const char *lmtp_rcpt_parse(const char *arguments, gboolean is_utf8, char **address_out);

/** The arguments of BDAT (RFC 3030): "SIZE" or "SIZE LAST". */
G_GNUC_WARN_UNUSED_RESULT gboolean lmtp_bdat_parse(const char *arguments, gint64 *size_bytes_out,
						   gboolean *is_last_out);

#endif
