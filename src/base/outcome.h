/*
 * What the outside is told: exit statuses for an MTA's pipe and LMTP replies,
 * from one table.  Postfix's pipe(8) retries only after 71 and 75, so "later"
 * is always 75.
 */
#ifndef CM_BASE_OUTCOME_H
#define CM_BASE_OUTCOME_H

typedef enum {
	OUTCOME_ACCEPTED,          /**< on disk, synced */
	OUTCOME_TOO_BIG,           /**< over the size limit */
	OUTCOME_UNKNOWN_RECIPIENT, /**< no desk has this address */
	OUTCOME_SENDER_REFUSED,    /**< a rule refuses this envelope sender */
	OUTCOME_LATER,             /**< anything else: keep it and try again */
	OUTCOME_STORE_FULL,        /**< later, and the disk is full */
} Outcome;

/** The exit status for `casemate deliver` (sysexits.h): 0, 65, 69, 77 or 75. */
int outcome_exit_status(Outcome outcome);

/** The LMTP reply with enhanced status, without CR LF (RFC 2033, RFC 3463). (transfer none) */
const char *outcome_lmtp_reply(Outcome outcome);

/** Which outcome an LMTP reply line stands for; LATER for all that is not in the table. */
Outcome outcome_from_lmtp_reply(const char *reply);

#endif
