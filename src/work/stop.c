/*
 * Signals by descriptor, so that no handler and no global is needed.
 */
#include "work/stop.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

struct Stop {
	int fd;
	gboolean asked;
};

Stop *
stop_new(void)
{
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	Stop *stop = g_new0(Stop, 1);
	stop->fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	return stop;
}

void
stop_free(Stop *stop)
{
	if (!stop)
		return;
	if (stop->fd >= 0)
		close(stop->fd);
	g_free(stop);
}

gboolean
stop_is_asked(Stop *stop)
{
	struct signalfd_siginfo info;
	if (!stop->asked && read(stop->fd, &info, sizeof(info)) == (ssize_t)sizeof(info))
		stop->asked = TRUE;
	return stop->asked;
}

static void
drain(int fd)
{
	char bytes[256];
	while (read(fd, bytes, sizeof(bytes)) == (ssize_t)sizeof(bytes))
		;
}

void
stop_wait(Stop *stop, int fd, int timeout_ms)
{
	struct pollfd fds[] = {{.fd = fd, .events = POLLIN}, {.fd = stop->fd, .events = POLLIN}};
	if (stop_is_asked(stop) || poll(fds, G_N_ELEMENTS(fds), timeout_ms) <= 0)
		return;
	if (fds[0].revents & POLLIN)
		drain(fd);
	else if (fds[0].revents)
		stop_wait(stop, -1, timeout_ms); /* the other end is gone: don't spin */
}
