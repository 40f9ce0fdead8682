/*
 * The way without a gateway: the message goes to a file of the spool, synced, and a
 * worker is started if none runs.  What the file looks like: work/spool.h.
 */
#include "app/front.h"

#include "base/acceptid.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long the worker waits for more mail: a burst shares one start. */
#define LINGER_S "60"

static Outcome
trouble(void)
{
	return errno == ENOSPC || errno == EDQUOT ? OUTCOME_STORE_FULL : OUTCOME_LATER;
}

/* The file's name; false without randomness. */
static bool
id_make(int64_t now_ms, char id_out[ACCEPT_ID_DIGITS + 1])
{
	uint8_t random[ACCEPT_ID_RANDOM_BYTES];
	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return false;
	accept_id_encode(now_ms, random, id_out);
	return true;
}

static void
envelope_write(FrontWriter *writer, const FrontEnvelope *envelope)
{
	front_put_text(writer, "casemate-spool 1\nsender ");
	front_put_text(writer, envelope->sender);
	for (int i = 0; i < envelope->n_recipients; i++) {
		front_put_text(writer, "\nrecipient ");
		front_put_text(writer, envelope->recipients[i]);
	}
	front_put_text(writer, "\n\n");
}

/* Everything into the file, and the file onto the disk. */
static Outcome
file_fill(int fd, const FrontEnvelope *envelope, FrontMessage *message)
{
	static FrontWriter writer;
	writer.fd = fd;
	envelope_write(&writer, envelope);
	for (;;) {
		front_put(&writer, message->piece, message->length);
		if (message->at_end)
			break;
		Outcome outcome = front_message_next(message);
		if (outcome != OUTCOME_ACCEPTED)
			return outcome;
	}
	return front_flush(&writer) && fsync(fd) == 0 ? OUTCOME_ACCEPTED : trouble();
}

/* Under its final name only when whole; said to be there only when the name is on disk. */
static Outcome
file_publish(int folder_fd, const char *draft, const char *id)
{
	if (renameat(folder_fd, draft, folder_fd, id) < 0)
		return trouble();
	if (fsync(folder_fd) == 0)
		return OUTCOME_ACCEPTED;
	Outcome outcome = trouble();
	unlinkat(folder_fd, id, 0);
	return outcome;
}

static Outcome
file_make(int folder_fd, const char *id, const FrontEnvelope *envelope, FrontMessage *message)
{
	char draft[ACCEPT_ID_DIGITS + 2];
	snprintf(draft, sizeof(draft), ".%s", id);
	int fd = openat(folder_fd, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return trouble();
	Outcome outcome = file_fill(fd, envelope, message);
	if (close(fd) < 0 && outcome == OUTCOME_ACCEPTED)
		outcome = trouble();
	if (outcome == OUTCOME_ACCEPTED)
		outcome = file_publish(folder_fd, draft, id);
	if (outcome != OUTCOME_ACCEPTED)
		unlinkat(folder_fd, draft, 0);
	return outcome;
}

Outcome
front_spool(const FrontSettings *settings, const FrontEnvelope *envelope, FrontMessage *message,
	    int64_t now_ms)
{
	char id[ACCEPT_ID_DIGITS + 1];
	int folder_fd = open(settings->spool, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder_fd < 0 || !id_make(now_ms, id))
		return OUTCOME_LATER;
	Outcome outcome = file_make(folder_fd, id, envelope, message);
	close(folder_fd);
	return outcome;
}

/* Whoever holds the lock looks into the spool until its end, and once more after it. */
static bool
worker_is_running(const char *lock)
{
	int fd = open(lock, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool is_held = flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
	close(fd);
	return is_held;
}

/* Nothing of ours may stay open: the mail server reads our output until its end. */
static void
descriptors_close(void)
{
	int null_fd = open("/dev/null", O_RDWR);
	if (null_fd < 0)
		_exit(0);
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		dup2(null_fd, fd);
	close_range(STDERR_FILENO + 1, ~0U, 0);
}

void
front_worker_start(const FrontSettings *settings)
{
	if (worker_is_running(settings->lock))
		return;
	pid_t child = fork();
	if (child > 0)
		waitpid(child, NULL, 0);
	if (child != 0)
		return;
	/* Twice, so that nobody has to wait for the worker's end. */
	alarm(0);
	signal(SIGPIPE, SIG_DFL);
	descriptors_close();
	setsid();
	if (fork() != 0)
		_exit(0);
	execl(settings->gateway, "casemate", "-c", settings->config, "work", "--linger", LINGER_S,
	      (char *)NULL);
	_exit(0);
}
