/*
 * Dates: words and numbers are taken as what they look like, in whatever order they come, for
 * programs write them in the order and the language of their users.  GLib does the reckoning.
 */
#include "mail/date.h"

#include <string.h>

/* A date being read; 0 or -1 is what is not known yet. */
typedef struct Date {
	int year, month, day;
	int hour, minute, second;
	int afternoon; /* of "PM" and "AM" */
	gboolean has_zone;
	int zone_min; /* east of Greenwich */
} Date;

/* How names of months begin, lower case. A word is compared with all of them in turn, so that
 * longer ones stand before what they begin with. */
static const struct {
	const char *start;
	int month;
} months[] = {
	{"jan", 1},  {"gen", 1},   {"ene", 1},  {"ian", 1},   {"led", 1},     {"sty", 1},
	{"oca", 1},  {"tam", 1},   {"янв", 1},  {"січ", 1},   {"ιαν", 1},     {"feb", 2},
	{"fev", 2},  {"fév", 2},   {"úno", 2},  {"lut", 2},   {"şub", 2},     {"hel", 2},
	{"фев", 2},  {"лют", 2},   {"φεβ", 2},  {"maart", 3}, {"marras", 11}, {"maalis", 3},
	{"mar", 3},  {"mär", 3},   {"maer", 3}, {"már", 3},   {"mrt", 3},     {"mrz", 3},
	{"bře", 3},  {"мар", 3},   {"бер", 3},  {"μαρ", 3},   {"μάρ", 3},     {"apr", 4},
	{"avr", 4},  {"abr", 4},   {"ápr", 4},  {"dub", 4},   {"kwi", 4},     {"nis", 4},
	{"huh", 4},  {"апр", 4},   {"кві", 4},  {"απρ", 4},   {"mai", 5},     {"may", 5},
	{"maj", 5},  {"mag", 5},   {"mei", 5},  {"máj", 5},   {"kvě", 5},     {"tou", 5},
	{"май", 5},  {"мая", 5},   {"тра", 5},  {"μαΐ", 5},   {"μαι", 5},     {"μάι", 5},
	{"jun", 6},  {"jún", 6},   {"juin", 6}, {"giu", 6},   {"iun", 6},     {"červenec", 7},
	{"čvc", 7},  {"červ", 6},  {"čvn", 6},  {"cze", 6},   {"haz", 6},     {"kes", 6},
	{"июн", 6},  {"чер", 6},   {"ιουν", 6}, {"ιούν", 6},  {"jul", 7},     {"júl", 7},
	{"juil", 7}, {"lug", 7},   {"iul", 7},  {"lip", 7},   {"tem", 7},     {"hei", 7},
	{"июл", 7},  {"лип", 7},   {"ιουλ", 7}, {"ιούλ", 7},  {"aug", 8},     {"aoû", 8},
	{"aou", 8},  {"ago", 8},   {"srp", 8},  {"sie", 8},   {"ağu", 8},     {"elo", 8},
	{"авг", 8},  {"сер", 8},   {"αυγ", 8},  {"αύγ", 8},   {"sep", 9},     {"set", 9},
	{"szep", 9}, {"zář", 9},   {"wrz", 9},  {"eyl", 9},   {"syy", 9},     {"сен", 9},
	{"вер", 9},  {"σεπ", 9},   {"oct", 10}, {"okt", 10},  {"ott", 10},    {"out", 10},
	{"říj", 10}, {"paź", 10},  {"eki", 10}, {"lok", 10},  {"окт", 10},    {"жов", 10},
	{"οκτ", 10}, {"nov", 11},  {"noi", 11}, {"lis", 11},  {"kas", 11},    {"ноя", 11},
	{"лис", 11}, {"νοε", 11},  {"dec", 12}, {"dez", 12},  {"dic", 12},    {"déc", 12},
	{"des", 12}, {"pros", 12}, {"gru", 12}, {"ara", 12},  {"jou", 12},    {"дек", 12},
	{"гру", 12}, {"δεκ", 12},
};

