/*
 * What has been counted, as the page and the mail show it.
 */
#include "desk/figures_parts.h"

#include "base/error.h"
#include "desk/when.h"

#include <string.h>

#define MINUTE_MS ((gint64)60 * 1000)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

#define HEAPS_SHOWN 10
#define LATE_SHOWN  50

/* "35 min", "2.5 h", "3 days". (transfer full) */
static char *
figures_time(gint64 ms)
{
	static const struct {
		gint64 unit_ms;
		const char *name;
	} units[] = {{DAY_MS, "days"}, {HOUR_MS, "h"}, {MINUTE_MS, "min"}};
	for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
		gint64 tenths = (ms * 10 + units[i].unit_ms / 2) / units[i].unit_ms;
		if (ms < 2 * units[i].unit_ms && i + 1 < G_N_ELEMENTS(units))
			continue;
		if (tenths % 10 == 0 || tenths >= 100)
			return g_strdup_printf("%" G_GINT64_FORMAT " %s", (tenths + 5) / 10,
					       units[i].name);
		return g_strdup_printf("%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT " %s", tenths / 10,
				       tenths % 10, units[i].name);
	}
	return NULL;
}

static int
compare_times(gconstpointer a, gconstpointer b)
{
	gint64 one = *(const gint64 *)a, other = *(const gint64 *)b;
	return one < other ? -1 : one > other;
}

/* "" of nothing. (transfer full) */
static char *
median_of(const GArray *times)
{
	if (times->len == 0)
		return g_strdup("");
	g_autoptr(GArray) sorted = g_array_copy(unconst(times));
	g_array_sort(sorted, compare_times);
	gint64 high = g_array_index(sorted, gint64, sorted->len / 2);
	gint64 low = g_array_index(sorted, gint64, (sorted->len - 1) / 2);
	return figures_time(low + (high - low) / 2);
}

static void
set_count(Js *js, const char *key, gint64 count)
{
	g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, count);
	js_set_text(js, key, text);
}

/* In hundredths, for drawings, and as a bar of letters. */
static void
set_share(Js *js, gint64 part, gint64 whole)
{
	js_set_int(js, "share", whole > 0 ? part * 100 / whole : 0);
	js_set_int(js, "rest", whole > 0 ? 100 - part * 100 / whole : 100);
	chart_set_bar(js, "bar", part, whole);
}

/* To one place; "" where nobody has rated. (transfer full) */
static char *
mean_rating(const Figures *figures)
{
	gint64 sum = 0, count = 0;
	for (int i = 1; i <= FIGURE_RATINGS; i++) {
		sum += i * figures->rated[i];
		count += figures->rated[i];
	}
	gint64 tenths = count ? (sum * 10 + count / 2) / count : 0;
	return count ? g_strdup_printf("%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT, tenths / 10,
				       tenths % 10)
		     : g_strdup("");
}

static void
set_totals(Js *js, const Figures *figures)
{
	g_autofree char *answer = median_of(figures->answers);
	g_autofree char *solution = median_of(figures->solutions);
	g_autofree char *rating = mean_rating(figures);
	set_count(js, "opened", figures->opened);
	set_count(js, "closed", figures->closed);
	set_count(js, "open", figures->open);
	set_count(js, "late_count", figures->late->len);
	js_set_text(js, "answer", answer);
	js_set_text(js, "solution", solution);
	js_set_text(js, "rating", rating);
	set_count(js, "held", figures->mails[FIGURE_HELD]);
	set_count(js, "quarantined", figures->mails[FIGURE_QUARANTINED]);
	js_set_bool(js, "has_quarantined", figures->mails[FIGURE_QUARANTINED] > 0);
}

static char *
span_label(const Figures *figures, const Span *span)
{
	g_autoptr(GDateTime) begin = g_date_time_new_from_unix_utc(span->begin_ms / 1000);
	return g_date_time_format(begin, figures->unit == SPAN_MONTH ? "%Y-%m" : "%m-%d");
}

static Js *
cases_chart(const Figures *figures)
{
	g_autoptr(Chart) chart = chart_new("opened", "closed");
	for (guint i = 0; i < figures->spans->len; i++) {
		const Span *span = &g_array_index(figures->spans, Span, i);
		g_autofree char *label = span_label(figures, span);
		chart_add(chart, label, span->opened, span->closed);
	}
	return chart_to_js(chart);
}

static Js *
mails_chart(const Figures *figures)
{
	g_autoptr(Chart) chart = chart_new("held", "quarantined");
	for (guint i = 0; i < figures->spans->len; i++) {
		const Span *span = &g_array_index(figures->spans, Span, i);
		g_autofree char *label = span_label(figures, span);
		chart_add(chart, label, span->mails[FIGURE_HELD], span->mails[FIGURE_QUARANTINED]);
	}
	return chart_to_js(chart);
}

/* How many took up to how long. */
static Js *
times_chart(const GArray *times)
{
	static const struct {
		gint64 below_ms;
		const char *name;
	} steps[] = {{15 * MINUTE_MS, "< 15 min"}, {HOUR_MS, "< 1 h"},    {4 * HOUR_MS, "< 4 h"},
		     {DAY_MS, "< 1 day"},          {3 * DAY_MS, "< 3 d"}, {7 * DAY_MS, "< 7 d"},
		     {G_MAXINT64, "longer"}};
	gint64 counts[G_N_ELEMENTS(steps)] = {0};
	for (guint i = 0; i < times->len; i++) {
		guint step = 0;
		while (g_array_index(times, gint64, i) >= steps[step].below_ms)
			step++;
		counts[step]++;
	}
	g_autoptr(Chart) chart = chart_new("cases", NULL);
	for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
		chart_add(chart, steps[i].name, counts[i], 0);
	return chart_to_js(chart);
}

