/*
 * Commands with verbs, `casemate held drop 3`: which verb is meant, and are its words fit.
 */
#ifndef CM_APP_VERBS_H
#define CM_APP_VERBS_H

#include "app/app.h"

/** Runs the verb that argv[1] names, the first of the table if there is none, with the store
 *  open. The exit status. */
int verbs_run(App *app, int argc, char **argv);

#endif
