/*
 * What the files that read and write forms share; for desk/form_*.c alone.
 */
#ifndef CM_DESK_FORM_PARTS_H
#define CM_DESK_FORM_PARTS_H

#include "desk/form.h"

/* form_write.c: the lines in parentheses that stand below a field's label, char*.
 * (transfer full) */
GPtrArray *form_hints(const Field *field, GHashTable *labels, const FormWords *words);

#endif
