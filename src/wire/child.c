/*
 * Commands that carry mail or print a token: started without a shell and with clean
 * signals, fed and read side by side so that neither end can block the other.
 */
#include "wire/child.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define OUTPUT_BYTES_MAX 4096
#define PIECE_BYTES      (16 * 1024)
/* How often `stop` is looked at. */
#define LOOK_MS 200

typedef struct Child {
	pid_t pid;
	int pid_fd;
	int in_fd;  /* its standard input; -1 once closed */
	int out_fd; /* its output */
	ChildFeed feed;
	gpointer user_data;
	char *piece; /* read from the feed, not yet written */
	gsize piece_length, piece_done;
} Child;

static void
fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int
spawn(Child *child, const char *const *argv, int in_fd, int out_fd)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, standard;
	sigemptyset(&none);
	sigemptyset(&standard);
	sigaddset(&standard, SIGPIPE);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in_fd, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out_fd, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out_fd, STDERR_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &standard);
	int why = posix_spawnp(&child->pid, argv[0], &actions, &attributes, unconst(argv), environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return why;
}

static gboolean
child_start(Child *child, const char *const *argv, GError **error)
{
	int in[2], out[2];
	if (pipe2(in, O_CLOEXEC) < 0)
		return error_temp(error, "cannot run %s: %s", argv[0], g_strerror(errno));
	if (pipe2(out, O_CLOEXEC) < 0) {
		int why = errno;
		close(in[0]);
		close(in[1]);
		return error_temp(error, "cannot run %s: %s", argv[0], g_strerror(why));
	}
	int why = spawn(child, argv, in[0], out[1]);
	close(in[0]);
	close(out[1]);
	child->in_fd = in[1];
	child->out_fd = out[0];
	fcntl(child->in_fd, F_SETFL, O_NONBLOCK);
	fcntl(child->out_fd, F_SETFL, O_NONBLOCK);
	if (why != 0) {
		fd_close(&child->in_fd);
		fd_close(&child->out_fd);
		return error_temp(error, "cannot run %s: %s", argv[0], g_strerror(why));
	}
	child->pid_fd = pidfd_open(child->pid, 0);
	return TRUE;
}

/* Writes what fits; closes the input at its end, or when nobody reads it any more. */
static void
child_feed(Child *child)
{
	if (child->piece_done == child->piece_length) {
		gssize got =
			child->feed ? child->feed(child->piece, PIECE_BYTES, child->user_data) : 0;
		if (got < 0) /* half a message must not look like a whole one */
			kill(child->pid, SIGKILL);
		if (got <= 0) {
			fd_close(&child->in_fd);
			return;
		}
		child->piece_length = (gsize)got;
		child->piece_done = 0;
	}
	gssize written = write(child->in_fd, child->piece + child->piece_done,
			       child->piece_length - child->piece_done);
	if (written > 0)
		child->piece_done += (gsize)written;
	else if (errno != EAGAIN && errno != EINTR)
		fd_close(&child->in_fd);
}

static void
child_hear(Child *child, GString *output)
{
	char piece[1024];
	gssize got = read(child->out_fd, piece, sizeof(piece));
	if (got > 0 && output->len < OUTPUT_BYTES_MAX)
		g_string_append_len(output, piece, got);
	else if (got == 0)
		fd_close(&child->out_fd);
}

/* Until it has ended, or its time is over. */
static void
child_attend(Child *child, gint64 end_us, const gint *stop, GString *output)
{
	for (;;) {
		struct pollfd fds[] = {
			{.fd = child->pid_fd, .events = POLLIN},
			{.fd = child->in_fd, .events = POLLOUT},
			{.fd = child->out_fd, .events = POLLIN},
		};
		int ready = poll(fds, G_N_ELEMENTS(fds), LOOK_MS);
		if (ready > 0 && fds[2].revents)
			child_hear(child, output);
		if (ready > 0 && fds[1].revents)
			child_feed(child);
		if (ready > 0 && fds[0].revents)
			break;
		if (g_get_monotonic_time() > end_us || (stop && g_atomic_int_get(stop))) {
			kill(child->pid, SIGKILL);
			break;
		}
	}
	if (child->out_fd >= 0)
		child_hear(child, output); /* its last words */
}

gboolean
child_run(const char *const *argv, ChildFeed feed, gpointer user_data, guint timeout_s,
	  const gint *stop, GString *output, int *status_out, GError **error)
{
	g_autofree char *piece = g_malloc(PIECE_BYTES);
	Child child = {.feed = feed, .user_data = user_data, .piece = piece};
	if (!child_start(&child, argv, error))
		return FALSE;
	child_attend(&child, g_get_monotonic_time() + timeout_s * G_USEC_PER_SEC, stop, output);
	fd_close(&child.in_fd);
	fd_close(&child.out_fd);
	fd_close(&child.pid_fd);
	while (waitpid(child.pid, status_out, 0) < 0)
		if (errno != EINTR)
			return error_temp(error, "cannot wait for %s: %s", argv[0],
					  g_strerror(errno));
	return TRUE;
}
