/*
 * A case on a terminal.
 */
#ifndef CM_APP_CASE_PRINT_H
#define CM_APP_CASE_PRINT_H

#include "base/js.h"

/** `case show`: what there is to know, then each entry with its text. */
void case_print(const Js *shown);

/** `case history`: who did what, when, by which mail, on which proof; a line each. */
void case_print_history(const Js *shown);

#endif
