/*
 * Tables on a terminal.
 */
#include "app/table.h"

#include "base/error.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS_AT_MOST 12
#define CELL_CHARS      60

static char *
cell(const Js *row, const char *column)
{
	const Js *value = js_get(row, column);
	JsKind kind = js_kind(value);
	if (kind == JS_TRUE || kind == JS_FALSE)
		return g_strdup(kind == JS_TRUE ? "yes" : "");
	g_autofree char *shown = js_display(value);
	g_autofree char *safe = header_safe(shown);
	return text_ellipsize(safe, CELL_CHARS);
}

static gsize
width_of(const char *text)
{
	gsize width = 0;
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		width += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
	}
	return width;
}

static gsize
terminal_width(void)
{
	struct winsize size;
	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_col)
		return G_MAXSIZE;
	return size.ws_col;
}

static void
add_cell(GString *line, const char *text, gsize width, gboolean last)
{
	g_string_append(line, text);
	for (gsize w = width_of(text); !last && w < width + 2; w++)
		g_string_append_c(line, ' ');
}

static void
put_line(const GString *line, gsize limit)
{
	if (width_of(line->str) <= limit) {
		puts(line->str);
		return;
	}
	g_autofree char *cut = text_ellipsize(line->str, limit);
	puts(cut);
}

void
table_print(const Js *list, const char *const *columns)
{
	gsize widths[COLUMNS_AT_MOST] = {0};
	guint n = g_strv_length(unconst(columns));
	g_assert(n <= COLUMNS_AT_MOST);
	for (guint c = 0; c < n; c++) {
		widths[c] = width_of(columns[c]);
		for (gsize i = 0; i < js_size(list); i++) {
			g_autofree char *text = cell(js_at(list, i), columns[c]);
			widths[c] = MAX(widths[c], width_of(text));
		}
	}
	gsize limit = terminal_width();
	g_autoptr(GString) line = g_string_new(NULL);
	for (guint c = 0; c < n; c++)
		add_cell(line, columns[c], widths[c], c + 1 == n);
	put_line(line, limit);
	for (gsize i = 0; i < js_size(list); i++) {
		g_string_truncate(line, 0);
		for (guint c = 0; c < n; c++) {
			g_autofree char *text = cell(js_at(list, i), columns[c]);
			add_cell(line, text, widths[c], c + 1 == n);
		}
		put_line(line, limit);
	}
}
