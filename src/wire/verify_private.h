/*
 * Whom libcurl's connections trust.
 */
#ifndef CM_WIRE_VERIFY_PRIVATE_H
#define CM_WIRE_VERIFY_PRIVATE_H

#include <curl/curl.h>

/** Certificate and host name are always checked, TLS is 1.2 at least; `ca_file` (PEM, nullable)
 *  stands in place of the system's authorities. */
void verify_peer(CURL *handle, const char *ca_file);

#endif
