/*
 * Tables that say once what a column holds: "User | Password" above "anna | Hunter2x".  Cells are
 * parted by "|", tabs, or blanks as the text of a page has them.
 */
#include "desk/secret_parts.h"

#include <string.h>

#define MOST_CELLS 12
#define ROW_BYTES  600

typedef struct Cells {
	guint count;
	const char *begin[MOST_CELLS];
	gsize length[MOST_CELLS];
} Cells;

/* How much stands between two cells here; 0: nothing. */
static gsize
gap_length(const char *p, const char *end)
{
	gsize blanks = 0;
	gboolean parts = FALSE;
	for (const char *q = p; q < end && strchr(" \t|", *q); q++, blanks++)
		parts = parts || *q != ' ';
	return parts || blanks > 1 ? blanks : 0;
}

static void
add_cell(Cells *cells, const char *begin, const char *end)
{
	while (begin < end && strchr(" *_", *begin))
		begin++;
	while (end > begin && strchr(" *_:", end[-1]))
		end--;
	cells->begin[cells->count] = begin;
	cells->length[cells->count++] = (gsize)(end - begin);
}

/* FALSE: the line is none of a table. */
static gboolean
read_cells(const char *text, gsize at, Cells *cells)
{
	const char *p = text + at + strspn(text + at, " \t>|");
	gsize length = strcspn(p, "\r\n");
	const char *end = p + length, *begin = p;
	while (end > p && strchr(" \t|", end[-1]))
		end--;
	cells->count = 0;
	if (length > ROW_BYTES)
		return FALSE;
	for (; p < end && cells->count + 1 < MOST_CELLS; p++) {
		gsize gap = gap_length(p, end);
		if (!gap)
			continue;
		add_cell(cells, begin, p);
		begin = p + gap;
		p = begin - 1;
	}
	if (begin < end)
		add_cell(cells, begin, end);
	return cells->count > 1;
}

/* A row that has values already isn't the head. */
static gboolean
read_head(SecretScan *scan, const Cells *cells)
{
	for (guint i = 0; i < cells->count; i++)
		for (gsize k = 0; k < cells->length[i]; k++)
			if (g_ascii_isdigit(cells->begin[i][k]))
				return FALSE;
	for (guint i = 1; i < cells->count; i++) {
		LabelKind kind = LABEL_PAIR;
		if (!secret_is_label(scan->secrets, cells->begin[i], cells->length[i], &kind) ||
		    kind == LABEL_PAIR)
			continue;
		scan->cells = cells->count;
		scan->column = i;
		scan->head = kind;
		return TRUE;
	}
	return FALSE;
}

static gboolean
is_value(const SecretScan *scan, const char *word, gsize length)
{
	if (length == 0 || memchr(word, ' ', length))
		return FALSE;
	if (scan->head == LABEL_PIN)
		return secret_is_pin(word, length);
	const SecretValue value = {word, length, TRUE, scan->head};
	return scan->head == LABEL_TOKEN || scan->head == LABEL_KEY
		       ? secret_is_value(scan->secrets, &value)
		       : secret_is_said(scan->secrets, word, length, TRUE);
}

void
secret_look_at_row(SecretScan *scan, gsize at)
{
	Cells cells;
	scan->cell = (SecretSpan){0};
	if (!read_cells(scan->text, at, &cells)) {
		scan->cells = 0;
		return;
	}
	if (read_head(scan, &cells) || cells.count != scan->cells)
		return;
	const char *word = cells.begin[scan->column];
	gsize length = cells.length[scan->column], start = (gsize)(word - scan->text);
	gboolean is_token = scan->head == LABEL_TOKEN || scan->head == LABEL_KEY;
	if (is_value(scan, word, length))
		scan->cell = (SecretSpan){start, start + length,
					  is_token ? SECRET_TOKEN : SECRET_PASSWORD, ""};
}
