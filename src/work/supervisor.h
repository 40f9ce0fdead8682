/*
 * The supervisor: keeps a handful of children alive that are this program run anew,
 * and tells each how its forerunner ended.
 */
#ifndef CM_WORK_SUPERVISOR_H
#define CM_WORK_SUPERVISOR_H

#include "store/intake.h"

#include <glib.h>

/** The role that reads all settings and ends: 0 if the others could work with them. */
#define SUPERVISOR_TRIAL_ROLE "settings"

/** A child: its role's name and the descriptors it inherits. */
typedef struct Role {
	const char *name;             /**< "worker": also the argument after `role` */
	const char *const *arguments; /**< more arguments, NULL-terminated */
	const int *fds;               /**< kept open across exec, under their numbers */
	guint n_fds;
} Role;

typedef struct SupervisorOptions {
	const char *program;     /**< path of this program */
	const char *config_path; /**< given on as -c */
	const Role *roles;
	guint n_roles;
} SupervisorOptions;

/**
 * Runs until SIGTERM or SIGINT, then ends the children in good order (SIGKILL after 20 s).
 * A child that ends is started again, after a growing pause if it lived only shortly.
 * SIGHUP ends all children, so that they start again with the settings of now; if these are
 * broken, nothing ends and the log says why.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean supervisor_run(const SupervisorOptions *options, GError **error);

/** What a child's wait status says about the mail it had in hand. */
LastDeath death_of(int wait_status);

/** "signal 11" or "status 75", for the log. (transfer full) */
char *death_words(int wait_status);

#endif
