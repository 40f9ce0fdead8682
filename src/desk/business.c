/*
 * Reckoning with business hours.  A day is looked at after the other, each of its hours as the
 * clocks on the wall show them there, so that a day of 23 or 25 hours is as long as it is.
 */
#include "desk/business.h"

#include "base/error.h"
#include "desk/when.h"

#include <stdio.h>
#include <string.h>

#define WEEK         7
#define DAY_MINUTES  (24 * 60)
#define DAYS_AT_MOST 3660
#define YEAR_DAYS    366

/* Open from one minute of a day to another. */
typedef struct Hours {
	int from;
	int to;
} Hours;

struct Business {
	GTimeZone *zone;
	GArray *week[WEEK];   /* Hours, Monday first, each day's in their order */
	GHashTable *holidays; /* julian days */
};

/* What is open of a time: from there to there. */
typedef struct Stretch {
	gint64 from_ms;
	gint64 to_ms;
} Stretch;

Business *
business_new(GTimeZone *zone)
{
	Business *business = g_new0(Business, 1);
	business->zone = g_time_zone_ref(zone);
	for (int i = 0; i < WEEK; i++)
		business->week[i] = g_array_new(FALSE, FALSE, sizeof(Hours));
	business->holidays = g_hash_table_new(NULL, NULL);
	return business;
}

void
business_free(Business *business)
{
	if (!business)
		return;
	g_time_zone_unref(business->zone);
	for (int i = 0; i < WEEK; i++)
		g_array_unref(business->week[i]);
	g_hash_table_unref(business->holidays);
	g_free(business);
}

/* "Mon" or "Monday" up to a stop, 0 to 6; -1: it is none. Moves behind it. */
static int
read_day(const char **text)
{
	static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
					    "friday", "saturday", "sunday"};
	gsize length = 0;
	while (g_ascii_isalpha((*text)[length]))
		length++;
	for (int i = 0; i < WEEK; i++)
		if (length >= 3 && length <= strlen(names[i]) &&
		    !g_ascii_strncasecmp(names[i], *text, length)) {
			*text += length;
			return i;
		}
	return -1;
}

static gboolean
no_hours(const char *text, GError **error)
{
	return error_perm(error,
			  "\"%s\" are no hours; write them like \"Mon-Fri 09:00-17:00\", \"Sat "
			  "10:00-12:30\" or \"always\"",
			  text);
}

static gboolean
read_hours(const char *text, Hours *hours)
{
	int from_h, from_m, to_h, to_m, used = 0;
	if (sscanf(text, " %2d:%2d-%2d:%2d%n", &from_h, &from_m, &to_h, &to_m, &used) != 4 ||
	    text[used] || strspn(text, " 0123456789:-") != strlen(text) || strstr(text, "--"))
		return FALSE;
	hours->from = from_h * 60 + from_m;
	hours->to = to_h * 60 + to_m;
	return from_m < 60 && to_m < 60 && hours->from >= 0 && hours->from < hours->to &&
	       hours->to <= DAY_MINUTES;
}

static gboolean
add(Business *business, int day, Hours hours)
{
	GArray *list = business->week[day];
	guint at = 0;
	for (guint i = 0; i < list->len; i++) {
		const Hours *other = &g_array_index(list, Hours, i);
		if (other->from < hours.to && hours.from < other->to)
			return FALSE;
		if (other->to <= hours.from)
			at = i + 1;
	}
	g_array_insert_val(list, at, hours);
	return TRUE;
}

gboolean
business_add_hours(Business *business, const char *text, GError **error)
{
	const char *rest = g_ascii_strcasecmp(text, "always") ? text : "Mon-Sun 00:00-24:00";
	Hours hours = {0};
	int first = read_day(&rest);
	int last = first;
	if (first >= 0 && *rest == '-') {
		rest++;
		last = read_day(&rest);
	}
	if (first < 0 || last < 0 || *rest != ' ' || !read_hours(rest, &hours))
		return no_hours(text, error);
	for (int day = first;; day = (day + 1) % WEEK) {
		if (!add(business, day, hours))
			return error_perm(error, "\"%s\" overlaps other hours: join the two", text);
		if (day == last)
			return TRUE;
	}
}

void
business_add_holiday(Business *business, guint32 julian)
{
	g_hash_table_add(business->holidays, GUINT_TO_POINTER(julian));
}

static gint
compare_days(gconstpointer a, gconstpointer b)
{
	guint one = GPOINTER_TO_UINT(a), other = GPOINTER_TO_UINT(b);
	return (one > other) - (one < other);
}

