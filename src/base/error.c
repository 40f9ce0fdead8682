/*
 * The error domain of casemate: temporary or permanent, and a sentence.
 */
#include "base/error.h"

#include <stdint.h>

G_DEFINE_QUARK(casemate - error - quark, cm_error)

static void
error_take(GError **error, CmError code, const char *format, va_list args)
{
	if (error)
		g_propagate_error(error, g_error_new_valist(CM_ERROR, (gint)code, format, args));
}

gboolean
error_temp(GError **error, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	error_take(error, CM_ERROR_TEMP, format, args);
	va_end(args);
	return FALSE;
}

gboolean
error_perm(GError **error, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	error_take(error, CM_ERROR_PERM, format, args);
	va_end(args);
	return FALSE;
}

gpointer
unconst(gconstpointer pointer)
{
	return (gpointer)(uintptr_t)pointer;
}
