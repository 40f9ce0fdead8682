/*
 * Reading dates.  Only forms that mean one thing to everybody are taken; what was understood
 * is echoed with weekday and zone.
 */
#include "desk/when.h"

#include "base/error.h"

#include <stdio.h>
#include <string.h>

/* How far ahead an ETA may lie: beyond it a digit is wrong. */
#define YEARS_AHEAD 5

/* What is being read: the text, and today in the writer's zone. */
typedef struct Reading {
	const char *value;
	GDateTime *now;
	GTimeZone *zone;
	GDateTime *day; /* midnight of the day that was read */
	int hour;       /* -1: none was given */
	int minute;
} Reading;

static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
				       "friday", "saturday", "sunday"};

static GDateTime *
midnight(GDateTime *at, GTimeZone *zone, int days_on)
{
	g_autoptr(GDateTime) day = g_date_time_add_days(at, days_on);
	return g_date_time_new(zone, g_date_time_get_year(day), g_date_time_get_month(day),
			       g_date_time_get_day_of_month(day), 0, 0, 0);
}

/* "mon", "tue.", "wednesday", 0 to 6; -1 for none of them. */
static int
weekday_of(const char *word)
{
	gsize length = strlen(word);
	if (length > 0 && word[length - 1] == '.')
		length--;
	for (guint i = 0; i < G_N_ELEMENTS(weekdays); i++)
		if (length >= 3 && length <= strlen(weekdays[i]) &&
		    !g_ascii_strncasecmp(word, weekdays[i], length))
			return (int)i;
	return -1;
}

/* The next such day; today is meant by "today". */
static gboolean
read_weekday(Reading *r, const char *word)
{
	int wanted = weekday_of(word);
	if (wanted < 0)
		return FALSE;
	int ahead = (wanted + 1 - g_date_time_get_day_of_week(r->now) + 7) % 7;
	r->day = midnight(r->now, r->zone, ahead ? ahead : 7);
	return TRUE;
}

