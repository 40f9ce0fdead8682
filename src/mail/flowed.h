/*
 * text/plain; format=flowed (RFC 3676) as ordinary text, and compose's way back.
 */
#ifndef CM_MAIL_FLOWED_H
#define CM_MAIL_FLOWED_H

#include <glib.h>

/**
 * Joins flowed lines to paragraphs, takes off space-stuffing, keeps quote marks ("> "
 * per level) and the signature line "-- ". `delete_space` is DelSp=yes. `text` is
 * valid UTF-8 with LF line ends. (transfer full)
 */
char *flowed_read(const char *text, gboolean delete_space);

/**
 * Breaks paragraphs (lines of `text`) at blanks below 78 characters, space-stuffed as
 * RFC 3676 4.4 asks; lines end in CR LF. flowed_read() gives the text back. Words
 * longer than a line stay whole. (transfer full)
 */
char *flowed_write(const char *text);

#endif
