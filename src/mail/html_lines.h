/*
 * The lines of a page while it is read, for mail/html.c: text is gathered into one, which is
 * written when a block begins or ends; and the marks, which say between which lines something is.
 */
#ifndef CM_MAIL_HTML_LINES_H
#define CM_MAIL_HTML_LINES_H

#include "mail/html.h"

#include <glib.h>

/** Levels of quotes and lists that are drawn; deeper ones look like the last. */
#define HTML_DRAWN_LEVELS 20

/** What ended in the cell of a table, if more comes in it. */
typedef enum HtmlWait {
	HTML_WAIT_NONE,
	HTML_WAIT_LINE,
	HTML_WAIT_PARAGRAPH,
} HtmlWait;

typedef struct HtmlLines {
	GString *text; /**< what is written */
	GString *line; /**< what is gathered */
	guint count;   /**< lines of the text */
	GArray *marks; /**< HtmlMark, in order of their beginning */
	GArray *begun; /**< int: marks whose first line is not written yet */
	guint quote_level;
	guint empty_level; /**< quote level of the empty line that is wanted */
	gboolean wants_empty;
	gboolean has_item;    /**< the line holds nothing but an item's bullet */
	gboolean wants_blank; /**< a collapsed blank stands before the next word */
	guint cell_line;      /**< where the last cell began: the line */
	gsize cell_start;     /**< and what stood in it */
	HtmlWait cell_wait;
} HtmlLines;

/** Makes it empty. */
void html_lines_init(HtmlLines *out);
/** The text, and the marks that hold a line, in order (nullable). It holds nothing any more.
 *  (transfer full), both */
char *html_lines_finish(HtmlLines *out, GArray **marks_out);

/** Adds text with its white space folded (CSS 2.1 16.6.1); a no-break space is a blank that isn't
 *  folded. */
void html_lines_add(HtmlLines *out, const char *text, gsize length);
/** Adds text as it stands. */
void html_lines_add_kept(HtmlLines *out, const char *text, gsize length);

/** Writes the line, with the empty one that was asked for above it. Beyond LIMIT_TEXT_BYTES it is
 *  forgotten. */
void html_lines_write(HtmlLines *out);
/** Ends the line, if there is anything in it. */
void html_lines_end(HtmlLines *out);
/** Ends the line; an empty one becomes at most one empty line. */
void html_lines_break(HtmlLines *out);
/** Ends the line, and asks for an empty one below it. */
void html_lines_end_paragraph(HtmlLines *out);
/** Asks for an empty line above the next one; between two levels it belongs to the outer. */
void html_lines_want_empty(HtmlLines *out);

/** Cells stand side by side, unless the one before has several lines. */
void html_lines_start_cell(HtmlLines *out);
/** Whether a block that begins or ends here is a cell's first, which doesn't break the row. */
gboolean html_lines_is_first_in_cell(const HtmlLines *out, gboolean in_cell);
/** Lets what ends here wait for more in the cell; FALSE: it is in none. */
gboolean html_lines_wait_in_cell(HtmlLines *out, gboolean in_cell, HtmlWait wait);
/** More comes in a cell, so its first line ends where the block did. */
void html_lines_settle_cell(HtmlLines *out);

/** Begins a mark with the next line. Its number. */
int html_lines_start_mark(HtmlLines *out, HtmlMarkKind kind);
void html_lines_end_mark(HtmlLines *out, int number);

#endif
