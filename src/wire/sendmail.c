/*
 * The sendmail command as the way out: the machine's own mail system takes the message,
 * with LF line ends as its users write them, and its exit status is the answer.
 */
#include "wire/child.h"
#include "wire/send.h"

#include <sys/wait.h>
#include <sysexits.h>

#define SENDMAIL_PATH "/usr/sbin/sendmail"
/* Handing a message to the queue of this machine; past that it hangs. */
#define SENDMAIL_TIMEOUT_S 300

typedef struct SendmailCarrier {
	Carrier carrier;
	char *path;
	const gint *stop;
} SendmailCarrier;

/* A letter on its way into the pipe. */
typedef struct Feed {
	const Letter *letter;
	gint64 offset;
	gboolean ended; /* the command can have all of it */
} Feed;

/* CR LF becomes LF.  A CR at the end of a piece is left for the next one. */
static gssize
feed_lines(char *buffer, gsize size, gpointer user_data)
{
	Feed *feed = user_data;
	gssize got = letter_read(feed->letter, feed->offset, buffer, size);
	if (got <= 0) {
		feed->ended = got == 0;
		return got;
	}
	if (got > 1 && buffer[got - 1] == '\r')
		got--;
	feed->offset += got;
	char *end = buffer;
	for (gssize i = 0; i < got; i++)
		if (buffer[i] != '\r' || i + 1 == got || buffer[i + 1] != '\n')
			*end++ = buffer[i];
	return end - buffer;
}

/* sysexits.h as sendmail, Postfix, Exim and msmtp use it.  What is not here is temporary,
 * EX_NOHOST too: msmtp says it when the network is down. */
static SendOutcome
outcome_of_exit(int status)
{
	switch (status) {
	case EX_OK:
		return SEND_SENT;
	case EX_DATAERR:
	case EX_NOUSER:
	case EX_UNAVAILABLE:
		return SEND_PERM;
	case EX_USAGE:
	case EX_NOPERM:
	case EX_CONFIG:
	case 127: /* could not be executed */
		return SEND_DOWN;
	default:
		return SEND_TEMP;
	}
}

static void
sendmail_judge(int status, gboolean ended, const char *output, SendResult *result_out)
{
	if (WIFEXITED(status)) {
		result_out->outcome = outcome_of_exit(WEXITSTATUS(status));
		if (result_out->outcome == SEND_SENT && !ended)
			result_out->outcome = SEND_TEMP; /* it never read the whole */
		result_out->answer = g_strdup_printf("exit status %d%s%s", WEXITSTATUS(status),
						     *output ? ": " : "", output);
		return;
	}
	result_out->outcome = ended ? SEND_UNKNOWN : SEND_TEMP;
	result_out->answer = g_strdup_printf("killed by signal %d%s%s", WTERMSIG(status),
					     *output ? ": " : "", output);
}

static void
sendmail_send(Carrier *carrier, const Letter *letter, SendResult *result_out)
{
	SendmailCarrier *sendmail = (SendmailCarrier *)carrier;
	const char *const argv[] = {sendmail->path,    "-i", "-f", letter->sender, "--",
				    letter->recipient, NULL};
	if ((*letter->sender && !address_is_sendable(letter->sender)) ||
	    !address_is_sendable(letter->recipient)) {
		*result_out = (SendResult){.outcome = SEND_PERM,
					   .answer = g_strdup("an address can't be used")};
		return;
	}
	Feed feed = {.letter = letter};
	g_autoptr(GString) output = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	int status = 0;
	if (child_run(argv, feed_lines, &feed, SENDMAIL_TIMEOUT_S, sendmail->stop, output, &status,
		      &error))
		sendmail_judge(status, feed.ended, g_strstrip(output->str), result_out);
	else
		*result_out =
			(SendResult){.outcome = SEND_DOWN, .answer = g_strdup(error->message)};
}

static void
sendmail_rest(Carrier *carrier G_GNUC_UNUSED)
{
}

static void
sendmail_free(Carrier *carrier)
{
	g_free(((SendmailCarrier *)carrier)->path);
	g_free(carrier);
}

Carrier *
sendmail_carrier_new(const char *path, const gint *stop)
{
	SendmailCarrier *made = g_new0(SendmailCarrier, 1);
	made->carrier = (Carrier){sendmail_send, sendmail_rest, sendmail_free};
	made->path = g_strdup(path ? path : SENDMAIL_PATH);
	made->stop = stop;
	return &made->carrier;
}
