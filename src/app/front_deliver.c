/*
 * `casemate deliver`: the first station of a mail that comes by pipe.  To the gateway
 * if it runs, else to the spool; and whenever in doubt, 75: the mail server keeps it.
 */
#include "app/front.h"

#include "base/limits.h"
#include "base/refuse.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <unistd.h>

/* Postfix's pipe(8) bounces what takes longer than its own limit, so ours is shorter. */
enum { ALARM_S = 60 };
/* The spool's reader takes a megabyte; a mail server's command line is about as long. */
enum { ENVELOPE_MAX_BYTES = 512 * 1024 };

/* Who is refused for good shall not die of SIGPIPE while still writing to us. */
static void
input_drain(void)
{
	char piece[4096];
	while (read(STDIN_FILENO, piece, sizeof(piece)) > 0)
		;
}

/* The enhanced status first, where Postfix looks for it. */
static int
finish(Outcome outcome, const char *why)
{
	if (outcome == OUTCOME_TOO_BIG || outcome == OUTCOME_SENDER_REFUSED)
		input_drain();
	if (outcome != OUTCOME_ACCEPTED) {
		const char *words = outcome_lmtp_reply(outcome) + sizeof("550");
		fprintf(stderr, why ? "%s: %s\n" : "%s\n", words, why);
	}
	return outcome_exit_status(outcome);
}

static void
alarm_rings(int number)
{
	static const char line[] = "4.3.0 casemate: the gateway takes too long, "
				   "please try again\n";
	(void)number;
	(void)!write(STDERR_FILENO, line, sizeof(line) - 1);
	/* NOLINTNEXTLINE(bugprone-signal-handler,cert-sig30-c): it only looks into a table. */
	_exit(outcome_exit_status(OUTCOME_LATER));
}

static bool
address_is_sound(const char *address)
{
	for (const char *p = address; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	return true;
}

/* What can't be an envelope, in words; NULL if it can. */
static const char *
envelope_fault(const FrontEnvelope *envelope)
{
	size_t bytes = strlen(envelope->sender);
	if (envelope->n_recipients > LIMIT_RECIPIENTS)
		return "too many recipients at once";
	for (int i = 0; i < envelope->n_recipients; i++) {
		bytes += strlen(envelope->recipients[i]);
		if (!*envelope->recipients[i])
			return "a recipient is empty";
		if (!address_is_sound(envelope->recipients[i]))
			return "a recipient holds control characters";
	}
	if (!address_is_sound(envelope->sender))
		return "the sender holds control characters";
	return bytes > ENVELOPE_MAX_BYTES ? "too many recipients at once" : NULL;
}

static bool
sender_is_refused(const FrontSettings *settings, const char *sender)
{
	for (unsigned i = 0; i < settings->n_refuse; i++)
		if (refuse_covers(settings->refuse[i], sender))
			return true;
	return false;
}

static int64_t
real_now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/*
 * A descriptor that was closed would be given to the socket or the spool file, and our
 * last words would become part of the mail.
 */
static bool
descriptors_are_open(void)
{
	int fd = fcntl(STDIN_FILENO, F_GETFD) < 0 ? -1 : 0;
	while (fd >= 0 && fd <= STDERR_FILENO)
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	return fd >= 0;
}

static void
alarm_set(void)
{
	sigset_t alarms;
	signal(SIGPIPE, SIG_IGN);
	signal(SIGALRM, alarm_rings);
	/* Whoever started us may have blocked it. */
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarms, NULL);
	alarm(ALARM_S);
}

/* Tells why it didn't go to the spool, as whoever reads the mail server's log must mend it. */
static Outcome
message_deliver(const FrontDeliver *deliver, const FrontSettings *settings, FrontMessage *message,
		const char **why_out)
{
	static char why[PATH_MAX + 100];
	int fd = front_connect(settings->socket);
	if (fd >= 0)
		return front_hand_over(fd, &deliver->envelope, message, why_out);
	bool is_pretended = deliver->pretend_ms >= 0;
	Outcome outcome = front_spool(settings, &deliver->envelope, message,
				      is_pretended ? deliver->pretend_ms : real_now_ms());
	if (outcome == OUTCOME_LATER) {
		snprintf(why, sizeof(why), "%s: %s", settings->spool, strerror(errno));
		*why_out = why;
	}
	/* In pretended time nothing happens by itself. */
	if (outcome == OUTCOME_ACCEPTED && !is_pretended)
		front_worker_start(settings);
	return outcome;
}

int
front_deliver(const FrontDeliver *deliver)
{
	static FrontMessage message;
	FrontSettings settings;
	if (!descriptors_are_open())
		return finish(OUTCOME_LATER, "there is no standard input");
	alarm_set();
	const char *fault = envelope_fault(&deliver->envelope);
	if (fault)
		return finish(OUTCOME_LATER, fault);
	if (!front_settings_read(deliver->config, &settings)) {
		fault = errno == EINVAL   ? "its settings file is broken"
			: errno == ENOENT ? "casemate has not run yet with this configuration"
					  : strerror(errno);
		return finish(OUTCOME_LATER, fault);
	}
	if (sender_is_refused(&settings, deliver->envelope.sender))
		return finish(OUTCOME_SENDER_REFUSED, NULL);
	message.max_bytes = settings.max_size_bytes;
	Outcome outcome = front_message_next(&message);
	if (outcome != OUTCOME_ACCEPTED)
		return finish(outcome, outcome == OUTCOME_LATER ? strerror(errno) : NULL);
	fault = NULL;
	outcome = message_deliver(deliver, &settings, &message, &fault);
	return finish(outcome, fault);
}
