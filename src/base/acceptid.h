/*
 * The text of an accept ID.  In libc alone, as the small front that does `deliver`
 * makes them too.
 */
#ifndef CM_BASE_ACCEPTID_H
#define CM_BASE_ACCEPTID_H

#include <stdint.h>

enum { ACCEPT_ID_DIGITS = 26, ACCEPT_ID_RANDOM_BYTES = 10 };

/** 48 bits of time and 80 random bits in Crockford's base32, so that IDs sort by time. */
void accept_id_encode(int64_t now_ms, const uint8_t random[ACCEPT_ID_RANDOM_BYTES],
		      char id_out[ACCEPT_ID_DIGITS + 1]);

/** The time within an ID; -1 if the text is none. */
int64_t accept_id_decode_time(const char *text);

#endif
