/*
 * Inside the finding of clues.
 */
#ifndef CM_DESK_CLUES_PARTS_H
#define CM_DESK_CLUES_PARTS_H

#include "desk/clues.h"

/** Adds whom a value names, each once (char*, as it is written). */
void clues_add_names(GPtrArray *names, const char *value);

/* clues_commands.c */

/** The commands, and the keys that they name. After all that the recipient, the sender and the
 *  subject say. */
void clues_find_commands(Clues *clues, const Site *site);
/** Who asks of a case and names none is told which there are; so is who says "done" of it. */
void clues_find_list(Clues *clues, const Site *site);

#endif
