/*
 * The small file that `casemate deliver` reads instead of the configuration.
 * key=value, a line each, the last line "end":
 *
 *   socket    Unix socket of the gateway       spool     folder for mail without a gateway
 *   lock      held by the worker (flock)       gateway   program that is the worker
 *   config    configuration for that worker    max_size  of a message, in bytes
 *   refuse    a pattern for base/refuse.h; a line each
 */
#ifndef CM_WORK_DELIVER_SETTINGS_H
#define CM_WORK_DELIVER_SETTINGS_H

#include <glib.h>

/** All paths absolute. */
typedef struct DeliverSettings {
	const char *socket;
	const char *spool;
	const char *lock;
	const char *gateway;
	const char *config;
	gint64 max_size_bytes;
	const char *const *refuse; /**< up to NULL; nullable */
} DeliverSettings;

/**
 * Where the file stands for this configuration: beside it, CONFIG.deliver, but for
 * /etc/casemate/casemate.conf, beside which the gateway may not write, in
 * /var/lib/casemate/deliver.conf. (transfer full)
 */
char *deliver_settings_path(const char *config);

/** The spool that the file names; NULL if there is none, or no file. (transfer full) */
char *deliver_settings_spool(const char *path);

/** Replaces the file at once and whole, synced; leaves it alone if it says the same. */
G_GNUC_WARN_UNUSED_RESULT gboolean deliver_settings_write(const char *path,
							  const DeliverSettings *settings,
							  GError **error);

#endif
