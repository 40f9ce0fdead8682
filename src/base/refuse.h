/*
 * Envelope senders that a site refuses at the door.  In libc alone, as the small
 * front that does `deliver` asks it too.
 */
#ifndef CM_BASE_REFUSE_H
#define CM_BASE_REFUSE_H

#include <stdbool.h>

/**
 * Whether a pattern of the site's list covers this envelope sender: "anna@example.org",
 * "*@example.org", "*@*.example.org". "*" is any text, ASCII case counts nowhere. The
 * null sender is never refused: bounces must arrive.
 */
bool refuse_covers(const char *pattern, const char *sender);

#endif
