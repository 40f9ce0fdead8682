/*
 * Time zones by name.
 */
#ifndef CM_STORE_ZONES_H
#define CM_STORE_ZONES_H

#include <glib.h>

/** Whether it is the name of a time zone in the IANA data of this machine, Europe/Berlin. */
G_GNUC_WARN_UNUSED_RESULT gboolean zone_check(const char *name, GError **error);

#endif
