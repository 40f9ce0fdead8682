/*
 * The poster: libcurl's multi interface, so that one thread serves all partners, and a slow one
 * keeps nobody waiting but itself.
 */
#include "wire/webhook.h"

#include "base/error.h"
#include "wire/nets.h"
#include "wire/verify_private.h"

#include <curl/curl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What is kept of an answer, for the queue; what is read of it at all. */
#define ANSWER_BYTES_KEPT 200
#define ANSWER_BYTES_MAX  (64 * 1024)
#define SECRET_BYTES_MAX  4096
#define CONNECTIONS_KEPT  20
#define CREDENTIAL        "credential:"

struct Poster {
	const WebhookLimits *limits;
	CURLM *multi;
	GQueue ended;          /* WebhookPost* */
	GHashTable *under_way; /* Transfer* */
};

/* A post and what it takes while it is under way. */
typedef struct Transfer {
	Poster *poster;
	WebhookPost *post;
	CURL *handle;
	struct curl_slist *fields;
	GString *answer;
	gsize answer_bytes;
	char fault[CURL_ERROR_SIZE];
	char *refused; /* the address that may not be reached; NULL */
} Transfer;

void
webhook_endpoint_clear(WebhookEndpoint *endpoint)
{
	g_clear_pointer(&endpoint->url, g_free);
	g_clear_pointer(&endpoint->secret_file, g_free);
	g_clear_pointer(&endpoint->ca_file, g_free);
}

static gboolean
is_loopback_host(const char *host)
{
	return !g_ascii_strcasecmp(host, "localhost") || g_str_has_prefix(host, "127.") ||
	       !strcmp(host, "[::1]");
}

static gboolean
check_parts(const char *url, const char *scheme, const char *host, gboolean has_user,
	    const WebhookLimits *limits, GError **error)
{
	if (has_user)
		return error_perm(error, "\"%s\": an endpoint has no user and no password in it",
				  url);
	if (!g_ascii_strcasecmp(scheme, "https"))
		return TRUE;
	if (g_ascii_strcasecmp(scheme, "http") != 0)
		return error_perm(error, "\"%s\": an endpoint begins with \"https://\"", url);
	return (limits->allows_http && is_loopback_host(host)) ||
	       error_perm(error, "\"%s\": an endpoint is reached by https, not by http", url);
}

gboolean
webhook_url_check(const char *url, const WebhookLimits *limits, GError **error)
{
	CURLU *parts = curl_url();
	char *scheme = NULL, *host = NULL, *user = NULL;
	gboolean is_url = parts && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
			  curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
			  curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK;
	gboolean has_user = is_url && curl_url_get(parts, CURLUPART_USER, &user, 0) == CURLUE_OK;
	gboolean done = is_url ? check_parts(url, scheme, host, has_user, limits, error)
			       : error_perm(error, "\"%s\" is no URL of an endpoint", url);
	curl_free(scheme);
	curl_free(host);
	curl_free(user);
	curl_url_cleanup(parts);
	return done;
}

static void
transfer_free(Transfer *transfer)
{
	curl_easy_cleanup(transfer->handle);
	curl_slist_free_all(transfer->fields);
	g_string_free(transfer->answer, TRUE);
	g_free(transfer->refused);
	g_free(transfer);
}

/* Names are resolved by whoever holds them: it is the address that counts, at the last moment. */
static curl_socket_t
on_open_socket(void *user_data, curlsocktype purpose G_GNUC_UNUSED, struct curl_sockaddr *to)
{
	Transfer *transfer = user_data;
	if (net_may_be_reached(&to->addr, transfer->poster->limits->nets))
		return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
	g_free(transfer->refused);
	transfer->refused = net_address_text(&to->addr);
	return CURL_SOCKET_BAD;
}

static size_t
on_answer(char *bytes, size_t size, size_t n, void *user_data)
{
	Transfer *transfer = user_data;
	gsize length = size * n;
	gsize room = ANSWER_BYTES_KEPT - MIN(transfer->answer->len, ANSWER_BYTES_KEPT);
	g_string_append_len(transfer->answer, bytes, (gssize)MIN(length, room));
	transfer->answer_bytes += length;
	return transfer->answer_bytes > ANSWER_BYTES_MAX ? 0 : length;
}

gboolean
webhook_secret_is_credential(const char *secret_file)
{
	return g_str_has_prefix(secret_file, CREDENTIAL);
}

