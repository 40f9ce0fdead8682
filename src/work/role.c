/*
 * The common ground of acceptor, worker and sender.
 */
#include "work/role.h"

#include "base/error.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

/* Set by the signal handler alone; the write end wakes a poll() that began just before. */
static volatile sig_atomic_t ending;
static int ending_pipe[2] = {-1, -1};

static void
on_end(int signal_number)
{
	(void)signal_number;
	int saved = errno;
	ending = 1;
	if (write(ending_pipe[1], "", 1) < 0) {
		/* full: the byte that is there will do */
	}
	errno = saved;
}

void
role_begin(const char *name)
{
	log_set_role(name);
	if (ending_pipe[0] < 0 && pipe2(ending_pipe, O_CLOEXEC | O_NONBLOCK) < 0)
		log_warn("no pipe for signals: %s", g_strerror(errno));
	struct sigaction action = {.sa_handler = on_end};
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

gboolean
role_is_ending(void)
{
	return ending != 0;
}

int
role_lock(const char *dir, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(dir, name, NULL);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		error_temp(error, "cannot open the lock %s: %s", path, g_strerror(errno));
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	int why = errno;
	close(fd);
	if (why == EWOULDBLOCK)
		return ROLE_TAKEN;
	error_temp(error, "cannot lock %s: %s", path, g_strerror(why));
	return -1;
}

static void
drain(int fd)
{
	char bytes[256];
	while (read(fd, bytes, sizeof(bytes)) == (ssize_t)sizeof(bytes))
		;
}

void
role_wait(int fd, int timeout_ms)
{
	struct pollfd fds[] = {{.fd = fd, .events = POLLIN},
			       {.fd = ending_pipe[0], .events = POLLIN}};
	if (ending || poll(fds, G_N_ELEMENTS(fds), timeout_ms) <= 0)
		return;
	if (fds[0].revents & POLLIN)
		drain(fd);
	else if (fds[0].revents)
		role_pause(timeout_ms); /* the other end is gone: don't spin */
}

void
role_pause(int timeout_ms)
{
	struct pollfd wait = {.fd = ending_pipe[0], .events = POLLIN};
	if (!ending)
		poll(&wait, 1, timeout_ms);
}

void
role_wake(int fd)
{
	if (fd >= 0 && write(fd, "", 1) < 0 && errno != EAGAIN && errno != EPIPE)
		log_warn("cannot wake the next process: %s", g_strerror(errno));
}

void
role_watchdog(guint seconds)
{
	alarm(seconds);
}
