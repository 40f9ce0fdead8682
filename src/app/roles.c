/*
 * What each role is told of the settings.
 */
#include "app/roles.h"

#include "base/error.h"
#include "work/deliver_settings.h"

#include <string.h>

static gboolean
recipient_known(const char *address, gpointer user_data)
{
	const Config *config = user_data;
	DeskAddress found = {0};
	if (!site_find_address(config->site, address, &found))
		return FALSE;
	desk_address_clear(&found);
	return TRUE;
}

static gboolean
sender_refused(const char *address, gpointer user_data)
{
	return config_refuses_sender(user_data, address);
}

void
role_acceptor_options(App *app, const char *schema_dir, AcceptorOptions *options_out)
{
	const Config *config = app->config;
	acceptor_options_init(options_out);
	options_out->store_dir = config->store_dir;
	options_out->schema_dir = schema_dir;
	options_out->host_name = *config->host_name ? config->host_name : g_get_host_name();
	options_out->max_message_bytes = config->max_message_bytes;
	options_out->max_connections = (guint)config->lmtp_connections;
	options_out->command_timeout_ms = config->lmtp_command_timeout_s * 1000;
	options_out->data_timeout_ms = config->lmtp_data_timeout_s * 1000;
	options_out->data_bytes_per_s = config->lmtp_bytes_per_s;
	options_out->recipient_known = recipient_known;
	options_out->sender_refused = sender_refused;
	options_out->user_data = app->config;
}

void
role_worker_options(App *app, const char *schema_dir, WorkerOptions *options_out)
{
	*options_out = (WorkerOptions){
		.store_dir = app->config->store_dir,
		.schema_dir = schema_dir,
		.spool_dir = app->config->deliver_spool,
		.know = app->know,
		.wake_fd = -1,
		.wake_sender_fd = -1,
		.linger_ms = -1,
		.memory_bytes = app->config->worker_memory_bytes,
		.watchdog_s = 60,
	};
}

void
role_sender_options(App *app, const char *schema_dir, SenderOptions *options_out)
{
	*options_out = (SenderOptions){
		.send = &app->config->send,
		.webhooks = app->config->webhooks,
		.store_dir = app->config->store_dir,
		.schema_dir = schema_dir,
		.wake_fd = -1,
	};
}

static gboolean
holds_mail(const char *spool)
{
	g_autoptr(GDir) folder = g_dir_open(spool, 0, NULL);
	const char *name = NULL;
	/* Drafts have a dot, and their senders were never told that they are safe. */
	while (folder && (name = g_dir_read_name(folder)) && *name == '.')
		;
	return name != NULL;
}

gboolean
role_check_old_spool(const App *app, GError **error)
{
	g_autofree char *absolute = g_canonicalize_filename(app->config_path, NULL);
	g_autofree char *path = deliver_settings_path(absolute);
	g_autofree char *spool = deliver_settings_spool(path);
	if (!spool || !strcmp(spool, app->config->deliver_spool) || !holds_mail(spool))
		return TRUE;
	return error_perm(error,
			  "mail waits in %s, where \"casemate deliver\" left it under earlier "
			  "settings; move it to %s first",
			  spool, app->config->deliver_spool);
}

gboolean
role_write_deliver_settings(const App *app, GError **error)
{
	const Config *config = app->config;
	g_autofree char *absolute = g_canonicalize_filename(app->config_path, NULL);
	g_autofree char *path = deliver_settings_path(absolute);
	g_autofree char *lock = g_build_filename(config->store_dir, WORKER_LOCK, NULL);
	g_autofree char *gateway = app_program_path();
	g_autoptr(GPtrArray) refuse = g_ptr_array_new();
	for (guint i = 0; i < config->refused_senders->len; i++)
		g_ptr_array_add(refuse, config->refused_senders->pdata[i]);
	g_ptr_array_add(refuse, NULL);
	const DeliverSettings settings = {
		.socket = config->deliver_socket,
		.spool = config->deliver_spool,
		.lock = lock,
		.gateway = gateway,
		.config = absolute,
		.max_size_bytes = config->max_message_bytes,
		.refuse = (const char *const *)(gconstpointer)refuse->pdata,
	};
	return deliver_settings_write(path, &settings, error);
}
