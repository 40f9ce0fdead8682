/*
 * LMTP: how command lines are read, where a message ends, and whole conversations
 * with a service that only takes notes.
 */
#include "base/limits.h"
#include "wire/lmtp.h"
#include "wire/lmtp_command.h"
#include "wire/lmtp_data.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct {
	const char *arguments;
	const char *reply;  /* its first nine characters; NULL: it is accepted */
	const char *sender; /* if accepted */
	gint64 size_bytes;
} mails[] = {
	{"FROM:<anna@example.org>", NULL, "anna@example.org", -1},
	{"from:<anna@example.org>", NULL, "anna@example.org", -1},
	{"FROM: <anna@example.org>", NULL, "anna@example.org", -1},
	{"FROM:<>", NULL, "", -1},
	{"FROM:<> SIZE=0", NULL, "", 0},
	{"FROM:<a@b.example> SIZE=1000 BODY=8BITMIME", NULL, "a@b.example", 1000},
	{"FROM:<a@b.example> body=7bit  size=5", NULL, "a@b.example", 5},
	{"FROM:<a@b.example> SIZE=99999999999999999999", NULL, "a@b.example", G_MAXINT64},
	{"FROM:<@relay.example,@two.example:a@b.example>", NULL, "a@b.example", -1},
	{"FROM:<\"anna\"@example.org>", NULL, "anna@example.org", -1},
	{"FROM:<\"an\\na\"@example.org>", NULL, "anna@example.org", -1},
	{"FROM:<\"anna b\"@example.org>", NULL, "\"anna b\"@example.org", -1},
	{"FROM:<\"a>\\\"b@c\"@example.org>", NULL, "\"a>\\\"b@c\"@example.org", -1},
	{"FROM:<\"a..b\"@example.org>", NULL, "\"a..b\"@example.org", -1},
	{"FROM:<a..b@example.org>", NULL, "a..b@example.org", -1}, /* seen in the wild */
	{"FROM:<root>", NULL, "root", -1},
	{"FROM:<a@[IPv6:2001:db8::1]>", NULL, "a@[IPv6:2001:db8::1]", -1},
	{"FROM:<größe@example.org> SMTPUTF8", NULL, "größe@example.org", -1},
	{"FROM:<größe@example.org>", "553 5.6.7", NULL, 0},
	{"FROM:<gr\xf6\xdf"
	 "e@example.org> SMTPUTF8",
	 "501 5.1.7", NULL, 0},
	{"FROM:anna@example.org", "501 5.1.7", NULL, 0},
	{"FROM:<anna@example.org", "501 5.1.7", NULL, 0},
	{"FROM:<anna@example.org>SIZE=5", "501 5.1.7", NULL, 0},
	{"FROM:<an na@example.org>", "501 5.1.7", NULL, 0},
	{"FROM:<an\001na@example.org>", "501 5.1.7", NULL, 0},
	{"FROM:<\"anna@example.org>", "501 5.1.7", NULL, 0},
	{"FROM:<\"anna\"x@example.org>", "501 5.1.7", NULL, 0},
	{"FROM:<@relay.example>", "501 5.1.7", NULL, 0},
	{"FROM:<anna@>", "501 5.1.7", NULL, 0},
	{"FROM:<@example.org:@>", "501 5.1.7", NULL, 0},
	{"TO:<anna@example.org>", "501 5.1.7", NULL, 0},
	{"", "501 5.1.7", NULL, 0},
	{"FROM:<a@b.example> SIZE=", "501 5.5.4", NULL, 0},
	{"FROM:<a@b.example> SIZE=-1", "501 5.5.4", NULL, 0},
	{"FROM:<a@b.example> SIZE=1k", "501 5.5.4", NULL, 0},
	{"FROM:<a@b.example> SIZE=999999999999999999999", "501 5.5.4", NULL, 0},
	{"FROM:<a@b.example> BODY=BINARYMIME", "501 5.5.4", NULL, 0},
	{"FROM:<a@b.example> RET=FULL", "555 5.5.4", NULL, 0},
};

