/*
 * Saying things in a language, for what is rendered from a plan: that knows only English.
 */
#include "desk/tongue.h"

const char *
tongue_call(const Tongue *tongue, const char *group, const char *english)
{
	return templates_call(tongue->templates, tongue->language, group, english);
}

char *
tongue_say(const Tongue *tongue, const char *english)
{
	return templates_say(tongue->templates, tongue->language, english);
}