static gboolean
read_iso_day(Reading *r, const char *word)
{
	int year, month, day, used = 0;
	if (sscanf(word, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || word[used])
		return FALSE;
	if (strspn(word, "0123456789") != 4 ||
	    !g_date_valid_dmy((GDateDay)CLAMP(day, 0, 255), (GDateMonth)CLAMP(month, 0, 13),
			      (GDateYear)year))
		return FALSE;
	r->day = g_date_time_new(r->zone, year, month, day, 0, 0, 0);
	return r->day != NULL;
}

/* "24.12.2026", or "24.12." for the next one: with stops the day comes first wherever dates are
 * written so. */
static gboolean
read_dotted_day(Reading *r, const char *word)
{
	int year = g_date_time_get_year(r->now), month, day, used = 0;
	gboolean has_year = sscanf(word, "%2d.%2d.%4d%n", &day, &month, &year, &used) == 3;
	if (!has_year && sscanf(word, "%2d.%2d%n", &day, &month, &used) != 2)
		return FALSE;
	if (!has_year && word[used] == '.')
		used++;
	if (word[used] || word[0] == '-' || word[0] == '+' || day < 1 || month < 1 || month > 12)
		return FALSE;
	r->day = g_date_time_new(r->zone, year, month, day, 0, 0, 0);
	g_autoptr(GDateTime) today = midnight(r->now, r->zone, 0);
	if (!has_year && r->day && g_date_time_compare(r->day, today) < 0) {
		g_date_time_unref(r->day);
		r->day = g_date_time_new(r->zone, year + 1, month, day, 0, 0, 0);
	}
	return r->day != NULL;
}

static gboolean
read_day_word(Reading *r, const char *word)
{
	static const struct {
		const char *word;
		int days;
	} days[] = {{"today", 0}, {"tomorrow", 1}};
	for (guint i = 0; i < G_N_ELEMENTS(days); i++)
		if (!g_ascii_strcasecmp(word, days[i].word)) {
			r->day = midnight(r->now, r->zone, days[i].days);
			return TRUE;
		}
	return read_weekday(r, word) || read_iso_day(r, word) || read_dotted_day(r, word);
}

/* "14:00", "9:30". */
static gboolean
read_time(Reading *r, const char *word)
{
	int hour, minute, used = 0;
	if (sscanf(word, "%2d:%2d%n", &hour, &minute, &used) != 2 || word[used] ||
	    strspn(word, "0123456789:") != strlen(word) || used < 4 || hour > 23 || minute > 59)
		return FALSE;
	r->hour = hour;
	r->minute = minute;
	return TRUE;
}

/* "+3d", "+2w", "+4h". */
static gboolean
read_span(Reading *r, const char *word)
{
	int count, used = 0;
	char unit;
	if (sscanf(word, "+%4d%c%n", &count, &unit, &used) != 2 || word[used] ||
	    !g_ascii_isdigit(word[1]))
		return FALSE;
	unit = g_ascii_tolower(unit);
	if (unit == 'd' || unit == 'w') {
		r->day = midnight(r->now, r->zone, unit == 'w' ? count * 7 : count);
		return TRUE;
	}
	if (unit != 'h')
		return FALSE;
	g_autoptr(GDateTime) at = g_date_time_add_hours(r->now, count);
	r->day = midnight(at, r->zone, 0);
	r->hour = g_date_time_get_hour(at);
	r->minute = g_date_time_get_minute(at);
	return TRUE;
}

/* Digits with strokes between: what comes first differs from country to country. */
static gboolean
is_ambiguous(const char *value)
{
	int a, b, c, used = 0;
	return (sscanf(value, "%2d/%2d/%4d%n", &a, &b, &c, &used) == 3 ||
		sscanf(value, "%2d-%2d-%4d%n", &a, &b, &c, &used) == 3 ||
		(sscanf(value, "%2d/%2d%n", &a, &b, &used) == 2 && !value[used])) &&
	       g_ascii_isdigit(*value);
}

/* "next friday", in other languages "friday next": some mean the coming one, others that of next
 * week. Both days, NULL: it isn't said. (transfer full) */
static char *
readings_of_next(const Reading *r, char **pieces)
{
	Reading coming = {.now = r->now, .zone = r->zone};
	gboolean has_next = FALSE;
	for (guint i = 0; pieces[i]; i++)
		if (!g_ascii_strcasecmp(pieces[i], "next"))
			has_next = TRUE;
		else if (!coming.day)
			read_weekday(&coming, pieces[i]);
	g_autoptr(GDateTime) day = coming.day;
	if (!has_next || !day)
		return NULL;
	g_autoptr(GDateTime) later = g_date_time_add_days(day, 7);
	g_autofree char *one = g_date_time_format(day, "%Y-%m-%d");
	g_autofree char *other = g_date_time_format(later, "%Y-%m-%d");
	return g_strdup_printf("%s or %s", one, other);
}

static gboolean
no_date(const Reading *r, char **pieces, GError **error)
{
	const char *value = r->value;
	g_autofree char *readings = readings_of_next(r, pieces);
	if (readings)
		return error_perm(error, "\"%s\" can be read in two ways; write %s", value,
				  readings);
	if (is_ambiguous(value))
		return error_perm(error,
				  "\"%s\" can be read in two ways; write year, month, day, as in "
				  "2026-12-01",
				  value);
	return error_perm(error,
			  "\"%s\" is no date; write 2026-12-01, 2026-12-01 14:00, 14:00, +3d, fri, "
			  "tomorrow or none",
			  value);
}

/* Splits at blanks and at the "T" of "2026-12-01T14:00". */
static char **
pieces_of(const char *value)
{
	g_autofree char *spaced = g_strdup(value);
	gsize length = strlen(spaced);
	if (length > 11 && g_ascii_isdigit(spaced[0]) && (spaced[10] == 'T' || spaced[10] == 't'))
		spaced[10] = ' ';
	return g_strsplit(spaced, " ", -1);
}

/* A zone at the end: UTC is the only one that has to be known. */
static gboolean
take_utc(char **pieces, guint count)
{
	if (count == 0)
		return FALSE;
	char *last = pieces[count - 1];
	gsize length = strlen(last);
	if (!g_ascii_strcasecmp(last, "utc") || !g_ascii_strcasecmp(last, "gmt")) {
		*last = '\0';
		return TRUE;
	}
	if (length > 4 && g_ascii_tolower(last[length - 1]) == 'z' &&
	    g_ascii_isdigit(last[length - 2])) {
		last[length - 1] = '\0';
		return TRUE;
	}
	return FALSE;
}

/* Each word is a day or a time, each of them once. */
static gboolean
read_pieces(Reading *r, char **pieces)
{
	for (guint i = 0; pieces[i]; i++) {
		if (!*pieces[i] || !g_ascii_strcasecmp(pieces[i], "at"))
			continue;
		gboolean has_time = r->hour >= 0;
		if (!has_time && read_time(r, pieces[i]))
			continue;
		if (r->day || !(read_day_word(r, pieces[i]) || read_span(r, pieces[i])))
			return FALSE;
	}
	if (!r->day && r->hour >= 0)
		r->day = midnight(r->now, r->zone, 0);
	return r->day != NULL;
}

static void
settle(const Reading *r, When *out)
{
	out->is_day = r->hour < 0;
	out->year = g_date_time_get_year(r->day);
	out->month = g_date_time_get_month(r->day);
	out->day = g_date_time_get_day_of_month(r->day);
	g_autoptr(GDateTime) at =
		g_date_time_new(r->zone, out->year, out->month, out->day,
				out->is_day ? 23 : r->hour, out->is_day ? 59 : r->minute, 0);
	out->at_ms = g_date_time_to_unix(at) * 1000;
}

static gboolean
check(const char *value, const When *when, gint64 now_ms, GError **error)
{
	if (when->at_ms < now_ms)
		return error_perm(error, "%s lies in the past; give a later date, or none", value);
	if ((when->at_ms - now_ms) / (365 * 24 * G_GINT64_CONSTANT(3600000)) >= YEARS_AHEAD)
		return error_perm(error, "%s is more than %d years ahead; is the year right?",
				  value, YEARS_AHEAD);
	return TRUE;
}

gboolean
when_read(const char *value, gint64 now_ms, GTimeZone *zone, When *out, GError **error)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_auto(GStrv) pieces = pieces_of(value);
	Reading r = {.value = value, .zone = zone, .hour = -1};
	if (take_utc(pieces, g_strv_length(pieces)))
		r.zone = utc;
	g_autoptr(GDateTime) universal = g_date_time_new_from_unix_utc(now_ms / 1000);
	g_autoptr(GDateTime) now = g_date_time_to_timezone(universal, r.zone);
	When when = {0};
	r.now = now;
	gboolean known = read_pieces(&r, pieces);
	if (known)
		settle(&r, &when);
	g_clear_pointer(&r.day, g_date_time_unref);
	if (!known)
		return no_date(&r, pieces, error);
	if (!check(value, &when, now_ms, error))
		return FALSE;
	*out = when;
	return TRUE;
}

