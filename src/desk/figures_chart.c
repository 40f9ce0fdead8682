/*
 * Where the bars, lines and labels of a chart stand. Drawings are as narrow as a phone and grow
 * with the room they have, so their letters can be read on both.
 */
#include "desk/figures_parts.h"

#define WIDTH     360
#define LEFT      30
#define TOP       8
#define HEIGHT    112
#define BASELINE  (TOP + HEIGHT)
#define LABEL_Y   (BASELINE + 16)
#define DRAWING   (LABEL_Y + 8)
#define LABEL_MAX 7

#define BAR_BLOCKS 16

struct Chart {
	char *names[CHART_SERIES]; /* the second is NULL if there is but one */
	guint series;
	GArray *columns; /* Column */
};

static void
column_clear(gpointer data)
{
	Column *column = data;
	g_free(column->label);
}

Chart *
chart_new(const char *first, const char *second)
{
	Chart *chart = g_new0(Chart, 1);
	chart->names[0] = g_strdup(first);
	chart->names[1] = g_strdup(second);
	chart->series = second ? 2 : 1;
	chart->columns = g_array_new(FALSE, FALSE, sizeof(Column));
	g_array_set_clear_func(chart->columns, column_clear);
	return chart;
}

void
chart_free(Chart *chart)
{
	if (!chart)
		return;
	g_free(chart->names[0]);
	g_free(chart->names[1]);
	g_array_unref(chart->columns);
	g_free(chart);
}

void
chart_add(Chart *chart, const char *label, gint64 first, gint64 second)
{
	const Column column = {g_strdup(label), {first, second}};
	g_array_append_val(chart->columns, column);
}

/* The least of 2, 4, 6, 8, 10, 20, 40, ... that isn't less: half of it is a whole number. */
static gint64
top_of_scale(const Chart *chart)
{
	static const gint64 steps[] = {2, 4, 6, 8, 10};
	gint64 most = 1;
	for (guint i = 0; i < chart->columns->len; i++)
		for (guint k = 0; k < chart->series; k++)
			most = MAX(most, g_array_index(chart->columns, Column, i).values[k]);
	for (gint64 unit = 1;; unit *= 10)
		for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
			if (steps[i] * unit >= most)
				return steps[i] * unit;
}

/* SVG counts from the top; tenths are as exact as a screen. */
static void
set_tenths(Js *js, const char *key, gint64 tenths)
{
	g_autofree char *text =
		g_strdup_printf("%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT, tenths / 10, tenths % 10);
	js_set_text(js, key, text);
}

void
chart_set_bar(Js *js, const char *key, gint64 part, gint64 whole)
{
	GString *bar = g_string_new(NULL);
	gint64 blocks = whole > 0 ? (part * BAR_BLOCKS + whole - 1) / whole : 0;
	for (gint64 i = 0; i < blocks; i++)
		g_string_append(bar, "\u2588");
	js_set_text(js, key, bar->str);
	g_string_free(bar, TRUE);
}

/* As text, for the number 0 is nothing to a template. */
static void
set_count(Js *js, const char *key, gint64 count)
{
	g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, count);
	js_set_text(js, key, text);
}

static Js *
scale_to_js(gint64 top)
{
	Js *lines = js_array();
	for (int i = 0; i <= 2; i++) {
		Js *line = js_object();
		js_set_int(line, "y", BASELINE - HEIGHT * i / 2);
		js_set_int(line, "label_y", BASELINE - HEIGHT * i / 2 + 4);
		js_set_int(line, "label_x", LEFT - 6);
		js_set_int(line, "left", LEFT);
		js_set_int(line, "right", WIDTH);
		set_count(line, "value", top * i / 2);
		js_add(lines, line);
	}
	return lines;
}

static Js *
bar_to_js(const Column *column, guint series, gint64 x, gint64 width, gint64 top)
{
	Js *bar = js_object();
	gint64 height = column->values[series] * HEIGHT * 10 / top;
	set_tenths(bar, "x", x);
	set_tenths(bar, "y", BASELINE * 10 - height);
	set_tenths(bar, "width", width);
	set_tenths(bar, "height", height);
	js_set_int(bar, "series", series + 1);
	return bar;
}

/* A part of the column stays free on both sides. */
static Js *
column_to_js(const Chart *chart, guint i, gint64 top)
{
	const Column *column = &g_array_index(chart->columns, Column, i);
	gint64 room = (gint64)(WIDTH - LEFT) * 10 / chart->columns->len;
	gint64 x = LEFT * 10 + i * room;
	gint64 width = room * 7 / 10 / chart->series;
	Js *js = js_object();
	Js *bars = js_array();
	for (guint k = 0; k < chart->series; k++)
		if (column->values[k] > 0)
			js_add(bars,
			       bar_to_js(column, k, x + room * 3 / 20 + k * width, width, top));
	js_set(js, "bars", bars);
	js_set_text(js, "label", column->label);
	set_count(js, "first", column->values[0]);
	chart_set_bar(js, "bar", column->values[0], top);
	js_set_int(js, "share", column->values[0] * 100 / top);
	js_set_int(js, "rest", 100 - column->values[0] * 100 / top);
	if (chart->series > 1)
		set_count(js, "second", column->values[1]);
	guint each = (chart->columns->len + LABEL_MAX - 1) / LABEL_MAX;
	js_set_bool(js, "is_labelled", i % each == 0);
	set_tenths(js, "label_x", x + room / 2);
	js_set_int(js, "label_y", LABEL_Y);
	return js;
}

Js *
chart_to_js(const Chart *chart)
{
	Js *js = js_object();
	gint64 top = top_of_scale(chart);
	js_set_text(js, "first_name", chart->names[0]);
	js_set_text(js, "second_name", chart->names[1]);
	js_set_int(js, "width", WIDTH);
	js_set_int(js, "height", DRAWING);
	js_set(js, "lines", scale_to_js(top));
	Js *columns = js_array();
	for (guint i = 0; i < chart->columns->len; i++)
		js_add(columns, column_to_js(chart, i, top));
	js_set(js, "columns", columns);
	return js;
}
