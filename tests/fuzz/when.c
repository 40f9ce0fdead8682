/*
 * Dates in commands: what is read is written so that it is read as the same again.
 */
#include "desk/when.h"
#include "fuzz.h"

#define NOW_MS (G_GINT64_CONSTANT(1795350600) * 1000)

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *value = text_make_valid((const char *)data, size);
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(GError) error = NULL;
	When when, again;

	if (!when_read(value, NOW_MS, zone, &when, &error)) {
		g_assert_nonnull(error);
		return 0;
	}
	g_assert_cmpint(when.at_ms, >=, NOW_MS);
	g_autofree char *canonical = when_canonical(&when);
	g_autofree char *spoken = when_spoken(&when, zone);
	fuzz_check_field(spoken);
	g_assert_true(when_read(canonical, NOW_MS, when.is_day ? zone : utc, &again, NULL));
	g_assert_cmpint(again.is_day, ==, when.is_day);
	/* A day is the same day in every zone. */
	if (when.is_day)
		g_assert_true(again.month == when.month && again.day == when.day);
	else
		g_assert_cmpint(again.at_ms, ==, when.at_ms);
	return 0;
}
