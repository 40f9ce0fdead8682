/*
 * The dates of a planned event, which fit each other and the time at which they are announced.
 */
#include "desk/event.h"
#include "desk/form_parts.h"

static const FormAsked nothing_asked;

#define HOUR_MS (3600 * (gint64)1000)
/* Who announces what has just begun, or counts days in a zone of his own, isn't wrong. */
#define PAST_MS (12 * HOUR_MS)

static FormValue *
find_value(const GPtrArray *values, const Field *field)
{
	for (guint i = 0; i < values->len; i++) {
		FormValue *value = values->pdata[i];
		if (value->field == field)
			return value;
	}
	return NULL;
}

/* As it is written now, else as it is known. "" or NULL: it isn't. */
static const char *
date_of(const FormValue *value, const Field *field, const FormAsked *asked)
{
	if (value)
		return value->value;
	return asked->values ? g_hash_table_lookup(asked->values, field->name) : NULL;
}

static gboolean
is_past(const char *begin, gint64 now_ms)
{
	gint64 from_ms, until_ms;
	Event event;
	if (!now_ms || !event_read(begin, NULL, &event))
		return FALSE;
	event_span(&event, &from_ms, &until_ms);
	return until_ms + PAST_MS < now_ms;
}

static void
set_fault(FormValue *value, const char *fault)
{
	g_clear_pointer(&value->value, g_free);
	value->fault = g_strdup(fault);
}

/* An event was moved beyond the end that it had: that is asked for anew. Behind the beginning, as
 * the fields stand. */
static FormValue *
add_old_end(GPtrArray *values, const FormValue *begin, const Field *field, const char *known)
{
	guint at = 0;
	FormValue *end = form_value_new(field, known, &nothing_asked);
	(void)g_ptr_array_find(values, begin, &at);
	g_ptr_array_insert(values, (gint)at + 1, end);
	return end;
}

void
form_judge_event(const GPtrArray *fields, GPtrArray *values, const FormAsked *asked)
{
	const Field *begin = field_of_effect(fields, "begin");
	const Field *end = field_of_effect(fields, "end");
	FormValue *from = begin ? find_value(values, begin) : NULL;
	FormValue *until = end ? find_value(values, end) : NULL;
	if (from && is_past(from->value, asked->now_ms))
		set_fault(from, "This date is over; write when it will begin.");
	const char *begins = begin ? date_of(from, begin, asked) : NULL;
	const char *ends = end ? date_of(until, end, asked) : NULL;
	if (!(from || until) || !event_ends_early(begins, ends))
		return;
	if (!until)
		until = add_old_end(values, from, end, ends);
	set_fault(until, "It would end before it begins; write when it will end.");
}
