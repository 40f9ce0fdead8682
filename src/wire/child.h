/*
 * Running a command without a shell, feeding it and hearing it out, within a bound of time.
 */
#ifndef CM_WIRE_CHILD_H
#define CM_WIRE_CHILD_H

#include <glib.h>

/** Puts the next bytes of the command's standard input into `buffer`: 0 at the end, -1 to
 *  give up. */
typedef gssize (*ChildFeed)(char *buffer, gsize size, gpointer user_data);

/**
 * Runs argv[0], a path or a name in PATH, with its standard output and error together in
 * `output` (the first 4 KB). `feed` is nullable: nothing to read. It gets SIGKILL after
 * `timeout_s` seconds, or soon after `*stop` (nullable) is no longer 0. FALSE, TEMP: it could
 * not be started. `status_out` is for the macros of wait(2); a command that closes its input
 * early or is killed shows there.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean child_run(const char *const *argv, ChildFeed feed,
					     gpointer user_data, guint timeout_s, const gint *stop,
					     GString *output, int *status_out, GError **error);

#endif
