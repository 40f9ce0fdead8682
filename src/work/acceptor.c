/*
 * The acceptor process: the first station of mail.  It answers the MTA, so it parses
 * nothing; a thread per connection receives, one committer writes.
 */
#include "work/acceptor.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"
#include "wire/listen.h"
#include "wire/lmtp.h"
#include "work/committer.h"
#include "work/incoming.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	MAX_CONNECTIONS = 200,
	COMMAND_TIMEOUT_MS = 5 * 60 * 1000, /* RFC 5321 4.5.3.2.7 */
	DATA_TIMEOUT_MS = 3 * 60 * 1000,    /* RFC 5321 4.5.3.2.5 */
	DATA_BYTES_PER_S = 1024,
	/* After SIGTERM: for messages that are just coming in. */
	GRACE_MS = 5000,
	/* When descriptors or memory are short. */
	ACCEPT_PAUSE_MS = 100,
	THREAD_STACK_BYTES = 256 * 1024,
	LISTEN_FDS_MAX = 64,
};

typedef struct Acceptor {
	const AcceptorOptions *options;
	LmtpService service;
	Committer *committer;
	pthread_attr_t thread_attributes;

	GMutex mutex;      /* for what follows */
	GHashTable *conns; /* set of Connection* */
	GCond all_gone;
} Acceptor;

typedef struct Connection {
	Acceptor *acceptor;
	int fd;
} Connection;

/* A message of one connection. */
typedef struct Receiving {
	Acceptor *acceptor;
	Incoming *incoming;
} Receiving;

static void
receiving_free(Receiving *receiving)
{
	incoming_free(receiving->incoming);
	g_free(receiving);
}

static gpointer
receiving_begin(gpointer data)
{
	Receiving *receiving = g_new(Receiving, 1);
	receiving->acceptor = data;
	receiving->incoming =
		incoming_new(receiving->acceptor->options->store_dir, NULL, clock_now_ms());
	return receiving;
}

static Outcome
receiving_trouble(const Receiving *receiving, const GError *error)
{
	log_warn("message told to come back why=\"%s\"", error->message);
	return store_trouble(receiving->acceptor->options->store_dir);
}

static Outcome
receiving_add(gpointer message, const void *bytes, gsize length)
{
	Receiving *receiving = message;
	g_autoptr(GError) error = NULL;
	if (incoming_add(receiving->incoming, bytes, length, &error))
		return OUTCOME_ACCEPTED;
	return receiving_trouble(receiving, error);
}

static void
accepted_log(const Arrival *arrival)
{
	g_autofree char *sender = log_safe(arrival->sender);
	log_info("in mid=%s sender=%s recipients=%u size=%" G_GINT64_FORMAT, arrival->accept_id,
		 sender, arrival->recipients->len, arrival->size_bytes);
}

static Outcome
receiving_end(gpointer message, const char *sender, GPtrArray *recipients)
{
	Receiving *receiving = message;
	g_autoptr(GError) error = NULL;
	Arrival arrival = {.road = "lmtp", .sender = sender, .recipients = recipients};
	Outcome outcome;
	if (incoming_complete(receiving->incoming, &arrival, &error)) {
		outcome = committer_commit(receiving->acceptor->committer, &arrival);
		/* A commit that failed half-way might be there after a crash, and own the file;
		   if not, the worker sweeps it. A full disk can't wait for that. */
		if (outcome != OUTCOME_STORE_FULL)
			incoming_keep_file(receiving->incoming);
	} else {
		outcome = receiving_trouble(receiving, error);
	}
	if (outcome == OUTCOME_ACCEPTED)
		accepted_log(&arrival);
	receiving_free(receiving);
	return outcome;
}

static void
receiving_abandon(gpointer message)
{
	receiving_free(message);
}

static gboolean
recipient_known(const char *address, gpointer data)
{
	const AcceptorOptions *options = ((const Acceptor *)data)->options;
	return options->recipient_known(address, options->user_data);
}

static gboolean
sender_refused(const char *address, gpointer data)
{
	const AcceptorOptions *options = ((const Acceptor *)data)->options;
	return options->sender_refused && options->sender_refused(address, options->user_data);
}