static void
test_mail_parses(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
		LmtpMail mail = {0};
		g_test_message("MAIL %s", mails[i].arguments);
		const char *reply = lmtp_mail_parse(mails[i].arguments, &mail);
		g_autofree char *code = reply ? g_strndup(reply, 9) : NULL;
		g_assert_cmpstr(code, ==, mails[i].reply);
		g_assert_cmpstr(mail.sender, ==, mails[i].sender);
		g_assert_cmpint(mail.size_bytes, ==, mails[i].size_bytes);
		lmtp_mail_clear(&mail);
	}
}

static const struct {
	const char *arguments;
	gboolean is_utf8;
	const char *reply;
	const char *address;
} rcpts[] = {
	{"TO:<support@example.org>", FALSE, NULL, "support@example.org"},
	{"to:<Support+CM1@Example.ORG> ", FALSE, NULL, "Support+CM1@Example.ORG"},
	{"TO:<@a.example:support@example.org>", FALSE, NULL, "support@example.org"},
	{"TO:<\"support+x\"@example.org>", FALSE, NULL, "support+x@example.org"},
	{"TO:<Postmaster>", FALSE, NULL, "Postmaster"},
	{"TO:<größe@example.org>", TRUE, NULL, "größe@example.org"},
	{"TO:<größe@example.org>", FALSE, "553 5.6.7", NULL},
	{"TO:<>", FALSE, "501 5.1.3", NULL},
	{"TO:support@example.org", FALSE, "501 5.1.3", NULL},
	{"TO:<a@example.org> NOTIFY=NEVER", FALSE, "555 5.5.4", NULL},
	{"FROM:<a@example.org>", FALSE, "501 5.1.3", NULL},
};

static void
test_rcpt_parses(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rcpts); i++) {
		g_autofree char *address = NULL;
		g_test_message("RCPT %s", rcpts[i].arguments);
		const char *reply = lmtp_rcpt_parse(rcpts[i].arguments, rcpts[i].is_utf8, &address);
		g_autofree char *code = reply ? g_strndup(reply, 9) : NULL;
		g_assert_cmpstr(code, ==, rcpts[i].reply);
		g_assert_cmpstr(address, ==, rcpts[i].address);
	}
}

/* A message's bytes with a length of their own: NUL may occur. */
#define BYTES(s) s, sizeof(s) - 1

static const struct {
	const char *sent;
	gsize sent_length;
	const char *message;
	gsize message_length;
	gsize left; /* bytes behind the end */
	gboolean ends;
} datas[] = {
	{BYTES("a\r\n.\r\n"), BYTES("a\r\n"), 0, TRUE},
	{BYTES(".\r\n"), BYTES(""), 0, TRUE},
	{BYTES("a\r\n.\r\nQUIT\r\n"), BYTES("a\r\n"), 6, TRUE},
	{BYTES("a\r\n..\r\n.\r\n"), BYTES("a\r\n.\r\n"), 0, TRUE},
	{BYTES("...a\r\n.\r\n"), BYTES("..a\r\n"), 0, TRUE},
	{BYTES(".a\r\n.\r\n"), BYTES("a\r\n"), 0, TRUE},
	{BYTES("a.\r\n.\r\n"), BYTES("a.\r\n"), 0, TRUE},
	{BYTES("\r\n\r\n.\r\n"), BYTES("\r\n\r\n"), 0, TRUE},
	{BYTES("a\0b\r\n.\r\n"), BYTES("a\0b\r\n"), 0, TRUE},
	{BYTES("8\xe4\xff\r\n.\r\n"), BYTES("8\xe4\xff\r\n"), 0, TRUE},
	/* What some took for an end: nothing but CR LF . CR LF is one. */
	{BYTES("a\n.\nb"), BYTES("a\n.\nb"), 0, FALSE},
	{BYTES("a\n.\r\nb\r\n.\r\n"), BYTES("a\n.\r\nb\r\n"), 0, TRUE},
	{BYTES("a\r\n.\nb\r\n.\r\n"), BYTES("a\r\n\nb\r\n"), 0, TRUE},
	{BYTES("a\r.\rb\r\n.\r\n"), BYTES("a\r.\rb\r\n"), 0, TRUE},
	{BYTES("a\r.\r\nb\r\n.\r\n"), BYTES("a\r.\r\nb\r\n"), 0, TRUE},
	{BYTES("a\r\n.\rb\r\n.\r\n"), BYTES("a\r\n\rb\r\n"), 0, TRUE},
	{BYTES("a\r\n.\r\r\n.\r\n"), BYTES("a\r\n\r\r\n"), 0, TRUE},
	{BYTES("a\r\n.\0\r\n.\r\n"), BYTES("a\r\n\0\r\n"), 0, TRUE},
	{BYTES("a\r\r\n.\r\n"), BYTES("a\r\r\n"), 0, TRUE},
	{BYTES("\n.\r\n"), BYTES("\n.\r\n"), 0, FALSE},
};