/* Those that bring most first. */
static int
compare_heaps(gconstpointer a, gconstpointer b)
{
	const Heap *one = a, *other = b;
	if (one->opened != other->opened)
		return one->opened < other->opened ? 1 : -1;
	if (one->open != other->open)
		return one->open < other->open ? 1 : -1;
	return strcmp(one->name, other->name);
}

static void
add_heap(Js *rows, const Heap *heap, gint64 most)
{
	Js *row = js_object();
	js_set_text(row, "name", heap->name);
	set_count(row, "opened", heap->opened);
	set_count(row, "closed", heap->closed);
	set_count(row, "open", heap->open);
	set_share(row, heap->opened, most);
	js_add(rows, row);
}

static gboolean
is_busy(const Heap *heap)
{
	return heap->opened > 0 || heap->closed > 0 || heap->open > 0;
}

/* The largest by name, all others as one. */
static Js *
heaps_to_js(GHashTable *heaps)
{
	Js *rows = js_array();
	g_autoptr(GList) list = g_list_sort(g_hash_table_get_values(heaps), compare_heaps);
	Heap others = {.name = unconst("all others")};
	gint64 most = 0;
	guint shown = 0;
	for (const GList *at = list; at; at = at->next)
		most = MAX(most, ((const Heap *)at->data)->opened);
	for (const GList *at = list; at; at = at->next) {
		const Heap *heap = at->data;
		if (is_busy(heap) && shown++ < HEAPS_SHOWN) {
			add_heap(rows, heap, most);
			continue;
		}
		others.opened += heap->opened;
		others.closed += heap->closed;
		others.open += heap->open;
	}
	if (is_busy(&others))
		add_heap(rows, &others, MAX(most, others.opened));
	return rows;
}

static void
add_row(Js *rows, const char *name, gint64 count, gint64 whole)
{
	Js *row = js_object();
	js_set_text(row, "name", name);
	set_count(row, "count", count);
	set_share(row, count, whole);
	js_add(rows, row);
}

static Js *
ratings_to_js(const Figures *figures)
{
	Js *rows = js_array();
	gint64 most = 0;
	for (int i = 1; i <= FIGURE_RATINGS; i++)
		most = MAX(most, figures->rated[i]);
	for (int i = FIGURE_RATINGS; i >= 1; i--) {
		const char name[] = {(char)('0' + i), '\0'};
		add_row(rows, name, figures->rated[i], most);
	}
	return rows;
}

/* Of how many something came too late. */
static Js *
promises_to_js(const Figures *figures)
{
	Js *rows = js_array();
	add_row(rows, "first answer", figures->answered_late, figures->opened);
	add_row(rows, "next update", figures->updated_late, figures->closed);
	add_row(rows, "resolution", figures->solved_late, figures->closed);
	return rows;
}

static int
compare_late(gconstpointer a, gconstpointer b)
{
	const LateCase *one = *(const LateCase *const *)a, *other = *(const LateCase *const *)b;
	return strcmp(one->since, other->since);
}

static Js *
late_to_js(const Figures *figures)
{
	Js *rows = js_array();
	g_autoptr(GPtrArray) sorted = g_ptr_array_copy(figures->late, NULL, NULL);
	g_ptr_array_set_free_func(sorted, NULL);
	g_ptr_array_sort(sorted, compare_late);
	for (guint i = 0; i < MIN(sorted->len, LATE_SHOWN); i++) {
		const LateCase *late = sorted->pdata[i];
		Js *row = js_object();
		js_set_text(row, "number", late->number);
		js_set_text(row, "title", late->title);
		js_set_text(row, "customer", late->customer);
		js_set_text(row, "since", late->since);
		js_add(rows, row);
	}
	return rows;
}

static void
set_day(Js *js, const char *key, gint64 at_ms)
{
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(at_ms / 1000);
	g_autofree char *day = g_date_time_format(at, "%Y-%m-%d");
	js_set_text(js, key, day);
}

Js *
figures_to_js(const Figures *figures)
{
	static const char *const units[] = {"day", "week", "month"};
	Js *js = js_object();
	set_day(js, "since", figures->since_ms);
	/* The last day that counts. */
	set_day(js, "until", figures->until_ms - 1);
	g_autofree char *now = when_moment(figures->now_ms, NULL);
	js_set_text(js, "now", now);
	js_set_text(js, "unit", units[figures->unit]);
	set_totals(js, figures);
	js_set(js, "cases", cases_chart(figures));
	js_set(js, "mails", mails_chart(figures));
	js_set(js, "answers", times_chart(figures->answers));
	js_set(js, "solutions", times_chart(figures->solutions));
	js_set(js, "types", heaps_to_js(figures->types));
	js_set(js, "customers", heaps_to_js(figures->customers));
	js_set(js, "ratings", ratings_to_js(figures));
	js_set(js, "promises", promises_to_js(figures));
	js_set(js, "late", late_to_js(figures));
	js_set_int(js, "late_more", MAX((gint64)figures->late->len - LATE_SHOWN, 0));
	js_set_bool(js, "has_late", figures->late->len > 0);
	return js;
}

gboolean
figures_are_empty(const Figures *figures)
{
	return figures->opened + figures->closed + figures->open + figures->mails[FIGURE_HELD] +
		       figures->mails[FIGURE_QUARANTINED] ==
	       0;
}
