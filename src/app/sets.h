/*
 * key=value arguments.
 */
#ifndef CM_APP_SETS_H
#define CM_APP_SETS_H

#include <glib.h>

/** "a=b" "c=d" as name, value, name, value, ..., NULL; names in lower case, each once but for
 *  `repeatable` (nullable). NULL with a sentence naming the argument that has no "=", or the
 *  name that comes again. (transfer full), free with g_strfreev() */
char **sets_read(char **arguments, const char *repeatable,
		 GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
