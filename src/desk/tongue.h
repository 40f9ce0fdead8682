/*
 * A language with the words that there are of it: what something is said in.
 */
#ifndef CM_DESK_TONGUE_H
#define CM_DESK_TONGUE_H

#include "desk/template.h"

/** Borrows both. */
typedef struct Tongue {
	const Templates *templates;
	const char *language;
} Tongue;

/** templates_call(): what something of this group is called. (transfer none) */
const char *tongue_call(const Tongue *tongue, const char *group, const char *english);

/** templates_say(): a sentence. (transfer full) */
char *tongue_say(const Tongue *tongue, const char *english);

#endif
