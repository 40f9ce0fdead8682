/*
 * What follows DATA (RFC 5321 4.5.2): the message ends at CR LF . CR LF and nowhere
 * else, and a dot that was doubled at the beginning of a line is single again.
 */
#ifndef CM_WIRE_LMTP_DATA_H
#define CM_WIRE_LMTP_DATA_H

#include <glib.h>

/** Where in a line the decoder stands; zero it to begin a message. */
typedef enum LmtpData {
	DATA_LINE_START,
	DATA_TEXT,
	DATA_CR,
	DATA_DOT,    /**< a dot at the beginning of a line, held back */
	DATA_DOT_CR, /**< the same and a CR, held back */
	DATA_END,
} LmtpData;

/** Takes a piece of the message. */
typedef void (*LmtpDataTake)(const char *bytes, gsize length, gpointer user_data);

/**
 * Decodes a piece of what came in and hands the message's bytes to `take`, every other
 * byte untouched: a lone CR, a lone LF, NUL. Returns how many bytes belong to the
 * message: all of them, until `data` becomes DATA_END.
 */
gsize lmtp_data_decode(LmtpData *data, const char *bytes, gsize length, LmtpDataTake take,
		       gpointer user_data);

#endif
