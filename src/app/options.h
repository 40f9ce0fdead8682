/*
 * The options of a command: wherever they stand, each one once, and none that isn't known.
 */
#ifndef CM_APP_OPTIONS_H
#define CM_APP_OPTIONS_H

#include "app/app.h"

/** An option, with a value or without. Tables end with a NULL name. */
typedef struct Option {
	const char *name;   /**< "--status", or "-f" */
	const char **value; /**< gets the value, which stays in argv's memory */
	gboolean *given;    /**< without a value: becomes TRUE */
} Option;

/**
 * Takes the options out of `argv`: those of `known` (nullable), as "--status new" or
 * "--status=new", and --json where what is run knows it. Behind "--", which goes as well,
 * nothing is an option. Looking like one (a hyphen and a letter, or two hyphens and a word)
 * without being known is an error, as "--as" left in a text would reach the customer; and so
 * are more than `max_words` words that remain, those of the command among them.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean options_take(App *app, const Option *known, int max_words,
						int *argc, char **argv, GError **error);

/**
 * The same for the options that stand before the command: `at_out` is where it begins, or
 * `argc`. Of one given twice the last counts, as scripts put theirs behind a default.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean options_take_leading(const Option *known, int argc, char **argv,
							int *at_out, GError **error);

#endif