/* Zones by name, those that mean one thing only; minutes east of Greenwich. */
static const struct {
	const char *name;
	int minutes;
} zones[] = {
	{"ut", 0},     {"utc", 0},    {"gmt", 0},    {"z", 0},      {"wet", 0},     {"west", 60},
	{"bst", 60},   {"cet", 60},   {"met", 60},   {"mez", 60},   {"cest", 120},  {"mest", 120},
	{"mesz", 120}, {"eet", 120},  {"eest", 180}, {"msk", 180},  {"jst", 540},   {"kst", 540},
	{"hkt", 480},  {"sgt", 480},  {"aest", 600}, {"aedt", 660}, {"nzst", 720},  {"nzdt", 780},
	{"ast", -240}, {"adt", -180}, {"est", -300}, {"edt", -240}, {"cst", -360},  {"cdt", -300},
	{"mst", -420}, {"mdt", -360}, {"pst", -480}, {"pdt", -420}, {"akst", -540}, {"akdt", -480},
	{"hst", -600},
};

/* The number at `*p`, of at most `max` digits; -1 if there is none. Moves `*p` behind it. */
static int
take_number(const char **p, int max)
{
	int number = 0, digits = 0;
	for (; digits < max && g_ascii_isdigit((*p)[digits]); digits++)
		number = number * 10 + ((*p)[digits] - '0');
	*p += digits;
	return digits > 0 ? number : -1;
}

static int
count_digits(const char *p)
{
	return (int)strspn(p, "0123456789");
}

/* "+0100", "-01:00", "+1": behind it, or NULL. */
static const char *
take_zone(Date *date, const char *p)
{
	int sign = *p == '-' ? -1 : 1;
	p++;
	int digits = count_digits(p);
	if (digits < 1 || digits > 4)
		return NULL;
	int hours = take_number(&p, digits > 2 ? digits - 2 : digits);
	int minutes = digits > 2 ? take_number(&p, 2) : 0;
	if (digits <= 2 && (*p == ':' || *p == '.') && count_digits(p + 1) == 2) {
		p++;
		minutes = take_number(&p, 2);
	}
	/* No zone is further away: it stands for "unknown", as -0000 does. */
	if (hours > 14 || minutes > 59)
		hours = minutes = 0;
	date->zone_min = sign * (hours * 60 + minutes);
	date->has_zone = TRUE;
	return p;
}

/* "10:11:12", "10.11", "10h11", with a fraction or without: behind it, or NULL. */
static const char *
take_time(Date *date, const char *p)
{
	int hour = take_number(&p, 2), second = 0;
	char separator = *p;
	if (hour > 24 || !separator || !strchr(":.h", separator) || count_digits(p + 1) < 1)
		return NULL;
	p++;
	int minute = take_number(&p, 2);
	if ((*p == ':' || *p == separator) && count_digits(p + 1) > 0) {
		p++;
		second = take_number(&p, 2);
	}
	if ((*p == '.' || *p == ',') && count_digits(p + 1) > 0)
		p += 1 + count_digits(p + 1);
	if (minute > 59 || second > 60)
		return NULL;
	date->hour = hour;
	date->minute = minute;
	date->second = MIN(second, 59); /* a leap second is none in any reckoning of ours */
	return p;
}

static void
set_year(Date *date, int year, int digits)
{
	/* RFC 5322 4.3. */
	if (digits == 2)
		year += year < 50 ? 2000 : 1900;
	else if (digits == 3)
		year += 1900;
	date->year = year;
}

/* "2026-03-02", "02.03.2026", "3/2/2026": behind it, or NULL. */
static const char *
take_numeric(Date *date, const char *p)
{
	int digits[3], numbers[3];
	char separator = p[count_digits(p)];
	if (!separator || !strchr("-./", separator))
		return NULL;
	for (int i = 0; i < 3; i++) {
		if (i > 0 && *p++ != separator)
			return NULL;
		digits[i] = count_digits(p);
		if (digits[i] < 1 || digits[i] > 4)
			return NULL;
		numbers[i] = take_number(&p, 4);
	}
	int year = digits[0] == 4 ? 0 : 2, other = year == 0 ? 2 : 0;
	/* The month stands in the middle, but for Americans, who write slashes. */
	gboolean american = separator == '/' && year == 2 && numbers[0] <= 12;
	date->month = american ? numbers[0] : numbers[1];
	date->day = american ? numbers[1] : numbers[other];
	set_year(date, numbers[year], digits[year]);
	return p;
}

/* A number by itself. */
static const char *
take_lone_number(Date *date, const char *p)
{
	int digits = count_digits(p);
	if (digits > 4)
		return NULL;
	int number = take_number(&p, 4);
	if (digits <= 2 && date->day == 0)
		date->day = number;
	else if (date->year < 0 && digits >= 2)
		set_year(date, number, digits);
	return p;
}

static int
find_month(const char *word)
{
	for (gsize i = 0; i < G_N_ELEMENTS(months); i++)
		if (*word == *months[i].start && g_str_has_prefix(word, months[i].start))
			return months[i].month;
	return 0;
}

