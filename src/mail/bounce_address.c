/*
 * Mail addresses in running text.
 */
#include "mail/bounce_parts.h"

#include <string.h>

static gboolean
is_address_char(char c)
{
	return g_ascii_isalnum(c) || (guchar)c >= 0x80 || (c && strchr("!#$%&'*+-/=?^_`{|}~.", c));
}

/* Left end of the local part that ends before `sign`; quoted ones may hold blanks. */
static const char *
local_start(const char *line, const char *sign)
{
	const char *at = sign;

	if (at > line && at[-1] == '"') {
		for (at -= 1; at > line && at[-1] != '"'; at--)
			;
		return at > line ? at - 1 : sign;
	}
	while (at > line && is_address_char(at[-1]))
		at--;
	while (at < sign && strchr("'`*=.", *at))
		at++;
	return at;
}

char *
bounce_next_address(const char *at, const char **end_out)
{
	const char *line = at;

	for (; *at && *at != '\n'; at++) {
		const char *start, *end;

		if (*at != '@')
			continue;
		start = local_start(line, at);
		for (end = at + 1; g_ascii_isalnum(*end) || (guchar)*end >= 0x80 ||
				   (*end && strchr("-._", *end));)
			end++;
		while (end > at + 1 && strchr("-._", end[-1]))
			end--;
		if (start == at || end == at + 1)
			continue;
		*end_out = end;
		return g_strndup(start, (gsize)(end - start));
	}
	return NULL;
}
