/*
 * Tracking IDs: "CM", 16 characters of Crockford's base32 (80 random bits) and 2
 * check characters.  They select a case and prove nothing.
 *
 * The check is a Reed-Solomon code over GF(32), x^5 + x^2 + 1: with v[1] ... v[16] the
 * values of the characters and a the field's generator, the check characters are
 *     sum of v[i]             plus 11
 *     sum of a^i * v[i]       plus 22
 * Any two words differ in three places or more, so that one or two wrong characters,
 * a swapped pair among them, are noticed wherever they stand, the check included; of
 * other damage 1 in 1024 passes.  The constants keep a row of equal characters from
 * being an ID.
 */
#ifndef CM_DESK_TRACKID_H
#define CM_DESK_TRACKID_H

#include <glib.h>

#define TRACK_ID_LENGTH       20
#define TRACK_ID_RANDOM_BYTES 10

/** Makes one from 80 random bits. */
void track_id_make(const guint8 random[TRACK_ID_RANDOM_BYTES], char id_out[TRACK_ID_LENGTH + 1]);

/** Whether the first TRACK_ID_LENGTH bytes are one, in any case, with the right check
 *  characters; writes the canonical form (upper case, I and L read as 1, O as 0). Writes
 *  nothing otherwise. What follows those bytes is not looked at. */
gboolean track_id_read(const char *text, char id_out[TRACK_ID_LENGTH + 1]);

/** All of them in a text (valid UTF-8), in order, canonical, each once, at most
 *  LIMIT_TRACKING_IDS. An ID stands alone: not within a longer run of ASCII letters and digits.
 *  (transfer full) char* */
GPtrArray *track_id_find_all(const char *text);

/** The text without any, even if there are more. (transfer full) */
char *track_id_remove_all(const char *text);

#endif
