/*
 * Mail addresses in running text.
 */
#include "mail/bounce_parts.h"

#include <string.h>

/* Letters beyond ASCII may belong to an address (RFC 6531 3.3).  Scripts that know no blanks
 * do where the address itself is written in them; else they are the words around it. */
static gboolean
is_letter(const char *at, gboolean wide)
{
	gunichar c = g_utf8_get_char(at);

	return (g_unichar_isalnum(c) || g_unichar_ismark(c)) && (wide || !g_unichar_iswide(c));
}

static gboolean
is_wide_at(const char *at)
{
	return (guchar)*at >= 0x80 && g_unichar_iswide(g_utf8_get_char(at));
}

static gboolean
is_local_char(const char *at, gboolean wide)
{
	if ((guchar)*at >= 0x80)
		return is_letter(at, wide);
	return g_ascii_isalnum(*at) || strchr("!#$%&'*+-/=?^_`{|}~.", *at);
}

static gboolean
is_domain_char(const char *at, gboolean wide)
{
	if ((guchar)*at >= 0x80)
		return is_letter(at, wide);
	return g_ascii_isalnum(*at) || (*at && strchr("-._", *at));
}

/* Left end of the local part that ends before `sign`; quoted ones may hold blanks. */
static const char *
local_start(const char *line, const char *sign)
{
	const char *at = sign;
	gboolean wide;

	if (at > line && at[-1] == '"') {
		for (at -= 1; at > line && at[-1] != '"'; at--)
			;
		return at > line ? at - 1 : sign;
	}
	wide = at > line && is_wide_at(g_utf8_prev_char(at));
	while (at > line && is_local_char(g_utf8_prev_char(at), wide))
		at = g_utf8_prev_char(at);
	while (at < sign && strchr("'`*=.", *at))
		at++;
	return at;
}

static const char *
domain_end(const char *start)
{
	const char *end = start;
	gboolean wide = is_wide_at(start);

	while (*end && is_domain_char(end, wide))
		end = g_utf8_next_char(end);
	while (end > start && strchr("-._", end[-1]))
		end--;
	return end;
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
		end = domain_end(at + 1);
		if (start == at || end == at + 1)
			continue;
		*end_out = end;
		return g_strndup(start, (gsize)(end - start));
	}
	return NULL;
}
