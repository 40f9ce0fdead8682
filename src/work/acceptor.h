/*
 * The acceptor: listens, speaks LMTP with every client on a thread of its own, and
 * answers 250 once a message is on disk.
 */
#ifndef CM_WORK_ACCEPTOR_H
#define CM_WORK_ACCEPTOR_H

#include <glib.h>

typedef struct AcceptorOptions {
	const int *listen_fds; /**< listening sockets; they stay open */
	guint n_listen_fds;
	const char *store_dir;
	const char *schema_dir;
	const char *host_name; /**< stands in the greeting */
	gint64 max_message_bytes;
	guint max_connections; /**< one more is answered 421 */
	gint64 command_timeout_ms;
	gint64 data_timeout_ms;
	gint64 data_bytes_per_s;
	int wake_fd;          /**< non-blocking, gets a byte after each commit; -1: none */
	gboolean checkpoints; /**< no worker runs beside it that moves the log into the store */

	/** Called on any thread, also by several at once. */
	gboolean (*recipient_known)(const char *address, gpointer user_data);
	gboolean (*sender_refused)(const char *address, gpointer user_data);
	gpointer user_data;
} AcceptorOptions;

/** Everything that has a default: limits, timeouts, no wake_fd; the rest is zero. */
void acceptor_options_init(AcceptorOptions *options);

/**
 * Serves until SIGTERM or SIGINT: then idle clients hear 421, running messages are
 * finished within some seconds, and all that was answered is on disk. FALSE if it
 * can't start. Ignores SIGPIPE from then on.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean acceptor_run(const AcceptorOptions *options, GError **error);

#endif
