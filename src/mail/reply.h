/*
 * What of a mail's text is new: the quotes and the signature cut, nothing the
 * person wrote.
 */
#ifndef CM_MAIL_REPLY_H
#define CM_MAIL_REPLY_H

#include "mail/tables.h"

#include <glib.h>

/** A text split. Free what it holds with reply_split_clear(). */
typedef struct ReplySplit {
	char *reply;                /**< quotes and signature cut */
	char *reply_with_signature; /**< quotes cut */
	guint lines_cut;            /**< lines with content that `reply` lacks */
	char *own;                  /**< `reply`, the lines of older messages in it left empty */
	char *own_with_signature;   /**< the same of `reply_with_signature` */
	gboolean says_nothing;      /**< quotes and a signature are all there is; they are kept */
	gboolean is_signature;      /**< a signature is all there is, or nothing at all */
	gboolean is_forward;        /**< the subject says that it forwards */
} ReplySplit;

/**
 * Splits `text` (valid UTF-8, lines end in LF) by the marks its HTML gave (a GArray
 * of HtmlMark for these very lines; nullable) and by the signs in the text itself.
 * In doubt a line is kept: answers between quoted lines keep those lines, a forward
 * (`subject` says so, or no words but a pointer to it) keeps what it forwards, and if
 * nothing would be left everything is. Time is linear in `length of text`.
 */
void reply_split(const char *text, const char *subject, const GArray *marks,
		 const MailTables *tables, ReplySplit *out);

void reply_split_clear(ReplySplit *split);

#endif