static void
bytes_append(const char *bytes, gsize length, gpointer data)
{
	g_byte_array_append(data, (const guint8 *)bytes, (guint)length);
}

/* In pieces of every size the result must be the same. */
static void
check_data(gsize i, gsize piece)
{
	LmtpData state = DATA_LINE_START;
	g_autoptr(GByteArray) message = g_byte_array_new();
	gsize at = 0;
	while (at < datas[i].sent_length && state != DATA_END) {
		gsize length = MIN(piece, datas[i].sent_length - at);
		/* A copy, so that ASan sees a step too far. */
		g_autofree char *copy = g_memdup2(datas[i].sent + at, length);
		at += lmtp_data_decode(&state, copy, length, bytes_append, message);
	}
	g_assert_cmpint(state == DATA_END, ==, datas[i].ends);
	g_assert_cmpmem(message->data, message->len, datas[i].message, datas[i].message_length);
	g_assert_cmpuint(datas[i].sent_length - at, ==, datas[i].left);
}

static void
test_data_ends(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(datas); i++)
		for (gsize piece = 1; piece <= datas[i].sent_length; piece++) {
			g_test_message("message %zu in pieces of %zu", i, piece);
			check_data(i, piece);
		}
}

/* The service that takes notes: "sender>recipient,recipient:message|" per message. */
typedef struct Notes {
	GString *text;
	GString *message;
	Outcome add, end; /* what it answers */
	guint begun, abandoned;
} Notes;

static gboolean
note_recipient(const char *address, gpointer data)
{
	(void)data;
	const char *at = strchr(address, '@');
	return at && !g_ascii_strcasecmp(at, "@example.org") &&
	       !g_str_has_prefix(address, "nobody");
}

static gboolean
note_sender(const char *address, gpointer data)
{
	(void)data;
	return g_str_has_prefix(address, "spam@");
}

static gpointer
note_begin(gpointer data)
{
	Notes *notes = data;
	notes->begun++;
	g_string_truncate(notes->message, 0);
	return notes;
}

static Outcome
note_add(gpointer message, const void *bytes, gsize length)
{
	Notes *notes = message;
	g_string_append_len(notes->message, bytes, (gssize)length);
	return notes->add;
}

static Outcome
note_end(gpointer message, const char *sender, GPtrArray *recipients)
{
	Notes *notes = message;
	g_string_append(notes->text, sender);
	for (guint i = 0; i < recipients->len; i++)
		g_string_append_printf(notes->text, "%c%s", i ? ',' : '>',
				       (const char *)recipients->pdata[i]);
	g_string_append_c(notes->text, ':');
	g_string_append_len(notes->text, notes->message->str, (gssize)notes->message->len);
	g_string_append_c(notes->text, '|');
	return notes->end;
}

static void
note_abandon(gpointer message)
{
	((Notes *)message)->abandoned++;
}

