/*
 * Counting: what of each case, and what mail, happened in the time that is asked for.
 */
#include "desk/figures_parts.h"

#include "desk/when.h"

#include <string.h>

#define DAY_MS ((gint64)24 * 3600 * 1000)
/* As many bars as a chart on a phone has room for. */
#define DAYS_SHOWN  31
#define WEEKS_SHOWN 30

static void
heap_destroy(gpointer data)
{
	Heap *heap = data;
	g_free(heap->name);
	g_free(heap);
}

static void
late_destroy(gpointer data)
{
	LateCase *late = data;
	g_free(late->number);
	g_free(late->title);
	g_free(late->customer);
	g_free(late->since);
	g_free(late);
}

static GDateTime *
first_of(SpanUnit unit, gint64 at_ms)
{
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(at_ms / 1000);
	int year = 0, month = 0, day = 0;
	g_date_time_get_ymd(at, &year, &month, &day);
	g_autoptr(GDateTime) first =
		g_date_time_new_utc(year, month, unit == SPAN_MONTH ? 1 : day, 0, 0, 0);
	return g_date_time_add_days(first,
				    unit == SPAN_WEEK ? 1 - g_date_time_get_day_of_week(first) : 0);
}

static GDateTime *
next_of(SpanUnit unit, GDateTime *begin)
{
	if (unit == SPAN_MONTH)
		return g_date_time_add_months(begin, 1);
	return g_date_time_add_days(begin, unit == SPAN_WEEK ? 7 : 1);
}

static void
add_spans(Figures *figures)
{
	gint64 days = (figures->until_ms - figures->since_ms) / DAY_MS;
	figures->unit = days <= DAYS_SHOWN                ? SPAN_DAY
			: days <= (gint64)WEEKS_SHOWN * 7 ? SPAN_WEEK
							  : SPAN_MONTH;
	GDateTime *begin = first_of(figures->unit, figures->since_ms);
	while (g_date_time_to_unix(begin) * 1000 < figures->until_ms) {
		const Span span = {.begin_ms = g_date_time_to_unix(begin) * 1000};
		g_array_append_val(figures->spans, span);
		GDateTime *next = next_of(figures->unit, begin);
		g_date_time_unref(begin);
		begin = next;
	}
	g_date_time_unref(begin);
}

static char *
written(gint64 at_ms)
{
	const When when = {.at_ms = at_ms};
	return when_canonical(&when);
}

Figures *
figures_new(const Site *site, gint64 since_ms, gint64 until_ms, gint64 now_ms)
{
	Figures *figures = g_new0(Figures, 1);
	figures->site = site;
	figures->since_ms = since_ms;
	figures->until_ms = until_ms;
	figures->now_ms = now_ms;
	figures->now = written(now_ms);
	figures->spans = g_array_new(FALSE, FALSE, sizeof(Span));
	figures->types = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, heap_destroy);
	figures->customers = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, heap_destroy);
	figures->answers = g_array_new(FALSE, FALSE, sizeof(gint64));
	figures->solutions = g_array_new(FALSE, FALSE, sizeof(gint64));
	figures->late = g_ptr_array_new_with_free_func(late_destroy);
	add_spans(figures);
	return figures;
}

void
figures_free(Figures *figures)
{
	if (!figures)
		return;
	g_array_unref(figures->spans);
	g_hash_table_unref(figures->types);
	g_hash_table_unref(figures->customers);
	g_array_unref(figures->answers);
	g_array_unref(figures->solutions);
	g_ptr_array_unref(figures->late);
	g_free(figures->now);
	g_free(figures);
}

static gboolean
is_within(const Figures *figures, gint64 at_ms)
{
	return at_ms >= figures->since_ms && at_ms < figures->until_ms;
}

/* NULL: at no time that is shown. */
static Span *
span_at(const Figures *figures, gint64 at_ms)
{
	if (!is_within(figures, at_ms))
		return NULL;
	guint i = figures->spans->len;
	while (i > 0 && g_array_index(figures->spans, Span, i - 1).begin_ms > at_ms)
		i--;
	return i > 0 ? &g_array_index(figures->spans, Span, i - 1) : NULL;
}

static Heap *
heap_of(GHashTable *heaps, const char *name)
{
	Heap *heap = g_hash_table_lookup(heaps, name);
	if (heap)
		return heap;
	heap = g_new0(Heap, 1);
	heap->name = g_strdup(name);
	g_hash_table_insert(heaps, heap->name, heap);
	return heap;
}

static void
take_opening(Figures *figures, const CaseTally *one, Heap *const heaps[2])
{
	Span *span = span_at(figures, one->opened_ms);
	if (!span)
		return;
	span->opened++;
	figures->opened++;
	heaps[0]->opened++;
	heaps[1]->opened++;
	figures->answered_late += (one->late & FIGURE_LATE_ANSWER) != 0;
	if (one->answered_ms) {
		gint64 took_ms = one->answered_ms - one->opened_ms;
		g_array_append_val(figures->answers, took_ms);
	}
}

static void
take_closing(Figures *figures, const CaseTally *one, Heap *const heaps[2])
{
	Span *span = span_at(figures, one->moved_ms);
	if (!span)
		return;
	span->closed++;
	figures->closed++;
	heaps[0]->closed++;
	heaps[1]->closed++;
	figures->updated_late += (one->late & FIGURE_LATE_UPDATE) != 0;
	figures->solved_late += (one->late & FIGURE_LATE_SOLUTION) != 0;
	gint64 took_ms = one->moved_ms - one->opened_ms;
	g_array_append_val(figures->solutions, took_ms);
}

/* It is of its own day, and stays one when the case is opened again. */
static void
take_rating(Figures *figures, const CaseTally *one)
{
	if (one->rating >= 1 && one->rating <= FIGURE_RATINGS && is_within(figures, one->rated_ms))
		figures->rated[one->rating]++;
}

/* Days are over when the next one has begun; they are written with the largest unit first. */
static gboolean
is_over(const Figures *figures, const char *eta)
{
	return *eta && strncmp(eta, figures->now, strlen(eta)) < 0;
}

static void
take_late(Figures *figures, const CaseTally *one)
{
	gboolean is_due = one->due_ms && one->due_ms <= figures->now_ms;
	gboolean is_eta = is_over(figures, one->eta);
	if (!is_due && !is_eta)
		return;
	g_autofree char *due = written(one->due_ms);
	LateCase *late = g_new0(LateCase, 1);
	late->number = g_strdup(one->number);
	late->title = g_strdup(one->title);
	late->customer = g_strdup(one->customer);
	late->since = g_strdup(!is_due || (is_eta && strcmp(one->eta, due) < 0) ? one->eta : due);
	g_ptr_array_add(figures->late, late);
}

void
figures_take_case(Figures *figures, const CaseTally *one)
{
	const Status *status = site_status(figures->site, one->status);
	const CaseType *type = site_type(figures->site, one->type);
	gboolean is_closed = status && status->is_final;
	Heap *const heaps[2] = {heap_of(figures->types, type ? type->title : one->type),
				heap_of(figures->customers, one->customer)};
	take_opening(figures, one, heaps);
	take_rating(figures, one);
	if (is_closed) {
		take_closing(figures, one, heaps);
		return;
	}
	figures->open++;
	heaps[0]->open++;
	heaps[1]->open++;
	take_late(figures, one);
}

void
figures_take_mail(Figures *figures, FigureMail what, gint64 at_ms)
{
	Span *span = span_at(figures, at_ms);
	if (!span)
		return;
	span->mails[what]++;
	figures->mails[what]++;
}
