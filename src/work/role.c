/*
 * The common ground of acceptor, worker and sender.
 */
#include "work/role.h"

#include "base/error.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* Patiently: `deliver` takes the worker's lock for an instant, to see whether it is held. */
static gboolean
lock_take(int fd)
{
	enum { TRIES = 3, PAUSE_US = 10000 };
	for (int i = 0; i < TRIES; i++) {
		if (i > 0)
			g_usleep(PAUSE_US);
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return TRUE;
		if (errno != EWOULDBLOCK)
			return FALSE;
	}
	errno = EWOULDBLOCK;
	return FALSE;
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
	if (lock_take(fd))
		return fd;
	int why = errno;
	close(fd);
	if (why == EWOULDBLOCK)
		return ROLE_TAKEN;
	error_temp(error, "cannot lock %s: %s", path, g_strerror(why));
	return -1;
}

gboolean
role_is_taken(const char *dir, const char *name)
{
	g_autoptr(GError) error = NULL;
	int lock = role_lock(dir, name, &error);
	if (lock >= 0)
		close(lock);
	return lock == ROLE_TAKEN;
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
