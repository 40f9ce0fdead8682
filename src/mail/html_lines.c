/*
 * Gathering the text of a page into lines, with the quotes, empty lines and rows of tables that
 * people see.
 */
#include "mail/html_lines.h"

#include "base/limits.h"

#include <string.h>

static void
write_quote_prefix(HtmlLines *out, guint level)
{
	for (guint i = 0; i < MIN(level, HTML_DRAWN_LEVELS); i++)
		g_string_append_c(out->text, '>');
}

static void
trim_line_end(GString *line)
{
	gsize length = line->len;
	while (length > 0 && (line->str[length - 1] == ' ' || line->str[length - 1] == '\t'))
		length--;
	/* "-- " is the one line whose blank means something (RFC 3676 4.3). */
	if (length == 2 && line->len > 2 && memcmp(line->str, "-- ", 3) == 0)
		length = 3;
	g_string_truncate(line, length);
}

void
html_lines_write(HtmlLines *out)
{
	if (out->text->len > LIMIT_TEXT_BYTES) {
		g_string_truncate(out->line, 0);
		return;
	}
	if (out->wants_empty && out->count > 0) {
		write_quote_prefix(out, MIN(out->empty_level, out->quote_level));
		g_string_append_c(out->text, '\n');
		out->count++;
	}
	out->wants_empty = FALSE;
	for (guint i = 0; i < out->begun->len; i++) {
		int mark = g_array_index(out->begun, int, i);
		g_array_index(out->marks, HtmlMark, mark).first_line = out->count;
	}
	g_array_set_size(out->begun, 0);
	trim_line_end(out->line);
	write_quote_prefix(out, out->quote_level);
	if (out->quote_level > 0 && out->line->len > 0)
		g_string_append_c(out->text, ' ');
	g_string_append_len(out->text, out->line->str, (gssize)out->line->len);
	g_string_append_c(out->text, '\n');
	out->count++;
	g_string_truncate(out->line, 0);
}

void
html_lines_want_empty(HtmlLines *out)
{
	if (out->count == 0)
		return;
	out->empty_level =
		out->wants_empty ? MIN(out->empty_level, out->quote_level) : out->quote_level;
	out->wants_empty = TRUE;
}

/* Forgets the blank that no word followed; but "-- " is a signature's line.  Of a line of nothing
 * but no-break blanks an empty one remains, as of any other. */
static void
drop_blank(HtmlLines *out)
{
	if (out->wants_blank && strcmp(out->line->str, "--") == 0)
		g_string_append_c(out->line, ' ');
	out->wants_blank = FALSE;
	if (out->line->len == 0 || out->line->str[strspn(out->line->str, " \t")])
		return;
	g_string_truncate(out->line, 0);
	html_lines_want_empty(out);
}

void
html_lines_end(HtmlLines *out)
{
	out->cell_wait = HTML_WAIT_NONE;
	drop_blank(out);
	if (out->line->len > 0 && !out->has_item)
		html_lines_write(out);
}

void
html_lines_break(HtmlLines *out)
{
	drop_blank(out);
	out->has_item = FALSE;
	if (out->line->len > 0)
		html_lines_write(out);
	else
		html_lines_want_empty(out);
}

void
html_lines_end_paragraph(HtmlLines *out)
{
	html_lines_end(out);
	if (!out->has_item)
		html_lines_want_empty(out);
}

void
html_lines_settle_cell(HtmlLines *out)
{
	HtmlWait wait = out->cell_wait;
	if (wait == HTML_WAIT_PARAGRAPH)
		html_lines_end_paragraph(out);
	else if (wait != HTML_WAIT_NONE)
		html_lines_end(out);
}

gboolean
html_lines_is_first_in_cell(const HtmlLines *out, gboolean in_cell)
{
	return in_cell && out->count == out->cell_line && out->cell_wait == HTML_WAIT_NONE &&
	       !out->has_item;
}

gboolean
html_lines_wait_in_cell(HtmlLines *out, gboolean in_cell, HtmlWait wait)
{
	if (!html_lines_is_first_in_cell(out, in_cell) &&
	    (!in_cell || out->cell_wait == HTML_WAIT_NONE))
		return FALSE;
	out->cell_wait = MAX(out->cell_wait, wait);
	return TRUE;
}

