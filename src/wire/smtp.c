/*
 * SMTP as the way out, by libcurl: one connection to one relay, kept open between messages.
 * What became of a message is decided from how far the dialogue went and from the reply
 * seen last, because libcurl's codes don't tell a refusal from a lost connection.
 */
#include "base/error.h"
#include "wire/child.h"
#include "wire/send.h"
#include "wire/verify_private.h"

#include <curl/curl.h>

#define REPLY_BYTES_MAX      500
#define SECRET_BYTES_MAX     16384 /* an access token with all its claims has some 4 KB */
#define TOKEN_COMMAND_S      60
#define TOKEN_LIFE_S         300 /* access tokens live for an hour, by custom */
#define TRANSFER_LIMIT_S     3600L
#define PROGRESS_BYTES_PER_S 10L

/* How far the dialogue went. */
typedef enum Stage {
	STAGE_CONNECT,     /* greeting, TLS, login: nothing about the message yet */
	STAGE_ENVELOPE,    /* MAIL, RCPT, DATA */
	STAGE_BODY,        /* its bytes are under way */
	STAGE_HANDED_OVER, /* all of them; the reply decides */
} Stage;

typedef struct SmtpCarrier {
	Carrier carrier;
	const SendRelay *relay;
	const gint *stop;
	char *url;
	CURL *handle; /* NULL: no connection */
	char *token;  /* from the token command */
	gint64 token_end_us;
	char fault[CURL_ERROR_SIZE]; /* libcurl's words */

	/* the message under way */
	const Letter *letter;
	gint64 offset;
	Stage stage;
	int reply_code; /* since our last command; 0: none */
	GString *reply;
	gboolean quitting; /* libcurl says goodbye to a connection that failed */
	gboolean letter_failed;
} SmtpCarrier;

static void
forget_reply(SmtpCarrier *smtp)
{
	smtp->reply_code = 0;
	g_string_truncate(smtp->reply, 0);
}

static size_t
on_read(char *buffer, size_t size, size_t n, void *user_data)
{
	SmtpCarrier *smtp = user_data;
	smtp->stage = STAGE_BODY;
	gssize got = letter_read(smtp->letter, smtp->offset, buffer, size * n);
	if (got < 0) {
		smtp->letter_failed = TRUE;
		return CURL_READFUNC_ABORT;
	}
	smtp->offset += got;
	/* libcurl knows the size and doesn't ask again: from here on the end may have been sent */
	if (smtp->offset >= smtp->letter->size_bytes) {
		smtp->stage = STAGE_HANDED_OVER;
		forget_reply(smtp); /* the 354 */
	}
	return (size_t)got;
}

static size_t
on_write(char *bytes G_GNUC_UNUSED, size_t size, size_t n, void *user_data G_GNUC_UNUSED)
{
	return size * n;
}

static int
on_progress(void *user_data, curl_off_t down_total G_GNUC_UNUSED, curl_off_t down G_GNUC_UNUSED,
	    curl_off_t up_total G_GNUC_UNUSED, curl_off_t up G_GNUC_UNUSED)
{
	const SmtpCarrier *smtp = user_data;
	return smtp->stop && g_atomic_int_get(smtp->stop);
}

/* A line of a reply, "250-SIZE" or "250 OK" (RFC 5321 4.2.1). */
static void
note_reply(SmtpCarrier *smtp, const char *line, gsize length)
{
	while (length > 0 && g_ascii_isspace(line[length - 1]))
		length--;
	if (length < 3 || !g_ascii_isdigit(line[0]) || !g_ascii_isdigit(line[1]) ||
	    !g_ascii_isdigit(line[2]))
		return;
	smtp->reply_code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
	if (smtp->reply->len >= REPLY_BYTES_MAX)
		return;
	if (smtp->reply->len > 0) { /* the code once is enough */
		g_string_append_c(smtp->reply, ' ');
		line += MIN(length, 4);
		length -= MIN(length, 4);
	}
	g_string_append_len(smtp->reply, line, (gssize)MIN(length, REPLY_BYTES_MAX));
}

/* Sees each line of the dialogue.  Commands may hold secrets: only their verb is looked at. */
static int
on_dialogue(CURL *handle G_GNUC_UNUSED, curl_infotype type, char *bytes, size_t length,
	    void *user_data)
{
	SmtpCarrier *smtp = user_data;
	if (type == CURLINFO_HEADER_OUT)
		smtp->quitting = length >= 4 && memcmp(bytes, "QUIT", 4) == 0;
	if (smtp->quitting)
		return 0;
	if (type == CURLINFO_HEADER_IN) {
		note_reply(smtp, bytes, length);
	} else if (type == CURLINFO_HEADER_OUT) {
		forget_reply(smtp);
		if (length > 5 && memcmp(bytes, "MAIL ", 5) == 0)
			smtp->stage = STAGE_ENVELOPE;
	}
	return 0;
}

