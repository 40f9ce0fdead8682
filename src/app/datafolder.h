/*
 * Folders of data files: what ships, and what a site puts in its place.
 */
#ifndef CM_APP_DATAFOLDER_H
#define CM_APP_DATAFOLDER_H

#include <glib.h>

/** The names in a folder that end in one of `endings`, in order; a folder that isn't there has
 *  none. Editors' leftovers and hidden files don't count. (transfer full) */
GPtrArray *data_folder_names(const char *folder, const char *const *endings, GPtrArray *faults);

/** The names of files in a folder that are left out, for they end in none of `endings`, in order:
 *  what editors leave behind. Hidden ones and README don't count. (transfer full) */
GPtrArray *data_folder_ignored(const char *folder, const char *const *endings);

/** Adds the files with this ending, path by name (both owned); those of the same name give way. */
void data_folder_add(GHashTable *files, const char *folder, const char *ending, GPtrArray *faults);

#endif