WebhookKeys *
webhook_secret_read(const char *secret_file, GError **error)
{
	const char *folder = g_getenv("CREDENTIALS_DIRECTORY");
	g_autofree char *path = webhook_secret_is_credential(secret_file)
					? g_build_filename(folder ? folder : "/",
							   secret_file + strlen(CREDENTIAL), NULL)
					: g_strdup(secret_file);
	g_autofree char *text = NULL;
	gsize length = 0;
	g_autoptr(GError) why = NULL;
	if (!g_file_get_contents(path, &text, &length, &why)) {
		error_temp(error, "%s", why->message);
		return NULL;
	}
	WebhookKeys *keys = length <= SECRET_BYTES_MAX ? webhook_keys_read(text, &why) : NULL;
	if (!keys)
		error_temp(error, "%s: %s", path, why ? why->message : "it is too long");
	explicit_bzero(text, length);
	return keys;
}

static void
add_field(Transfer *transfer, const char *name, const char *value)
{
	g_autofree char *field = g_strdup_printf("%s: %s", name, value);
	transfer->fields = curl_slist_append(transfer->fields, field);
}

static gboolean
set_fields(Transfer *transfer, GError **error)
{
	const WebhookPost *post = transfer->post;
	g_autoptr(WebhookKeys) keys = webhook_secret_read(post->endpoint->secret_file, error);
	if (!keys)
		return FALSE;
	g_autofree char *time = g_strdup_printf("%" G_GINT64_FORMAT, post->now_s);
	g_autofree char *signature = webhook_keys_sign(keys, post->id, post->now_s, post->body);
	add_field(transfer, "Content-Type", "application/json");
	add_field(transfer, "webhook-id", post->id);
	add_field(transfer, "webhook-timestamp", time);
	add_field(transfer, "webhook-signature", signature);
	add_field(transfer, "Expect", "");
	curl_easy_setopt(transfer->handle, CURLOPT_HTTPHEADER, transfer->fields);
	return TRUE;
}

static void
set_way(CURL *handle, const WebhookEndpoint *endpoint)
{
	long connect_s = endpoint->connect_timeout_s ? (long)endpoint->connect_timeout_s
						     : WEBHOOK_CONNECT_TIMEOUT_S_DEFAULT;
	long answer_s = endpoint->answer_timeout_s ? (long)endpoint->answer_timeout_s
						   : WEBHOOK_ANSWER_TIMEOUT_S_DEFAULT;
	curl_easy_setopt(handle, CURLOPT_URL, endpoint->url);
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https,http");
	curl_easy_setopt(handle, CURLOPT_PROXY, ""); /* whatever the environment says */
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(handle, CURLOPT_USERAGENT, "casemate/" CM_VERSION);
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_s);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT, answer_s);
	verify_peer(handle, endpoint->ca_file);
}

static void
set_body(Transfer *transfer)
{
	gsize length = 0;
	const char *bytes = g_bytes_get_data(transfer->post->body, &length);
	CURL *handle = transfer->handle;
	curl_easy_setopt(handle, CURLOPT_POST, 1L);
	curl_easy_setopt(handle, CURLOPT_POSTFIELDS, bytes);
	curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, transfer);
	curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, transfer->fault);
	curl_easy_setopt(handle, CURLOPT_PRIVATE, transfer);
}

static void
come_back(Transfer *transfer, SendOutcome outcome, const char *answer)
{
	WebhookPost *post = transfer->post;
	post->result.outcome = outcome;
	post->result.answer = g_strdup(answer);
	g_queue_push_tail(&transfer->poster->ended, post);
	g_hash_table_remove(transfer->poster->under_way, transfer);
}

void
poster_start(Poster *poster, WebhookPost *post)
{
	g_autoptr(GError) error = NULL;
	Transfer *transfer = g_new0(Transfer, 1);
	transfer->poster = poster;
	transfer->post = post;
	transfer->answer = g_string_new(NULL);
	transfer->handle = curl_easy_init();
	g_hash_table_add(poster->under_way, transfer);
	if (!transfer->handle) {
		come_back(transfer, SEND_DOWN, "libcurl is out of memory");
		return;
	}
	if (!webhook_url_check(post->endpoint->url, poster->limits, &error) ||
	    !set_fields(transfer, &error)) {
		come_back(transfer, SEND_DOWN, error->message);
		return;
	}
	set_way(transfer->handle, post->endpoint);
	set_body(transfer);
	if (curl_multi_add_handle(poster->multi, transfer->handle) != CURLM_OK)
		come_back(transfer, SEND_DOWN, "libcurl can't take another event");
}

