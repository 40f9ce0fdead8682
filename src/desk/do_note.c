/*
 * The verb that makes a mail a note.
 */
#include "desk/doing.h"

#include "base/error.h"

/* The whole mail: mail programs wrap lines, and the rest of a wrapped one must not go out. What
 * stands behind the verb is part of its text. */
gboolean
do_note(Doing *d, const char *value, GError **error)
{
	(void)value;
	if (!d->h->c->id)
		return error_perm(error, "a new case can't begin with a note; write to the desk's "
					 "internal address, or add the note when it is open");
	d->h->is_note = TRUE;
	return TRUE;
}
