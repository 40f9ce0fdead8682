/*
 * Commands with actions, `casemate held drop 3`: which action is meant, and are its words fit.
 */
#ifndef CM_APP_ACTIONS_H
#define CM_APP_ACTIONS_H

#include "app/app.h"

/** Runs the action that argv[1] names, the first of the table if there is none, with the store
 *  open. The exit status. */
int actions_run(App *app, int argc, char **argv);

/** Refuses what can't be a name, number or value: control characters, what is too long or no
 *  UTF-8. */
G_GNUC_WARN_UNUSED_RESULT gboolean actions_check_word(const char *word, GError **error);

#endif
