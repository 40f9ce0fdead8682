/*
 * Accept IDs: the name a message has from the door on, in the store, in the spool and
 * as a file.
 */
#include "base/acceptid.h"

#include <string.h>

/* Crockford's base32: no I, L, O, U. */
static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Digits of the time; the other sixteen are the random bits. */
enum { TIME_DIGITS = 10 };

void
accept_id_encode(int64_t now_ms, const uint8_t random[ACCEPT_ID_RANDOM_BYTES],
		 char id_out[ACCEPT_ID_DIGITS + 1])
{
	uint64_t time_bits = (uint64_t)now_ms;
	for (int i = TIME_DIGITS - 1; i >= 0; i--, time_bits >>= 5)
		id_out[i] = digits[time_bits & 31];
	/* Five bytes are eight digits. */
	for (int group = 0; group < 2; group++) {
		uint64_t bits = 0;
		for (int i = 0; i < 5; i++)
			bits = bits << 8 | random[5 * group + i];
		for (int i = 7; i >= 0; i--, bits >>= 5)
			id_out[TIME_DIGITS + 8 * group + i] = digits[bits & 31];
	}
	id_out[ACCEPT_ID_DIGITS] = '\0';
}

int64_t
accept_id_decode_time(const char *text)
{
	/* The first digit has three bits: 48 bits of time in ten digits of five. */
	if (strlen(text) != ACCEPT_ID_DIGITS || strspn(text, digits) != ACCEPT_ID_DIGITS ||
	    text[0] > '7')
		return -1;
	int64_t time_ms = 0;
	for (int i = 0; i < TIME_DIGITS; i++)
		time_ms = time_ms << 5 | (strchr(digits, text[i]) - digits);
	return time_ms;
}
