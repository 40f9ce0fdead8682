/*
 * The values of settings: words to numbers, sizes and times, within bounds.  What
 * isn't set leaves the caller's value as it was; what is wrong does, too, and is a
 * fault with its line.
 */
#ifndef CM_APP_CONFVALUE_H
#define CM_APP_CONFVALUE_H

#include "app/conffile.h"

/** The value of a setting; NULL if it isn't set. Setting it twice is a fault. (transfer none) */
const ConfValue *conf_get(const ConfFile *file, const ConfBlock *block, const char *name);
/** The line of a setting, else that of its block. */
gint conf_line(const ConfBlock *block, const char *name);
/** The one block of this name; NULL if there is none, a fault if several. (transfer none) */
const ConfBlock *conf_block(const ConfFile *file, const ConfBlock *block, const char *name);
/** All blocks of this name, ConfBlock*, in order. (transfer container) */
GPtrArray *conf_blocks(const ConfBlock *block, const char *name);

/** Replaces the text: one line, without control characters. It may be empty. */
void conf_get_text(const ConfFile *file, const ConfBlock *block, const char *name, char **out);
/** Replaces the text, which may have several lines. */
void conf_get_lines(const ConfFile *file, const ConfBlock *block, const char *name, char **out);
/** Replaces the text, which stands in subject lines or header fields and can't be empty. */
void conf_get_word(const ConfFile *file, const ConfBlock *block, const char *name, gsize max_chars,
		   char **out);
/** A fault if a name can't stand there; `what` is called so, as in "the name of this status". */
void conf_check_word(const ConfFile *file, gint line, const char *what, const char *text,
		     gsize max_chars);
/** A fault if the name of a block is missing or unfit for subject lines, which have
 *  LIMIT_SUBJECT_CHARS in all, or header fields. */
void conf_check_title(const ConfFile *file, const ConfBlock *block);
/** A fault for each two blocks of one kind whose names nobody could tell apart. */
void conf_check_titles_differ(const ConfFile *file, const GPtrArray *blocks);
/** Replaces the path; a relative one is taken from the folder of the file. */
void conf_get_path(const ConfFile *file, const ConfBlock *block, const char *name, char **out);
/** Replaces the list (char*) if the setting is there. */
void conf_get_list(const ConfBlock *block, const char *name, GPtrArray *out);
/** "yes" or "no". */
void conf_get_bool(const ConfFile *file, const ConfBlock *block, const char *name, gboolean *out);
void conf_get_int(const ConfFile *file, const ConfBlock *block, const char *name, gint64 min,
		  gint64 max, gint64 *out);
/** "25 MB" (of 1024 KB), "64 KB", "1 GB" or bytes. */
void conf_get_size(const ConfFile *file, const ConfBlock *block, const char *name, gint64 min,
		   gint64 max, gint64 *bytes_out);
/** "30 s", "5 min", "1 h", "2 d" or seconds. */
void conf_get_duration(const ConfFile *file, const ConfBlock *block, const char *name, gint64 min,
		       gint64 max, gint64 *seconds_out);

/** The same in minutes of working time: "4 h", "30 min". Days aren't taken, for working days are as
 *  long as the hours of a place. */
void conf_get_work(const ConfFile *file, const ConfBlock *block, const char *name, gint64 min,
		   gint64 max, gint64 *minutes_out);

/** A word and what it stands for. Tables end with a NULL word. */
typedef struct ConfChoice {
	const char *word;
	gint value;
} ConfChoice;
void conf_get_choice(const ConfFile *file, const ConfBlock *block, const char *name,
		     const ConfChoice *choices, gint *out);

/** The path as the file means it. (transfer full) */
char *conf_path(const ConfFile *file, const char *path);

#endif
