/*
 * What a parsed template looks like inside: shared by the parser (mustache.c) and the
 * renderer (mustache_render.c), for nobody else.
 */
#ifndef CM_DESK_MUSTACHE_NODES_H
#define CM_DESK_MUSTACHE_NODES_H

#include <glib.h>

typedef enum NodeKind {
	NODE_TEXT,
	NODE_VALUE, /**< escaped if the template says so */
	NODE_RAW,
	NODE_SECTION,
	NODE_INVERTED,
	NODE_PARTIAL,
} NodeKind;

typedef struct Node {
	NodeKind kind;
	gboolean starts_line; /**< stands first in its line: a partial's indentation goes before */
	const char *text;     /**< NODE_TEXT: within Mustache.text */
	gsize length;
	char **path;  /**< the name, taken apart at dots; empty for "." */
	char *name;   /**< sections: for the closing tag; partials: whose */
	char *indent; /**< NODE_PARTIAL that stands alone: the blanks before it; else NULL */
	guint end;    /**< sections: index of the first node after it */
} Node;

/* Opaque in mustache.h. */
struct Mustache {
	char *text;
	GArray *nodes; /**< Node, a section's content right behind it */
	gboolean escape;
	gboolean is_sentence; /**< its text is escaped too, and it is part of a line */
};

/* Sections within each other in one template. */
#define MUSTACHE_MAX_SECTIONS 50

#endif
