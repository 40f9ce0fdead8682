/*
 * key=value arguments.
 */
#ifndef CM_APP_SETS_H
#define CM_APP_SETS_H

#include <glib.h>

/** "a=b" "c=d" as name, value, name, value, ..., NULL; names in lower case. NULL with a
 *  sentence naming the argument that has no "=". (transfer full), free with g_strfreev() */
char **sets_read(char **arguments, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