char *
when_canonical(const When *when)
{
	if (when->is_day)
		return g_strdup_printf("%04d-%02d-%02d", when->year, when->month, when->day);
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(when->at_ms / 1000);
	return g_date_time_format(at, "%Y-%m-%d %H:%M UTC");
}

/* In the zone; of a day midnight, whatever the zone. */
static GDateTime *
local_time(const When *when, GTimeZone *zone)
{
	if (when->is_day)
		return g_date_time_new_utc(when->year, when->month, when->day, 0, 0, 0);
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(when->at_ms / 1000);
	return g_date_time_to_timezone(at, zone);
}

char *
when_spoken(const When *when, GTimeZone *zone)
{
	g_autoptr(GDateTime) local = local_time(when, zone);
	g_autofree char *name = g_strdup(weekdays[g_date_time_get_day_of_week(local) - 1]);
	name[0] = g_ascii_toupper(name[0]);
	g_autofree char *date = when->is_day ? when_canonical(when)
					     : g_date_time_format(local, "%Y-%m-%d %H:%M %Z");
	return g_strdup_printf("%s, %s", name, date);
}

/* As when_canonical() writes it at the beginning of the text; its length, 0: it isn't. */
static gsize
read_canonical(const char *text, When *out)
{
	int hour = 0, minute = 0, used = 0, more = 0;
	if (sscanf(text, "%4d-%2d-%2d%n", &out->year, &out->month, &out->day, &used) != 3 ||
	    used != (int)strlen("YYYY-MM-DD") || !g_ascii_isdigit(*text) ||
	    !g_date_valid_dmy((GDateDay)CLAMP(out->day, 0, 255),
			      (GDateMonth)CLAMP(out->month, 0, 13), (GDateYear)out->year))
		return 0;
	/* The literal at the end fails without a sign; only then `more` is set. */
	(void)sscanf(text + used, " %2d:%2d UTC%n", &hour, &minute, &more);
	out->is_day = more == 0;
	if (out->is_day)
		return (gsize)used;
	g_autoptr(GDateTime) at =
		g_date_time_new_utc(out->year, out->month, out->day, hour, minute, 0);
	if (!at)
		return 0;
	out->at_ms = g_date_time_to_unix(at) * 1000;
	return (gsize)used + (gsize)more;
}

char *
when_shown_within(const char *text, GTimeZone *zone)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	GString *out = g_string_new(NULL);
	for (const char *p = text; *p;) {
		When when = {0};
		gboolean begins = p == text || p[-1] == ' ';
		gsize length = begins ? read_canonical(p, &when) : 0;
		if (length > 0) {
			g_autofree char *spoken = when_spoken(&when, zone ? zone : utc);
			g_string_append(out, spoken);
		} else {
			g_string_append_c(out, *p);
			length = 1;
		}
		p += length;
	}
	return g_string_free(out, FALSE);
}

char *
when_shown(const char *canonical, GTimeZone *zone)
{
	When when = {0};
	gsize length = read_canonical(canonical, &when);
	return length > 0 && !canonical[length] ? when_shown_within(canonical, zone)
						: g_strdup(canonical);
}

char *
when_moment(gint64 at_ms, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_ms / 1000);
	g_autoptr(GDateTime) local = !utc   ? NULL
				     : zone ? g_date_time_to_timezone(utc, zone)
					    : g_date_time_ref(utc);
	return local ? g_date_time_format(local, "%Y-%m-%d %H:%M %Z") : g_strdup("");
}
