/*
 * The table behind every exit status and LMTP reply.  It uses libc alone, as the
 * small front that does `deliver` links it too.
 */
#include "base/outcome.h"

#include <string.h>

static const struct {
	int exit_status;
	const char *reply;
} table[] = {
	[OUTCOME_ACCEPTED] = {0, "250 2.0.0 accepted"},
	[OUTCOME_TOO_BIG] = {65, "552 5.3.4 message is larger than this desk takes"},
	[OUTCOME_UNKNOWN_RECIPIENT] = {69, "550 5.1.1 no desk has this address"},
	[OUTCOME_SENDER_REFUSED] = {77, "550 5.7.1 this sender is refused here"},
	[OUTCOME_LATER] = {75, "451 4.3.0 cannot store the message now, please try again"},
	[OUTCOME_STORE_FULL] = {75,
				"452 4.3.1 no space left to store the message, please try again"},
};

int
outcome_exit_status(Outcome outcome)
{
	return table[outcome].exit_status;
}

const char *
outcome_lmtp_reply(Outcome outcome)
{
	return table[outcome].reply;
}

/* The code and the enhanced status decide; the words after them are for people. */
Outcome
outcome_from_lmtp_reply(const char *reply)
{
	enum { CODE_LENGTH = sizeof("550 5.1.1") - 1 };
	for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (!strncmp(reply, table[i].reply, CODE_LENGTH))
			return (Outcome)i;
	return OUTCOME_LATER;
}
