/*
 * Dates in forms, of the past and the future, in the writer's habit: "20.11.2026 10:00",
 * "Nov 20, 2026 3pm CET".  What can be read in two ways, or names a zone nobody knows, is asked
 * again; the reckoning is mail/date.c's, once the date stands in an order that means one thing.
 */
#include "desk/field_parts.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/when.h"
#include "mail/date.h"

#include <string.h>

/* Longer than any date with its zone and weekday. */
#define DATE_BYTES 120

typedef enum DateFault {
	FAULT_NONE,
	FAULT_NO_DATE,
	FAULT_TWO_WAYS,
	FAULT_SEVERAL,
	FAULT_ZONE,
} DateFault;

/* A date on its way into one order. */
typedef struct Sorting {
	GString *out;
	guint days; /* numeric ones */
	guint times;
	gboolean has_year; /* of a date with the month in letters */
	gboolean has_zone;
	gint64 now_ms;
	DateFault fault;
} Sorting;

static int
take_number(const char **p)
{
	int number = 0, digits = 0;
	for (; g_ascii_isdigit(**p) && digits < 4; (*p)++, digits++)
		number = number * 10 + (**p - '0');
	return g_ascii_isdigit(**p) ? -1 : number;
}

/* Which of three numbers is which, by what they can be and by the sign between them: with stops
 * the day comes first wherever dates are written so, with strokes or hyphens it may be the month.
 */
static DateFault
sort_numbers(const int *numbers, const gsize *digits, char sign, int *year, int *month, int *day)
{
	if (digits[0] == 4) {
		*year = numbers[0];
		*month = numbers[1];
		*day = numbers[2];
		return FAULT_NONE;
	}
	if (digits[2] != 4 && !(digits[2] == 2 && sign == '.'))
		return FAULT_TWO_WAYS;
	*year = numbers[2] + (digits[2] == 2 ? 2000 : 0);
	gboolean is_unclear =
		sign != '.' && numbers[0] <= 12 && numbers[1] <= 12 && numbers[0] != numbers[1];
	gboolean month_first = sign != '.' && numbers[1] > 12;
	*day = numbers[month_first ? 1 : 0];
	*month = numbers[month_first ? 0 : 1];
	return is_unclear ? FAULT_TWO_WAYS : FAULT_NONE;
}

/* "2026-11-20", "20.11.2026", "20. 11. 2026", "11/20/2026": behind it, or NULL. */
static const char *
take_day(Sorting *sorting, const char *p)
{
	int numbers[3], year = 0, month = 0, day = 0;
	gsize digits[3];
	char sign = '\0';
	for (guint i = 0; i < 3; i++) {
		const char *start = p;
		numbers[i] = take_number(&p);
		digits[i] = (gsize)(p - start);
		if (digits[i] == 0 || numbers[i] < 0 || (i > 0 && i < 2 && digits[i] > 2))
			return NULL;
		if (i == 2)
			break;
		if (!*p || !strchr("-./", *p) || (sign && *p != sign))
			return NULL;
		sign = *p++;
		p += sign == '.' ? strspn(p, " ") : 0;
	}
	DateFault fault = sort_numbers(numbers, digits, sign, &year, &month, &day);
	if (fault == FAULT_NONE &&
	    (year < 1970 || !g_date_valid_dmy((GDateDay)CLAMP(day, 0, 255),
					      (GDateMonth)CLAMP(month, 0, 13), (GDateYear)year)))
		fault = FAULT_NO_DATE;
	if (fault)
		sorting->fault = fault;
	sorting->days++;
	g_string_append_printf(sorting->out, "%04d-%02d-%02d ", year, month, day);
	return p;
}

static void
add_time(Sorting *sorting, int hour, int minute, const char *half)
{
	if (hour > 24 || minute > 59 || (*half && (hour < 1 || hour > 12)))
		sorting->fault = FAULT_NO_DATE;
	sorting->times++;
	g_string_append_printf(sorting->out, " %02d:%02d %s ", hour, minute, half);
}

/* Behind the half of the day that stands there: "pm", "p.m."; `half_out` is "" for none. */
static const char *
take_half(const char *p, const char **half_out)
{
	static const char *const halves[][2] = {
		{"a.m.", "am"}, {"p.m.", "pm"}, {"am", "am"}, {"pm", "pm"}};
	const char *start = p + strspn(p, " ");
	*half_out = "";
	for (guint i = 0; i < G_N_ELEMENTS(halves); i++) {
		const char *end = start + strlen(halves[i][0]);
		if (!g_str_has_prefix(start, halves[i][0]) || g_ascii_isalnum(*end))
			continue;
		*half_out = halves[i][1];
		return end;
	}
	return p;
}