static LmtpService
service_make(Notes *notes)
{
	return (LmtpService){
		.host_name = "mx",
		.max_message_bytes = 100,
		.command_timeout_ms = 10000,
		.data_timeout_ms = 10000,
		.data_bytes_per_s = 1000,
		.stop_fd = -1,
		.user_data = notes,
		.recipient_known = note_recipient,
		.sender_refused = note_sender,
		.message_begin = note_begin,
		.message_add = note_add,
		.message_end = note_end,
		.message_abandon = note_abandon,
	};
}

/* All that comes out of a descriptor until its end. */
static char *
read_all(int fd)
{
	GString *all = g_string_new(NULL);
	char piece[4096];
	for (ssize_t n; (n = read(fd, piece, sizeof(piece))) > 0;)
		g_string_append_len(all, piece, n);
	return g_string_free(all, FALSE);
}

/* The replies as their codes: "220 250-250 ..." with the enhanced status where there is one. */
static char *
replies_shorten(const char *replies)
{
	GString *codes = g_string_new(NULL);
	g_auto(GStrv) lines = g_strsplit(replies, "\r\n", -1);
	for (char **line = lines; *line && **line; line++) {
		gboolean has_status = strlen(*line) > 8 && (*line)[5] == '.';
		if (strlen(*line) > 3 && (*line)[3] == '-')
			continue;
		g_string_append_printf(codes, "%s%.*s", codes->len ? " " : "", has_status ? 9 : 3,
				       *line);
	}
	return g_string_free(codes, FALSE);
}