/* The first line of a file or of a command's output. */
static char *
first_line(char *text)
{
	text[strcspn(text, "\r\n")] = '\0';
	return text;
}

static char *
secret_from_file(const char *path, GError **error)
{
	g_autofree char *text = NULL;
	gsize length = 0;
	g_autoptr(GError) why = NULL;
	if (!g_file_get_contents(path, &text, &length, &why)) {
		error_temp(error, "%s", why->message);
		return NULL;
	}
	first_line(text);
	if (!*text || length > SECRET_BYTES_MAX) {
		error_temp(error, "there is no password or token in %s", path);
		return NULL;
	}
	return g_steal_pointer(&text);
}

static char *
token_from_command(const SmtpCarrier *smtp, GError **error)
{
	const char *command = smtp->relay->token_command;
	g_auto(GStrv) argv = NULL;
	g_autoptr(GError) why = NULL;
	g_autoptr(GString) output = g_string_new(NULL);
	int status = 0;
	if (!g_shell_parse_argv(command, NULL, &argv, &why)) {
		error_temp(error, "the token command can't be read: %s", why->message);
		return NULL;
	}
	if (!child_run((const char *const *)argv, NULL, NULL, TOKEN_COMMAND_S, smtp->stop, output,
		       &status, error))
		return NULL;
	first_line(output->str);
	if (status != 0 || !*output->str) {
		error_temp(error, "the token command %s gave no token (status %d)", argv[0],
			   status);
		return NULL;
	}
	return g_strdup(output->str);
}

static char *
token_get(SmtpCarrier *smtp, GError **error)
{
	const SendRelay *relay = smtp->relay;
	if (relay->token_file)
		return secret_from_file(relay->token_file, error);
	if (!relay->token_command) {
		error_temp(error, "XOAUTH2 needs a token file or a token command");
		return NULL;
	}
	if (!smtp->token || g_get_monotonic_time() > smtp->token_end_us) {
		g_clear_pointer(&smtp->token, g_free);
		smtp->token = token_from_command(smtp, error);
		smtp->token_end_us = g_get_monotonic_time() + TOKEN_LIFE_S * G_USEC_PER_SEC;
	}
	return g_strdup(smtp->token);
}

/* Read anew for each message, so a changed password counts; libcurl opens a new connection
 * when it differs from that of the open one. */
static gboolean
set_login(SmtpCarrier *smtp, GError **error)
{
	static const char *const options[] = {NULL, NULL, "AUTH=PLAIN", "AUTH=LOGIN",
					      "AUTH=XOAUTH2"};
	const SendRelay *relay = smtp->relay;
	if (relay->auth == RELAY_AUTH_NONE)
		return TRUE;
	gboolean bearer = relay->auth == RELAY_AUTH_XOAUTH2;
	if (!relay->user || (!bearer && !relay->password_file))
		return error_temp(error, "the relay needs a user and a password file");
	g_autofree char *secret =
		bearer ? token_get(smtp, error) : secret_from_file(relay->password_file, error);
	if (!secret)
		return FALSE;
	curl_easy_setopt(smtp->handle, CURLOPT_USERNAME, relay->user);
	curl_easy_setopt(smtp->handle, CURLOPT_LOGIN_OPTIONS, options[relay->auth]);
	curl_easy_setopt(smtp->handle, bearer ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, secret);
	return TRUE;
}

static void
set_tls(CURL *handle, const SendRelay *relay)
{
	/* No password shall go in clear because somebody took STARTTLS out of a reply. */
	gboolean must = relay->tls == RELAY_TLS_REQUIRED || relay->tls == RELAY_TLS_IMPLICIT ||
			(relay->tls == RELAY_TLS_OPTIONAL && relay->auth != RELAY_AUTH_NONE);
	long level = relay->tls == RELAY_TLS_NEVER ? CURLUSESSL_NONE
		     : must                        ? CURLUSESSL_ALL
						   : CURLUSESSL_TRY;
	curl_easy_setopt(handle, CURLOPT_USE_SSL, level);
	verify_peer(handle, relay->ca_file);
}

static void
set_callbacks(SmtpCarrier *smtp)
{
	CURL *handle = smtp->handle;
	curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, smtp->fault);
	curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(handle, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(handle, CURLOPT_READDATA, smtp);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_write);
	curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(handle, CURLOPT_XFERINFODATA, smtp);
	curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, on_dialogue);
	curl_easy_setopt(handle, CURLOPT_DEBUGDATA, smtp);
	curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
}

