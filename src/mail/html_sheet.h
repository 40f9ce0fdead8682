/*
 * Which classes and ids the style sheets of a page make invisible.
 */
#ifndef CM_MAIL_HTML_SHEET_H
#define CM_MAIL_HTML_SHEET_H

#include "mail/html_mark.h"

/** What the sheets said. */
typedef struct HtmlSheet HtmlSheet;

/** (transfer full) */
HtmlSheet *html_sheet_new(void);
void html_sheet_free(HtmlSheet *sheet);

/** Takes what stands in a <style> element, as it comes. */
void html_sheet_feed(HtmlSheet *sheet, const char *text, gsize length);

/**
 * Whether a sheet hides the element. Only rules for a class or id alone count, and none that hold
 * on some screens only: what a reader may have seen is no hidden text. What the element's own
 * style says of its display goes before.
 */
gboolean html_sheet_hides(HtmlSheet *sheet, const HtmlHints *hints);

#endif
