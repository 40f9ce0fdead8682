/*
 * The block "send" of casemate.conf: which way mail goes out, and through which
 * relays.  Secrets stand in files of their own, which nobody else may read.
 */
#include "app/config_parts.h"

#include "base/error.h"
#include "base/names.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const ConfWord relay_words[] = {
	{"host", CONF_VALUE, NULL},
	{"port", CONF_VALUE, NULL},
	{"tls", CONF_VALUE, NULL},
	{"ca_file", CONF_VALUE, NULL},
	{"helo", CONF_VALUE, NULL},
	{"auth", CONF_VALUE, NULL},
	{"user", CONF_VALUE, NULL},
	{"password_file", CONF_VALUE, NULL},
	{"token_file", CONF_VALUE, NULL},
	{"token_command", CONF_VALUE, NULL},
	{"sender_domains", CONF_LIST, NULL},
	{"connections", CONF_VALUE, NULL},
	{"connect_timeout", CONF_VALUE, NULL},
	{"answer_timeout", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};
const ConfWord send_words[] = {
	{"via", CONF_VALUE, NULL},      {"maildir", CONF_VALUE, NULL},
	{"sendmail", CONF_VALUE, NULL}, {"relay", CONF_TITLED, relay_words},
	{NULL, CONF_VALUE, NULL},
};

static const ConfChoice via_choices[] = {
	{"smtp", SEND_VIA_SMTP},
	{"sendmail", SEND_VIA_SENDMAIL},
	{"maildir", SEND_VIA_MAILDIR},
	{NULL, 0},
};
static const ConfChoice tls_choices[] = {
	{"starttls", RELAY_TLS_REQUIRED},
	{"optional", RELAY_TLS_OPTIONAL},
	{"implicit", RELAY_TLS_IMPLICIT},
	{"none", RELAY_TLS_NEVER},
	{NULL, 0},
};
static const ConfChoice auth_choices[] = {
	{"any", RELAY_AUTH_ANY},         {"plain", RELAY_AUTH_PLAIN}, {"login", RELAY_AUTH_LOGIN},
	{"xoauth2", RELAY_AUTH_XOAUTH2}, {"none", RELAY_AUTH_NONE},   {NULL, 0},
};

gboolean
secret_file_check(const char *path, GError **error)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return error_perm(error, "\"%s\": %s", path, g_strerror(errno));
	if (!S_ISREG(status.st_mode))
		return error_perm(error, "\"%s\" is no file", path);
	if (status.st_mode & (S_IRWXO | S_IWGRP | S_IXGRP))
		return error_perm(error,
				  "\"%s\" holds a secret and others may read or change it: "
				  "chmod 640 or 600",
				  path);
	if (access(path, R_OK) != 0)
		return error_perm(error, "\"%s\": %s", path, g_strerror(errno));
	return TRUE;
}

static void
check_secret(const ConfFile *file, const ConfBlock *block, const char *name, const char *path)
{
	g_autoptr(GError) error = NULL;

	if (path && !secret_file_check(path, &error))
		conf_fault(file, conf_line(block, name), "%s", error->message);
}

static void
check_readable(const ConfFile *file, const ConfBlock *block, const char *name, const char *path)
{
	if (path && access(path, R_OK) != 0)
		conf_fault(file, conf_line(block, name), "\"%s\": %s: mend \"%s\"", path,
			   g_strerror(errno), name);
}

static gboolean
is_this_machine(const char *host)
{
	return strcmp(host, "localhost") == 0 || g_str_has_prefix(host, "127.") ||
	       strcmp(host, "::1") == 0;
}

/* What a way of proving ourselves needs, is there; and no secret goes over a wire in clear. */
static void
check_auth(const ConfFile *file, const ConfBlock *block, const SendRelay *relay)
{
	gint line = conf_line(block, "auth");
	gboolean has_token = relay->token_file || relay->token_command;

	if (relay->auth == RELAY_AUTH_NONE) {
		if (relay->password_file || has_token)
			conf_fault(file, line,
				   "there is a secret and nobody to use it: add \"user\"");
		return;
	}
	if (relay->user == NULL)
		conf_fault(file, line, "\"auth\" needs to know who we are: add \"user\"");
	if (relay->auth == RELAY_AUTH_XOAUTH2 && !has_token)
		conf_fault(file, line,
			   "XOAUTH2 needs a token: add \"token_file\" or "
			   "\"token_command\"");
	if (relay->auth != RELAY_AUTH_XOAUTH2 && relay->password_file == NULL)
		conf_fault(file, line, "the password is missing: add \"password_file\"");
	if (relay->tls == RELAY_TLS_NEVER && relay->host && !is_this_machine(relay->host))
		conf_fault(file, conf_line(block, "tls"),
			   "the password would cross the network in clear: set tls to "
			   "\"starttls\" or \"implicit\"");
}

/* A name, or an address as it is or in brackets. */
static gboolean
is_host(const char *text)
{
	gsize length = strlen(text);
	g_autofree char *inside = NULL;

	if (length > 2 && *text == '[' && text[length - 1] == ']')
		inside = g_strndup(text + 1, length - 2);
	return host_name_is_fit(text) || g_hostname_is_ip_address(inside ? inside : text);
}

