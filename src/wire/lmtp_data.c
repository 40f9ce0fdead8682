/*
 * Finds the end of a message and takes away the doubled dots.  Whoever sees an end
 * where we see none could smuggle a second mail, so this follows the RFC to the letter.
 */
#include "wire/lmtp_data.h"

#include <string.h>

/* One byte that is not plain text; returns the next state. */
static LmtpData
data_step(LmtpData state, char c)
{
	switch (state) {
	case DATA_LINE_START:
		if (c == '.')
			return DATA_DOT;
		break;
	case DATA_CR:
	case DATA_DOT_CR:
		if (c == '\n')
			return state == DATA_CR ? DATA_LINE_START : DATA_END;
		break;
	case DATA_DOT:
		if (c == '\r')
			return DATA_DOT_CR;
		break;
	default:
		break;
	}
	return c == '\r' ? DATA_CR : DATA_TEXT;
}

static gsize
text_length(const char *bytes, gsize length)
{
	const char *end = memchr(bytes, '\r', length);
	return end ? (gsize)(end - bytes) : length;
}

gsize
lmtp_data_decode(LmtpData *data, const char *bytes, gsize length, LmtpDataTake take,
		 gpointer user_data)
{
	LmtpData state = *data;
	gsize from = 0, i = 0;
	while (i < length && state != DATA_END) {
		if (state == DATA_TEXT) {
			i += text_length(bytes + i, length - i);
			if (i == length)
				break;
		}
		LmtpData next = data_step(state, bytes[i]);
		if (next == DATA_DOT && i > from)
			take(bytes + from, i - from, user_data);
		/* ".\r" was no end: its CR belongs to the message, its dot does not. */
		if (state == DATA_DOT_CR && next != DATA_END)
			take("\r", 1, user_data);
		i++;
		if (next == DATA_DOT || next == DATA_DOT_CR || next == DATA_END)
			from = i;
		state = next;
	}
	if (i > from)
		take(bytes + from, i - from, user_data);
	*data = state;
	return i;
}
