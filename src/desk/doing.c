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

char *
doing_list(const GPtrArray *names)
{
	GString *list = g_string_new(NULL);
	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(list, "%s%s", i ? ", " : "", (const char *)names->pdata[i]);
	return g_string_free(list, FALSE);
}