/* The first line of what it says, for people. */
static char *
answer_words(const Transfer *transfer, long code)
{
	g_autofree char *text = g_strdup(transfer->answer->str);
	text[strcspn(text, "\r\n")] = '\0';
	g_strstrip(text);
	return g_strdup_printf("%ld%s%s", code, *text ? " " : "", text);
}

static void
judge_answer(Transfer *transfer, long code)
{
	g_autofree char *words = answer_words(transfer, code);
	curl_off_t wait_s = 0;
	if (code / 100 == 3) {
		g_autofree char *said = g_strconcat(words, " (redirects are not followed)", NULL);
		come_back(transfer, SEND_TEMP, said);
		return;
	}
	if (code == 429 || code == 503) {
		curl_easy_getinfo(transfer->handle, CURLINFO_RETRY_AFTER, &wait_s);
		transfer->post->result.again_s = wait_s;
	}
	transfer->post->result.is_gone = code == 410;
	come_back(transfer,
		  code / 100 == 2 ? SEND_SENT
		  : code == 410   ? SEND_PERM
				  : SEND_TEMP,
		  words);
}

static void
judge(Transfer *transfer, CURLcode result)
{
	long code = 0, uploaded = 0;
	curl_easy_getinfo(transfer->handle, CURLINFO_RESPONSE_CODE, &code);
	curl_easy_getinfo(transfer->handle, CURLINFO_REQUEST_SIZE, &uploaded);
	const char *fault = *transfer->fault ? transfer->fault : curl_easy_strerror(result);
	/* An endless answer has told what it had to. */
	if (result == CURLE_OK || (result == CURLE_WRITE_ERROR && code)) {
		judge_answer(transfer, code);
		return;
	}
	if (transfer->refused) {
		g_autofree char *why =
			g_strdup_printf("it leads to %s, which is no address of the open internet",
					transfer->refused);
		come_back(transfer, SEND_DOWN, why);
		return;
	}
	come_back(transfer, uploaded > 0 ? SEND_UNKNOWN : SEND_DOWN, fault);
}

static void
transfer_destroy(gpointer data)
{
	Transfer *transfer = data;
	if (transfer->handle)
		curl_multi_remove_handle(transfer->poster->multi, transfer->handle);
	transfer_free(transfer);
}

WebhookPost *
poster_next(Poster *poster)
{
	int running = 0, left = 0;
	curl_multi_perform(poster->multi, &running);
	for (CURLMsg *message; (message = curl_multi_info_read(poster->multi, &left));) {
		char *transfer = NULL;
		CURLcode result = message->data.result;
		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
		judge((Transfer *)(gpointer)transfer, result);
	}
	return g_queue_pop_head(&poster->ended);
}

Poster *
poster_new(const WebhookLimits *limits)
{
	curl_global_init(CURL_GLOBAL_DEFAULT); /* counts its calls */
	Poster *poster = g_new0(Poster, 1);
	poster->limits = limits;
	poster->multi = curl_multi_init();
	if (!poster->multi)
		g_error("libcurl is out of memory");
	curl_multi_setopt(poster->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_KEPT);
	g_queue_init(&poster->ended);
	poster->under_way = g_hash_table_new_full(NULL, NULL, transfer_destroy, NULL);
	return poster;
}

void
poster_stop(Poster *poster)
{
	g_autoptr(GList) under_way = g_hash_table_get_keys(poster->under_way);
	for (GList *one = under_way; one; one = one->next)
		come_back(one->data, SEND_STOPPED, "told to stop");
}

void
poster_free(Poster *poster)
{
	if (!poster)
		return;
	g_assert(g_hash_table_size(poster->under_way) == 0);
	g_hash_table_unref(poster->under_way);
	g_queue_clear(&poster->ended);
	curl_multi_cleanup(poster->multi);
	g_free(poster);
	curl_global_cleanup();
}

void
poster_wait(Poster *poster, guint timeout_ms)
{
	curl_multi_poll(poster->multi, NULL, 0, (int)timeout_ms, NULL);
}

void
poster_wake(Poster *poster)
{
	curl_multi_wakeup(poster->multi);
}