static void
connection_log(LmtpEnd end)
{
	static const char *const reasons[] = {
		[LMTP_END_TIMEOUT] = "too slow",
		[LMTP_END_ABUSE] = "too many bad commands",
		[LMTP_END_SHUTDOWN] = NULL,
	};
	if (end < G_N_ELEMENTS(reasons) && reasons[end])
		log_warn("connection closed why=\"%s\"", reasons[end]);
}

/* Under the lock, so that a shutdown never touches a descriptor that has been reused. */
static void
connection_close(Connection *connection)
{
	Acceptor *acceptor = connection->acceptor;
	g_mutex_lock(&acceptor->mutex);
	close(connection->fd);
	g_hash_table_remove(acceptor->conns, connection);
	if (!g_hash_table_size(acceptor->conns))
		g_cond_signal(&acceptor->all_gone);
	g_mutex_unlock(&acceptor->mutex);
	g_free(connection);
}

static void *
connection_main(void *data)
{
	Connection *connection = data;
	connection_log(lmtp_serve(connection->fd, &connection->acceptor->service));
	connection_close(connection);
	return NULL;
}

/* Counts the connection in, if there is room. */
static gboolean
connection_enter(Acceptor *acceptor, Connection *connection)
{
	g_mutex_lock(&acceptor->mutex);
	gboolean has_room = g_hash_table_size(acceptor->conns) < acceptor->options->max_connections;
	if (has_room)
		g_hash_table_add(acceptor->conns, connection);
	g_mutex_unlock(&acceptor->mutex);
	return has_room;
}

static void
connection_start(Acceptor *acceptor, int fd)
{
	pthread_t thread;
	Connection *connection = g_new(Connection, 1);
	*connection = (Connection){acceptor, fd};
	if (!connection_enter(acceptor, connection)) {
		lmtp_refuse(fd, &acceptor->service);
		log_warn("connection refused why=\"there are %u already\"",
			 acceptor->options->max_connections);
		close(fd);
		g_free(connection);
		return;
	}
	int code =
		pthread_create(&thread, &acceptor->thread_attributes, connection_main, connection);
	if (!code)
		return;
	lmtp_refuse(fd, &acceptor->service);
	log_warn("connection refused why=\"%s\"", g_strerror(code));
	connection_close(connection);
}

static void
door_open(Acceptor *acceptor, int listen_fd)
{
	int fd = listen_accept(listen_fd);
	if (fd >= 0)
		connection_start(acceptor, fd);
	else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
		log_warn("cannot accept a connection now why=\"%s\"", g_strerror(errno));
		g_usleep(ACCEPT_PAUSE_MS * 1000);
	}
}

/* Until a signal comes. */
static void
doors_watch(Acceptor *acceptor, int signal_fd)
{
	const AcceptorOptions *options = acceptor->options;
	struct pollfd fds[LISTEN_FDS_MAX + 1] = {{.fd = signal_fd, .events = POLLIN}};
	for (guint i = 0; i < options->n_listen_fds; i++) {
		fds[i + 1] = (struct pollfd){.fd = options->listen_fds[i], .events = POLLIN};
		/* A client may be gone again between poll() and accept(). */
		fcntl(options->listen_fds[i], F_SETFL,
		      fcntl(options->listen_fds[i], F_GETFL) | O_NONBLOCK);
	}
	while (!fds[0].revents) {
		if (poll(fds, options->n_listen_fds + 1, -1) < 0)
			continue;
		for (guint i = 1; i <= options->n_listen_fds; i++)
			if (fds[i].revents)
				door_open(acceptor, fds[i].fd);
	}
}

static void
connections_end(Acceptor *acceptor)
{
	gint64 deadline_us = g_get_monotonic_time() + GRACE_MS * 1000;
	g_mutex_lock(&acceptor->mutex);
	while (g_hash_table_size(acceptor->conns) &&
	       g_cond_wait_until(&acceptor->all_gone, &acceptor->mutex, deadline_us))
		;
	GHashTableIter iter;
	gpointer key;
	g_hash_table_iter_init(&iter, acceptor->conns);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		shutdown(((const Connection *)key)->fd, SHUT_RDWR);
	/* Whoever still waits for a commit gets it. */
	while (g_hash_table_size(acceptor->conns))
		g_cond_wait(&acceptor->all_gone, &acceptor->mutex);
	g_mutex_unlock(&acceptor->mutex);
}

