/*
 * Sockets to listen on: TCP, a Unix socket in the file system, or those that systemd
 * holds for us.
 */
#ifndef CM_WIRE_LISTEN_H
#define CM_WIRE_LISTEN_H

#include <glib.h>

/**
 * Listens on "ADDRESS:PORT" ("127.0.0.1:2424", "[::1]:2424", "localhost:2424") or on
 * a path beginning with "/" or "./". A socket file that nobody answers on is replaced.
 * Returns the descriptor, close-on-exec, or -1.
 */
int listen_open(const char *where, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * Descriptors that systemd handed to this process (sd_listen_fds(3)), close-on-exec;
 * an empty array if there are none. The variables are removed, so that no child takes
 * them for its own. Call it once. (transfer full), of int
 */
GArray *listen_inherited(void);

/** Accepts a connection, close-on-exec, replies without delay; -1 with errno if there is none. */
int listen_accept(int listen_fd);

#endif
