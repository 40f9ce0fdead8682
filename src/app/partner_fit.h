/*
 * What of a partner's settings the store can't judge.
 */
#ifndef CM_APP_PARTNER_FIT_H
#define CM_APP_PARTNER_FIT_H

#include "app/app.h"

/** Whether name, value, name, value, ..., NULL can be so: the URL of its endpoint is one, its files
 *  are there and may be read by us alone. (transfer full) them, with whole paths; NULL if not */
char **partner_fit(const App *app, const char *const *sets,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
