/*
 * The date of a mail, however its program wrote it.
 */
#ifndef CM_MAIL_DATE_H
#define CM_MAIL_DATE_H

#include <glib.h>

/**
 * Reads a date (RFC 5322 3.3 and 4.3, or what is like it): in any order that is clear, with names
 * of months in many languages, "10.11" and "10:11 PM", years of two and three digits, "GMT+01:00",
 * ISO 8601. Where no zone is said, or one nobody knows, it is UTC. Milliseconds; -1 if it can't be
 * read or lies before 1970. `value` is valid UTF-8 on one line.
 */
gint64 date_read_ms(const char *value);

/** Whether date_read_ms() knows the zone of this name, "CEST". */
gboolean date_knows_zone(const char *name);

#endif
