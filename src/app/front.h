/*
 * The small front: what an MTA starts per mail.  It does `deliver` itself, on libc
 * alone, and executes the gateway for everything else.
 */
#ifndef CM_APP_FRONT_H
#define CM_APP_FRONT_H

#include "base/limits.h"
#include "base/outcome.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FRONT_PIECE_BYTES = 64 * 1024 };

/** What `check` and `run` wrote down for us (work/deliver_settings.h has the format). */
typedef struct FrontSettings {
	const char *socket;  /**< of the gateway */
	const char *spool;   /**< folder */
	const char *lock;    /**< held by the worker while it runs */
	const char *gateway; /**< program */
	const char *config;  /**< absolute, for the worker */
	int64_t max_size_bytes;
	const char *refuse[LIMIT_REFUSED_SENDERS];
	unsigned n_refuse;
} FrontSettings;

/** Reads the settings that belong to this configuration (NULL: the default one); the
 *  strings live as long as the process. False with errno if they are missing or broken. */
bool front_settings_read(const char *config, FrontSettings *settings_out);

/** The message on its way from standard input, a piece at a time, never more in memory. */
typedef struct FrontMessage {
	char piece[FRONT_PIECE_BYTES];
	size_t length;       /**< of the piece in hand */
	int64_t total_bytes; /**< so far, with that piece */
	bool at_end;         /**< that piece is the last */
	int64_t max_bytes;
} FrontMessage;

/** The next piece, full unless it is the last. Anything but OUTCOME_ACCEPTED: give up. */
Outcome front_message_next(FrontMessage *message);

typedef struct FrontEnvelope {
	const char *sender; /**< "" for the null sender */
	char *const *recipients;
	int n_recipients;
} FrontEnvelope;

/** Gathers bytes for a descriptor, so that a mail is one write. */
typedef struct FrontWriter {
	int fd;
	bool failed;
	size_t length;
	char bytes[FRONT_PIECE_BYTES + 8 * 1024];
} FrontWriter;

void front_put(FrontWriter *writer, const void *bytes, size_t length);
void front_put_text(FrontWriter *writer, const char *text);
/** False if this or any earlier write failed; errno says why. */
bool front_flush(FrontWriter *writer);

/** Connects to the gateway; -1 if nobody is there. */
int front_connect(const char *path);
/** Hands the message, its first piece in hand, to the gateway on `fd`. `why_out`: what an outcome
 *  that isn't told by its own words came from; valid until the next call, else left alone. */
Outcome front_hand_over(int fd, const FrontEnvelope *envelope, FrontMessage *message,
			const char **why_out);

/** Writes the message, its first piece in hand, to the spool, synced. */
Outcome front_spool(const FrontSettings *settings, const FrontEnvelope *envelope,
		    FrontMessage *message, int64_t now_ms);
/** Starts a worker in the background unless one runs. Never fails: mail is safe by now. */
void front_worker_start(const FrontSettings *settings);

/** What `deliver` was told on its command line. */
typedef struct FrontDeliver {
	const char *config; /**< NULL: the default */
	int64_t pretend_ms; /**< the time of --now; -1: the real one */
	FrontEnvelope envelope;
} FrontDeliver;

/** Delivers; the exit status. Says one line on standard error if it is not 0. */
int front_deliver(const FrontDeliver *deliver);

#endif
