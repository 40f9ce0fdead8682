/*
 * What of a page would cost its parser too much, or is none of its text.
 */
#ifndef CM_MAIL_HTML_TAME_H
#define CM_MAIL_HTML_TAME_H

#include <glib.h>

/** Appends a page without the attributes that are too many for one tag, and without Outlook's
 *  conditions; what is shown of the page stays. Time is linear in `length`. */
void html_append_tame(GString *out, const char *html, gsize length);

#endif