/* Says everything at once and then nothing more, as a client that pipelines might. */
static char *
converse(const LmtpService *service, const char *script, gsize length, gboolean hangs_up,
	 LmtpEnd *end_out)
{
	int pair[2];
	g_assert_no_errno(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	g_assert_cmpint(write(pair[0], script, length), ==, (gssize)length);
	if (hangs_up)
		g_assert_no_errno(shutdown(pair[0], SHUT_WR));
	*end_out = lmtp_serve(pair[1], service);
	close(pair[1]);
	char *replies = read_all(pair[0]);
	close(pair[0]);
	return replies;
}

#define HELLO    "LHLO me\r\n"
#define ENVELOPE "MAIL FROM:<a@b.example>\r\nRCPT TO:<s@example.org>\r\n"

static const struct {
	const char *name;
	const char *script;
	gsize length;
	const char *replies; /* behind those to the greeting, "220" and LHLO, "250" */
	const char *messages;
	Outcome add, end;
	LmtpEnd ended;
} talks[] = {
	{"one mail", BYTES(HELLO ENVELOPE "DATA\r\nhi\r\n.\r\nQUIT\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 354 250 2.0.0 221 2.0.0", "a@b.example>s@example.org:hi\r\n|",
	 0, 0, LMTP_END_QUIT},
	{"a reply for each recipient",
	 BYTES(HELLO ENVELOPE "RCPT TO:<nobody@example.org>\r\nRCPT TO:<t@example.org>\r\n"
			      "DATA\r\n.\r\nQUIT\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 550 5.1.1 250 2.1.5 354 250 2.0.0 250 2.0.0 221 2.0.0",
	 "a@b.example>s@example.org,t@example.org:|", 0, 0, LMTP_END_QUIT},
	{"two mails on one connection",
	 BYTES(HELLO ENVELOPE "DATA\r\n1\r\n.\r\n" ENVELOPE "DATA\r\n2\r\n.\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 354 250 2.0.0 250 2.1.0 250 2.1.5 354 250 2.0.0",
	 "a@b.example>s@example.org:1\r\n|a@b.example>s@example.org:2\r\n|", 0, 0, LMTP_END_CLOSED},
	{"DATA without a recipient",
	 BYTES(HELLO "MAIL FROM:<>\r\nRCPT TO:<x@elsewhere.example>\r\nDATA\r\nQUIT\r\n"),
	 "220 250 250 2.1.0 550 5.1.1 503 5.5.1 221 2.0.0", "", 0, 0, LMTP_END_QUIT},
	{"SMTP is not LMTP", BYTES("EHLO me\r\nHELO me\r\nMAIL FROM:<>\r\nLHLO\r\nQUIT\r\n"),
	 "220 500 5.5.1 500 5.5.1 503 5.5.1 501 5.5.4 221 2.0.0", "", 0, 0, LMTP_END_QUIT},
	{"out of order",
	 BYTES(HELLO "RCPT TO:<s@example.org>\r\n" ENVELOPE "MAIL FROM:<>\r\nRSET\r\nDATA\r\n"),
	 "220 250 503 5.5.1 250 2.1.0 250 2.1.5 503 5.5.1 250 2.0.0 503 5.5.1", "", 0, 0,
	 LMTP_END_CLOSED},
	{"LHLO starts afresh", BYTES(HELLO ENVELOPE HELLO "DATA\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 250 503 5.5.1", "", 0, 0, LMTP_END_CLOSED},
	{"small commands",
	 BYTES("noop x\r\nVRFY <s@example.org>\r\nHELP\r\nEXPN x\r\nSTARTTLS\r\nRSET x\r\n\r\n"),
	 "220 250 2.0.0 252 2.5.0 214 2.0.0 502 5.5.1 500 5.5.1 501 5.5.4 500 5.5.1", "", 0, 0,
	 LMTP_END_CLOSED},
	{"refused sender", BYTES(HELLO "MAIL FROM:<spam@b.example>\r\nRCPT TO:<s@example.org>\r\n"),
	 "220 250 550 5.7.1 503 5.5.1", "", 0, 0, LMTP_END_CLOSED},
	{"announced too large", BYTES(HELLO "MAIL FROM:<> SIZE=101\r\nMAIL FROM:<> SIZE=100\r\n"),
	 "220 250 552 5.3.4 250 2.1.0", "", 0, 0, LMTP_END_CLOSED},
	{"too large all the same, and the next one is well",
	 BYTES(HELLO ENVELOPE "DATA\r\n"
			      "0123456789012345678901234567890123456789012345678901234567890123\r\n"
			      "0123456789012345678901234567890123456789012345678901234567890123\r\n"
			      ".\r\n" ENVELOPE "DATA\r\nhi\r\n.\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 354 552 5.3.4 250 2.1.0 250 2.1.5 354 250 2.0.0",
	 "a@b.example>s@example.org:hi\r\n|", 0, 0, LMTP_END_CLOSED},
	{"store in trouble while it comes in", BYTES(HELLO ENVELOPE "DATA\r\nhi\r\n.\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 354 452 4.3.1", "", OUTCOME_STORE_FULL, 0, LMTP_END_CLOSED},
	{"store in trouble at the end", BYTES(HELLO ENVELOPE "DATA\r\nhi\r\n.\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 354 451 4.3.0", "a@b.example>s@example.org:hi\r\n|", 0,
	 OUTCOME_LATER, LMTP_END_CLOSED},
	{"the client dies within a message", BYTES(HELLO ENVELOPE "DATA\r\nhi\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 354", "", 0, 0, LMTP_END_CLOSED},
	{"a bare LF ends no command",
	 BYTES(HELLO "MAIL FROM:<a@b.example>\nRCPT TO:<s@example.org>\r\n"),
	 "220 250 500 5.5.2 503 5.5.1", "", 0, 0, LMTP_END_CLOSED},
	{"a bare LF takes back the transaction", BYTES(HELLO ENVELOPE "NOOP\nDATA\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 500 5.5.2 503 5.5.1", "", 0, 0, LMTP_END_CLOSED},
	{"a bare CR within a command", BYTES(HELLO "NOOP\rQUIT\r\nNOOP\r\r\nNOOP\r\n"),
	 "220 250 500 5.5.2 500 5.5.2 250 2.0.0", "", 0, 0, LMTP_END_CLOSED},
	{"NUL within a command", BYTES("NOOP\0\r\nNOOP\r\n"), "220 500 5.5.2 250 2.0.0", "", 0, 0,
	 LMTP_END_CLOSED},
	{"no mail server",
	 BYTES("GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\nF: 6\r\nG: 7\r\nH: 8\r\n"
	       "I: 9\r\nNOOP\r\n"),
	 "220 500 5.5.1 500 5.5.1 500 5.5.1 500 5.5.1 500 5.5.1 500 5.5.1 500 5.5.1 500 5.5.1"
	 " 500 5.5.1 421 4.7.0",
	 "", 0, 0, LMTP_END_ABUSE},
	{"BDAT keeps every byte", BYTES(HELLO ENVELOPE "BDAT 9 LAST\r\n.\n\0.\r\n.\r\nQUIT\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 250 2.0.0 221 2.0.0", NULL, 0, 0, LMTP_END_QUIT},
	{"BDAT in chunks",
	 BYTES(HELLO ENVELOPE "RCPT TO:<t@example.org>\r\nBDAT 2\r\nabBDAT 1\r\ncBDAT 0 LAST\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 250 2.1.5 250 2.0.0 250 2.0.0 250 2.0.0 250 2.0.0",
	 "a@b.example>s@example.org,t@example.org:abc|", 0, 0, LMTP_END_CLOSED},
	{"BDAT without a recipient is read and refused",
	 BYTES(HELLO "BDAT 6 LAST\r\nNOOP\r\nQUIT\r\n"), "220 250 503 5.5.1 221 2.0.0", "", 0, 0,
	 LMTP_END_QUIT},
	{"BDAT and DATA don't mix",
	 BYTES(HELLO ENVELOPE "BDAT 2\r\nabDATA\r\nRCPT TO:<t@example.org>\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 250 2.0.0 503 5.5.1 503 5.5.1", "", 0, 0, LMTP_END_CLOSED},
	{"BDAT of unknown length", BYTES(HELLO ENVELOPE "BDAT x LAST\r\nNOOP\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 421 4.7.0", "", 0, 0, LMTP_END_ABUSE},
	{"BDAT too large",
	 BYTES(HELLO ENVELOPE
	       "BDAT 60\r\n012345678901234567890123456789012345678901234567890123456789"
	       "BDAT 60\r\n012345678901234567890123456789012345678901234567890123456789"
	       "BDAT 2\r\nabBDAT 2 LAST\r\nabNOOP\r\n"),
	 "220 250 250 2.1.0 250 2.1.5 250 2.0.0 552 5.3.4 552 5.3.4 552 5.3.4 250 2.0.0", "", 0, 0,
	 LMTP_END_CLOSED},
	{"BDAT given up", BYTES(HELLO ENVELOPE "BDAT 2\r\nabRSET\r\nBDAT 2 LAST\r\nab"),
	 "220 250 250 2.1.0 250 2.1.5 250 2.0.0 250 2.0.0 503 5.5.1", "", 0, 0, LMTP_END_CLOSED},
};

static void
test_talks(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(talks); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GString) message = g_string_new(NULL);
		Notes notes = {text, message, talks[i].add, talks[i].end, 0, 0};
		LmtpService service = service_make(&notes);
		LmtpEnd end;
		g_test_message("%s", talks[i].name);
		g_autofree char *replies =
			converse(&service, talks[i].script, talks[i].length, TRUE, &end);
		g_autofree char *codes = replies_shorten(replies);
		g_assert_cmpstr(codes, ==, talks[i].replies);
		g_assert_cmpint(end, ==, talks[i].ended);
		if (talks[i].messages)
			g_assert_cmpstr(text->str, ==, talks[i].messages);
		else /* it holds a NUL */
			g_assert_cmpmem(message->str, message->len, ".\n\0.\r\n.\r\n", 9);
	}
}

static void
test_extensions(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GString) message = g_string_new(NULL);
	Notes notes = {text, message, 0, 0, 0, 0};
	LmtpService service = service_make(&notes);
	LmtpEnd end;
	g_autofree char *replies = converse(&service, BYTES(HELLO), TRUE, &end);
	g_assert_cmpstr(
		replies, ==,
		"220 mx LMTP casemate\r\n250-mx\r\n250-PIPELINING\r\n250-8BITMIME\r\n"
		"250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250-CHUNKING\r\n250 SIZE 100\r\n");
}

/* A line of any length is refused once, and the connection goes on. */
static void
test_long_lines(void)
{
	static const gsize lengths[] = {LIMIT_COMMAND_LINE - 2, LIMIT_COMMAND_LINE - 1, 100000};
	for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GString) message = g_string_new(NULL);
		Notes notes = {text, message, 0, 0, 0, 0};
		LmtpService service = service_make(&notes);
		LmtpEnd end;
		g_autofree char *line = g_strnfill(lengths[i] - 5, 'x');
		g_autofree char *script = g_strconcat("NOOP ", line, "\r\nNOOP\r\n", NULL);
		g_autofree char *replies = converse(&service, script, strlen(script), TRUE, &end);
		g_autofree char *codes = replies_shorten(replies);
		g_assert_cmpstr(codes, ==,
				i == 0 ? "220 250 2.0.0 250 2.0.0" : "220 500 5.5.6 250 2.0.0");
	}
}

static const struct {
	const char *name;
	const char *script;
	const char *replies;
	LmtpEnd ended;
	gboolean is_stopping;
} waits[] = {
	{"says nothing", "", "220 421 4.4.2", LMTP_END_TIMEOUT, FALSE},
	{"half a line", "NO", "220 421 4.4.2", LMTP_END_TIMEOUT, FALSE},
	{"half a message", HELLO ENVELOPE "DATA\r\nhi", "220 250 250 2.1.0 250 2.1.5 354 421 4.4.2",
	 LMTP_END_TIMEOUT, FALSE},
	{"half a chunk", HELLO ENVELOPE "BDAT 5 LAST\r\nhi",
	 "220 250 250 2.1.0 250 2.1.5 421 4.4.2", LMTP_END_TIMEOUT, FALSE},
	{"idle at shutdown", HELLO, "220 250 421 4.3.2", LMTP_END_SHUTDOWN, TRUE},
	{"within a message at shutdown", HELLO ENVELOPE "DATA\r\nhi",
	 "220 250 250 2.1.0 250 2.1.5 354 421 4.4.2", LMTP_END_TIMEOUT, TRUE},
};

static void
test_waits(void)
{
	int stop[2];
	g_assert_no_errno(pipe(stop));
	close(stop[1]);
	for (gsize i = 0; i < G_N_ELEMENTS(waits); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GString) message = g_string_new(NULL);
		Notes notes = {text, message, 0, 0, 0, 0};
		LmtpService service = service_make(&notes);
		service.command_timeout_ms = service.data_timeout_ms = 20;
		service.stop_fd = waits[i].is_stopping ? stop[0] : -1;
		LmtpEnd end;
		g_test_message("%s", waits[i].name);
		g_autofree char *replies =
			converse(&service, waits[i].script, strlen(waits[i].script), FALSE, &end);
		g_autofree char *codes = replies_shorten(replies);
		g_assert_cmpstr(codes, ==, waits[i].replies);
		g_assert_cmpint(end, ==, waits[i].ended);
		g_assert_cmpstr(text->str, ==, "");
		g_assert_cmpuint(notes.begun, ==, notes.abandoned);
	}
	close(stop[0]);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/lmtp/mail", test_mail_parses);
	g_test_add_func("/lmtp/rcpt", test_rcpt_parses);
	g_test_add_func("/lmtp/data", test_data_ends);
	g_test_add_func("/lmtp/talks", test_talks);
	g_test_add_func("/lmtp/extensions", test_extensions);
	g_test_add_func("/lmtp/long-lines", test_long_lines);
	g_test_add_func("/lmtp/waits", test_waits);
	return g_test_run();
}
