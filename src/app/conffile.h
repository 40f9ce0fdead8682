/*
 * casemate.conf and rule files as they stand: words, values, lines.  The only home
 * of libconfuse; what the words mean is decided by config.c and rulefile.c.
 */
#ifndef CM_APP_CONFFILE_H
#define CM_APP_CONFFILE_H

#include <glib.h>

typedef enum ConfKind {
	CONF_VALUE,  /**< name = value */
	CONF_LIST,   /**< name = value, or name = { value, value } */
	CONF_BLOCK,  /**< name { ... } */
	CONF_TITLED, /**< name "title" { ... } */
} ConfKind;

/** A word the file may use. Tables end with a NULL name. */
typedef struct ConfWord {
	const char *name;
	ConfKind kind;
	const struct ConfWord *words; /**< of a block; NULL for values */
} ConfWord;

/** One value of one setting; a list has several of the same name. */
typedef struct ConfValue {
	char *name;
	char *text;
	gint line;
} ConfValue;

/** A block of the file, or the file itself (name "", title ""). */
typedef struct ConfBlock {
	char *name;
	char *title; /**< "" if it has none */
	gint line;   /**< of the opening brace */
	GPtrArray *values;
	GPtrArray *blocks;
} ConfBlock;

/** A file that was read, and where its faults are collected. */
typedef struct ConfFile {
	char *path;
	ConfBlock *root;
	GPtrArray *faults; /**< char*, "PATH:LINE: what, what to do"; borrowed */
	guint first_fault; /**< index of the first one of this file */
} ConfFile;

/**
 * Reads a file. Every fault is added to `faults`: unknown words all of them, of broken
 * syntax the first, after which reading stops. What could be read is always returned.
 * (transfer full)
 */
ConfFile *conf_read(const char *path, const ConfWord *words, GPtrArray *faults);
void conf_free(ConfFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ConfFile, conf_free)

/** Adds a fault; line 0 leaves the line out. */
void conf_fault(const ConfFile *file, gint line, const char *format, ...) G_GNUC_PRINTF(3, 4);

/** Puts the faults of this file into the order of their lines. */
void conf_sort_faults(const ConfFile *file);

/** The word of a list that is spelt most alike; NULL if none is near. (transfer none) */
const char *conf_nearest(const char *word, const char *const *names, gsize count);

#endif
