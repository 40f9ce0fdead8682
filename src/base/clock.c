/*
 * The clock, and times as text.  Times are UTC milliseconds everywhere.
 */
#include "base/clock.h"

#include "base/error.h"

static gint64 pretended_ms;
static gboolean pretending;

gint64
clock_now_ms(void)
{
	return pretending ? pretended_ms : g_get_real_time() / 1000;
}

gboolean
clock_is_pretended(void)
{
	return pretending;
}

void
clock_pretend(gint64 now_ms)
{
	pretended_ms = now_ms;
	pretending = TRUE;
}

gboolean
time_from_rfc3339(const char *text, gint64 *ms_out, GError **error)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(text, utc);
	/* What lies before 1970 is a mistake, and no ID could hold it. */
	if (!when || g_date_time_to_unix(when) < 0)
		return error_perm(error, "\"%s\" is not a time; write it like 2026-11-22T05:00:00Z",
				  text);
	*ms_out = g_date_time_to_unix(when) * 1000 + g_date_time_get_microsecond(when) / 1000;
	return TRUE;
}

char *
time_to_rfc3339(gint64 ms)
{
	g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(ms / 1000);
	return when ? g_date_time_format(when, "%Y-%m-%dT%H:%M:%SZ") : g_strdup("?");
}

char *
time_to_rfc5322(gint64 ms)
{
	static const char days[] = "MonTueWedThuFriSatSun";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(ms / 1000);
	if (!when)
		return g_strdup("Thu, 1 Jan 1970 00:00:00 +0000");
	/* GDateTime's %a and %b follow the locale; a Date field must not. */
	return g_strdup_printf("%.3s, %d %.3s %04d %02d:%02d:%02d +0000",
			       days + 3 * (g_date_time_get_day_of_week(when) - 1),
			       g_date_time_get_day_of_month(when),
			       months + 3 * (g_date_time_get_month(when) - 1),
			       g_date_time_get_year(when), g_date_time_get_hour(when),
			       g_date_time_get_minute(when), g_date_time_get_second(when));
}
