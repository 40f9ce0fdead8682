/*
 * casemate.conf: what the administrator has decided, read once when a command starts.
 * What the desks are goes down as a Site, how mail goes out as SendOptions; the rest
 * is app's own.
 */
#ifndef CM_APP_CONFIG_H
#define CM_APP_CONFIG_H

#include "base/log.h"
#include "desk/site.h"
#include "wire/send.h"
#include "wire/webhook.h"

#include <glib.h>

/** All settings. Paths are absolute; folders need not exist unless said so. */
typedef struct Config {
	char *path; /**< of the file */
	Site *site;
	char *store_dir;
	char *templates_dir; /**< the site's own mail templates; NULL if none */
	char *keyring_dir;   /**< OpenPGP keys of people; NULL if none */
	char *rules_dir;     /**< the site's own rules and pattern tables; NULL if none */
	char *types_dir;     /**< the site's own types; NULL if none */
	char *host_name;     /**< in the LMTP greeting and in Message-IDs; "" = ask the machine */
	LogLevel log_level;

	GPtrArray *lmtp_listen; /**< char*, "ADDRESS:PORT" or the path of a Unix socket */
	gint64 lmtp_connections;
	gint64 lmtp_command_timeout_s;
	gint64 lmtp_data_timeout_s;
	gint64 lmtp_bytes_per_s; /**< slower messages are given up */

	char *deliver_socket; /**< where `casemate deliver` finds the gateway */
	char *deliver_spool;  /**< where it leaves mail if there is none */

	gint64 max_message_bytes;
	GPtrArray *refused_senders; /**< char*, patterns with "*" */

	SendOptions send;
	WebhookLimits webhooks;
	GArray *webhook_nets;    /**< of Net: those of `webhooks` */
	GPtrArray *relay_places; /**< char*, "FILE:LINE" of each of its relays */

	gint64 worker_memory_bytes;
	gint64 worker_nice;
} Config;

/** What ships below HOME and stands until the file says otherwise: the statuses. */
void config_read_shipped(const char *home, Site *site, GPtrArray *faults);

/**
 * Reads the file and the types, on top of what ships below `home`. All its faults are added to
 * `faults` (char*, "FILE:LINE: what, what to do"). TRUE if there were none, and then `out` is set
 * (transfer full).
 */
G_GNUC_WARN_UNUSED_RESULT gboolean config_load(const char *path, const char *home, Config **out,
					       GPtrArray *faults);

/** The same for those who want to know what else is wrong: gives what could be read, with
 *  defaults for the rest. (transfer full) */
Config *config_read(const char *path, const char *home, GPtrArray *faults);

void config_free(Config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Config, config_free)

/** Whether mail from this envelope sender is refused. */
gboolean config_refuses_sender(const Config *config, const char *address);

/** Whether a file with a secret may be read by us and by nobody it isn't meant for. */
G_GNUC_WARN_UNUSED_RESULT gboolean secret_file_check(const char *path, GError **error);

#endif
