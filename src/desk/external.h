/*
 * A partner's own number for a case ("VND-1182", "INC0012345"), as it stands in the subjects of
 * its mail and in its forms.
 */
#ifndef CM_DESK_EXTERNAL_H
#define CM_DESK_EXTERNAL_H

#include <glib.h>

/** What may be such numbers in a subject, in order, each once: words of letters, digits and
 *  "-_./" with a digit among them, whatever brackets and signs stand around. char*, at most
 *  LIMIT_EXTERNAL_IDS. (transfer full) */
GPtrArray *external_ids_find(const char *subject);

/** The number that a value says, without what stands around it; NULL with a sentence if it can't
 *  be one. (transfer full) */
char *external_id_read(const char *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
