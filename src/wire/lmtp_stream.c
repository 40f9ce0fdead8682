/*
 * Buffered reading and writing on one connection.  Replies are gathered and sent when
 * the client has nothing more for us to read, which is all that PIPELINING asks for.
 */
#include "wire/lmtp_stream.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

/* More than this is never owed: a client that only sends would fill our memory. */
enum { REPLIES_MAX_BYTES = 16 * 1024 };

struct LmtpStream {
	int fd;
	int stop_fd;
	GString *replies;
	gsize start; /* of what was not skipped */
	gsize end;
	char bytes[LMTP_STREAM_BYTES];
};

LmtpStream *
lmtp_stream_new(int fd, int stop_fd)
{
	/* Not zeroed: a short mail touches but a page or two of it. */
	LmtpStream *stream = g_new(LmtpStream, 1);
	stream->fd = fd;
	stream->stop_fd = stop_fd;
	stream->replies = g_string_new(NULL);
	stream->start = stream->end = 0;
	return stream;
}

void
lmtp_stream_free(LmtpStream *stream)
{
	if (!stream)
		return;
	g_string_free(stream->replies, TRUE);
	g_free(stream);
}

const char *
lmtp_stream_data(const LmtpStream *stream, gsize *length_out)
{
	*length_out = stream->end - stream->start;
	return stream->bytes + stream->start;
}

void
lmtp_stream_skip(LmtpStream *stream, gsize length)
{
	g_assert(length <= stream->end - stream->start);
	stream->start += length;
}

static LmtpWait
stream_wait(const LmtpStream *stream, short events, gint64 deadline_us, gboolean heed_stop)
{
	struct pollfd fds[] = {{.fd = stream->fd, .events = events},
			       {.fd = heed_stop ? stream->stop_fd : -1, .events = POLLIN}};
	for (;;) {
		gint64 left_ms = (deadline_us - g_get_monotonic_time() + 999) / 1000;
		if (left_ms <= 0)
			return WAIT_TIMEOUT;
		int n = poll(fds, G_N_ELEMENTS(fds), (int)MIN(left_ms, G_MAXINT));
		if (n < 0 && errno != EINTR)
			return WAIT_CLOSED;
		if (n > 0)
			return fds[0].revents ? WAIT_READY : WAIT_STOPPED;
	}
}

LmtpWait
lmtp_stream_flush(LmtpStream *stream, gint64 deadline_us)
{
	GString *replies = stream->replies;
	while (replies->len) {
		ssize_t n =
			send(stream->fd, replies->str, replies->len, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n > 0) {
			g_string_erase(replies, 0, n);
			continue;
		}
		if (errno != EAGAIN && errno != EINTR)
			return WAIT_CLOSED;
		LmtpWait wait = stream_wait(stream, POLLOUT, deadline_us, FALSE);
		if (wait != WAIT_READY)
			return wait;
	}
	return WAIT_READY;
}

static void
stream_make_room(LmtpStream *stream)
{
	gsize length = stream->end - stream->start;
	if (stream->start > 0)
		memmove(stream->bytes, stream->bytes + stream->start, length);
	stream->start = 0;
	stream->end = length;
	g_assert(length < sizeof(stream->bytes));
}

LmtpWait
lmtp_stream_fill(LmtpStream *stream, gint64 deadline_us, gboolean heed_stop)
{
	stream_make_room(stream);
	LmtpWait wait = WAIT_READY;
	if (stream->replies->len > REPLIES_MAX_BYTES)
		wait = lmtp_stream_flush(stream, deadline_us);
	while (wait == WAIT_READY) {
		ssize_t n = recv(stream->fd, stream->bytes + stream->end,
				 sizeof(stream->bytes) - stream->end, MSG_DONTWAIT);
		if (n > 0) {
			stream->end += (gsize)n;
			return WAIT_READY;
		}
		if (n == 0 || (errno != EAGAIN && errno != EINTR))
			return WAIT_CLOSED;
		wait = lmtp_stream_flush(stream, deadline_us);
		if (wait == WAIT_READY)
			wait = stream_wait(stream, POLLIN, deadline_us, heed_stop);
	}
	return wait;
}

void
lmtp_stream_reply(LmtpStream *stream, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_string_append_vprintf(stream->replies, format, args);
	va_end(args);
	g_string_append(stream->replies, "\r\n");
}
