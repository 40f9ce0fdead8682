/*
 * From settings to the options of each role, for `run` and for the commands that play
 * one role alone.
 */
#ifndef CM_APP_ROLES_H
#define CM_APP_ROLES_H

#include "app/app.h"
#include "work/acceptor.h"
#include "work/sender.h"
#include "work/worker.h"

/** Listening sockets and wake pipes are the caller's to fill in. Strings are borrowed from
 *  the app and, where `schema_dir` is asked for, from it. */
void role_acceptor_options(App *app, const char *schema_dir, AcceptorOptions *options_out);
void role_worker_options(App *app, const char *schema_dir, WorkerOptions *options_out);
void role_sender_options(App *app, const char *schema_dir, SenderOptions *options_out);

/** FALSE if mail waits in a spool that the configuration named before: nobody would look there
 *  again. */
G_GNUC_WARN_UNUSED_RESULT gboolean role_check_old_spool(const App *app, GError **error);
/** Writes what `casemate deliver` reads in place of the configuration. */
G_GNUC_WARN_UNUSED_RESULT gboolean role_write_deliver_settings(const App *app, GError **error);

#endif
