/*
 * Saying dates in the order and with the names of a language, when a notice is rendered.
 */
#include "desk/date_said.h"

#include "desk/gaps.h"
#include "desk/tongue.h"

#include <stdio.h>
#include <string.h>

/* The same as en.words has, to find what they are elsewhere. */
static const char long_date[] = "{{weekday}}, {{year}}-{{month-digits}}-{{day-digits}}";
static const char short_date[] = "{{year}}-{{month-digits}}-{{day-digits}}";
static const char with_time[] = "{{date}} {{time}} {{zone}}";

static const char *const months[] = {"January",   "February", "March",    "April",
				     "May",       "June",     "July",     "August",
				     "September", "October",  "November", "December"};

/* A date within a text; all borrowed from it. */
typedef struct Found {
	const char *weekday; /* with a comma behind it */
	gsize weekday_length;
	int year, month, day;
	const char *time; /* "14:00"; NULL: a day */
	const char *zone;
	gsize zone_length;
	gsize length; /* of all that */
} Found;

/* "14:00 CET", after a blank. */
static void
find_time(const char *text, Found *found)
{
	int hour = 0, minute = 0, used = 0;
	if (sscanf(text, " %2d:%2d %n", &hour, &minute, &used) != 2 ||
	    used != (int)strlen(" 14:00 "))
		return;
	gsize length = strspn(text + used, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-:");
	if (length == 0)
		return;
	found->time = text + strlen(" ");
	found->zone = text + used;
	found->zone_length = length;
	found->length += (gsize)used + length;
}

/* Whether the text begins with a date. */
static gboolean
find_date(const char *text, Found *found)
{
	gsize letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
	int used = 0;
	*found = (Found){0};
	if (letters > 0 && !g_str_has_prefix(text + letters, ", "))
		return FALSE;
	if (letters > 0) {
		found->weekday = text;
		found->weekday_length = letters;
		found->length = letters + strlen(", ");
	}
	text += found->length;
	if (!g_ascii_isdigit(*text) ||
	    sscanf(text, "%4d-%2d-%2d%n", &found->year, &found->month, &found->day, &used) != 3 ||
	    used != (int)strlen("2026-12-01") || g_ascii_isalnum(text[used]) ||
	    !g_date_valid_dmy((GDateDay)CLAMP(found->day, 0, 255),
			      (GDateMonth)CLAMP(found->month, 0, 13), (GDateYear)found->year))
		return FALSE;
	found->length += (gsize)used;
	find_time(text + used, found);
	return TRUE;
}

/* What a date is said with. */
typedef struct Saying {
	Tongue tongue;
	GHashTable *values; /* of the gaps */
} Saying;

static void
set(const Saying *saying, const char *gap, const char *group, const char *english)
{
	const char *own = group ? tongue_call(&saying->tongue, group, english) : english;
	g_hash_table_insert(saying->values, g_strdup(gap), g_strdup(own));
}

static void
set_number(const Saying *saying, const char *gap, const char *group, int number, gboolean has_two)
{
	g_autofree char *text = g_strdup_printf(has_two ? "%02d" : "%d", number);
	set(saying, gap, group, text);
}

static char *
fill(const Saying *saying, const char *english)
{
	g_autoptr(Gaps) gaps = gaps_read(tongue_call(&saying->tongue, "date", english));
	return gaps_fill(gaps, saying->values);
}

static char *
say(const Saying *saying, const Found *found)
{
	g_autofree char *weekday = g_strndup(found->weekday, found->weekday_length);
	set(saying, "weekday", "day", weekday ? weekday : "");
	set(saying, "month", "month", months[found->month - 1]);
	set_number(saying, "year", NULL, found->year, FALSE);
	set_number(saying, "month-number", NULL, found->month, FALSE);
	set_number(saying, "month-digits", NULL, found->month, TRUE);
	set_number(saying, "day", "date", found->day, FALSE);
	set_number(saying, "day-digits", NULL, found->day, TRUE);
	char *date = fill(saying, found->weekday ? long_date : short_date);
	if (!found->time)
		return date;
	g_autofree char *time = g_strndup(found->time, strlen("14:00"));
	g_autofree char *zone = g_strndup(found->zone, found->zone_length);
	g_hash_table_insert(saying->values, g_strdup("date"), date);
	set(saying, "time", NULL, time);
	set(saying, "zone", "zone", zone);
	return fill(saying, with_time);
}

static char *
say_dates(const Templates *templates, const char *language, const char *english,
	  gboolean with_weekday)
{
	g_autoptr(GHashTable) values =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	const Saying saying = {{templates, language}, values};
	GString *out = g_string_new(NULL);
	for (const char *p = english; *p;) {
		Found found;
		gboolean begins = p == english || p[-1] == ' ';
		if (begins && find_date(p, &found) && (found.weekday || !with_weekday)) {
			g_autofree char *own = say(&saying, &found);
			g_string_append(out, own);
			p += found.length;
		} else {
			g_string_append_c(out, *p++);
		}
	}
	return g_string_free(out, FALSE);
}

char *
date_said(const Templates *templates, const char *language, const char *english)
{
	return say_dates(templates, language, english, FALSE);
}

char *
date_with_weekday_said(const Templates *templates, const char *language, const char *english)
{
	return say_dates(templates, language, english, TRUE);
}
