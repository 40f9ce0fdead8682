/*
 * Links that write a mail (RFC 6068): all but unreserved characters is percent-encoded.
 */
#ifndef CM_DESK_MAILTO_H
#define CM_DESK_MAILTO_H

/** "mailto:ADDRESS?subject=SUBJECT&body=BODY"; `body` is nullable. (transfer full) */
char *mailto_link(const char *address, const char *subject, const char *body);

#endif
