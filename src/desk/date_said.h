/*
 * Dates as people of a language write them.  The plan speaks them in English (desk/when.h), in the
 * reader's time zone; which order and what names are usual elsewhere stands in the words.
 */
#ifndef CM_DESK_DATE_SAID_H
#define CM_DESK_DATE_SAID_H

#include "desk/template.h"

/**
 * A text with dates as when_spoken() and when_moment() write them, "Tuesday, 2026-12-01 14:00 CET"
 * and "2026-12-01 14:00 CET", in the words "date.", "day.", "month." and "zone." of the language;
 * all else stays. (transfer full)
 */
char *date_said(const Templates *templates, const char *language, const char *english);

/** The same of those with the day of the week: one without may be how a date is to be written.
 *  (transfer full) */
char *date_with_weekday_said(const Templates *templates, const char *language, const char *english);

#endif
