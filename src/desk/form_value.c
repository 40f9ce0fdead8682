/*
 * What somebody wrote into a field, and whether it fits.
 */
#include "desk/form_parts.h"

void
form_value_free(gpointer data)
{
	FormValue *value = data;
	g_free(value->raw);
	g_free(value->value);
	g_free(value->fault);
	g_free(value);
}

FormValue *
form_value_new(const Field *field, const char *raw, gint64 now_ms)
{
	FormValue *value = g_new0(FormValue, 1);
	g_autoptr(GError) error = NULL;
	value->field = field;
	value->raw = g_strdup(raw);
	if (!field_says_nothing(field, raw))
		value->value = field_check(field, raw, now_ms, &error);
	else if (field->is_required && !*field->needs_field)
		value->fault = g_strdup(FORM_FAULT_EMPTY);
	else
		value->value = g_strdup("");
	if (error)
		value->fault = g_strdup(error->message);
	return value;
}
