/*
 * Whom the value of a command names: "+a@example.org, Anna Smith, -Acme Ltd".
 */
#ifndef CM_DESK_WHOM_H
#define CM_DESK_WHOM_H

#include "desk/words.h"

#include <glib.h>

/** One of a list. */
typedef struct Whom {
	char *asked;      /**< address, lower case, or name, as in Clues.names */
	gboolean is_less; /**< "-" stood before it */
} Whom;

/**
 * The list, without empty ones. An address may stand in angle brackets behind a name, and
 * "mailto:" and "@" before it, as mail programs write it. Whom*. (transfer full)
 */
GPtrArray *whom_split(const char *value);

/** The value without a "yes" or "confirm" behind it, or the word for the former in another language
 *  (`words`, nullable), and whether that stood there. (transfer full) */
char *whom_without_yes(const Words *words, const char *value, gboolean *is_sure_out);

#endif
