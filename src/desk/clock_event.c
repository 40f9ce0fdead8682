/*
 * A planned event comes near: who works on its case is told when work begins on the working day
 * before it, and again on its day.  The entry that is left names the date, so that another date is
 * told anew, and none twice.
 */
#include "desk/clock_kinds.h"

#include "desk/event.h"
#include "desk/when.h"

#include <string.h>

/* Of this date, by this kind. */
static gboolean
is_told(const CaseFact *c, const char *kind, const char *begin)
{
	for (guint i = 0; c->reminded && i < c->reminded->len; i++) {
		const char *told = c->reminded->pdata[i];
		g_autofree char *end = g_strdup_printf(" %s", begin);
		if (g_str_has_prefix(told, kind) && g_str_has_suffix(told, end))
			return TRUE;
	}
	return FALSE;
}

/* When work begins on its day, or the event itself, whichever is first. */
static gint64
day_ms(const Event *event, const Business *business)
{
	gint64 morning_ms = business_morning(business, clock_day(event->begin, business));
	gint64 begin_ms = clock_moment(event->begin, business);
	gboolean is_day = strlen(event->begin) == strlen("2026-12-07");
	return is_day ? morning_ms : MIN(morning_ms, begin_ms);
}

/* Who opened the case so late has told staff by that. */
gint64
clock_event_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms)
{
	gboolean is_eve = kind->which == CLOCK_EVE;
	g_autoptr(Business) own = NULL;
	Event event;
	const Business *business = clock_hours(c, site, &own);
	const Status *status = site_status(site, c->status);
	guint32 day = event_of(c, site, &event) ? clock_day(event.begin, business) : 0;
	if (!day || (status && status->is_final) || is_told(c, kind->name, event.begin))
		return 0;
	guint32 last = *event.end ? clock_day(event.end, business) : day;
	gint64 on_day_ms = day_ms(&event, business);
	gint64 eve_ms = business_morning(business, business_day_before(business, day));
	gint64 due_ms = is_eve ? MIN(eve_ms, on_day_ms) : on_day_ms;
	gint64 end_ms = is_eve ? on_day_ms : business_midnight(business, MAX(day, last) + 1);
	return due_ms <= c->opened_ms || now_ms >= end_ms ? 0 : due_ms;
}

void
clock_event_act(const ClockKind *kind, Builder *b, Happening *h)
{
	Event event;
	if (!event_of(h->c, b->site, &event))
		return;
	g_autofree char *text = g_strdup_printf("The event begins %s", event.begin);
	g_autofree char *begin = when_shown(event.begin, NULL);
	g_autofree char *end = when_shown(event.end, NULL);
	h->data = js_object();
	js_set_text(h->data, "begin", begin);
	js_set_text(h->data, "end", end);
	js_set_bool(h->data, "is_day", kind->which == CLOCK_DAY);
	plan_add_entry(b->plan, happening_entry(h, kind->name, text));
	plan_tell_assignee(b, h, SUBJECT_DUE, EVENT_DUE);
}
