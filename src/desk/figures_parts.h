/*
 * What the files of figures share: what has been counted, and what it looks like.
 */
#ifndef CM_DESK_FIGURES_PARTS_H
#define CM_DESK_FIGURES_PARTS_H

#include "desk/figures.h"

#define FIGURE_RATINGS 5

/* Days, weeks from Monday on, or months: as many as a chart can show. */
typedef struct Span {
	gint64 begin_ms;
	gint64 opened, closed;
	gint64 mails[FIGURE_MAILS];
} Span;

/* The cases of one type, of one customer. */
typedef struct Heap {
	char *name;
	gint64 opened, closed, open;
} Heap;

/* A case that is late. */
typedef struct LateCase {
	char *number, *title, *customer;
	char *since; /* as ETAs are written */
} LateCase;

typedef enum SpanUnit { SPAN_DAY, SPAN_WEEK, SPAN_MONTH } SpanUnit;

struct Figures {
	const Site *site;
	gint64 since_ms, until_ms, now_ms;
	char *now; /* as ETAs are written */
	SpanUnit unit;
	GArray *spans;         /* Span */
	GHashTable *types;     /* title -> Heap* */
	GHashTable *customers; /* name -> Heap* */
	GArray *answers;       /* gint64, time to the first answer, ms; of cases opened then */
	GArray *solutions;     /* gint64, time to the closing, ms; of cases closed then */
	GPtrArray *late;       /* LateCase*, open now */
	gint64 opened, closed, open, answered_late, updated_late, solved_late;
	gint64 rated[FIGURE_RATINGS + 1];
	gint64 mails[FIGURE_MAILS];
};

/* figures_chart.c: measures of drawings. */

#define CHART_SERIES 2

/* A column of a chart: one bar, or two beside each other. */
typedef struct Column {
	char *label; /* below it; owned */
	gint64 values[CHART_SERIES];
} Column;

typedef struct Chart Chart;

/* `first` and `second` are what its bars show, in words; `second` NULL: one bar per column.
 * (transfer full) */
Chart *chart_new(const char *first, const char *second);
void chart_free(Chart *chart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Chart, chart_free)
void chart_add(Chart *chart, const char *label, gint64 first, gint64 second);
/* What the template draws. (transfer full) */
Js *chart_to_js(const Chart *chart);

/* A bar of block letters, as long as the part is of the whole. */
void chart_set_bar(Js *js, const char *key, gint64 part, gint64 whole);

#endif
