/*
 * The fair write lock that every writer goes through, the command line too.
 */
#include "store/turn.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

struct Turn {
	int turn_fd;
	int write_fd;
};

static int
lock_open(const char *dir, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(dir, name, NULL);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		error_temp(error, "store: cannot open %s: %s", path, g_strerror(errno));
	return fd;
}

Turn *
turn_open(const char *dir, GError **error)
{
	g_autoptr(Turn) turn = g_new0(Turn, 1);
	turn->write_fd = -1;
	turn->turn_fd = lock_open(dir, "turn.lock", error);
	if (turn->turn_fd < 0)
		return NULL;
	turn->write_fd = lock_open(dir, "write.lock", error);
	if (turn->write_fd < 0)
		return NULL;
	return g_steal_pointer(&turn);
}

void
turn_close(Turn *turn)
{
	if (!turn)
		return;
	if (turn->turn_fd >= 0)
		close(turn->turn_fd);
	if (turn->write_fd >= 0)
		close(turn->write_fd);
	g_free(turn);
}

static gboolean
lock_wait(int fd, GError **error)
{
	while (flock(fd, LOCK_EX) < 0)
		if (errno != EINTR)
			return error_temp(error, "store: cannot lock: %s", g_strerror(errno));
	return TRUE;
}

gboolean
turn_take(Turn *turn, GError **error)
{
	if (!lock_wait(turn->turn_fd, error))
		return FALSE;
	gboolean taken = lock_wait(turn->write_fd, error);
	flock(turn->turn_fd, LOCK_UN);
	return taken;
}

void
turn_release(Turn *turn)
{
	flock(turn->write_fd, LOCK_UN);
}

gboolean
turn_is_wanted(Turn *turn)
{
	if (flock(turn->turn_fd, LOCK_EX | LOCK_NB) < 0)
		return errno == EWOULDBLOCK;
	flock(turn->turn_fd, LOCK_UN);
	return FALSE;
}
