/*
 * Ratings in words: what people answer who are asked for a number from 1 to 5.
 */
#ifndef CM_DESK_RATING_H
#define CM_DESK_RATING_H

#include "desk/command.h"
#include "desk/site.h"

/**
 * The rating with which a text begins: a digit that is all of its first line ("5", "**5**", "5/5",
 * "5 stars"), the words or stars that stand for one ("very good", "★★★★★"), or all but a remark
 * that stands behind a sign ("4: but slow"), thanks or a greeting
 * ("5, thanks"). What is left of the text is a remark of a few lines and asks nothing. NULL for
 * everything else: "5 of our printers", a list, a time of day. The command's `text` is what stays
 * of its line; it takes all lines where the others only greet. `name` and `address` are the
 * writer's. (transfer full)
 */
Command *rating_find(const char *text, const char *name, const char *address, const Site *site);

/**
 * Whether a text is words of the rating's scale and nothing else, but for a digit before them,
 * which may say otherwise ("1 (very good)"), and a greeting or farewell below: an opinion of what
 * is over, no report.
 */
gboolean text_is_scale(const char *text, const char *name, const char *address, const Site *site);

#endif
