/*
 * What a case says of the event that it announces.
 */
#include "desk/event.h"

#include "desk/calendar.h"

#include <string.h>

const Field *
event_field(const CaseType *type, gboolean end)
{
	return type ? field_of_effect(type->fields, end ? "end" : "begin") : NULL;
}

/* The day, and the minute of it: an end on the very day of the beginning may have no time. */
static gboolean
is_before(const char *one, const char *other)
{
	gsize length = MIN(strlen(one), strlen(other));
	return strncmp(one, other, length) < 0;
}

gboolean
event_ends_early(const char *begin, const char *end)
{
	GDate day;
	int minute = 0;
	return begin && end && eta_split(begin, &day, &minute) && eta_split(end, &day, &minute) &&
	       is_before(end, begin);
}

gboolean
event_read(const char *begin, const char *end, Event *out)
{
	GDate day;
	int minute = 0;
	if (!begin || !eta_split(begin, &day, &minute))
		return FALSE;
	out->begin = begin;
	out->end = end && eta_split(end, &day, &minute) && !is_before(end, begin) ? end : "";
	return TRUE;
}

/* The beginning, or the end of a day. Of what eta_split() takes. */
static gint64
moment(const char *date, gboolean at_end)
{
	GDate day;
	int minute = 0;
	if (!eta_split(date, &day, &minute))
		return 0;
	g_autoptr(GDateTime) midnight = g_date_time_new_utc(
		g_date_get_year(&day), (int)g_date_get_month(&day), g_date_get_day(&day), 0, 0, 0);
	gint64 whole = at_end ? 24 * 60 : 0;
	return (g_date_time_to_unix(midnight) + 60 * (minute < 0 ? whole : minute)) * 1000;
}

void
event_span(const Event *event, gint64 *begin_ms_out, gint64 *end_ms_out)
{
	*begin_ms_out = moment(event->begin, FALSE);
	*end_ms_out = moment(*event->end ? event->end : event->begin, TRUE);
}

gboolean
event_of(const CaseFact *c, const Site *site, Event *out)
{
	const CaseType *type = site_type(site, c->type);
	const Field *begin = event_field(type, FALSE), *end = event_field(type, TRUE);
	const FieldFact *from = begin ? case_field(c, begin->name) : NULL;
	const FieldFact *until = end ? case_field(c, end->name) : NULL;
	return event_read(from ? from->value : NULL, until ? until->value : NULL, out);
}
