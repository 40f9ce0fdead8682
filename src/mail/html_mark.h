/*
 * How mail programs mark quotes, signatures and hidden text in their HTML.
 */
#ifndef CM_MAIL_HTML_MARK_H
#define CM_MAIL_HTML_MARK_H

#include "mail/html.h"

#include <glib.h>

/** The attributes of an element that tell; "" for those it doesn't have. */
typedef struct HtmlHints {
	const char *element; /**< lower case */
	const char *id;
	const char *class;
	const char *type;
	const char *name;
	const char *style;
	const char *data; /**< data-smartmail, data-marker and the like */
} HtmlHints;

/** Whether an element is marked; TRUE sets `*kind_out`. */
gboolean html_mark_find(const HtmlHints *hints, HtmlMarkKind *kind_out);

/** What a search through tags tells of a page. */
typedef struct HtmlGlimpse {
	gboolean quote;     /**< something is marked as quoted, forwarded or the line above it */
	gboolean signature; /**< above that, something is marked as a signature */
	gsize letters;      /**< bytes of letters and digits between the tags above that */
} HtmlGlimpse;

/** Searches the tags of a page for marks, up to the first quote. Words are taken for
 *  marks wherever they stand in a tag, so it sees some that are none. Linear in `length`. */
HtmlGlimpse html_mark_glimpse(const char *html, gsize length);

/** Whether a style makes the element invisible. */
gboolean html_style_hides(const char *style);

/** Whether its letters have no size; `otherwise` if it says nothing of their size. */
gboolean html_style_is_tiny(const char *style, gboolean otherwise);

/** Whether a style keeps blanks and line breaks as they stand. */
gboolean html_style_keeps_blanks(const char *style);

/** Whether a blockquote is no quote but what editors indent with. */
gboolean html_is_indent(const HtmlHints *hints);

#endif
