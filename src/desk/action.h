/*
 * Actions by address: an empty mail to support+ID.done@ does what the command "#done" does.
 */
#ifndef CM_DESK_ACTION_H
#define CM_DESK_ACTION_H

#include <glib.h>

typedef struct Action {
	const char *name; /**< behind the tracking ID: "done", "r5" */
	const char *verb; /**< the command it stands for */
	const char *value;
} Action;

/** By its name in any letter case; NULL if there is none. (transfer none) */
const Action *action_find(const char *name);

/** The command that says the same, "#rate 5". (transfer full) */
char *action_command(const Action *action);

#endif
