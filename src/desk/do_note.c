/*
 * The verb that makes a mail a note.
 */
#include "desk/doing.h"

#include "base/error.h"

#include <string.h>

/* The whole mail: mail programs wrap lines, and the rest of a wrapped one must not go out. */
gboolean
do_note(Doing *d, const char *value, GError **error)
{
	Happening *h = d->h;
	if (!h->c->id)
		return error_perm(error, "a new case can't begin with a note; write to the desk's "
					 "internal address, or add the note when it is open");
	char *before = h->note;
	h->is_note = TRUE;
	h->note = before && *before ? g_strdup_printf("%s\n%s", before, value) : g_strdup(value);
	g_free(before);
	return TRUE;
}
