/*
 * Lists for people: JSON objects as a table that fits the terminal.
 */
#ifndef CM_APP_TABLE_H
#define CM_APP_TABLE_H

#include "base/js.h"

/**
 * Prints the members `columns` (NULL-terminated) of each object in `list`, under their
 * names. Columns are as wide as needed; the last ones are cut at the terminal's width,
 * never in a pipe. Control characters can't reach the terminal.
 */
void table_print(const Js *list, const char *const *columns);

#endif
