/*
 * Comma-separated values (RFC 4180), as spreadsheets write them: with a BOM, CR LF, or
 * semicolons for commas where the first line has these.
 */
#ifndef CM_APP_CSV_H
#define CM_APP_CSV_H

#include <glib.h>

/** A row: its fields, and the line where it begins, counted from 1. */
typedef struct CsvRow {
	guint line;
	GPtrArray *fields; /**< char*, UTF-8 without NUL; empty if `fault` is set */
	char *fault;       /**< what is wrong with it, in words; NULL: nothing */
} CsvRow;

typedef struct Csv Csv;

/** Reads from the stream, which stays the caller's. (transfer full) */
Csv *csv_open(gpointer file);
void csv_close(Csv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Csv, csv_close)

/** The next row that isn't blank; NULL at the end, or with an error if the stream can't be read.
 *  What is wrong with one row doesn't hurt the next line. (transfer none), valid until the next
 *  call */
const CsvRow *csv_next(Csv *csv, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