static void
set_limits(CURL *handle, const SendRelay *relay)
{
	long connect_s = (long)relay->connect_timeout_s;
	long answer_s = (long)relay->answer_timeout_s;
	connect_s = connect_s ? connect_s : RELAY_CONNECT_TIMEOUT_S_DEFAULT;
	answer_s = answer_s ? answer_s : RELAY_ANSWER_TIMEOUT_S_DEFAULT;
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_s);
	curl_easy_setopt(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, answer_s);
	curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, PROGRESS_BYTES_PER_S);
	curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, answer_s);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT, MAX(TRANSFER_LIMIT_S, 2 * answer_s));
}

static gboolean
open_handle(SmtpCarrier *smtp)
{
	smtp->handle = curl_easy_init();
	if (!smtp->handle)
		return FALSE;
	gboolean implicit = smtp->relay->tls == RELAY_TLS_IMPLICIT;
	curl_easy_setopt(smtp->handle, CURLOPT_URL, smtp->url);
	curl_easy_setopt(smtp->handle, CURLOPT_PROTOCOLS_STR, implicit ? "smtps" : "smtp");
	curl_easy_setopt(smtp->handle, CURLOPT_PROXY, ""); /* whatever the environment says */
	curl_easy_setopt(smtp->handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(smtp->handle, CURLOPT_TCP_KEEPALIVE, 1L);
	set_tls(smtp->handle, smtp->relay);
	set_callbacks(smtp);
	set_limits(smtp->handle, smtp->relay);
	return TRUE;
}

/* 530, 535, 538 at MAIL (RFC 4954 6): it is us the relay doesn't want, not the message. */
static gboolean
is_about_login(int code)
{
	return code == 530 || code == 535 || code == 538;
}

static SendOutcome
outcome_of_reply(int code, SendOutcome otherwise)
{
	switch (code / 100) {
	case 2:
		return SEND_SENT;
	case 4:
		return SEND_TEMP;
	case 5:
		return SEND_PERM;
	default:
		return otherwise;
	}
}

static SendOutcome
judge(const SmtpCarrier *smtp, CURLcode code)
{
	if (code == CURLE_OK)
		return SEND_SENT;
	if (smtp->stage == STAGE_HANDED_OVER)
		return outcome_of_reply(smtp->reply_code, SEND_UNKNOWN);
	if (code == CURLE_ABORTED_BY_CALLBACK)
		return smtp->letter_failed ? SEND_TEMP : SEND_STOPPED;
	if (smtp->stage == STAGE_CONNECT || is_about_login(smtp->reply_code))
		return SEND_DOWN;
	return smtp->reply_code >= 400 ? outcome_of_reply(smtp->reply_code, SEND_TEMP) : SEND_TEMP;
}

/* The server's own words where it decided, else libcurl's. */
static char *
describe(const SmtpCarrier *smtp, CURLcode code, SendOutcome outcome)
{
	const char *fault = *smtp->fault ? smtp->fault : curl_easy_strerror(code);
	if (smtp->letter_failed)
		return g_strdup("the message could not be read");
	switch (outcome) {
	case SEND_SENT:
		return g_strdup(smtp->reply->str);
	case SEND_UNKNOWN:
		return g_strdup_printf("no answer after the message was handed over: %s", fault);
	case SEND_DOWN:
		return g_strdup_printf("%s%s%s", fault, smtp->reply_code >= 400 ? ": " : "",
				       smtp->reply_code >= 400 ? smtp->reply->str : "");
	default:
		return g_strdup(smtp->reply_code >= 400 ? smtp->reply->str : fault);
	}
}

static CURLcode
perform(SmtpCarrier *smtp, const Letter *letter, gboolean fresh)
{
	struct curl_slist *recipients = curl_slist_append(NULL, letter->recipient);
	smtp->letter = letter;
	smtp->offset = 0;
	smtp->stage = STAGE_CONNECT;
	smtp->quitting = FALSE;
	smtp->letter_failed = FALSE;
	smtp->fault[0] = '\0';
	forget_reply(smtp);
	curl_easy_setopt(smtp->handle, CURLOPT_FRESH_CONNECT, (long)fresh);
	curl_easy_setopt(smtp->handle, CURLOPT_MAIL_FROM, letter->sender);
	curl_easy_setopt(smtp->handle, CURLOPT_MAIL_RCPT, recipients);
	curl_easy_setopt(smtp->handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)letter->size_bytes);
	CURLcode code = recipients ? curl_easy_perform(smtp->handle) : CURLE_OUT_OF_MEMORY;
	curl_easy_setopt(smtp->handle, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(recipients);
	smtp->letter = NULL;
	return code;
}

/* A kept connection that the relay has closed or closes now (421) says nothing; neither does
 * a login with a token that ran out meanwhile.  Either is worth one more try at once. */
static gboolean
is_stale(SmtpCarrier *smtp, CURLcode code)
{
	long connects = 0;
	curl_easy_getinfo(smtp->handle, CURLINFO_NUM_CONNECTS, &connects);
	if (code == CURLE_OK || code == CURLE_ABORTED_BY_CALLBACK || smtp->stage >= STAGE_BODY)
		return FALSE;
	if (code == CURLE_LOGIN_DENIED && smtp->token)
		return TRUE;
	return connects == 0 && (smtp->reply_code == 0 || smtp->reply_code == 421);
}

/* FALSE: there is nothing to log in with; the result is set. */
static gboolean
prepare_login(SmtpCarrier *smtp, SendResult *result_out)
{
	g_autoptr(GError) error = NULL;
	if (set_login(smtp, &error))
		return TRUE;
	const char *why = error ? error->message : "cannot log in";
	*result_out = (SendResult){.outcome = SEND_DOWN, .answer = g_strdup(why)};
	return FALSE;
}

static void
converse(SmtpCarrier *smtp, const Letter *letter, SendResult *result_out)
{
	if (!prepare_login(smtp, result_out))
		return;
	CURLcode code = perform(smtp, letter, FALSE);
	if (is_stale(smtp, code)) {
		if (code == CURLE_LOGIN_DENIED)
			g_clear_pointer(&smtp->token, g_free);
		if (!prepare_login(smtp, result_out))
			return;
		code = perform(smtp, letter, TRUE);
	}
	result_out->outcome = judge(smtp, code);
	result_out->answer = describe(smtp, code, result_out->outcome);
}

static void
smtp_send(Carrier *carrier, const Letter *letter, SendResult *result_out)
{
	SmtpCarrier *smtp = (SmtpCarrier *)carrier;
	if ((*letter->sender && !address_is_sendable(letter->sender)) ||
	    !address_is_sendable(letter->recipient))
		*result_out = (SendResult){.outcome = SEND_PERM,
					   .answer = g_strdup("an address can't be used")};
	else if (!smtp->handle && !open_handle(smtp))
		*result_out = (SendResult){.outcome = SEND_DOWN,
					   .answer = g_strdup("libcurl is out of memory")};
	else
		converse(smtp, letter, result_out);
}

static void
smtp_rest(Carrier *carrier)
{
	SmtpCarrier *smtp = (SmtpCarrier *)carrier;
	g_clear_pointer(&smtp->handle, curl_easy_cleanup);
}

static void
smtp_free(Carrier *carrier)
{
	SmtpCarrier *smtp = (SmtpCarrier *)carrier;
	smtp_rest(carrier);
	g_free(smtp->url);
	g_free(smtp->token);
	g_string_free(smtp->reply, TRUE);
	g_free(smtp);
	curl_global_cleanup();
}

/* The path of the address is the name we say in EHLO. */
static char *
make_url(const SendRelay *relay)
{
	gboolean implicit = relay->tls == RELAY_TLS_IMPLICIT;
	gboolean literal = strchr(relay->host, ':') != NULL;
	g_autofree char *helo = g_uri_escape_string(relay->helo ? relay->helo : "", NULL, FALSE);
	return g_strdup_printf("%s://%s%s%s:%u/%s", implicit ? "smtps" : "smtp", literal ? "[" : "",
			       relay->host, literal ? "]" : "", send_relay_port(relay), helo);
}

Carrier *
smtp_carrier_new(const SendRelay *relay, const gint *stop)
{
	curl_global_init(CURL_GLOBAL_DEFAULT); /* counts its calls */
	SmtpCarrier *made = g_new0(SmtpCarrier, 1);
	made->carrier = (Carrier){smtp_send, smtp_rest, smtp_free};
	made->relay = relay;
	made->stop = stop;
	made->url = make_url(relay);
	made->reply = g_string_new(NULL);
	return &made->carrier;
}

gboolean
smtp_relay_check(const SendRelay *relay, guint timeout_s, GError **error)
{
	Carrier *carrier = smtp_carrier_new(relay, NULL);
	SmtpCarrier *smtp = (SmtpCarrier *)carrier;
	gboolean ready = open_handle(smtp) ? set_login(smtp, error)
					   : error_temp(error, "libcurl is out of memory");
	CURLcode code = CURLE_OK;
	if (ready) {
		curl_easy_setopt(smtp->handle, CURLOPT_UPLOAD, 0L);
		curl_easy_setopt(smtp->handle, CURLOPT_NOBODY, 1L);
		curl_easy_setopt(smtp->handle, CURLOPT_CUSTOMREQUEST, "NOOP");
		curl_easy_setopt(smtp->handle, CURLOPT_TIMEOUT, (long)timeout_s);
		code = curl_easy_perform(smtp->handle);
	}
	if (code != CURLE_OK) {
		g_autofree char *why = describe(smtp, code, SEND_DOWN);
		error_temp(error, "%s", why);
	}
	carrier->free(carrier);
	return ready && code == CURLE_OK;
}
