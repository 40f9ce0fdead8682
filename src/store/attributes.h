/*
 * Inside the keeping of people: what organisations, persons and partners have in common.
 */
#ifndef CM_STORE_ATTRIBUTES_H
#define CM_STORE_ATTRIBUTES_H

#include "store/store.h"

/** How one attribute of one kind is set on row `id`. */
typedef gboolean (*AttributeSet)(Store *store, gint64 id, const char *value, GError **error);

/** Tables end with a NULL name. */
typedef struct Attribute {
	const char *name;
	AttributeSet set;
} Attribute;

/** Sets name, value, name, value, ..., NULL in the order of the table; refuses a name the table
 * lacks with a sentence about `kind` ("an organisation") that lists those it has. */
G_GNUC_WARN_UNUSED_RESULT gboolean attributes_set(Store *store, const char *kind,
						  const Attribute *table, gint64 id,
						  const char *const *sets, GError **error);

/** What the pieces of a comma-separated list do, each without the blanks around it; a blank
 *  list has none, and one of commas alone is refused. */
G_GNUC_WARN_UNUSED_RESULT gboolean attribute_pieces(Store *store, gint64 id, const char *list,
						    AttributeSet take, GError **error);

/** Whether the table has all of the names. */
G_GNUC_WARN_UNUSED_RESULT gboolean attributes_check(const char *kind, const Attribute *table,
						    const char *const *sets, GError **error);

/** Runs a statement with $1 the id and $2 the value. */
G_GNUC_WARN_UNUSED_RESULT gboolean attribute_run(Store *store, const char *sql, gint64 id,
						 const char *value, GError **error);

/** The number a statement finds under $1, a name; 0 if none. */
G_GNUC_WARN_UNUSED_RESULT gboolean attribute_find(Store *store, const char *sql, const char *name,
						  gint64 *id_out, GError **error);

/** Whether it may be the name of `what`. */
G_GNUC_WARN_UNUSED_RESULT gboolean attribute_check_name(const char *what, const char *value,
							gsize max_chars, GError **error);

/** The language in the spelling of RFC 5646 2.1.1, "pt-BR"; "" for "". NULL if it can't be one.
 *  (transfer full) */
char *attribute_language(const char *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Takes out what a list lacks: of what `all` finds for the id runs `remove` ($1 the id, $2 the
 *  text) for each text that is no piece of the list. `form` makes what is kept of a piece. */
G_GNUC_WARN_UNUSED_RESULT gboolean attribute_keep(Store *store, gint64 id, const char *list,
						  char *(*form)(const char *piece), const char *all,
						  const char *remove, GError **error);

#endif
