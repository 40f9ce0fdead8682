/*
 * Opens the doors that mail comes in by, or takes them over from systemd.
 */
#include "wire/listen.h"

#include "base/error.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* The kernel cuts it to net.core.somaxconn. */
enum { BACKLOG = 1024 };
/* sd_listen_fds(3): the first descriptor handed over. */
enum { INHERITED_FIRST = 3 };

static int
open_failed(int fd, const char *where, GError **error)
{
	error_temp(error, "cannot listen on %s: %s", where, g_strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Whether the file is a socket that its owner has left behind. */
static gboolean
is_abandoned(const struct sockaddr_un *address)
{
	struct stat status;
	if (lstat(address->sun_path, &status) < 0 || !S_ISSOCK(status.st_mode))
		return FALSE;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	gboolean refused = fd >= 0 &&
			   connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0 &&
			   errno == ECONNREFUSED;
	if (fd >= 0)
		close(fd);
	return refused;
}

static int
listen_unix(const char *path, GError **error)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (g_strlcpy(address.sun_path, path, sizeof(address.sun_path)) >=
	    sizeof(address.sun_path)) {
		error_perm(error, "cannot listen on %s: the path is longer than %zu bytes", path,
			   sizeof(address.sun_path) - 1);
		return -1;
	}
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return open_failed(fd, path, error);
	if (is_abandoned(&address))
		unlink(path);
	/* Who may enter the folder may hand in mail, as with port 25; the mail server is
	   another user than we are. */
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 ||
	    chmod(path, 0666) < 0 || listen(fd, BACKLOG) < 0)
		return open_failed(fd, path, error);
	return fd;
}

static int
listen_address(const struct addrinfo *address, const char *where, GError **error)
{
	const int on = 1;
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    bind(fd, address->ai_addr, address->ai_addrlen) < 0 || listen(fd, BACKLOG) < 0)
		return open_failed(fd, where, error);
	return fd;
}

/* "HOST:PORT", with brackets around an IPv6 address. */
static gboolean
host_and_port(const char *where, char **host_out, const char **port_out)
{
	const char *colon = strrchr(where, ':');
	gint64 port;
	if (!colon || colon == where || !text_to_int(colon + 1, 1, 65535, &port))
		return FALSE;
	gsize length = (gsize)(colon - where);
	gboolean has_brackets = where[0] == '[' && length > 2 && where[length - 1] == ']';
	if (!has_brackets && memchr(where, ':', length))
		return FALSE;
	*host_out = has_brackets ? g_strndup(where + 1, length - 2) : g_strndup(where, length);
	*port_out = colon + 1;
	return TRUE;
}

static int
listen_tcp(const char *where, GError **error)
{
	static const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
	g_autofree char *host = NULL;
	const char *port;
	if (!host_and_port(where, &host, &port)) {
		error_perm(error, "\"%s\" is neither ADDRESS:PORT nor a path", where);
		return -1;
	}
	struct addrinfo *addresses = NULL;
	int code = getaddrinfo(host, port, &hints, &addresses);
	if (code) {
		error_temp(error, "cannot listen on %s: %s", where, gai_strerror(code));
		return -1;
	}
	int fd = listen_address(addresses, where, error);
	freeaddrinfo(addresses);
	return fd;
}

int
listen_open(const char *where, GError **error)
{
	if (where[0] == '/' || g_str_has_prefix(where, "./"))
		return listen_unix(where, error);
	return listen_tcp(where, error);
}

GArray *
listen_inherited(void)
{
	GArray *fds = g_array_new(FALSE, FALSE, sizeof(int));
	const char *pid_text = g_getenv("LISTEN_PID"), *count_text = g_getenv("LISTEN_FDS");
	gint64 pid = 0, count = 0;
	if (pid_text && count_text && text_to_int(pid_text, 1, G_MAXINT, &pid) && pid == getpid() &&
	    text_to_int(count_text, 0, 1000, &count))
		for (int i = 0; i < count; i++) {
			int fd = INHERITED_FIRST + i;
			if (fcntl(fd, F_SETFD, FD_CLOEXEC) == 0)
				g_array_append_val(fds, fd);
		}
	g_unsetenv("LISTEN_PID");
	g_unsetenv("LISTEN_FDS");
	g_unsetenv("LISTEN_FDNAMES");
	return fds;
}

int
listen_accept(int listen_fd)
{
	const int on = 1;
	int fd = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC);
	/* Fails on a Unix socket, which has no delays. */
	if (fd >= 0)
		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}