static void
acceptor_init(Acceptor *acceptor, const AcceptorOptions *options, int stop_fd)
{
	acceptor->options = options;
	acceptor->service = (LmtpService){
		.host_name = options->host_name,
		.max_message_bytes = options->max_message_bytes,
		.command_timeout_ms = options->command_timeout_ms,
		.data_timeout_ms = options->data_timeout_ms,
		.data_bytes_per_s = options->data_bytes_per_s,
		.stop_fd = stop_fd,
		.user_data = acceptor,
		.recipient_known = recipient_known,
		.sender_refused = sender_refused,
		.message_begin = receiving_begin,
		.message_add = receiving_add,
		.message_end = receiving_end,
		.message_abandon = receiving_abandon,
	};
	g_mutex_init(&acceptor->mutex);
	g_cond_init(&acceptor->all_gone);
	acceptor->conns = g_hash_table_new(NULL, NULL);
	pthread_attr_init(&acceptor->thread_attributes);
	pthread_attr_setdetachstate(&acceptor->thread_attributes, PTHREAD_CREATE_DETACHED);
#ifndef CM_SANITIZED /* whose frames are much larger */
	pthread_attr_setstacksize(&acceptor->thread_attributes, THREAD_STACK_BYTES);
#endif
}

static void
acceptor_clear(Acceptor *acceptor)
{
	pthread_attr_destroy(&acceptor->thread_attributes);
	g_hash_table_unref(acceptor->conns);
	g_mutex_clear(&acceptor->mutex);
	g_cond_clear(&acceptor->all_gone);
	committer_free(acceptor->committer);
}

void
acceptor_options_init(AcceptorOptions *options)
{
	*options = (AcceptorOptions){
		.max_message_bytes = LIMIT_MESSAGE_BYTES,
		.max_connections = MAX_CONNECTIONS,
		.command_timeout_ms = COMMAND_TIMEOUT_MS,
		.data_timeout_ms = DATA_TIMEOUT_MS,
		.data_bytes_per_s = DATA_BYTES_PER_S,
		.wake_fd = -1,
	};
}

/* With the signals blocked on every thread: serves, then ends in good order. */
static gboolean
acceptor_serve(const AcceptorOptions *options, int signal_fd, GError **error)
{
	Acceptor acceptor = {0};
	int stop[2];
	if (pipe2(stop, O_CLOEXEC) < 0)
		return error_temp(error, "cannot make a pipe: %s", g_strerror(errno));
	acceptor_init(&acceptor, options, stop[0]);
	CommitterOptions committer = {options->store_dir, options->schema_dir, options->wake_fd,
				      options->checkpoints};
	acceptor.committer = committer_new(&committer, error);
	gboolean started = acceptor.committer != NULL;
	if (started)
		doors_watch(&acceptor, signal_fd);
	close(stop[1]); /* the other end becomes readable: everybody stops */
	if (started)
		connections_end(&acceptor);
	acceptor_clear(&acceptor);
	close(stop[0]);
	return started;
}

gboolean
acceptor_run(const AcceptorOptions *options, GError **error)
{
	sigset_t ending, before;
	g_assert(options->n_listen_fds <= LISTEN_FDS_MAX);
	signal(SIGPIPE, SIG_IGN); /* a worker may die, and its pipe with it */
	sigemptyset(&ending);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ending, &before);
	int signal_fd = signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
	gboolean served =
		signal_fd >= 0 ? acceptor_serve(options, signal_fd, error)
			       : error_temp(error, "cannot watch signals: %s", g_strerror(errno));
	/* The signal was taken note of; it must not kill the caller now. */
	struct signalfd_siginfo info;
	while (signal_fd >= 0 && read(signal_fd, &info, sizeof(info)) > 0)
		;
	if (signal_fd >= 0)
		close(signal_fd);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return served;
}
