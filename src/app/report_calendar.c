/*
 * `report calendar`: what customers have announced by the dates of their forms, for a terminal,
 * for programs, and for the calendars of staff.
 */
#include "app/report_calendar.h"

#include "app/table.h"
#include "base/clock.h"
#include "base/error.h"
#include "desk/calendar.h"
#include "desk/event.h"
#include "store/events.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* What is asked for, and what was found. */
typedef struct Calendar {
	const Site *site;
	const CaseType *type; /* of the cases that are being read */
	gint64 since_ms;
	gint64 until_ms;
	GPtrArray *found; /* Js*, as they are printed */
} Calendar;

static void
free_js(gpointer js)
{
	js_free(js);
}

static void
take_event(const EventCase *one, gpointer user_data)
{
	Calendar *calendar = user_data;
	gint64 begin_ms = 0, end_ms = 0;
	Event event;
	if (!event_read(one->begin, one->end, &event))
		return;
	event_span(&event, &begin_ms, &end_ms);
	if (begin_ms >= calendar->until_ms || end_ms < calendar->since_ms)
		return;
	const char *const members[][2] = {
		{"begin", event.begin},      {"end", event.end},
		{"number", one->number},     {"type", calendar->type->name},
		{"customer", one->customer}, {"assignee", one->assignee},
		{"status", one->status},     {"title", one->title},
		{"desk", one->desk},
	};
	Js *js = js_object();
	for (guint i = 0; i < G_N_ELEMENTS(members); i++)
		if (*members[i][1])
			js_set_text(js, members[i][0], members[i][1]);
		else
			js_set_null(js, members[i][0]);
	g_ptr_array_add(calendar->found, js);
}

static int
by_begin(gconstpointer a, gconstpointer b)
{
	const Js *const *one = a, *const *other = b;
	return strcmp(js_get_text(*one, "begin"), js_get_text(*other, "begin"));
}

static gboolean
gather(const App *app, Calendar *calendar, GError **error)
{
	const GPtrArray *types = calendar->site->types;
	for (guint i = 0; i < types->len; i++) {
		const CaseType *type = calendar->type = types->pdata[i];
		const Field *begin = event_field(type, FALSE), *end = event_field(type, TRUE);
		if (begin && !events_each(app->store, type->name, begin->name, end ? end->name : "",
					  take_event, calendar, error))
			return FALSE;
	}
	g_ptr_array_sort(calendar->found, by_begin);
	return TRUE;
}

static const char *
text_of(const Js *js, const char *key)
{
	const char *text = js_get_text(js, key);
	return text ? text : "";
}

/* Staff may read all of it. (transfer full) */
static char *
as_calendar(const Calendar *calendar)
{
	const Site *site = calendar->site;
	CalendarWriter *writer = calendar_writer_new(clock_now_ms());
	for (guint i = 0; i < calendar->found->len; i++) {
		const Js *js = calendar->found->pdata[i];
		const CaseType *type = site_type(site, text_of(js, "type"));
		const Desk *desk = site_desk(site, text_of(js, "desk"));
		g_autofree char *about =
			g_strdup_printf("%s\nCustomer: %s\nStatus: %s", type->title,
					text_of(js, "customer"), text_of(js, "status"));
		const CalendarPlan plan = {
			.number = text_of(js, "number"),
			.title = text_of(js, "title"),
			.about = about,
			.address = (desk ? desk : (const Desk *)site->desks->pdata[0])->address,
			.begin = text_of(js, "begin"),
			.end = text_of(js, "end")};
		calendar_writer_add(writer, &plan);
	}
	return calendar_writer_end(writer);
}

static void
print_list(const App *app, const Calendar *calendar)
{
	static const char *const columns[] = {"begin",    "end",    "number", "type", "customer",
					      "assignee", "status", "title",  NULL};
	g_autoptr(Js) list = js_array();
	for (guint i = 0; i < calendar->found->len; i++)
		js_add(list, js_copy(calendar->found->pdata[i], NULL));
	if (app->json)
		app_print_js(list);
	else
		table_print(list, columns);
}

gboolean
calendar_print(const App *app, gint64 since_ms, gint64 until_ms, gboolean is_ics, GError **error)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(free_js);
	Calendar calendar = {.site = app->config->site,
			     .since_ms = since_ms,
			     .until_ms = until_ms,
			     .found = found};
	if (!gather(app, &calendar, error))
		return FALSE;
	if (!is_ics) {
		print_list(app, &calendar);
		return TRUE;
	}
	g_autofree char *text = as_calendar(&calendar);
	return (fputs(text, stdout) >= 0 && fflush(stdout) == 0) ||
	       error_temp(error, "cannot write the calendar: %s", g_strerror(errno));
}
