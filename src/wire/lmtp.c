/*
 * The LMTP conversation: one client, one thread, from greeting to end.  First door of
 * the path; behind it messages go to where the caller's callbacks put them.
 */
#include "wire/lmtp.h"

#include "base/limits.h"
#include "wire/lmtp_command.h"
#include "wire/lmtp_data.h"
#include "wire/lmtp_stream.h"

#include <string.h>
#include <sys/socket.h>

/* A client with this many bad commands is no mail server. */
enum { BAD_COMMANDS_MAX = 10 };
/* No message takes longer, however steadily it drips. */
enum { DATA_MAX_S = 3600 };

/* Not counted as bad: who pipelines learns too late that no recipient was taken. */
static const char no_recipients[] = "503 5.5.1 a message comes after MAIL and RCPT";

typedef struct Session {
	const LmtpService *service;
	LmtpStream *stream;
	gboolean is_greeted;
	guint bad_commands;
	LmtpEnd end;

	/* The transaction: from MAIL to the last reply. */
	LmtpMail mail; /* sender NULL: there is none */
	GPtrArray *recipients;

	/* The message: from DATA or the first BDAT to its end. */
	gboolean in_message;
	gpointer message; /* NULL: none, or given up */
	Outcome trouble;  /* OUTCOME_ACCEPTED: none so far */
	gint64 received_bytes;
	gint64 began_us;

	char line[LIMIT_COMMAND_LINE];
} Session;

static void
message_begin(Session *session)
{
	session->in_message = TRUE;
	session->message = session->service->message_begin(session->service->user_data);
	session->trouble = OUTCOME_ACCEPTED;
	session->received_bytes = 0;
	session->began_us = g_get_monotonic_time();
}

static void
message_abandon(Session *session)
{
	if (session->message)
		session->service->message_abandon(g_steal_pointer(&session->message));
}

/* A piece of the message. After trouble the rest is read and forgotten. */
static void
message_take(const char *bytes, gsize length, gpointer data)
{
	Session *session = data;
	session->received_bytes += (gint64)length;
	if (session->received_bytes > session->service->max_message_bytes &&
	    session->trouble == OUTCOME_ACCEPTED)
		session->trouble = OUTCOME_TOO_BIG;
	if (session->trouble == OUTCOME_ACCEPTED)
		session->trouble = session->service->message_add(session->message, bytes, length);
	if (session->trouble != OUTCOME_ACCEPTED)
		message_abandon(session);
}

static void
transaction_reset(Session *session)
{
	message_abandon(session);
	session->in_message = FALSE;
	lmtp_mail_clear(&session->mail);
	g_ptr_array_set_size(session->recipients, 0);
}

/* The end of a message: RFC 2033 4.2, a reply for each recipient. */
static void
message_finish(Session *session)
{
	Outcome outcome = session->trouble;
	if (outcome == OUTCOME_ACCEPTED)
		outcome = session->service->message_end(g_steal_pointer(&session->message),
							session->mail.sender, session->recipients);
	for (guint i = 0; i < session->recipients->len; i++)
		lmtp_stream_reply(session->stream, "%s", outcome_lmtp_reply(outcome));
	transaction_reset(session);
}

static gint64
command_deadline(const Session *session)
{
	return g_get_monotonic_time() + session->service->command_timeout_ms * 1000;
}

/* A pause is bounded, and so is the whole: RFC 5321 4.5.3.2 and common sense. */
static gint64
data_deadline(const Session *session)
{
	const LmtpService *service = session->service;
	gint64 pause_us = service->data_timeout_ms * 1000;
	gint64 earned_us = session->received_bytes * G_USEC_PER_SEC / service->data_bytes_per_s;
	gint64 whole_us = MIN(pause_us + earned_us, (gint64)DATA_MAX_S * G_USEC_PER_SEC);
	return MIN(g_get_monotonic_time() + pause_us, session->began_us + whole_us);
}

