/*
 * Writing calendars: the event of an ETA, and those that were announced.  A UID stays as long as
 * the case does and its SEQUENCE rises with each change, so that calendars move the event instead
 * of adding another.
 */
#include "desk/calendar.h"

#include "desk/site.h"

#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

/* Of an event at a time of the day: one without length can't be seen in many calendars. */
#define MINUTES_LONG 15

/* Nothing but what a canonical ETA is, however digits could be read besides. */
gboolean
eta_split(const char *eta, GDate *day_out, int *minute_out)
{
	int year, month, day, hour = 0, minute = 0;
	int count = sscanf(eta, "%4d-%2d-%2d %2d:%2d", &year, &month, &day, &hour, &minute);
	if ((count != 3 && count != 5) || year < 1 || hour > 23 || minute > 59 ||
	    !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return FALSE;
	g_autofree char *date = g_strdup_printf("%04d-%02d-%02d", year, month, day);
	g_autofree char *time = g_strdup_printf("%s %02d:%02d UTC", date, hour, minute);
	if (strcmp(eta, count == 3 ? date : time) != 0)
		return FALSE;
	g_date_clear(day_out, 1);
	g_date_set_dmy(day_out, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	*minute_out = count == 3 ? -1 : hour * 60 + minute;
	return TRUE;
}

/* That many days, or minutes, behind the ETA. */
static struct icaltimetype
time_of(const GDate *day, int minute, int behind)
{
	struct icaltimetype at = icaltime_null_time();
	gboolean is_day = minute < 0;
	int on = is_day ? 0 : minute + behind;
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_julian(&date,
			  g_date_get_julian(day) + (guint32)(is_day ? behind : on / (24 * 60)));
	at.year = g_date_get_year(&date);
	at.month = (int)g_date_get_month(&date);
	at.day = g_date_get_day(&date);
	at.is_date = is_day;
	at.hour = on / 60 % 24;
	at.minute = on % 60;
	if (!is_day)
		at.zone = icaltimezone_get_utc_timezone();
	return at;
}

static void
add_what(icalcomponent *vevent, const CalendarEvent *event)
{
	g_autofree char *summary =
		g_strdup_printf("%s%s%s", event->number, *event->title ? ": " : "", event->title);
	g_autofree char *uid =
		g_strdup_printf("%s.eta@%s", event->number, address_domain(event->address));
	g_autofree char *organizer = g_strdup_printf("mailto:%s", event->address);
	icalcomponent_add_property(vevent, icalproperty_new_uid(uid));
	icalcomponent_add_property(vevent, icalproperty_new_sequence((int)event->sequence));
	icalcomponent_add_property(vevent, icalproperty_new_summary(summary));
	icalcomponent_add_property(vevent, icalproperty_new_organizer(organizer));
	icalcomponent_add_property(vevent,
				   icalproperty_new_status(event->is_over ? ICAL_STATUS_CANCELLED
									  : ICAL_STATUS_CONFIRMED));
	/* Nobody is busy because we are. */
	icalcomponent_add_property(vevent, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
}

/* Without events. (transfer full) */
static icalcomponent *
calendar_of(enum icalproperty_method method)
{
	icalcomponent *calendar = icalcomponent_new_vcalendar();
	icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
	icalcomponent_add_property(calendar, icalproperty_new_prodid("-//casemate//EN"));
	icalcomponent_add_property(calendar, icalproperty_new_method(method));
	return calendar;
}

static struct icaltimetype
stamp_of(gint64 now_ms)
{
	return icaltime_from_timet_with_zone((time_t)(now_ms / 1000), 0,
					     icaltimezone_get_utc_timezone());
}

/* Takes the calendar. (transfer full) */
static char *
text_of(icalcomponent *calendar)
{
	char *text = icalcomponent_as_ical_string_r(calendar);
	char *copy = g_strdup(text);
	icalmemory_free_buffer(text);
	icalcomponent_free(calendar);
	return copy;
}

char *
calendar_event(const CalendarEvent *event)
{
	GDate day;
	int minute = 0;
	if (!eta_split(event->eta, &day, &minute))
		return NULL;
	icalcomponent *calendar =
		calendar_of(event->is_over ? ICAL_METHOD_CANCEL : ICAL_METHOD_PUBLISH);
	icalcomponent *vevent = icalcomponent_new_vevent();
	icalcomponent_add_property(vevent, icalproperty_new_dtstamp(stamp_of(event->now_ms)));
	icalcomponent_add_property(vevent, icalproperty_new_dtstart(time_of(&day, minute, 0)));
	icalcomponent_add_property(vevent, icalproperty_new_dtend(time_of(
						   &day, minute, minute < 0 ? 1 : MINUTES_LONG)));
	add_what(vevent, event);
	icalcomponent_add_component(calendar, vevent);
	return text_of(calendar);
}

struct CalendarWriter {
	icalcomponent *calendar;
	gint64 now_ms;
};

CalendarWriter *
calendar_writer_new(gint64 now_ms)
{
	CalendarWriter *writer = g_new0(CalendarWriter, 1);
	writer->calendar = calendar_of(ICAL_METHOD_PUBLISH);
	writer->now_ms = now_ms;
	return writer;
}

static void
add_times(icalcomponent *vevent, const CalendarPlan *plan, const GDate *from, int from_minute)
{
	GDate until = *from;
	int minute = from_minute;
	gboolean is_long = *plan->end && strcmp(plan->begin, plan->end) != 0 &&
			   eta_split(plan->end, &until, &minute);
	if (from_minute < 0 || minute < 0) {
		icalcomponent_add_property(vevent, icalproperty_new_dtstart(time_of(from, -1, 0)));
		icalcomponent_add_property(vevent, icalproperty_new_dtend(time_of(&until, -1, 1)));
		return;
	}
	icalcomponent_add_property(vevent, icalproperty_new_dtstart(time_of(from, from_minute, 0)));
	icalcomponent_add_property(vevent, icalproperty_new_dtend(time_of(
						   &until, minute, is_long ? 0 : MINUTES_LONG)));
}

void
calendar_writer_add(CalendarWriter *writer, const CalendarPlan *plan)
{
	GDate day;
	int minute = 0;
	if (!eta_split(plan->begin, &day, &minute))
		return;
	icalcomponent *vevent = icalcomponent_new_vevent();
	g_autofree char *summary = g_strdup_printf("%s: %s", plan->number, plan->title);
	g_autofree char *uid =
		g_strdup_printf("%s.event@%s", plan->number, address_domain(plan->address));
	g_autofree char *organizer = g_strdup_printf("mailto:%s", plan->address);
	icalcomponent_add_property(vevent, icalproperty_new_dtstamp(stamp_of(writer->now_ms)));
	add_times(vevent, plan, &day, minute);
	icalcomponent_add_property(vevent, icalproperty_new_uid(uid));
	icalcomponent_add_property(vevent, icalproperty_new_summary(summary));
	icalcomponent_add_property(vevent, icalproperty_new_description(plan->about));
	icalcomponent_add_property(vevent, icalproperty_new_organizer(organizer));
	icalcomponent_add_property(vevent, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	icalcomponent_add_component(writer->calendar, vevent);
}

char *
calendar_writer_end(CalendarWriter *writer)
{
	char *text = text_of(writer->calendar);
	g_free(writer);
	return text;
}
