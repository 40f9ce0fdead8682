/*
 * The first and cheapest filter: by envelope sender, before a byte of the message is
 * taken.  All finer rules come after the mail is safe.
 */
#include "base/refuse.h"

#include <stddef.h>

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* With one star remembered, it is the last one that has to give way. */
static bool
glob_matches(const char *pattern, const char *text)
{
	const char *star = NULL, *star_text = NULL;
	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			star_text = text;
		} else if (lower(*pattern) == lower(*text)) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++star_text;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

bool
refuse_covers(const char *pattern, const char *sender)
{
	return *sender && glob_matches(pattern, sender);
}