/* The connection ends here, with a last word where somebody may hear it. */
static gboolean
session_end(Session *session, LmtpWait wait)
{
	switch (wait) {
	case WAIT_TIMEOUT:
		lmtp_stream_reply(session->stream, "421 4.4.2 %s too slow, closing the connection",
				  session->service->host_name);
		session->end = LMTP_END_TIMEOUT;
		break;
	case WAIT_STOPPED:
		lmtp_stream_reply(session->stream, "421 4.3.2 %s shutting down, please come back",
				  session->service->host_name);
		session->end = LMTP_END_SHUTDOWN;
		break;
	default:
		session->end = LMTP_END_CLOSED;
		break;
	}
	return FALSE;
}

/* More bytes of a message; FALSE ends the connection. */
static gboolean
data_fill(Session *session)
{
	LmtpWait wait = lmtp_stream_fill(session->stream, data_deadline(session), FALSE);
	return wait == WAIT_READY || session_end(session, wait);
}

static gboolean
data_receive(Session *session)
{
	LmtpData state = DATA_LINE_START;
	while (state != DATA_END) {
		gsize length;
		const char *bytes = lmtp_stream_data(session->stream, &length);
		gsize used = lmtp_data_decode(&state, bytes, length, message_take, session);
		lmtp_stream_skip(session->stream, used);
		if (state != DATA_END && !data_fill(session))
			return FALSE;
	}
	return TRUE;
}

/* A chunk of BDAT; without a message it is read and forgotten. */
static gboolean
chunk_receive(Session *session, gint64 left_bytes)
{
	while (left_bytes > 0) {
		gsize length;
		const char *bytes = lmtp_stream_data(session->stream, &length);
		if (!length) {
			if (!data_fill(session))
				return FALSE;
			continue;
		}
		length = (gsize)MIN((gint64)length, left_bytes);
		if (session->in_message)
			message_take(bytes, length, session);
		else
			session->received_bytes += (gint64)length;
		lmtp_stream_skip(session->stream, length);
		left_bytes -= (gint64)length;
	}
	return TRUE;
}

/* A reply to a command that was wrong in itself. */
static gboolean
bad_command(Session *session, const char *reply)
{
	if (++session->bad_commands < BAD_COMMANDS_MAX) {
		lmtp_stream_reply(session->stream, "%s", reply);
		return TRUE;
	}
	lmtp_stream_reply(session->stream, "421 4.7.0 %s too many errors, closing the connection",
			  session->service->host_name);
	session->end = LMTP_END_ABUSE;
	return FALSE;
}

static gboolean
command_lhlo(Session *session, const char *arguments)
{
	if (!*arguments)
		return bad_command(session, "501 5.5.4 LHLO needs your name");
	transaction_reset(session);
	session->is_greeted = TRUE;
	lmtp_stream_reply(session->stream, "250-%s", session->service->host_name);
	lmtp_stream_reply(session->stream, "250-PIPELINING");
	lmtp_stream_reply(session->stream, "250-8BITMIME");
	lmtp_stream_reply(session->stream, "250-SMTPUTF8");
	lmtp_stream_reply(session->stream, "250-ENHANCEDSTATUSCODES");
	lmtp_stream_reply(session->stream, "250-CHUNKING");
	lmtp_stream_reply(session->stream, "250 SIZE %" G_GINT64_FORMAT,
			  session->service->max_message_bytes);
	return TRUE;
}

static gboolean
command_mail(Session *session, const char *arguments)
{
	if (!session->is_greeted)
		return bad_command(session, "503 5.5.1 say LHLO first");
	if (session->mail.sender)
		return bad_command(session, "503 5.5.1 one MAIL at a time");
	LmtpMail mail;
	const char *fault = lmtp_mail_parse(arguments, &mail);
	if (fault)
		return bad_command(session, fault);
	Outcome outcome = OUTCOME_ACCEPTED;
	if (mail.size_bytes > session->service->max_message_bytes)
		outcome = OUTCOME_TOO_BIG;
	else if (session->service->sender_refused(mail.sender, session->service->user_data))
		outcome = OUTCOME_SENDER_REFUSED;
	if (outcome != OUTCOME_ACCEPTED) {
		lmtp_mail_clear(&mail);
		lmtp_stream_reply(session->stream, "%s", outcome_lmtp_reply(outcome));
		return TRUE;
	}
	session->mail = mail;
	lmtp_stream_reply(session->stream, "250 2.1.0 sender ok");
	return TRUE;
}