/* Behind the word for an hour: "Uhr", "h", "o'clock"; NULL if there is none. */
static const char *
take_hour_word(const char *p)
{
	static const char *const words[] = {"uhr", "o'clock", "hrs", "h", "ч"};
	p += strspn(p, " ");
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *end = p + strlen(words[i]);
		if (g_str_has_prefix(p, words[i]) && !g_unichar_isalpha(g_utf8_get_char(end)))
			return end;
	}
	return NULL;
}

/* "10:00", "10.30", "10h30", "10:00:59", "3 pm", "15 Uhr", "10:30 Uhr": behind it, or NULL. */
static const char *
take_time(Sorting *sorting, const char *p)
{
	const char *half, *start = p;
	int hour = take_number(&p), minute = 0;
	if (hour < 0 || p - start > 2)
		return NULL;
	gboolean has_minute = *p && strchr(":.h", *p) && strspn(p + 1, "0123456789") == 2;
	if (has_minute) {
		p++;
		minute = take_number(&p);
		if (*p == ':' && strspn(p + 1, "0123456789") == 2)
			p += 3;
		if (*p == '.' && g_ascii_isdigit(p[1]))
			p += 1 + strspn(p + 1, "0123456789");
	}
	const char *end = take_half(p, &half);
	const char *worded = *half ? NULL : take_hour_word(p);
	if (!has_minute && !*half && !worded)
		return NULL;
	add_time(sorting, hour, minute, half);
	return worded ? worded : end;
}

/* "20" or "20th" of "20 November 2026"; "20261120"; "1430" behind a day. */
static const char *
take_lone_number(Sorting *sorting, const char *p)
{
	gsize digits = strspn(p, "0123456789");
	int year, month, day;
	if (digits == 8 && sscanf(p, "%4d%2d%2d", &year, &month, &day) == 3) {
		g_autofree char *iso = g_strdup_printf("%04d-%02d-%02d", year, month, day);
		take_day(sorting, iso);
		return p + digits;
	}
	if (digits == 4 && (sorting->days > 0 || sorting->has_year) && sorting->times == 0 &&
	    sscanf(p, "%2d%2d", &month, &day) == 2) {
		add_time(sorting, month, day, "");
		return p + digits;
	}
	if (digits > 4 || sorting->days > 0 || sorting->has_year)
		sorting->fault = FAULT_NO_DATE;
	sorting->has_year = sorting->has_year || digits == 4;
	g_string_append_printf(sorting->out, "%.*s ", (int)digits, p);
	p += digits;
	for (guint i = 0; i < 4; i++)
		if (g_str_has_prefix(p, ((const char *[]){"st", "nd", "rd", "th"})[i]))
			return p + 2;
	return p;
}

/* "+1", "+01:00", "-0500"; "10:00-11:00" is no zone but another time. */
static const char *
take_sign(Sorting *sorting, const char *p)
{
	gsize length = 1 + strspn(p + 1, "0123456789:");
	if (*p == '-' && memchr(p, ':', length) && !sorting->has_zone) {
		sorting->fault = FAULT_SEVERAL;
	} else {
		sorting->has_zone = TRUE;
		g_string_append_len(sorting->out, p, (gssize)length);
		g_string_append_c(sorting->out, ' ');
	}
	return p + length;
}

/* "today", "yesterday", "tomorrow", "now". */
static gboolean
take_day_word(Sorting *sorting, const char *word)
{
	static const struct {
		const char *word;
		int days;
		gboolean is_minute;
	} days[] = {{"today", 0, FALSE},
		    {"yesterday", -1, FALSE},
		    {"tomorrow", 1, FALSE},
		    {"now", 0, TRUE}};
	for (guint i = 0; i < G_N_ELEMENTS(days) && sorting->now_ms > 0; i++) {
		if (strcmp(word, days[i].word))
			continue;
		g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(sorting->now_ms / 1000);
		g_autoptr(GDateTime) day = g_date_time_add_days(now, days[i].days);
		g_autofree char *iso = g_date_time_format(day, "%Y-%m-%d");
		take_day(sorting, iso);
		if (days[i].is_minute)
			add_time(sorting, g_date_time_get_hour(now), g_date_time_get_minute(now),
				 "");
		return TRUE;
	}
	return FALSE;
}

