/*
 * The fields of a type, as its file has them.
 */
#ifndef CM_APP_TYPEFIELDS_H
#define CM_APP_TYPEFIELDS_H

#include "app/confvalue.h"

/** What may stand in a block `field`. */
extern const ConfWord field_words[];

/** Adds the fields (Field*) of a type's block, and checks that all of them can be asked. */
void fields_read(const ConfFile *file, const ConfBlock *block, GPtrArray *fields);

/** The bits of RoleBit that `roles` names; 0 if it isn't set. */
guint roles_read(const ConfFile *file, const ConfBlock *block);

#endif
