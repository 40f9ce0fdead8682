/*
 * Reading the calendar of holidays.  An event is as many days as it lasts, each time that it comes
 * back; one with times of a day counts as whole days, for calendars of "half holidays" say who
 * works then in words at best.
 */
#include "desk/holidays.h"

#include "base/error.h"

#include <libical/ical.h>
#include <string.h>

#define LAST_YEAR     2100
#define DAYS_AT_MOST  60 /* of one event: more is a mistake */
#define TIMES_AT_MOST 5000

static guint32
julian_of(struct icaltimetype at)
{
	GDate date;
	g_date_clear(&date, 1);
	if (!g_date_valid_dmy((GDateDay)at.day, (GDateMonth)at.month, (GDateYear)at.year))
		return 0;
	g_date_set_dmy(&date, (GDateDay)at.day, (GDateMonth)at.month, (GDateYear)at.year);
	return g_date_get_julian(&date);
}

/* The end of a whole day is the next one (RFC 5545 3.6.1); of an event without one the same. */
static guint32
length_of(icalcomponent *event, guint32 first)
{
	guint32 end = julian_of(icalcomponent_get_dtend(event));
	return end > first ? MIN(end - first, DAYS_AT_MOST) : 1;
}

static guint
add_days(Business *business, guint32 first, guint32 days)
{
	for (guint32 i = 0; first && i < days; i++)
		business_add_holiday(business, first + i);
	return first ? 1 : 0;
}

/* (transfer full) */
static GHashTable *
exceptions_of(icalcomponent *event)
{
	GHashTable *days = g_hash_table_new(NULL, NULL);
	for (icalproperty *p = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY); p;
	     p = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY))
		g_hash_table_add(days, GUINT_TO_POINTER(julian_of(icalproperty_get_exdate(p))));
	return days;
}

static guint
add_recurring(Business *business, icalcomponent *event, icalproperty *rule, guint32 days)
{
	guint found = 0;
	g_autoptr(GHashTable) but = exceptions_of(event);
	icalrecur_iterator *iterator = icalrecur_iterator_new(icalproperty_get_rrule(rule),
							      icalcomponent_get_dtstart(event));
	for (guint i = 0; iterator && i < TIMES_AT_MOST; i++) {
		struct icaltimetype at = icalrecur_iterator_next(iterator);
		guint32 first = icaltime_is_null_time(at) ? 0 : julian_of(at);
		if (!first || at.year > LAST_YEAR)
			break;
		if (!g_hash_table_contains(but, GUINT_TO_POINTER(first)))
			found += add_days(business, first, days);
	}
	if (iterator)
		icalrecur_iterator_free(iterator);
	return found;
}

static guint
add_event(Business *business, icalcomponent *event)
{
	guint32 first = julian_of(icalcomponent_get_dtstart(event));
	guint32 days = length_of(event, first);
	icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
	if (!first)
		return 0;
	return rule ? add_recurring(business, event, rule, days) : add_days(business, first, days);
}

static guint
add_events(Business *business, icalcomponent *calendar)
{
	guint found = 0;
	for (icalcomponent *event =
		     icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	     event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
		found += add_event(business, event);
	return found;
}

gboolean
holidays_read(const char *text, Business *business, GError **error)
{
	guint found = 0;
	icalcomponent *root = icalparser_parse_string(text);
	if (!root)
		return error_perm(error, "it is no calendar: it has to begin with BEGIN:VCALENDAR");
	if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT)
		found = add_events(business, root);
	/* Several calendars behind each other come in a wrapping of libical's. */
	for (icalcomponent *one = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
	     one; one = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT))
		found += add_events(business, one);
	icalcomponent_free(root);
	if (found > 0)
		return TRUE;
	return error_perm(error, "it has no holiday: each is a VEVENT with a DTSTART");
}