static gboolean
command_rcpt(Session *session, const char *arguments)
{
	g_autofree char *address = NULL;
	if (!session->mail.sender || session->in_message)
		return bad_command(session, "503 5.5.1 RCPT comes after MAIL");
	const char *fault = lmtp_rcpt_parse(arguments, session->mail.is_utf8, &address);
	if (fault)
		return bad_command(session, fault);
	if (session->recipients->len >= LIMIT_RECIPIENTS) {
		lmtp_stream_reply(session->stream, "452 4.5.3 too many recipients");
		return TRUE;
	}
	if (!session->service->recipient_known(address, session->service->user_data)) {
		lmtp_stream_reply(session->stream, "%s",
				  outcome_lmtp_reply(OUTCOME_UNKNOWN_RECIPIENT));
		return TRUE;
	}
	g_ptr_array_add(session->recipients, g_steal_pointer(&address));
	lmtp_stream_reply(session->stream, "250 2.1.5 recipient ok");
	return TRUE;
}

static gboolean
command_data(Session *session, const char *arguments)
{
	if (*arguments)
		return bad_command(session, "501 5.5.4 DATA takes no arguments");
	if (session->in_message)
		return bad_command(session, "503 5.5.1 a message begun with BDAT ends with BDAT");
	/* RFC 2033 4.2: without a recipient it must fail. */
	if (!session->mail.sender)
		return bad_command(session, no_recipients);
	if (!session->recipients->len) {
		lmtp_stream_reply(session->stream, "%s", no_recipients);
		return TRUE;
	}
	lmtp_stream_reply(session->stream, "354 end the message with a dot on a line of its own");
	message_begin(session);
	if (!data_receive(session))
		return FALSE;
	message_finish(session);
	return TRUE;
}

/* RFC 3030 2: the octets of a refused BDAT come all the same. */
static gboolean
chunk_refuse(Session *session, gint64 size_bytes)
{
	session->received_bytes = 0;
	session->began_us = g_get_monotonic_time();
	if (!chunk_receive(session, size_bytes))
		return FALSE;
	lmtp_stream_reply(session->stream, "%s", no_recipients);
	return TRUE;
}

static gboolean
command_bdat(Session *session, const char *arguments)
{
	gint64 size_bytes;
	gboolean is_last;
	if (!lmtp_bdat_parse(arguments, &size_bytes, &is_last)) {
		/* How many octets follow? To guess would be to take mail for commands. */
		session->bad_commands = BAD_COMMANDS_MAX;
		return bad_command(session, "");
	}
	if (!session->recipients->len)
		return chunk_refuse(session, size_bytes);
	if (!session->in_message)
		message_begin(session);
	if (!chunk_receive(session, size_bytes))
		return FALSE;
	if (is_last)
		message_finish(session);
	else if (session->trouble == OUTCOME_ACCEPTED)
		lmtp_stream_reply(session->stream, "250 2.0.0 chunk taken");
	else
		lmtp_stream_reply(session->stream, "%s", outcome_lmtp_reply(session->trouble));
	return TRUE;
}

static gboolean
command_rset(Session *session, const char *arguments)
{
	if (*arguments)
		return bad_command(session, "501 5.5.4 RSET takes no arguments");
	transaction_reset(session);
	lmtp_stream_reply(session->stream, "250 2.0.0 ok");
	return TRUE;
}

static gboolean
command_quit(Session *session, const char *arguments)
{
	if (*arguments)
		return bad_command(session, "501 5.5.4 QUIT takes no arguments");
	lmtp_stream_reply(session->stream, "221 2.0.0 %s bye", session->service->host_name);
	session->end = LMTP_END_QUIT;
	return FALSE;
}