void
html_lines_add(HtmlLines *out, const char *text, gsize length)
{
	for (gsize i = 0; i < length;) {
		if (g_ascii_isspace(text[i])) {
			out->wants_blank = out->line->len > 0 && !out->has_item;
			i++;
			continue;
		}
		html_lines_settle_cell(out);
		if (out->wants_blank)
			g_string_append_c(out->line, ' ');
		out->wants_blank = FALSE;
		if (i + 1 < length && text[i] == '\302' && text[i + 1] == '\240') {
			g_string_append_c(out->line, ' ');
			i += 2;
			continue;
		}
		out->has_item = FALSE;
		gsize run = i;
		while (run < length && !g_ascii_isspace(text[run]) && text[run] != '\302')
			run++;
		run = MAX(run, i + 1);
		g_string_append_len(out->line, text + i, (gssize)(run - i));
		i = run;
	}
}

void
html_lines_add_kept(HtmlLines *out, const char *text, gsize length)
{
	html_lines_settle_cell(out);
	out->has_item = FALSE;
	for (const char *limit = text + length; text < limit;) {
		const char *end = text;
		while (end < limit && *end != '\n' && *end != '\r')
			end++;
		g_string_append_len(out->line, text, end - text);
		if (end < limit)
			html_lines_write(out);
		text = end + (limit - end > 1 && end[0] == '\r' && end[1] == '\n' ? 2 : 1);
	}
}

void
html_lines_start_cell(HtmlLines *out)
{
	if (out->count != out->cell_line)
		html_lines_end(out);
	out->cell_wait = HTML_WAIT_NONE;
	if (out->line->len > 0)
		g_string_append(out->line, "  ");
	out->wants_blank = FALSE;
	out->cell_line = out->count;
	out->cell_start = out->line->len;
}

int
html_lines_start_mark(HtmlLines *out, HtmlMarkKind kind)
{
	html_lines_end(out);
	HtmlMark mark = {out->count, 0, kind};
	int number = (int)out->marks->len;
	g_array_append_val(out->marks, mark);
	g_array_append_val(out->begun, number);
	return number;
}

void
html_lines_end_mark(HtmlLines *out, int number)
{
	html_lines_end(out);
	HtmlMark *mark = &g_array_index(out->marks, HtmlMark, number);
	for (guint i = out->begun->len; i > 0; i--) {
		if (g_array_index(out->begun, int, i - 1) != number)
			continue;
		/* Nothing was written within: an empty mark, as Outlook's appendonsend is. */
		g_array_remove_index(out->begun, i - 1);
		return;
	}
	mark->lines = out->count - mark->first_line;
}

void
html_lines_init(HtmlLines *out)
{
	*out = (HtmlLines){.text = g_string_new(NULL),
			   .line = g_string_new(NULL),
			   .marks = g_array_new(FALSE, FALSE, sizeof(HtmlMark)),
			   .begun = g_array_new(FALSE, FALSE, sizeof(int))};
}

/* Marks that hold no line are dropped; the rest stand in order already. */
static GArray *
marks_with_lines(const HtmlLines *out)
{
	GArray *marks = g_array_new(FALSE, FALSE, sizeof(HtmlMark));
	for (guint i = 0; i < out->marks->len; i++) {
		const HtmlMark *mark = &g_array_index(out->marks, HtmlMark, i);
		if (mark->lines > 0)
			g_array_append_val(marks, *mark);
	}
	return marks;
}

char *
html_lines_finish(HtmlLines *out, GArray **marks_out)
{
	out->has_item = FALSE;
	html_lines_end(out);
	if (marks_out)
		*marks_out = marks_with_lines(out);
	g_array_unref(out->marks);
	g_array_unref(out->begun);
	g_string_free(out->line, TRUE);
	/* The last line end belongs to nobody. */
	if (out->text->len > 0)
		g_string_truncate(out->text, out->text->len - 1);
	return g_string_free(out->text, FALSE);
}
