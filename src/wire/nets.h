/*
 * Nets of addresses: whom a request that leaves this house may reach.
 */
#ifndef CM_WIRE_NETS_H
#define CM_WIRE_NETS_H

#include <glib.h>
#include <sys/socket.h>

/** An IPv4 net is kept as the IPv4-mapped one (RFC 4291 2.5.5.2). */
typedef struct Net {
	guint8 address[16];
	guint bits; /**< of those 128 that count */
} Net;

/** Reads "10.1.0.0/16", "fd00::/8" or one address. FALSE with a sentence. */
G_GNUC_WARN_UNUSED_RESULT gboolean net_read(const char *text, Net *net_out, GError **error);

/**
 * Whether the address is one of the open internet, or lies in one of the nets (of Net, nullable).
 * Not of the open internet is this machine, its neighbours, a private net, and whatever else is
 * nobody's (RFC 6890), written as IPv4, as IPv6, or as an IPv4 address within one of IPv6.
 */
gboolean net_may_be_reached(const struct sockaddr *address, const GArray *nets);

/** The address in figures, "10.1.2.3". (transfer full) */
char *net_address_text(const struct sockaddr *address);

#endif
