/*
 * What the doers of verbs have in common.
 */
#include "desk/doing.h"

#include <string.h>

void
doing_say(Doing *d, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_ptr_array_add(d->done, g_strdup_vprintf(format, args));
	va_end(args);
}

void
doing_tell(Doing *d, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	g_ptr_array_add(d->done, g_strdup_vprintf(format, args));
	va_end(args);
	*d->tells = TRUE;
}

gboolean
doing_set(Doing *d, const char *attribute, const char *label, char **field, const char *value)
{
	if (!strcmp(*field, value))
		return FALSE;
	plan_set(d->b, d->h, attribute, label, *field, value);
	g_free(*field);
	*field = g_strdup(value);
	return TRUE;
}
