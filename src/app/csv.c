/*
 * Reading CSV line by line through libcsv.  A broken row is found again at the line behind the
 * one it begins on, so an open quotation mark doesn't swallow the rest of the file.
 */
#include "app/csv.h"

#include "base/error.h"
#include "base/limits.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

struct Csv {
	FILE *file;
	struct csv_parser parser;
	gboolean is_begun;  /* the first line has told BOM and separator */
	gboolean is_at_end; /* of the stream */
	GQueue *lines;      /* GString*, read but not yet parsed */
	GPtrArray *of_row;  /* GString*, lines of the row in hand, to be read anew if it breaks */
	guint line;         /* lines parsed */
	GPtrArray *fields;  /* char*, of the row in hand */
	const char *fault;  /* of its fields */
	GQueue *rows;       /* CsvRow*, ready */
	CsvRow *given;
};

static void
line_destroy(gpointer line)
{
	g_string_free(line, TRUE);
}

static void
row_free(gpointer data)
{
	CsvRow *row = data;
	if (!row)
		return;
	g_ptr_array_unref(row->fields);
	g_free(row->fault);
	g_free(row);
}

static void
parser_begin(Csv *csv, unsigned char delimiter)
{
	if (csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		g_assert_not_reached();
	csv_set_delim(&csv->parser, delimiter);
}

Csv *
csv_open(gpointer file)
{
	Csv *csv = g_new0(Csv, 1);
	csv->file = file;
	csv->lines = g_queue_new();
	csv->rows = g_queue_new();
	csv->of_row = g_ptr_array_new_with_free_func(line_destroy);
	csv->fields = g_ptr_array_new_with_free_func(g_free);
	parser_begin(csv, CSV_COMMA);
	return csv;
}

void
csv_close(Csv *csv)
{
	if (!csv)
		return;
	csv_free(&csv->parser);
	g_queue_free_full(csv->lines, line_destroy);
	g_queue_free_full(csv->rows, row_free);
	g_ptr_array_unref(csv->of_row);
	g_ptr_array_unref(csv->fields);
	row_free(csv->given);
	g_free(csv);
}

static void
take_field(void *bytes, size_t length, void *data)
{
	Csv *csv = data;
	if (length > 0 && memchr(bytes, '\0', length))
		csv->fault = "it holds a NUL";
	else if (!g_utf8_validate(bytes ? bytes : "", (gssize)length, NULL))
		csv->fault = "it is not UTF-8";
	g_ptr_array_add(csv->fields, g_strndup(bytes ? bytes : "", length));
}

static gboolean
is_blank(const GPtrArray *fields)
{
	for (guint i = 0; i < fields->len; i++)
		if (*(const char *)fields->pdata[i])
			return FALSE;
	return TRUE;
}

/* The row in hand is complete, or it never will be. */
static void
end_row(Csv *csv, const char *fault)
{
	CsvRow *row = g_new0(CsvRow, 1);
	row->line = csv->line - MAX(csv->of_row->len, 1) + 1;
	row->fault = g_strdup(fault);
	row->fields = csv->fields;
	csv->fields = g_ptr_array_new_with_free_func(g_free);
	csv->fault = NULL;
	if (fault)
		g_ptr_array_set_size(row->fields, 0);
	if (fault || !is_blank(row->fields))
		g_queue_push_tail(csv->rows, row);
	else
		row_free(row);
}

static void
take_row(int end, void *data)
{
	(void)end;
	Csv *csv = data;
	end_row(csv, csv->fault);
}

/* The stream's next line with its end; NULL at its end. A line that is too long is cut: it
 * can't be right, and what comes behind it can. */
static GString *
read_line(Csv *csv, GError **error)
{
	g_autoptr(GString) line = g_string_new(NULL);
	int c = EOF;
	while ((c = getc(csv->file)) != EOF) {
		if (line->len <= LIMIT_CSV_ROW_BYTES || c == '\n')
			g_string_append_c(line, (char)c);
		if (c == '\n')
			break;
	}
	csv->is_at_end = c == EOF;
	if (c == EOF && ferror(csv->file)) {
		error_temp(error, "cannot read it: %s", g_strerror(errno));
		return NULL;
	}
	return line->len ? g_steal_pointer(&line) : NULL;
}

/* Semicolons where the first line has more of them than of commas. */
static void
read_signs(Csv *csv, GString *line)
{
	static const char bom[] = "\xef\xbb\xbf";
	int commas = 0, semicolons = 0;
	if (g_str_has_prefix(line->str, bom))
		g_string_erase(line, 0, (gssize)strlen(bom));
	for (const char *p = line->str; *p; p++) {
		commas += *p == ',';
		semicolons += *p == ';';
	}
	csv_set_delim(&csv->parser, semicolons > commas ? ';' : CSV_COMMA);
	csv->is_begun = TRUE;
}

/* Gives up the row in hand: what it took beyond its first line is read again. */
static void
break_row(Csv *csv, const char *fault)
{
	unsigned char delimiter = csv_get_delim(&csv->parser);
	csv_free(&csv->parser);
	parser_begin(csv, delimiter);
	g_ptr_array_set_size(csv->fields, 0);
	end_row(csv, fault);
	for (; csv->of_row->len > 1; csv->line--)
		g_queue_push_head(csv->lines,
				  g_ptr_array_steal_index(csv->of_row, csv->of_row->len - 1));
	g_ptr_array_set_size(csv->of_row, 0);
}

static const char *
fault_of(Csv *csv)
{
	return csv_error(&csv->parser) == CSV_EPARSE
		       ? "a quotation mark stands where none can: one within a value is written "
			 "twice, and the value in quotation marks"
		       : "it is too long";
}

/* Takes the line. */
static void
parse_line(Csv *csv, GString *line)
{
	gsize bytes = line->len;
	guint ready = csv->rows->length;
	csv->line++;
	g_ptr_array_add(csv->of_row, line);
	for (guint i = 0; i + 1 < csv->of_row->len; i++)
		bytes += ((const GString *)csv->of_row->pdata[i])->len;
	if (bytes > LIMIT_CSV_ROW_BYTES) {
		break_row(csv, csv->of_row->len > 1 ? "a quotation mark is never closed"
						    : "it is too long");
		return;
	}
	if (csv_parse(&csv->parser, line->str, line->len, take_field, take_row, csv) != line->len)
		break_row(csv, fault_of(csv));
	else if (csv->rows->length > ready || csv->parser.pstate == 0)
		g_ptr_array_set_size(csv->of_row, 0);
}

static void
parse_end(Csv *csv)
{
	if (csv->of_row->len == 0)
		return;
	if (csv_fini(&csv->parser, take_field, take_row, csv) != 0)
		break_row(csv, "a quotation mark is never closed");
	g_ptr_array_set_size(csv->of_row, 0);
}

const CsvRow *
csv_next(Csv *csv, GError **error)
{
	GError *failure = NULL;
	while (g_queue_is_empty(csv->rows)) {
		GString *line = g_queue_pop_head(csv->lines);
		if (!line && !csv->is_at_end)
			line = read_line(csv, &failure);
		if (failure) {
			g_propagate_error(error, failure);
			return NULL;
		}
		if (!line && csv->of_row->len == 0)
			return NULL;
		if (line && !csv->is_begun)
			read_signs(csv, line);
		if (line)
			parse_line(csv, line);
		else
			parse_end(csv);
	}
	row_free(csv->given);
	csv->given = g_queue_pop_head(csv->rows);
	return csv->given;
}
