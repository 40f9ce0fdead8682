/*
 * An ETA comes near: who works on the case is warned when work begins on the working day before
 * it, and again on its day.  Whoever has just set it need not be told.
 */
#include "desk/clock_kinds.h"

#include "desk/calendar.h"

/* A warning is of no use so long behind the day. */
#define OLD_DAYS 7

const Business *
clock_hours(const CaseFact *c, const Site *site, Business **own_out)
{
	const Level *level = site_level(site, c->tier);
	if (level)
		return level->business;
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	*own_out = business_new(utc);
	return business_add_hours(*own_out, "Mon-Fri 09:00-17:00", NULL) ? *own_out : NULL;
}

gint64
clock_moment(const char *date, const Business *business)
{
	GDate day;
	int minute = 0;
	if (!*date || !eta_split(date, &day, &minute))
		return 0;
	guint32 julian = g_date_get_julian(&day);
	if (minute < 0)
		return business_midnight(business, julian);
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autoptr(Business) universal = business_new(utc);
	return business_midnight(universal, julian) + (gint64)minute * 60 * 1000;
}

guint32
clock_day(const char *date, const Business *business)
{
	gint64 moment_ms = clock_moment(date, business);
	return moment_ms ? business_day(business, moment_ms) : 0;
}

gint64
clock_eta_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms)
{
	gboolean is_eve = kind->which == CLOCK_EVE;
	g_autoptr(Business) own = NULL;
	const Business *business = clock_hours(c, site, &own);
	const Status *status = site_status(site, c->status);
	guint32 day = clock_day(c->eta, business);
	const LastFact *set = case_last(c, "eta", SIDE_ANY);
	const LastFact *told = case_last(c, kind->name, SIDE_ANY);
	if (!day || (status && status->is_final) || (told && (!set || told->seq > set->seq)))
		return 0;
	gint64 due_ms =
		business_morning(business, is_eve ? business_day_before(business, day) : day);
	gint64 end_ms = is_eve ? business_morning(business, day)
			       : business_midnight(business, day + OLD_DAYS);
	return (set && due_ms <= set->at_ms) || now_ms >= end_ms ? 0 : due_ms;
}

void
clock_eta_act(const ClockKind *kind, Builder *b, Happening *h)
{
	g_autofree char *text = g_strdup_printf("The ETA is %s", h->c->eta);
	h->data = js_object();
	js_set_text(h->data, "what", "ETA");
	plan_add_entry(b->plan, happening_entry(h, kind->name, text));
	plan_tell_assignee(b, h, SUBJECT_DUE, EVENT_DUE);
}
