/*
 * Mustache, the template language: a text with tags becomes a list of nodes once,
 * and the nodes a text as often as wanted.
 *
 * Held to the public Mustache specification, version 1: variables (also {{{name}}}
 * and {{&name}}), sections, inverted sections, comments, delimiters, partials with
 * indentation, dotted names, implicit iterators.
 *
 * Left out on purpose: the optional parts of the specification (lambdas, dynamic
 * names, inheritance by blocks and parents); nothing of ours needs them.  Where the
 * specification is silent: an empty text and the number 0 are false to a section, so
 * that {{#eta}} asks whether there is an ETA; an array or object as variable prints
 * nothing; ' is escaped as &#39; beside & < > and ".
 */
#ifndef CM_DESK_MUSTACHE_H
#define CM_DESK_MUSTACHE_H

#include "base/js.h"

typedef struct Mustache Mustache;

/**
 * Parses a template; `escape`: whether plain variables are escaped for HTML. On
 * failure NULL and "line 3: ...". (transfer full)
 */
Mustache *mustache_parse(const char *text, gboolean escape,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mustache_free(Mustache *mustache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mustache, mustache_free)

/**
 * Parses a sentence, words for one or several templates: a partial of one line that is written
 * once for text and HTML.  With `escape` its own text is escaped as values are, so it holds no
 * markup but that of partials; a value can't be raw. As part of a line it leaves the line's end
 * alone where its tag stands alone. (transfer full)
 */
Mustache *mustache_parse_sentence(const char *text, gboolean escape,
				  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Calls `each` with the name of each partial that the template has, once per tag. */
void mustache_each_partial(const Mustache *mustache, void (*each)(const char *name, gpointer data),
			   gpointer data);

/** Finds a partial by the name in its tag; NULL renders as nothing. (transfer none) */
typedef const Mustache *(*MustacheFinder)(const char *name, gpointer user_data);

/**
 * Renders. NULL if that takes more than MUSTACHE_MAX_STEPS nodes, MUSTACHE_MAX_BYTES
 * of output or MUSTACHE_MAX_DEPTH partials within each other: no template can make
 * the program work without end. (transfer full)
 */
char *mustache_render(const Mustache *mustache, const Js *context, MustacheFinder find,
		      gpointer user_data);

#define MUSTACHE_MAX_BYTES (8 * 1024 * 1024)
#define MUSTACHE_MAX_STEPS 1000000
#define MUSTACHE_MAX_DEPTH 20

#endif
