/*
 * The server's side of LMTP (RFC 2033) on one connection, with PIPELINING (RFC 2920),
 * SIZE (RFC 1870), 8BITMIME (RFC 6152), SMTPUTF8 (RFC 6531), ENHANCEDSTATUSCODES
 * (RFC 2034) and CHUNKING (RFC 3030).  Who the recipients are and where messages go
 * is the caller's.
 */
#ifndef CM_WIRE_LMTP_H
#define CM_WIRE_LMTP_H

#include "base/outcome.h"

#include <glib.h>

/** What all connections of a server share. The callbacks run on the connection's thread. */
typedef struct LmtpService {
	const char *host_name; /**< stands in the greeting */
	gint64 max_message_bytes;
	gint64 command_timeout_ms; /**< for a whole command line, or for taking a reply */
	gint64 data_timeout_ms;    /**< for the next bytes of a message */
	gint64 data_bytes_per_s;   /**< slower than this on the whole: given up */
	int stop_fd;               /**< becomes readable at shutdown; -1: never */
	gpointer user_data;

	gboolean (*recipient_known)(const char *address, gpointer user_data);
	gboolean (*sender_refused)(const char *address, gpointer user_data);

	/** A message begins. Never fails: trouble shows in the next calls. */
	gpointer (*message_begin)(gpointer user_data);
	/** More of it. Anything but OUTCOME_ACCEPTED: no more calls than message_abandon(). */
	Outcome (*message_add)(gpointer message, const void *bytes, gsize length);
	/** It is complete. OUTCOME_ACCEPTED means on disk. Frees the message.
	 *  `recipients` holds char*. */
	Outcome (*message_end)(gpointer message, const char *sender, GPtrArray *recipients);
	void (*message_abandon)(gpointer message);
} LmtpService;

/** Why a connection ended, for the log. */
typedef enum LmtpEnd {
	LMTP_END_QUIT,
	LMTP_END_CLOSED, /**< by the peer, or broken */
	LMTP_END_TIMEOUT,
	LMTP_END_ABUSE,    /**< too many bad commands */
	LMTP_END_SHUTDOWN, /**< of the server */
} LmtpEnd;

/** Talks to one client until the end; the descriptor stays open. */
LmtpEnd lmtp_serve(int fd, const LmtpService *service);

/** The whole conversation with a client there is no room for; does not wait. */
void lmtp_refuse(int fd, const LmtpService *service);

#endif
