/*
 * A connection as LMTP sees it: bytes that have come in, replies on their way out,
 * and never longer than a deadline in a wait.
 */
#ifndef CM_WIRE_LMTP_STREAM_H
#define CM_WIRE_LMTP_STREAM_H

#include <glib.h>

typedef struct LmtpStream LmtpStream;

typedef enum LmtpWait {
	WAIT_READY,
	WAIT_CLOSED,  /**< the peer is gone, or the connection broke */
	WAIT_TIMEOUT, /**< the deadline has passed */
	WAIT_STOPPED, /**< the server shuts down */
} LmtpWait;

/**
 * Neither descriptor is owned. `stop_fd` becomes readable when the server shuts down;
 * -1: it never does. (transfer full)
 */
LmtpStream *lmtp_stream_new(int fd, int stop_fd);
void lmtp_stream_free(LmtpStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LmtpStream, lmtp_stream_free)

/** What has come in and was not skipped. (transfer none), until the next call. */
const char *lmtp_stream_data(const LmtpStream *stream, gsize *length_out);
void lmtp_stream_skip(LmtpStream *stream, gsize length);

/**
 * Waits for more bytes until `deadline_us` of the monotonic clock; before it waits, it
 * sends the replies that are due. There must be room: data is at most
 * LMTP_STREAM_BYTES. `heed_stop`: a shutdown ends the wait.
 */
LmtpWait lmtp_stream_fill(LmtpStream *stream, gint64 deadline_us, gboolean heed_stop);
#define LMTP_STREAM_BYTES (64 * 1024)

/** Adds a reply line; CR LF is added. */
void lmtp_stream_reply(LmtpStream *stream, const char *format, ...) G_GNUC_PRINTF(2, 3);
/** Sends what lmtp_stream_reply() has gathered. */
LmtpWait lmtp_stream_flush(LmtpStream *stream, gint64 deadline_us);

#endif
