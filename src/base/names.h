/*
 * What people may call things in the configuration and on the command line: names, hosts,
 * addresses, other texts.  What comes by mail is judged elsewhere, and more mildly.
 */
#ifndef CM_BASE_NAMES_H
#define CM_BASE_NAMES_H

#include <glib.h>

/**
 * What keeps a text from being a name, in words that follow "it": "is empty", "has 900
 * characters, and 100 are the most". NULL if it may be one: something is there, in one line,
 * without control characters, UTF-8. (transfer full)
 */
char *name_fault(const char *text, gsize max_chars);

/**
 * The same for a name that stands in subject lines and header fields byte for byte: nothing
 * that header_safe() would take out, no blanks in a row, nothing that reads like the next
 * field of a subject (" - Status: "). (transfer full)
 */
char *subject_word_fault(const char *text, gsize max_chars);

/**
 * The same for a text that may have several lines. Tabs and line feeds are its only control
 * characters; it may be empty. (transfer full)
 */
char *text_fault(const char *bytes, gsize length);

/** Whether it is a host or mail domain (RFC 1123 2.1): labels of letters, digits and hyphens;
 *  U-labels (RFC 5890) as well, an address in brackets not. */
gboolean host_name_is_fit(const char *text);

/** Whether mail can be sent to it as it stands: name@host, without quotes and blanks, at most
 *  254 bytes (RFC 5321 4.5.3.1.3). Dots in a row, as some providers have them, are no fault. */
gboolean address_is_fit(const char *text);

#endif