char *
business_settings(const Business *business)
{
	GString *out = g_string_new(g_time_zone_get_identifier(business->zone));
	g_autoptr(GList) holidays =
		g_list_sort(g_hash_table_get_keys(business->holidays), compare_days);
	for (int day = 0; day < WEEK; day++) {
		g_string_append(out, " /");
		for (guint i = 0; i < business->week[day]->len; i++) {
			const Hours *hours = &g_array_index(business->week[day], Hours, i);
			g_string_append_printf(out, " %d-%d", hours->from, hours->to);
		}
	}
	g_string_append(out, " /");
	for (const GList *day = holidays; day; day = day->next)
		g_string_append_printf(out, " %u", GPOINTER_TO_UINT(day->data));
	return g_string_free(out, FALSE);
}

guint32
business_day(const Business *business, gint64 at_ms)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_ms / 1000);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, business->zone);
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)g_date_time_get_day_of_month(local),
		       (GDateMonth)g_date_time_get_month(local),
		       (GDateYear)g_date_time_get_year(local));
	return g_date_get_julian(&date);
}

/* A minute of a day there; one that a change of the clocks leaves out is the next there is. */
static gint64
moment(const Business *business, guint32 julian, int minute)
{
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_julian(&date, julian + (guint32)(minute / DAY_MINUTES));
	minute %= DAY_MINUTES;
	g_autoptr(GDateTime) at = g_date_time_new(
		business->zone, g_date_get_year(&date), (gint)g_date_get_month(&date),
		g_date_get_day(&date), minute / 60, minute % 60, 0);
	return g_date_time_to_unix(at) * 1000;
}

gint64
business_midnight(const Business *business, guint32 julian)
{
	return moment(business, julian, 0);
}

/* Of the day's week: julian day 1 was a Monday. */
static const GArray *
hours_of(const Business *business, guint32 julian)
{
	return business->week[(julian - 1) % WEEK];
}

static gboolean
is_working_day(const Business *business, guint32 julian)
{
	return hours_of(business, julian)->len > 0 &&
	       !g_hash_table_contains(business->holidays, GUINT_TO_POINTER(julian));
}

/* Calls for each stretch of work from then on, in their order, until it says FALSE. */
static void
walk(const Business *business, gint64 from_ms,
     gboolean (*take)(const Stretch *stretch, gpointer data), gpointer data)
{
	guint32 first = business_day(business, from_ms);
	for (guint32 day = first; day < first + DAYS_AT_MOST; day++) {
		const GArray *list = hours_of(business, day);
		for (guint i = 0; is_working_day(business, day) && i < list->len; i++) {
			const Hours *hours = &g_array_index(list, Hours, i);
			const Stretch stretch = {
				MAX(moment(business, day, hours->from), from_ms),
				moment(business, day, hours->to),
			};
			if (stretch.to_ms > stretch.from_ms && !take(&stretch, data))
				return;
		}
	}
}

/* How much is to be worked still, and when that was done. */
typedef struct Work {
	gint64 left_ms;
	gint64 done_ms;
} Work;

static gboolean
work_on(const Stretch *stretch, gpointer data)
{
	Work *work = data;
	gint64 length_ms = stretch->to_ms - stretch->from_ms;
	if (work->left_ms <= length_ms) {
		work->done_ms = stretch->from_ms + work->left_ms;
		return FALSE;
	}
	work->left_ms -= length_ms;
	return TRUE;
}

gint64
business_after(const Business *business, gint64 from_ms, gint64 work_ms)
{
	Work work = {work_ms, G_MAXINT64};
	walk(business, from_ms, work_on, &work);
	return work.done_ms;
}

/* What was worked until then. */
typedef struct Until {
	gint64 to_ms;
	gint64 sum_ms;
} Until;

static gboolean
count(const Stretch *stretch, gpointer data)
{
	Until *until = data;
	if (stretch->from_ms >= until->to_ms)
		return FALSE;
	until->sum_ms += MIN(stretch->to_ms, until->to_ms) - stretch->from_ms;
	return stretch->to_ms < until->to_ms;
}

gint64
business_between(const Business *business, gint64 from_ms, gint64 to_ms)
{
	Until until = {to_ms, 0};
	if (to_ms > from_ms)
		walk(business, from_ms, count, &until);
	return until.sum_ms;
}

gint64
business_morning(const Business *business, guint32 julian)
{
	int minute = DAY_MINUTES;
	for (int i = 0; i < WEEK; i++)
		if (business->week[i]->len > 0)
			minute = MIN(minute, g_array_index(business->week[i], Hours, 0).from);
	if (hours_of(business, julian)->len > 0)
		minute = g_array_index(hours_of(business, julian), Hours, 0).from;
	return moment(business, julian, minute % DAY_MINUTES);
}

guint32
business_day_before(const Business *business, guint32 julian)
{
	for (guint32 day = julian - 1; day + YEAR_DAYS > julian; day--)
		if (is_working_day(business, day))
			return day;
	return julian;
}

char *
business_spoken(const Business *business, gint64 at_ms)
{
	const When when = {.at_ms = at_ms};
	return when_spoken(&when, business->zone);
}
