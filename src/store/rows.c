/*
 * From rows to JSON, by a table of what each column is.
 */
#include "store/rows.h"

#include "base/clock.h"

static void
set_text(Js *js, const char *key, Query *row, int n)
{
	js_set_text(js, key, query_text(row, n));
}

static void
set_text_or_null(Js *js, const char *key, Query *row, int n)
{
	const char *text = query_text(row, n);
	js_set_text(js, key, text && *text ? text : NULL);
}

static void
set_int(Js *js, const char *key, Query *row, int n)
{
	js_set_int(js, key, query_int(row, n));
}

static void
set_int_or_null(Js *js, const char *key, Query *row, int n)
{
	if (query_is_null(row, n))
		js_set_null(js, key);
	else
		js_set_int(js, key, query_int(row, n));
}

static void
set_bool(Js *js, const char *key, Query *row, int n)
{
	js_set_bool(js, key, query_int(row, n) != 0);
}

static void
set_time(Js *js, const char *key, Query *row, int n)
{
	g_autofree char *text = time_to_rfc3339(query_int(row, n));
	js_set_text(js, key, text);
}

static void
set_time_or_null(Js *js, const char *key, Query *row, int n)
{
	if (query_is_null(row, n))
		js_set_null(js, key);
	else
		set_time(js, key, row, n);
}

static void
set_hex(Js *js, const char *key, Query *row, int n)
{
	gsize length = 0;
	g_autoptr(GBytes) bytes = query_bytes(row, n);
	const guint8 *data = bytes ? g_bytes_get_data(bytes, &length) : NULL;
	g_autoptr(GString) text = g_string_sized_new(length * 2);
	for (gsize i = 0; i < length; i++)
		g_string_append_printf(text, "%02x", data[i]);
	js_set_text(js, key, text->str);
}

static void (*const setters[])(Js *js, const char *key, Query *row, int n) = {
	[COLUMN_TEXT] = set_text,
	[COLUMN_TEXT_OR_NULL] = set_text_or_null,
	[COLUMN_INT] = set_int,
	[COLUMN_INT_OR_NULL] = set_int_or_null,
	[COLUMN_BOOL] = set_bool,
	[COLUMN_TIME] = set_time,
	[COLUMN_TIME_OR_NULL] = set_time_or_null,
	[COLUMN_HEX] = set_hex,
};

void
row_set(Js *js, Query *row, int first, const Column *columns)
{
	for (int n = 0; columns[n].kind != COLUMN_END; n++)
		if (columns[n].kind != COLUMN_SKIP)
			setters[columns[n].kind](js, columns[n].key, row, first + n);
}

Js *
row_to_js(Query *row, const Column *columns)
{
	Js *js = js_object();
	row_set(js, row, 0, columns);
	return js;
}

Js *
rows_to_js(Query *running, const Column *columns, GError **error)
{
	GError *failure = NULL;
	g_autoptr(Query) query = running;
	g_autoptr(Js) list = js_array();
	while (query_next(query, &failure))
		js_add(list, row_to_js(query, columns));
	if (!failure)
		return g_steal_pointer(&list);
	g_propagate_error(error, failure);
	return NULL;
}
