/*
 * Header fields of our own messages: what is ASCII stands in clear, what isn't becomes
 * encoded words (RFC 2047), lines are folded at blanks.
 */
#ifndef CM_MAIL_HEADER_WRITE_H
#define CM_MAIL_HEADER_WRITE_H

#include <glib.h>

/**
 * Appends "Name: value" CR LF. Only words that are not ASCII, or that a reader would
 * decode, are encoded; so fixed words and IDs stay readable in the raw message. No
 * fold within the first `whole` bytes of the value, if those are ASCII. Control
 * characters become blanks.
 */
void header_write(GString *out, const char *name, const char *value, gsize whole);

/** Appends "Name: display name <address>" CR LF (RFC 5322 3.4). `display` is nullable. */
void header_write_mailbox(GString *out, const char *name, const char *display, const char *address);

/** Appends "Name: <id> <id> ..." CR LF, an ID per line. */
void header_write_ids(GString *out, const char *name, const char *const *ids, gsize count);

/** Appends "; name=value" of a MIME field, in RFC 2231 form if it isn't ASCII, each
 *  piece on a line of its own. */
void header_write_parameter(GString *out, const char *name, const char *value);

#endif
