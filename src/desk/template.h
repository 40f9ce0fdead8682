/*
 * The words of notices: Mustache templates, two files each (NAME.txt, NAME.html),
 * read by app/ and handed down as text.
 */
#ifndef CM_DESK_TEMPLATE_H
#define CM_DESK_TEMPLATE_H

#include "base/js.h"

typedef struct Templates Templates;

Templates *templates_new(void);
void templates_free(Templates *templates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Templates, templates_free)

/**
 * Adds a template: `name` is language and file ("en/opened.html"), the ending says
 * whether values are escaped for HTML. One that cannot be parsed is refused ("template
 * en/opened.html: line 3: ..."), and what was there under this name before (the one
 * that ships) stays. The language itself is told in mustache.h.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean templates_add(Templates *templates, const char *name,
						 const char *text, GError **error);

/** A template ("en/opened.txt") has the partial `piece`; `found`: and there is one. */
typedef void (*TemplatePiece)(const char *name, const char *piece, gboolean found, gpointer data);

/** Calls `each` for the partials of all templates, in no order. */
void templates_each_piece(const Templates *templates, TemplatePiece each, gpointer data);

/**
 * Renders "LANGUAGE/NAME" or, where that is missing, "en/NAME"; partials are looked up
 * the same way, with the ending of `name`: {{>header}} in opened.html is header.html.
 * NULL if neither exists, or if it goes past the limits of mustache.h. (transfer full)
 */
char *templates_render(const Templates *templates, const char *language, const char *name,
		       const Js *context);

#endif
