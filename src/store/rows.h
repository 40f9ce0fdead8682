/*
 * Rows of the store as JSON, for the lists that people and programs look at.
 */
#ifndef CM_STORE_ROWS_H
#define CM_STORE_ROWS_H

#include "base/js.h"
#include "store/db.h"

typedef enum ColumnKind {
	COLUMN_END,
	COLUMN_SKIP,
	COLUMN_TEXT,
	COLUMN_TEXT_OR_NULL, /**< "" in the store is null outside */
	COLUMN_INT,
	COLUMN_INT_OR_NULL,
	COLUMN_BOOL,
	COLUMN_TIME, /**< RFC 3339 */
	COLUMN_TIME_OR_NULL,
	COLUMN_HEX, /**< bytes */
} ColumnKind;

/** What becomes of a column, in the order of the SELECT; the last one is a COLUMN_END. */
typedef struct Column {
	ColumnKind kind;
	const char *key; /**< the member's name */
} Column;

/** Sets members from the row at hand, beginning with its column `first`. */
void row_set(Js *js, Query *row, int first, const Column *columns);

/** The row at hand as an object. (transfer full) */
Js *row_to_js(Query *row, const Column *columns);

/** All rows of a query as an array, in their order. Takes the query. (transfer full) */
Js *rows_to_js(Query *running, const Column *columns, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
