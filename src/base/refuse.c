/*
 * The first and cheapest filter: by envelope sender, before a byte of the message is
 * taken.  All finer rules come after the mail is safe.
 */
#include "base/refuse.h"

#include <string.h>
#include <strings.h>

bool
refuse_covers(const char *entry, const char *sender)
{
	const char *at = strrchr(sender, '@');
	if (!*entry || !*sender)
		return false;
	if (entry[0] != '@')
		return !strcasecmp(entry, sender);
	if (!at)
		return false;
	if (entry[1] != '.')
		return !strcasecmp(entry, at);
	size_t suffix = strlen(entry + 1), domain = strlen(at + 1);
	return domain > suffix && !strcasecmp(at + 1 + domain - suffix, entry + 1);
}
