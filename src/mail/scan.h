/*
 * One cheap pass over a message before any parser sees it: is it within the
 * limits of base/limits.h?  GMime needs 1.3 GB for a million empty parts.
 */
#ifndef CM_MAIL_SCAN_H
#define CM_MAIL_SCAN_H

#include <glib.h>

/**
 * NULL if the message may be read; else why not, in a sentence for staff
 * ("1,204 header fields, more than 1,000"). Counts header bytes, header fields,
 * boundary lines and nesting without building anything. (transfer full)
 */
char *scan_bytes(GBytes *raw);

/** The same for a file; reads it once in pieces of 64 KiB. (transfer full) */
char *scan_fd(int fd);

#endif
