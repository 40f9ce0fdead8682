/*
 * Whether a message's lines all end the same way.
 */
#ifndef CM_MAIL_LINE_ENDS_H
#define CM_MAIL_LINE_ENDS_H

#include <glib.h>

/** What has been seen. Begin with {0}. */
typedef struct LineEnds {
	gboolean crlf, lf, cr;
	gboolean after_cr; /**< the last byte was one */
} LineEnds;

/** Takes the next piece. */
void line_ends_feed(LineEnds *ends, const char *bytes, gsize length);

/** Whether CR LF, LF alone and CR alone were mixed, so that programs see other lines, one more
 *  than the other. May be asked after any piece. */
gboolean line_ends_differ(const LineEnds *ends);

#endif
