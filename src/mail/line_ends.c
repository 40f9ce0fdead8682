/*
 * Line ends of several kinds in one message: a sign of programs that mangle mail, or of one that
 * wants two of them to see different mails.
 */
#include "mail/line_ends.h"

#include <string.h>

/* A line without its LF, if it had one; CR within it stands alone. */
static void
take_line(LineEnds *ends, const char *line, gsize length, gboolean ended)
{
	gboolean last_cr = length > 0 ? line[length - 1] == '\r' : ends->after_cr;
	if (ends->after_cr && length > 0)
		ends->cr = TRUE;
	if (length > 1 && memchr(line, '\r', length - 1))
		ends->cr = TRUE;
	if (ended && last_cr)
		ends->crlf = TRUE;
	else if (ended)
		ends->lf = TRUE;
	ends->after_cr = !ended && last_cr;
}

void
line_ends_feed(LineEnds *ends, const char *bytes, gsize length)
{
	for (const char *p = bytes, *limit = bytes + length; p < limit;) {
		const char *newline = memchr(p, '\n', (gsize)(limit - p));
		const char *end = newline ? newline : limit;
		take_line(ends, p, (gsize)(end - p), newline != NULL);
		p = newline ? newline + 1 : limit;
	}
}

gboolean
line_ends_differ(const LineEnds *ends)
{
	return ends->crlf + ends->lf + (ends->cr || ends->after_cr) > 1;
}