static gboolean
find_zone(const char *word, int *minutes_out)
{
	for (gsize i = 0; i < G_N_ELEMENTS(zones); i++) {
		if (strcmp(word, zones[i].name) != 0)
			continue;
		*minutes_out = zones[i].minutes;
		return TRUE;
	}
	return FALSE;
}

gboolean
date_knows_zone(const char *name)
{
	g_autofree char *word = g_ascii_strdown(name, -1);
	int minutes;
	return find_zone(word, &minutes);
}

/* A name: of a month, a zone, a half of the day; other words (weekdays, "de", "at") say nothing. */
static void
take_word(Date *date, const char *word)
{
	int month = find_month(word);
	if (strcmp(word, "pm") == 0)
		date->afternoon = 1;
	else if (strcmp(word, "am") == 0)
		date->afternoon = 0;
	else if (!date->has_zone && find_zone(word, &date->zone_min))
		return;
	else if (month > 0) /* the last counts: weekdays may look like one, and stand before it */
		date->month = month;
}

static const char *
skip_word(const char *p)
{
	while (*p && !g_ascii_isdigit(*p) && !strchr(" ,;()[]+-/:.", *p))
		p = g_utf8_next_char(p);
	return p;
}

/* A sign that a zone may follow: not the one in "2-Mar-2026". */
static gboolean
is_zone_sign(const Date *date, const char *p)
{
	return (*p == '+' || *p == '-') && g_ascii_isdigit(p[1]) && date->hour >= 0;
}

/* Takes what begins at `p`, lower case; returns where the next begins. */
static const char *
take_next(Date *date, const char *p)
{
	if (is_zone_sign(date, p)) {
		const char *end = take_zone(date, p);
		return end ? end : p + 1;
	}
	if (g_ascii_isdigit(*p)) {
		gboolean has_date = date->year >= 0 || date->month > 0;
		const char *end = has_date ? NULL : take_numeric(date, p);
		if (!end && date->hour < 0)
			end = take_time(date, p);
		if (!end)
			end = take_lone_number(date, p);
		return end ? end : p + count_digits(p);
	}
	const char *end = skip_word(p);
	if (end == p)
		return g_utf8_next_char(p);
	g_autofree char *word = g_strndup(p, (gsize)(end - p));
	take_word(date, word);
	return end;
}

/* Behind the comment (RFC 5322 3.2.2) that begins at `p`. */
static const char *
skip_comment(const char *p)
{
	int depth = 0;
	do {
		depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
		p++;
	} while (*p && depth > 0);
	return p;
}

/* In lower case, and East Asian marks of year, month and day as signs. */
static char *
simplify(const char *value)
{
	static const char *const marks[][2] = {
		{"年", "-"},  {"月", "-"}, {"日", " "}, {"년 ", "-"}, {"년", "-"},
		{"월 ", "-"}, {"월", "-"}, {"일", " "}, {"：", ":"},
	};
	if (g_str_is_ascii(value))
		return g_ascii_strdown(value, -1);
	g_autofree char *lower = g_utf8_strdown(value, -1);
	g_autoptr(GString) text = g_string_new(lower);
	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
		g_string_replace(text, marks[i][0], marks[i][1], 0);
	return g_strdup(text->str);
}

static gint64
to_ms(const Date *date)
{
	int hour = MAX(date->hour, 0);
	if (date->afternoon >= 0 && hour >= 1 && hour <= 12)
		hour = hour % 12 + 12 * date->afternoon;
	g_autoptr(GTimeZone) zone = g_time_zone_new_offset(date->zone_min * 60);
	/* The last hour of a day may be called the 24th. */
	g_autoptr(GDateTime) time = g_date_time_new(zone, date->year, date->month, date->day,
						    hour % 24, date->minute, date->second);
	gint64 day_s = hour == 24 ? 24 * 60 * 60 : 0;
	gint64 time_s = time ? g_date_time_to_unix(time) + day_s : -1;
	return time_s >= 0 ? time_s * 1000 : -1;
}

gint64
date_read_ms(const char *value)
{
	Date date = {.year = -1, .hour = -1, .afternoon = -1};
	g_autofree char *text = simplify(value);
	for (const char *p = text; *p;)
		p = *p == '(' ? skip_comment(p) : take_next(&date, p);
	if (date.year < 0 || date.month == 0 || date.day == 0)
		return -1;
	return to_ms(&date);
}
