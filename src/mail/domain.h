/*
 * Domains compared as mail's checks do: whoever has the name of an organisation speaks for
 * what is below it.
 */
#ifndef CM_MAIL_DOMAIN_H
#define CM_MAIL_DOMAIN_H

#include <glib.h>

/** Whether both are one domain, in letters or in their ASCII form (RFC 5890). Names that the
 *  old and the new rules for such domains read differently are only the same as themselves. */
gboolean domain_is_same(const char *a, const char *b);

/** Relaxed alignment (RFC 7489 3.1): whether both are the same or have one organisational
 *  domain, by the list of public suffixes. "co.uk" is nobody's and only aligned to itself. */
gboolean domain_is_aligned(const char *a, const char *b);

#endif
