/*
 * The one error domain.  The only thing a caller has to know about a failure is
 * whether trying again will help.
 */
#ifndef CM_BASE_ERROR_H
#define CM_BASE_ERROR_H

#include <glib.h>

#define CM_ERROR (cm_error_quark())

typedef enum {
	/** Trying again later may help: the MTA keeps the mail, the outbox row waits. */
	CM_ERROR_TEMP,
	/** It fails the same way every time. */
	CM_ERROR_PERM,
} CmError;

GQuark cm_error_quark(void);

/** Sets `error` (nullable) to a message of one sentence; always returns FALSE. */
gboolean error_temp(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
gboolean error_perm(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

/**
 * Takes the constness off a pointer whose library prototype forgot it.  The only
 * place where const is cast away; the callee must not write.
 */
gpointer unconst(gconstpointer pointer);

#endif
