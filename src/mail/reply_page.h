/*
 * A reply split by what the page beside the plain text says: mail programs mark quotes and
 * signatures in their HTML that no word in the text tells.
 */
#ifndef CM_MAIL_REPLY_PAGE_H
#define CM_MAIL_REPLY_PAGE_H

#include "mail/reply.h"

/** Whether the split may have left a quote or a signature in the reply: the page, if there is
 *  one, is worth decoding. */
gboolean reply_page_is_wanted(const ReplySplit *split);

/**
 * Splits `text` once more if `page`, the same message in HTML, knows of a quote or signature
 * that `split` left in it.  The page is split on its own; the text is cut there too where the
 * words around the cut stand in it only once, at the end of one line and the beginning of
 * the next. A page whose answers stand between or below quotes changes nothing. It is read only
 * if a search through its tags finds a mark. Time is linear in the length of both.
 */
void reply_page_refine(ReplySplit *split, const char *text, const char *page, const char *subject,
		       const MailTables *tables);

#endif
