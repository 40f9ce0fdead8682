/*
 * Where partners take events.
 */
#ifndef CM_STORE_ENDPOINTS_H
#define CM_STORE_ENDPOINTS_H

#include "store/store.h"

/** As a partner's row has it. */
typedef struct Endpoint {
	char *url;
	char *secret_file;
	char *ca_file;           /**< "": the system's authorities */
	guint connect_timeout_s; /**< 0: the default */
	guint answer_timeout_s;  /**< 0: the default */
} Endpoint;

void endpoint_free(Endpoint *endpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Endpoint, endpoint_free)

/** The endpoint of a partner; NULL without error if it has none, or it was switched off. (transfer
 *  full) */
Endpoint *endpoint_get(Store *store, const char *partner, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Whether the partner has one, if it is switched off. */
G_GNUC_WARN_UNUSED_RESULT gboolean endpoint_is_known(Store *store, const char *partner,
						     gboolean *known_out, GError **error);

/** Posts nothing there any more, until somebody sets its URL again. `why` in words. */
G_GNUC_WARN_UNUSED_RESULT gboolean endpoint_switch_off(Store *store, const char *partner,
						       const char *why, GError **error);

#endif
