/*
 * What stands in the extension of a desk's address, as in support+ID.done@: the one place that
 * takes it apart.  Letter case counts nowhere.
 */
#ifndef CM_DESK_EXTENSION_H
#define CM_DESK_EXTENSION_H

#include <glib.h>

/** Owned. What isn't there is "", or an empty list. */
typedef struct Extension {
	char *notice_token;      /**< of our envelope sender, "b.TOKEN" */
	GPtrArray *tracking_ids; /**< char* */
	char *action;            /**< behind a tracking ID, "ID.done" */
	char *word;              /**< beside a token of held mail: "confirm.TOKEN", "hTOKEN.drop" */
	char *token;             /**< that token, canonical */
	char *plain;             /**< all of it where it is none of these: perhaps a type */
} Extension;

/** Takes it apart; `out` is freed with extension_clear(). */
void extension_read(const char *text, Extension *out);
void extension_clear(Extension *extension);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Extension, extension_clear)

/** The token if it stands behind this word, else "". (transfer none) */
const char *extension_token_of(const Extension *extension, const char *word);

#endif
