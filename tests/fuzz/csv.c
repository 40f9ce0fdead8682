/*
 * Any bytes as a table: each row is whole or has a fault, the lines go up, and it ends.
 */
#include "app/csv.h"
#include "base/limits.h"
#include "fuzz.h"

#include <stdio.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	FILE *file = fmemopen((void *)data, size, "r");
	g_autoptr(Csv) csv = csv_open(file);
	g_autoptr(GError) error = NULL;
	const CsvRow *row;
	guint line = 0;

	while ((row = csv_next(csv, &error))) {
		g_assert_cmpuint(row->line, >=, line);
		g_assert_true(row->fault ? row->fields->len == 0 : row->fields->len > 0);
		for (guint i = 0; i < row->fields->len; i++)
			fuzz_check_text(row->fields->pdata[i]);
		line = row->line;
	}
	g_assert_no_error(error);
	g_assert_cmpuint(line, <=, size + 1);
	fclose(file);
	return 0;
}
