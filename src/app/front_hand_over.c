/*
 * The client's side of LMTP, for the gateway on the same machine: everything is said
 * at once, then the replies are read.  BDAT (RFC 3030) carries the message unchanged,
 * bare line feeds and all.
 */
#include "app/front.h"

#include "base/limits.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The replies in the order they come. */
enum { REPLY_GREETING, REPLY_LHLO, REPLY_MAIL, REPLY_RCPT };

typedef struct Dialogue {
	int fd;
	const FrontEnvelope *envelope;
	unsigned n_replies;  /* read so far */
	unsigned n_chunks;   /* said so far, without the last */
	unsigned n_finals;   /* replies to the whole message, read so far */
	unsigned n_accepted; /* recipients that await one */
	bool failed;         /* it won't come to a good end */
	bool is_done;
	Outcome worst; /* among the recipients */
	char why[200]; /* the reply that made it so; "" if it speaks for itself */
	size_t length;
	char line[1024];
} Dialogue;

int
front_connect(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t length = strlen(path);
	if (length >= sizeof(address.sun_path))
		return -1;
	memcpy(address.sun_path, path, length + 1);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	int code;
	do
		code = connect(fd, (const struct sockaddr *)&address, sizeof(address));
	while (code < 0 && errno == EINTR);
	if (code == 0)
		return fd;
	close(fd);
	return -1;
}

/* "Later" for one is "later" for all: a second delivery of the others is recognised. */
static void
outcome_note(Dialogue *dialogue, const char *line)
{
	Outcome outcome = outcome_from_lmtp_reply(line);
	bool was_later = dialogue->worst == OUTCOME_LATER || dialogue->worst == OUTCOME_STORE_FULL;
	if (outcome == OUTCOME_ACCEPTED || was_later ||
	    (dialogue->worst != OUTCOME_ACCEPTED && outcome < OUTCOME_LATER))
		return;
	dialogue->worst = outcome;
	dialogue->why[0] = '\0';
	if (strncmp(line, outcome_lmtp_reply(outcome), 9) != 0)
		snprintf(dialogue->why, sizeof(dialogue->why), "the gateway says %s", line);
	dialogue->why[strcspn(dialogue->why, "\r")] = '\0';
}

static void
reply_final(Dialogue *dialogue, const char *line)
{
	if (dialogue->n_accepted)
		outcome_note(dialogue, line);
	/* With no recipient there is one reply, and what matters was said before. */
	dialogue->is_done = ++dialogue->n_finals >= dialogue->n_accepted;
}

static void
reply_take(Dialogue *dialogue, const char *line)
{
	unsigned number = dialogue->n_replies++;
	unsigned first_chunk = REPLY_RCPT + (unsigned)dialogue->envelope->n_recipients;
	if (number == REPLY_GREETING || number == REPLY_LHLO) {
		if (line[0] == '2')
			return;
		dialogue->failed = true;
		outcome_note(dialogue, line);
	} else if (number == REPLY_MAIL) {
		if (line[0] != '2')
			outcome_note(dialogue, line);
	} else if (number < first_chunk) {
		if (line[0] == '2')
			dialogue->n_accepted++;
		else if (dialogue->worst == OUTCOME_ACCEPTED || strncmp(line, "503", 3) != 0)
			outcome_note(dialogue, line);
	} else if (number >= first_chunk + dialogue->n_chunks) {
		reply_final(dialogue, line);
	}
}

/* Reads what is there, with `flags` MSG_DONTWAIT without waiting for it. */
static void
replies_read(Dialogue *dialogue, int flags)
{
	size_t room = sizeof(dialogue->line) - 1 - dialogue->length;
	ssize_t n = room ? recv(dialogue->fd, dialogue->line + dialogue->length, room, flags) : 0;
	if (n < 0 && (errno == EINTR || (errno == EAGAIN && flags)))
		return;
	if (n <= 0) {
		dialogue->failed = true;
		return;
	}
	dialogue->length += (size_t)n;
	dialogue->line[dialogue->length] = '\0';
	char *start = dialogue->line;
	for (char *end; !dialogue->is_done && (end = strchr(start, '\n')); start = end + 1) {
		*end = '\0';
		if (strlen(start) > 3 && start[3] != '-')
			reply_take(dialogue, start);
	}
	dialogue->length -= (size_t)(start - dialogue->line);
	memmove(dialogue->line, start, dialogue->length);
}

static bool
envelope_is_ascii(const FrontEnvelope *envelope)
{
	for (int i = -1; i < envelope->n_recipients; i++)
		for (const char *p = i < 0 ? envelope->sender : envelope->recipients[i]; *p; p++)
			if ((unsigned char)*p >= 0x80)
				return false;
	return true;
}

static void
envelope_say(FrontWriter *writer, const FrontEnvelope *envelope)
{
	front_put_text(writer, "LHLO casemate-deliver\r\nMAIL FROM:<");
	front_put_text(writer, envelope->sender);
	front_put_text(writer, envelope_is_ascii(envelope) ? ">\r\n" : "> SMTPUTF8\r\n");
	for (int i = 0; i < envelope->n_recipients; i++) {
		front_put_text(writer, "RCPT TO:<");
		front_put_text(writer, envelope->recipients[i]);
		front_put_text(writer, ">\r\n");
	}
}

static bool
piece_say(FrontWriter *writer, const FrontMessage *message)
{
	char command[64];
	snprintf(command, sizeof(command), "BDAT %zu%s\r\n", message->length,
		 message->at_end ? " LAST" : "");
	front_put_text(writer, command);
	front_put(writer, message->piece, message->length);
	return front_flush(writer);
}

Outcome
front_hand_over(int fd, const FrontEnvelope *envelope, FrontMessage *message, const char **why_out)
{
	static FrontWriter writer;
	static Dialogue dialogue;
	dialogue = (Dialogue){.fd = fd, .envelope = envelope, .worst = OUTCOME_ACCEPTED};
	writer.fd = fd;
	envelope_say(&writer, envelope);
	while (piece_say(&writer, message) && !message->at_end) {
		dialogue.n_chunks++;
		/* Unread replies must not pile up until both sides wait to write. */
		replies_read(&dialogue, MSG_DONTWAIT);
		Outcome outcome = front_message_next(message);
		/* Without its last chunk the gateway forgets the message. */
		if (outcome != OUTCOME_ACCEPTED)
			return outcome;
	}
	while (!writer.failed && !dialogue.failed && !dialogue.is_done)
		replies_read(&dialogue, 0);
	bool hung_up = !dialogue.is_done || dialogue.failed;
	if (dialogue.why[0])
		*why_out = dialogue.why;
	else if (hung_up)
		*why_out = "the gateway hung up";
	return hung_up ? OUTCOME_LATER : dialogue.worst;
}
