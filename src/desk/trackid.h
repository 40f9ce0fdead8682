/*
 * Tracking IDs: "CM", 16 characters of Crockford's base32 (80 random bits) and 2
 * check characters.  They select a case and prove nothing.
 */
#ifndef CM_DESK_TRACKID_H
#define CM_DESK_TRACKID_H

#include <glib.h>

#define TRACK_ID_LENGTH       20
#define TRACK_ID_RANDOM_BYTES 10

/** Makes one from 80 random bits. */
void track_id_make(const guint8 random[TRACK_ID_RANDOM_BYTES], char id_out[TRACK_ID_LENGTH + 1]);

/** Whether the first TRACK_ID_LENGTH bytes are one, in any case, with the right check
 *  characters; writes the canonical form (upper case, I and L read as 1, O as 0). */
gboolean track_id_read(const char *text, char id_out[TRACK_ID_LENGTH + 1]);

/** All of them in a text, in order, canonical, each once, at most LIMIT_TRACKING_IDS. An ID
 *  stands alone: not within a longer run of letters and digits. (transfer full) char* */
GPtrArray *track_id_find_all(const char *text);

#endif
