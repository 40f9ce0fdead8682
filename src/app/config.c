/*
 * Reads casemate.conf.  Everything is read and checked to the end, whatever was wrong
 * before, so that one run of `casemate check` names all there is to mend.
 */
#include "app/config.h"

#include "app/config_parts.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/refuse.h"
#include "desk/clocks.h"
#include "wire/nets.h"

#include <string.h>
#include <sys/un.h>

/* More than a gigabyte is no mail, and less than 64 KB can't take any attachment. */
#define MESSAGE_BYTES_MIN (64 * 1024)
#define MESSAGE_BYTES_MAX (1024 * 1024 * 1024)
#define GIGABYTE          ((gint64)1024 * 1024 * 1024)

static const ConfWord lmtp_words[] = {
	{"listen", CONF_LIST, NULL},
	{"connections", CONF_VALUE, NULL},
	{"command_timeout", CONF_VALUE, NULL},
	{"data_timeout", CONF_VALUE, NULL},
	{"bytes_per_second", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};
static const ConfWord deliver_words[] = {
	{"socket", CONF_VALUE, NULL},
	{"spool", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};
static const ConfWord limits_words[] = {
	{"message_size", CONF_VALUE, NULL},
	{"receipts_per_hour", CONF_VALUE, NULL},
	{"receipts_per_day", CONF_VALUE, NULL},
	{"openings_per_hour", CONF_VALUE, NULL},
	{"openings_per_day", CONF_VALUE, NULL},
	{"answers_per_hour", CONF_VALUE, NULL},
	{"answers_per_day", CONF_VALUE, NULL},
	{"unproven_receipts_per_hour", CONF_VALUE, NULL},
	{"reopen_days", CONF_VALUE, NULL},
	{"rating_days", CONF_VALUE, NULL},
	{"rating_reminder_days", CONF_VALUE, NULL},
	{"mention_days", CONF_VALUE, NULL},
	{"refused_senders", CONF_LIST, NULL},
	{"held_digest_minutes", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};
static const ConfWord worker_words[] = {
	{"memory", CONF_VALUE, NULL},
	{"nice", CONF_VALUE, NULL},
	{NULL, CONF_VALUE, NULL},
};
static const ConfWord words[] = {
	{"store", CONF_VALUE, NULL},
	{"templates", CONF_VALUE, NULL},
	{"keyring", CONF_VALUE, NULL},
	{"rules", CONF_VALUE, NULL},
	{"types", CONF_VALUE, NULL},
	{"host_name", CONF_VALUE, NULL},
	{"log_level", CONF_VALUE, NULL},
	{"authserv_id", CONF_VALUE, NULL},
	{"separator", CONF_VALUE, NULL},
	{"address_extensions", CONF_VALUE, NULL},
	{"own_lists", CONF_LIST, NULL},
	{"priorities", CONF_LIST, NULL},
	{"severities", CONF_LIST, NULL},
	{"emergency_statuses", CONF_LIST, NULL},
	{"resolved_emergency", CONF_VALUE, NULL},
	{"working_emergency", CONF_VALUE, NULL},
	{"withdrawn_emergency", CONF_VALUE, NULL},
	{"emergency_tiers", CONF_LIST, NULL},
	{"escalation", CONF_BLOCK, escalation_words},
	{"reopen_status", CONF_VALUE, NULL},
	{"released_status", CONF_VALUE, NULL},
	{"asking_status", CONF_VALUE, NULL},
	{"working_status", CONF_VALUE, NULL},
	{"desk", CONF_TITLED, desk_words},
	{"status", CONF_TITLED, status_words},
	{"type", CONF_TITLED, type_words},
	{"level", CONF_TITLED, level_words},
	{"tracker", CONF_TITLED, tracker_words},
	{"lmtp", CONF_BLOCK, lmtp_words},
	{"deliver", CONF_BLOCK, deliver_words},
	{"limits", CONF_BLOCK, limits_words},
	{"send", CONF_BLOCK, send_words},
	{"webhooks", CONF_BLOCK, webhooks_words},
	{"worker", CONF_BLOCK, worker_words},
	{NULL, CONF_VALUE, NULL},
};

static const ConfChoice log_levels[] = {
	{"error", LOG_LEVEL_ERROR},
	{"warn", LOG_LEVEL_WARN},
	{"info", LOG_LEVEL_INFO},
	{"debug", LOG_LEVEL_DEBUG},
	{NULL, 0},
};

static Config *
config_new(const char *path)
{
	Config *config = g_new0(Config, 1);

	config->path = g_strdup(path);
	config->site = site_new();
	config->store_dir = g_strdup("");
	config->host_name = g_strdup("");
	config->log_level = LOG_LEVEL_INFO;
	config->lmtp_listen = g_ptr_array_new_with_free_func(g_free);
	config->lmtp_connections = 100;
	config->lmtp_command_timeout_s = 300;
	config->lmtp_data_timeout_s = 180;
	config->lmtp_bytes_per_s = 100;
	config->max_message_bytes = LIMIT_MESSAGE_BYTES;
	config->refused_senders = g_ptr_array_new_with_free_func(g_free);
	config->send.relays = g_ptr_array_new_with_free_func((GDestroyNotify)send_relay_free);
	config->relay_places = g_ptr_array_new_with_free_func(g_free);
	config->webhook_nets = g_array_new(FALSE, FALSE, sizeof(Net));
	config->worker_memory_bytes = GIGABYTE / 2;
	config->worker_nice = 10;
	return config;
}

void
config_free(Config *config)
{
	if (config == NULL)
		return;
	g_free(config->path);
	site_free(config->site);
	g_free(config->store_dir);
	g_free(config->templates_dir);
	g_free(config->rules_dir);
	g_free(config->types_dir);
	g_free(config->keyring_dir);
	g_free(config->host_name);
	g_ptr_array_unref(config->lmtp_listen);
	g_free(config->deliver_socket);
	g_free(config->deliver_spool);
	g_ptr_array_unref(config->refused_senders);
	send_options_clear(&config->send);
	g_ptr_array_unref(config->relay_places);
	g_array_unref(config->webhook_nets);
	g_free(config);
}

static void
check_folder(const ConfFile *file, const char *name, const char *path)
{
	if (path && !g_file_test(path, G_FILE_TEST_IS_DIR))
		conf_fault(file, conf_line(file->root, name),
			   "there is no folder \"%s\": make it, or leave \"%s\" out", path, name);
}

/* The one in the store needn't be named; it is there if somebody has made it. */
static void
read_keyring(const ConfFile *file, Config *config)
{
	conf_get_path(file, file->root, "keyring", &config->keyring_dir);
	check_folder(file, "keyring", config->keyring_dir);
	if (config->keyring_dir)
		return;
	g_autofree char *own = g_build_filename(config->store_dir, "keyring", NULL);
	if (g_file_test(own, G_FILE_TEST_IS_DIR))
		config->keyring_dir = g_steal_pointer(&own);
}

static void
read_folders(const ConfFile *file, Config *config)
{
	conf_get_path(file, file->root, "store", &config->store_dir);
	if (*config->store_dir == '\0')
		conf_fault(file, 0,
			   "it isn't said where cases are kept: add "
			   "store = \"/var/lib/casemate\"");
	conf_get_path(file, file->root, "templates", &config->templates_dir);
	check_folder(file, "templates", config->templates_dir);
	conf_get_path(file, file->root, "rules", &config->rules_dir);
	check_folder(file, "rules", config->rules_dir);
	conf_get_path(file, file->root, "types", &config->types_dir);
	check_folder(file, "types", config->types_dir);
	read_keyring(file, config);
}

static void
read_general(const ConfFile *file, Config *config)
{
	gint level = LOG_LEVEL_INFO;

	read_folders(file, config);
	conf_get_choice(file, file->root, "log_level", log_levels, &level);
	config->log_level = (LogLevel)level;
	conf_get_text(file, file->root, "host_name", &config->host_name);
	if (*config->host_name && !host_name_is_fit(config->host_name))
		conf_fault(file, conf_line(file->root, "host_name"),
			   "\"%s\" is no host name: write it like mail.example.org",
			   config->host_name);
}

/* A path longer than this can't be given to the kernel. */
static void
check_socket_path(const ConfFile *file, gint line, const char *path)
{
	gsize longest = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1;

	if (strlen(path) > longest)
		conf_fault(file, line,
			   "the path of a socket has at most %" G_GSIZE_FORMAT
			   " bytes, \"%s\" has %" G_GSIZE_FORMAT ": take a shorter one",
			   longest, path, strlen(path));
}

/* "ADDRESS:PORT", "[ADDRESS]:PORT" or a path. */
static gboolean
is_host_and_port(const char *text)
{
	const char *colon = strrchr(text, ':');
	g_autofree char *host = NULL;
	guint64 port;

	if (colon == NULL || colon == text)
		return FALSE;
	host = g_strndup(text, (gsize)(colon - text));
	if (strpbrk(host, " /@") || (strchr(host, ':') && *host != '['))
		return FALSE;
	return g_ascii_string_to_unsigned(colon + 1, 10, 1, 65535, &port, NULL);
}

static void
read_listen(const ConfFile *file, const ConfBlock *block, GPtrArray *listen)
{
	for (guint i = 0; i < block->values->len; i++) {
		const ConfValue *value = g_ptr_array_index(block->values, i);

		if (strcmp(value->name, "listen") != 0)
			continue;
		if (is_host_and_port(value->text)) {
			g_ptr_array_add(listen, g_strdup(value->text));
		} else if (strchr(value->text, '/')) {
			char *path = conf_path(file, value->text);

			check_socket_path(file, value->line, path);
			g_ptr_array_add(listen, path);
		} else {
			conf_fault(
				file, value->line,
				"can't listen on \"%s\": write ADDRESS:PORT (\"127.0.0.1:2424\", "
				"\"[::1]:2424\") or the path of a socket",
				value->text);
		}
	}
}

static void
read_lmtp(const ConfFile *file, Config *config)
{
	const ConfBlock *block = conf_block(file, file->root, "lmtp");

	if (block == NULL)
		return;
	read_listen(file, block, config->lmtp_listen);
	conf_get_int(file, block, "connections", 1, 10000, &config->lmtp_connections);
	conf_get_duration(file, block, "command_timeout", 1, 3600, &config->lmtp_command_timeout_s);
	conf_get_duration(file, block, "data_timeout", 1, 3600, &config->lmtp_data_timeout_s);
	conf_get_size(file, block, "bytes_per_second", 0, GIGABYTE, &config->lmtp_bytes_per_s);
}

static void
read_deliver(const ConfFile *file, Config *config)
{
	const ConfBlock *block = conf_block(file, file->root, "deliver");

	if (*config->store_dir) {
		config->deliver_socket = g_build_filename(config->store_dir, "casemate.sock", NULL);
		config->deliver_spool = g_build_filename(config->store_dir, "spool", NULL);
	}
	if (block) {
		conf_get_path(file, block, "socket", &config->deliver_socket);
		conf_get_path(file, block, "spool", &config->deliver_spool);
	}
	if (config->deliver_socket)
		check_socket_path(
			file, block ? conf_line(block, "socket") : conf_line(file->root, "store"),
			config->deliver_socket);
}

/* `deliver` reads them once per mail, each on a line of its own. */
static void
read_refused(const ConfFile *file, const ConfBlock *block, GPtrArray *patterns)
{
	gint line = conf_line(block, "refused_senders");

	conf_get_list(block, "refused_senders", patterns);
	if (patterns->len > LIMIT_REFUSED_SENDERS)
		conf_fault(
			file, line,
			"\"refused_senders\" has %u entries, and %d are the most: join some with "
			"\"*\", or let the mail server refuse them",
			patterns->len, LIMIT_REFUSED_SENDERS);
	for (guint i = 0; i < patterns->len; i++) {
		const char *pattern = g_ptr_array_index(patterns, i);
		g_autofree char *fault = name_fault(pattern, LIMIT_ADDRESS_BYTES);

		if (fault || strchr(pattern, '@') == NULL || strpbrk(pattern, " <>"))
			conf_fault(file, line,
				   "\"%s\" is no sender: write \"name@domain\", or "
				   "\"*@domain\" for all of a domain",
				   pattern);
	}
}

static void
read_limits(const ConfFile *file, Config *config)
{
	const ConfBlock *block = conf_block(file, file->root, "limits");
	Site *site = config->site;

	if (block == NULL)
		return;
	conf_get_size(file, block, "message_size", MESSAGE_BYTES_MIN, MESSAGE_BYTES_MAX,
		      &config->max_message_bytes);
	conf_get_int(file, block, "receipts_per_hour", 0, 1000000, &site->receipts_per_hour);
	conf_get_int(file, block, "receipts_per_day", 0, 1000000, &site->receipts_per_day);
	conf_get_int(file, block, "openings_per_hour", 0, 1000000, &site->openings_per_hour);
	conf_get_int(file, block, "openings_per_day", 0, 1000000, &site->openings_per_day);
	conf_get_int(file, block, "answers_per_hour", 0, 1000000, &site->answers_per_hour);
	conf_get_int(file, block, "answers_per_day", 0, 1000000, &site->answers_per_day);
	conf_get_int(file, block, "unproven_receipts_per_hour", 0, 1000000,
		     &site->unproven_receipts_per_hour);
	conf_get_int(file, block, "mention_days", 0, 3650, &site->mention_days);
	conf_get_int(file, block, "reopen_days", 0, 3650, &site->reopen_days);
	conf_get_int(file, block, "rating_days", 0, 3650, &site->rating_days);
	conf_get_int(file, block, "rating_reminder_days", 0, 3650, &site->rating_reminder_days);
	conf_get_int(file, block, "held_digest_minutes", 1, 1440, &site->held_digest_minutes);
	read_refused(file, block, config->refused_senders);
}

static void
read_worker(const ConfFile *file, Config *config)
{
	const ConfBlock *block = conf_block(file, file->root, "worker");

	if (block == NULL)
		return;
	/* RLIMIT_AS counts the libraries' address space, too: less than this can't start. */
	conf_get_size(file, block, "memory", 256 * 1024 * 1024, 64 * GIGABYTE,
		      &config->worker_memory_bytes);
	conf_get_int(file, block, "nice", 0, 19, &config->worker_nice);
}

Config *
config_read(const char *path, const char *home, GPtrArray *faults)
{
	g_autoptr(GPtrArray) of_types = g_ptr_array_new();
	g_autofree char *shipped = g_build_filename(home, "filters", "types", NULL);
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	Config *config = config_new(absolute);

	config_read_shipped(home, config->site, faults);
	g_autoptr(ConfFile) file = conf_read(absolute, words, faults);

	/* An unreadable file has one fault, not one for each setting it doesn't have. */
	if (faults->len > file->first_fault && file->root->values->len == 0 &&
	    file->root->blocks->len == 0)
		return config;
	read_general(file, config);
	const TypeFolders types = {.shipped = shipped, .own = config->types_dir};
	config_read_site(file, &types, config->site, of_types);
	g_autofree char *levels = config_shipped_levels_path(home);
	config_read_levels(file, levels, config->site, of_types);
	config_read_trackers(file, config->site);
	read_lmtp(file, config);
	read_deliver(file, config);
	read_limits(file, config);
	config->site->basis = (g_free(config->site->basis), clocks_settings(config->site));
	config_read_send(file, config);
	config_read_webhooks(file, config);
	read_worker(file, config);
	conf_sort_faults(file);
	/* As they stand in their files, behind those of this one. */
	g_ptr_array_extend_and_steal(faults, g_steal_pointer(&of_types));
	return config;
}

gboolean
config_load(const char *path, const char *home, Config **out, GPtrArray *faults)
{
	guint before = faults->len;
	g_autoptr(Config) config = config_read(path, home, faults);

	if (faults->len > before)
		return FALSE;
	*out = g_steal_pointer(&config);
	return TRUE;
}

gboolean
config_refuses_sender(const Config *config, const char *address)
{
	for (guint i = 0; i < config->refused_senders->len; i++)
		if (refuse_covers(g_ptr_array_index(config->refused_senders, i), address))
			return TRUE;
	return FALSE;
}