/* Obeys one line; FALSE ends the connection. */
static gboolean
command_obey(Session *session)
{
	const char *arguments;
	switch (lmtp_verb_parse(session->line, &arguments)) {
	case LMTP_LHLO:
		return command_lhlo(session, arguments);
	case LMTP_MAIL:
		return command_mail(session, arguments);
	case LMTP_RCPT:
		return command_rcpt(session, arguments);
	case LMTP_DATA:
		return command_data(session, arguments);
	case LMTP_BDAT:
		return command_bdat(session, arguments);
	case LMTP_RSET:
		return command_rset(session, arguments);
	case LMTP_QUIT:
		return command_quit(session, arguments);
	case LMTP_NOOP:
		lmtp_stream_reply(session->stream, "250 2.0.0 ok");
		return TRUE;
	case LMTP_VRFY:
		lmtp_stream_reply(session->stream, "252 2.5.0 send a mail and see");
		return TRUE;
	case LMTP_HELP:
		lmtp_stream_reply(session->stream, "214 2.0.0 RFC 2033: LHLO MAIL RCPT DATA BDAT "
						   "RSET NOOP VRFY QUIT");
		return TRUE;
	case LMTP_EXPN:
		return bad_command(session, "502 5.5.1 there are no lists here");
	case LMTP_SMTP_HELLO:
		return bad_command(session, "500 5.5.1 this is LMTP: say LHLO");
	case LMTP_UNKNOWN:
	default:
		return bad_command(session, "500 5.5.1 unknown command");
	}
}

typedef enum LineKind { LINE_GOOD, LINE_TOO_LONG, LINE_BROKEN } LineKind;

/* A line with its LF. A CR or LF within would be an end of line to some and not to others. */
static LineKind
line_take(Session *session, const char *bytes, gsize length)
{
	if (length > LIMIT_COMMAND_LINE)
		return LINE_TOO_LONG;
	if (length < 2 || bytes[length - 2] != '\r' || memchr(bytes, '\r', length - 2) ||
	    memchr(bytes, '\0', length))
		return LINE_BROKEN;
	memcpy(session->line, bytes, length - 2);
	session->line[length - 2] = '\0';
	return LINE_GOOD;
}

/* The next line, within one deadline however it drips in; FALSE ends the connection. */
static gboolean
line_read(Session *session, LineKind *kind_out)
{
	gint64 deadline_us = command_deadline(session);
	gboolean is_too_long = FALSE;
	for (;;) {
		gsize length;
		const char *bytes = lmtp_stream_data(session->stream, &length);
		const char *end = memchr(bytes, '\n', length);
		if (end) {
			gsize line_length = (gsize)(end - bytes) + 1;
			LineKind kind = line_take(session, bytes, line_length);
			*kind_out = is_too_long ? LINE_TOO_LONG : kind;
			lmtp_stream_skip(session->stream, line_length);
			return TRUE;
		}
		if (length > LIMIT_COMMAND_LINE) {
			is_too_long = TRUE;
			lmtp_stream_skip(session->stream, length);
		}
		LmtpWait wait = lmtp_stream_fill(session->stream, deadline_us, TRUE);
		if (wait != WAIT_READY)
			return session_end(session, wait);
	}
}

static gboolean
session_step(Session *session)
{
	LineKind kind = LINE_BROKEN;
	if (!line_read(session, &kind))
		return FALSE;
	if (kind == LINE_GOOD)
		return command_obey(session);
	/* What was refused may have been meant as several commands: start afresh. */
	transaction_reset(session);
	return bad_command(session, kind == LINE_TOO_LONG
					    ? "500 5.5.6 line too long"
					    : "500 5.5.2 a line ends with CR LF and holds neither");
}

LmtpEnd
lmtp_serve(int fd, const LmtpService *service)
{
	g_autofree Session *session = g_new0(Session, 1);
	g_autoptr(LmtpStream) stream = lmtp_stream_new(fd, service->stop_fd);
	g_autoptr(GPtrArray) recipients = g_ptr_array_new_with_free_func(g_free);
	session->service = service;
	session->stream = stream;
	session->recipients = recipients;
	lmtp_stream_reply(stream, "220 %s LMTP casemate", service->host_name);
	while (session_step(session))
		;
	transaction_reset(session);
	(void)lmtp_stream_flush(stream, command_deadline(session));
	return session->end;
}

void
lmtp_refuse(int fd, const LmtpService *service)
{
	char reply[256];
	int length = g_snprintf(reply, sizeof(reply), "421 4.7.0 %s too many connections\r\n",
				service->host_name);
	/* Whoever doesn't hear it sees the connection close. */
	(void)!send(fd, reply, (gsize)length, MSG_DONTWAIT | MSG_NOSIGNAL);
}
