/*
 * Envelope senders that a site refuses at the door.  In libc alone, as the small
 * front that does `deliver` asks it too.
 */
#ifndef CM_BASE_REFUSE_H
#define CM_BASE_REFUSE_H

#include <stdbool.h>

/**
 * Whether a line of the site's list covers this envelope sender: "anna@example.org" is
 * that address, "@example.org" everybody there, "@.example.org" everybody in a domain
 * below it. Case counts nowhere. The null sender is never refused: bounces must arrive.
 */
bool refuse_covers(const char *entry, const char *sender);

#endif
