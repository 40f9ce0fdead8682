/*
 * Bytes of any charset, labelled, mislabelled or not labelled at all, as UTF-8.
 */
#ifndef CM_MAIL_CHARSET_H
#define CM_MAIL_CHARSET_H

#include <glib.h>

/**
 * The bytes as valid UTF-8 without NUL. `label` is the charset they claim to be in;
 * NULL or "" if they claim nothing. Labels are read as browsers read them: ISO-8859-1
 * means Windows-1252, GB2312 means GB18030 (encoding.spec.whatwg.org). A label that
 * is unknown or doesn't fit the bytes is overruled by a guess. That is FAULT_CHARSET, and a NUL
 * left out FAULT_NUL, in `*faults` (nullable). (transfer full)
 */
char *charset_to_utf8(const char *bytes, gsize length, const char *label, guint *faults);

/** Whether all bytes are 7-bit and none is ESC. */
gboolean charset_is_ascii(const char *bytes, gsize length);

/** The same, and none is NUL: then the charset hardly matters. */
gboolean charset_is_plain_ascii(const char *bytes, gsize length);

#endif
