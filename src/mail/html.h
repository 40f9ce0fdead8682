/*
 * HTML as text a person can read, and where in that text the HTML said "this is
 * quoted" or "this is a signature".
 */
#ifndef CM_MAIL_HTML_H
#define CM_MAIL_HTML_H

#include <glib.h>

/** What a mail program said of a stretch of its HTML. */
typedef enum HtmlMarkKind {
	HTML_MARK_QUOTE,        /**< what is answered to: gmail_quote, blockquote type=cite, ... */
	HTML_MARK_SIGNATURE,    /**< gmail_signature, moz-signature, ... */
	HTML_MARK_QUOTE_HEADER, /**< the line(s) above a quote: gmail_attr, divRplyFwdMsg, ... */
	HTML_MARK_FORWARD,      /**< a forwarded message, by the HTML's own word */
	HTML_MARK_KINDS,
} HtmlMarkKind;

/** A stretch of whole lines of the text. */
typedef struct HtmlMark {
	guint first_line; /**< counted from 0, lines ended by LF */
	guint lines;      /**< at least 1 */
	HtmlMarkKind kind;
} HtmlMark;

/**
 * The text of an HTML document: blocks on lines of their own, "- " and "1. " before
 * list items, table cells of a row on one line, `text <url>` for links that say
 * something else, "> " per level of quoting, hidden elements left out. `html` is
 * valid UTF-8; time is linear in `length` at any depth. What exceeds LIMIT_TEXT_BYTES
 * of text is left out. `marks_out` (nullable)
 * gets a GArray of HtmlMark, sorted by first_line, outer before inner; it may be
 * empty. Lines end in LF, no blank at line ends, no more than one empty line in a
 * row (outside <pre>), none at either end. Never fails. (transfer full)
 */
char *html_to_text(const char *html, gsize length, GArray **marks_out);

#endif