/* Weekdays and what stands between say nothing; behind the time a word is a zone, and one that
 * is not known must not be taken for UTC. */
static void
take_word(Sorting *sorting, const char *word)
{
	static const char *const approximate[] = {"approx", "approximately", "about",
						  "ca",     "circa",         NULL};
	if (take_day_word(sorting, word))
		return;
	gboolean is_month = sorting->days == 0 && !sorting->has_year;
	if (sorting->times > 0 && date_knows_zone(word)) {
		sorting->has_zone = TRUE;
		g_string_append_printf(sorting->out, "%s ", word);
	} else if (is_month && strcmp(word, "am") != 0) {
		g_string_append_printf(sorting->out, "%s ", word);
	} else if (sorting->times > 0 && !(sorting->has_zone && !strcmp(word, "time")) &&
		   !g_strv_contains(approximate, word)) {
		sorting->fault = FAULT_ZONE;
	}
}

static const char *
take_next(Sorting *sorting, const char *p)
{
	const char *end = NULL;
	if (g_ascii_isdigit(*p)) {
		end = take_day(sorting, p);
		if (!end)
			end = take_time(sorting, p);
		return end ? end : take_lone_number(sorting, p);
	}
	if (strchr("+-", *p) && sorting->times > 0 && g_ascii_isdigit(p[1]))
		return take_sign(sorting, p);
	for (end = p; g_unichar_isalpha(g_utf8_get_char(end)) || *end == '\'';)
		end = g_utf8_next_char(end);
	if (end == p)
		return g_utf8_next_char(p);
	g_autofree char *word = g_strndup(p, (gsize)(end - p));
	/* The "T" of "2026-11-20T10:00". */
	if (strcmp(word, "t") != 0)
		take_word(sorting, word);
	return end;
}

/* In lower case, on one line, East Asian marks as signs. (transfer full) */
static char *
simplify(const char *raw)
{
	static const char *const marks[][2] = {
		{"年", "-"}, {"月", "-"}, {"日", " "}, {"年 ", "-"}, {"월 ", "-"},   {"년 ", "-"},
		{"년", "-"}, {"월", "-"}, {"일", " "}, {"：", ":"},  {"時", "h"},    {"时", "h"},
		{"分", " "}, {"–", "-"},  {"−", "-"},  {"ё", "е"},   {"\u00a0", " "}};
	g_autofree char *lower = g_utf8_strdown(raw, -1);
	g_autoptr(GString) text = g_string_new(lower);
	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
		g_string_replace(text, marks[i][0], marks[i][1], 0);
	return text_collapse(text->str);
}

static char *
canonical(const Sorting *sorting)
{
	gint64 at_ms = date_read_ms(sorting->out->str);
	if (at_ms < 0)
		return NULL;
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(at_ms / 1000);
	When when = {.at_ms = at_ms, .is_day = sorting->times == 0};
	g_date_time_get_ymd(at, &when.year, &when.month, &when.day);
	return when_canonical(&when);
}

static const char *
sentence(DateFault fault)
{
	switch (fault) {
	case FAULT_TWO_WAYS:
		return "Day and month can be read in two ways; write year, month, day, for "
		       "example 2026-11-20 10:00.";
	case FAULT_SEVERAL:
		return "Write one date and one time only, for example 2026-11-20 10:00.";
	case FAULT_ZONE:
		return "Write the time in UTC, for example 2026-11-20 10:00.";
	case FAULT_NONE:
	case FAULT_NO_DATE:
		break;
	}
	return "Write a date with its year, and the time in UTC, for example 2026-11-20 10:00.";
}

char *
field_read_date(const char *raw, gint64 now_ms, GError **error)
{
	g_autofree char *text = simplify(strlen(raw) > DATE_BYTES ? "" : raw);
	g_autoptr(GString) out = g_string_new(NULL);
	Sorting sorting = {.out = out, .now_ms = now_ms};
	for (const char *p = text; *p;)
		p = take_next(&sorting, p);
	if (!sorting.fault && (sorting.days > 1 || sorting.times > 1))
		sorting.fault = FAULT_SEVERAL;
	char *value = sorting.fault ? NULL : canonical(&sorting);
	if (!value)
		error_perm(error, "%s", sentence(sorting.fault));
	return value;
}
