/*
 * Bytes in and out of the front: standard input a piece at a time, and writing that
 * gathers first.
 */
#include "app/front.h"

#include <errno.h>
#include <unistd.h>

Outcome
front_message_next(FrontMessage *message)
{
	message->length = 0;
	while (!message->at_end && message->length < sizeof(message->piece)) {
		ssize_t n = read(STDIN_FILENO, message->piece + message->length,
				 sizeof(message->piece) - message->length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return OUTCOME_LATER;
		message->at_end = n == 0;
		message->length += (size_t)n;
		message->total_bytes += n;
		if (message->total_bytes > message->max_bytes)
			return OUTCOME_TOO_BIG;
	}
	return OUTCOME_ACCEPTED;
}

bool
front_flush(FrontWriter *writer)
{
	size_t written = 0;
	while (!writer->failed && written < writer->length) {
		ssize_t n = write(writer->fd, writer->bytes + written, writer->length - written);
		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = ENOSPC;
		writer->failed = n <= 0;
		written += n > 0 ? (size_t)n : 0;
	}
	writer->length = 0;
	return !writer->failed;
}

void
front_put(FrontWriter *writer, const void *bytes, size_t length)
{
	const char *at = bytes;
	while (length && !writer->failed) {
		size_t room = sizeof(writer->bytes) - writer->length;
		size_t n = length < room ? length : room;
		memcpy(writer->bytes + writer->length, at, n);
		writer->length += n;
		at += n;
		length -= n;
		if (writer->length == sizeof(writer->bytes))
			(void)front_flush(writer);
	}
}

void
front_put_text(FrontWriter *writer, const char *text)
{
	front_put(writer, text, strlen(text));
}
