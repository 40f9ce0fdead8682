/*
 * What somebody wrote into a field, and whether it fits.
 */
#include "desk/form_parts.h"
#include "desk/question.h"

void
form_value_free(gpointer data)
{
	FormValue *value = data;
	g_free(value->raw);
	g_free(value->value);
	g_free(value->fault);
	g_free(value);
}

/* "See below": it fits where any words do, where it may be a choice as well. A long text may begin
 * so, and of files it is an answer. */
static gboolean
is_no_answer(const FormValue *value, const FormAsked *asked)
{
	const Field *field = value->field;
	gboolean holds_words = field->kind == FIELD_TEXT || field->kind == FIELD_LIST;
	gboolean is_left = field->kind == FIELD_LONG_TEXT || field->kind == FIELD_ATTACHMENT;
	if (!asked->site || is_left || (value->value && !holds_words) ||
	    (value->value && field_choice(field, value->value)))
		return FALSE;
	return text_is_no_answer(value->raw, asked->name, asked->address, asked->site);
}

/* Nothing is known: that is no fault where nothing has to be. */
static void
set_no_answer(FormValue *value)
{
	gboolean is_required = value->field->is_required && !*value->field->needs_field;
	value->is_no_answer = !field_is_untouched(value->field, value->raw);
	value->value = (g_free(value->value), is_required ? NULL : g_strdup(""));
	value->fault = is_required ? g_strdup(form_fault_of_nothing(value)) : NULL;
}

const char *
form_fault_of_nothing(const FormValue *value)
{
	return value->is_no_answer ? FORM_FAULT_UNKNOWN : FORM_FAULT_EMPTY;
}

FormValue *
form_value_new(const Field *field, const char *raw, const FormAsked *asked)
{
	FormValue *value = g_new0(FormValue, 1);
	g_autoptr(GError) error = NULL;
	gboolean says_nothing = field_says_nothing(field, raw);
	value->field = field;
	value->raw = g_strdup(raw);
	if (!says_nothing)
		value->value = field_check(field, raw, asked->now_ms, &error);
	if (says_nothing || is_no_answer(value, asked))
		set_no_answer(value);
	else if (error)
		value->fault = g_strdup(error->message);
	return value;
}

FormValue *
form_value_unknown(const Field *field, const char *raw)
{
	FormValue *value = g_new0(FormValue, 1);
	value->field = field;
	value->raw = g_strdup(raw);
	set_no_answer(value);
	return value;
}
