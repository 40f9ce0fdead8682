/*
 * Types of case as casemate.conf and the files of filters/types have them, one a file.
 */
#ifndef CM_APP_TYPEFILE_H
#define CM_APP_TYPEFILE_H

#include "app/confvalue.h"
#include "desk/site.h"

/** What may stand in a block `type`. */
extern const ConfWord type_words[];

/** Adds the type of a block to the site, whose desks, statuses and priorities are known. */
void type_read(const ConfFile *file, const ConfBlock *block, Site *site);

/** Where files of types are. NULL: nowhere. */
typedef struct TypeFolders {
	const char *shipped; /**< their priorities and statuses give way to what the site has */
	const char *own;     /**< takes the place of shipped files of the same names */
} TypeFolders;

/** Reads them in the order of their names. Where there are none the site keeps what it has. */
void typefiles_read(const TypeFolders *folders, Site *site, GPtrArray *faults);

#endif