static void
check_relay(const ConfFile *file, const ConfBlock *block, const SendRelay *relay)
{
	if (relay->helo && !is_host(relay->helo))
		conf_fault(file, conf_line(block, "helo"),
			   "\"%s\" is no host name: write it like mail.example.org", relay->helo);
	if (relay->host == NULL || *relay->host == '\0')
		conf_fault(file, block->line,
			   "relay \"%s\" has no host: add "
			   "host = \"smtp.YOUR.PROVIDER\"",
			   block->title);
	else if (!is_host(relay->host))
		conf_fault(file, conf_line(block, "host"),
			   "\"%s\" is no host name: write the name alone, the port as \"port\"",
			   relay->host);
	if (relay->token_file && relay->token_command)
		conf_fault(file, conf_line(block, "token_command"),
			   "there is a \"token_file\" already: remove one of the two");
	check_auth(file, block, relay);
	check_secret(file, block, "password_file", relay->password_file);
	check_secret(file, block, "token_file", relay->token_file);
	check_readable(file, block, "ca_file", relay->ca_file);
}

static void
read_relay_login(const ConfFile *file, const ConfBlock *block, SendRelay *relay)
{
	gint auth;

	conf_get_text(file, block, "user", &relay->user);
	conf_get_path(file, block, "password_file", &relay->password_file);
	conf_get_path(file, block, "token_file", &relay->token_file);
	conf_get_text(file, block, "token_command", &relay->token_command);
	if (relay->user == NULL)
		auth = RELAY_AUTH_NONE;
	else
		auth = relay->token_file || relay->token_command ? RELAY_AUTH_XOAUTH2
								 : RELAY_AUTH_ANY;
	conf_get_choice(file, block, "auth", auth_choices, &auth);
	relay->auth = (RelayAuth)auth;
}

static char **
read_domains(const ConfFile *file, const ConfBlock *block)
{
	g_autoptr(GPtrArray) domains = g_ptr_array_new_with_free_func(g_free);
	char **list;

	conf_get_list(block, "sender_domains", domains);
	if (domains->len == 0)
		return NULL;
	list = g_new0(char *, domains->len + 1);
	for (guint i = 0; i < domains->len; i++) {
		const char *domain = g_ptr_array_index(domains, i);

		list[i] = g_strdup(*domain == '@' ? domain + 1 : domain);
		if (!host_name_is_fit(list[i]))
			conf_fault(file, conf_line(block, "sender_domains"),
				   "\"%s\" is no mail domain: write it like example.org", domain);
	}
	return list;
}

static SendRelay *
read_relay(const ConfFile *file, const ConfBlock *block)
{
	SendRelay *relay = g_new0(SendRelay, 1);
	gint tls = RELAY_TLS_REQUIRED;
	gint64 port = 0, connections = RELAY_CONNECTIONS_DEFAULT;
	gint64 connect_s = RELAY_CONNECT_TIMEOUT_S_DEFAULT;
	gint64 answer_s = RELAY_ANSWER_TIMEOUT_S_DEFAULT;

	conf_get_text(file, block, "host", &relay->host);
	conf_get_int(file, block, "port", 1, 65535, &port);
	conf_get_choice(file, block, "tls", tls_choices, &tls);
	conf_get_path(file, block, "ca_file", &relay->ca_file);
	conf_get_text(file, block, "helo", &relay->helo);
	conf_get_int(file, block, "connections", 1, 20, &connections);
	conf_get_duration(file, block, "connect_timeout", 1, 600, &connect_s);
	conf_get_duration(file, block, "answer_timeout", 1, 3600, &answer_s);
	read_relay_login(file, block, relay);
	relay->tls = (RelayTls)tls;
	relay->port = (guint)port;
	relay->connections = (guint)connections;
	relay->connect_timeout_s = (guint)connect_s;
	relay->answer_timeout_s = (guint)answer_s;
	relay->sender_domains = read_domains(file, block);
	check_relay(file, block, relay);
	return relay;
}

/* The chosen way has what it needs. */
static void
check_via(const ConfFile *file, const ConfBlock *block, const SendOptions *send)
{
	const char *sendmail = send->sendmail_path ? send->sendmail_path : "/usr/sbin/sendmail";

	switch (send->via) {
	case SEND_VIA_SMTP:
		if (send->relays->len == 0)
			conf_fault(file, block->line,
				   "there is no relay to send through: add relay \"main\" { host = "
				   "\"...\" }");
		break;
	case SEND_VIA_SENDMAIL:
		if (access(sendmail, X_OK) != 0)
			conf_fault(file, conf_line(block, "sendmail"),
				   "\"%s\": %s: set \"sendmail\" to the program", sendmail,
				   g_strerror(errno));
		break;
	case SEND_VIA_MAILDIR:
		if (send->maildir == NULL)
			conf_fault(file, conf_line(block, "via"),
				   "which folder? Add maildir = \"PATH\"");
		break;
	}
}

void
config_read_send(const ConfFile *file, Config *config)
{
	SendOptions *send = &config->send;
	const ConfBlock *block = conf_block(file, file->root, "send");
	g_autoptr(GPtrArray) relays = NULL;
	gint via = SEND_VIA_SMTP;

	if (block == NULL) {
		conf_fault(file, 0, "it isn't said how mail goes out: add send { ... }");
		return;
	}
	conf_get_choice(file, block, "via", via_choices, &via);
	send->via = (SendVia)via;
	conf_get_path(file, block, "maildir", &send->maildir);
	conf_get_path(file, block, "sendmail", &send->sendmail_path);
	relays = conf_blocks(block, "relay");
	for (guint i = 0; i < relays->len; i++) {
		const ConfBlock *relay = g_ptr_array_index(relays, i);

		g_ptr_array_add(send->relays, read_relay(file, relay));
		g_ptr_array_add(config->relay_places,
				g_strdup_printf("%s:%d", file->path, relay->line));
	}
	check_via(file, block, send);
}
