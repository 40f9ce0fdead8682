/*
 * Nets, and which of them are not the open internet.
 */
#include "wire/nets.h"

#include "base/error.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const guint8 mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static void
map_ipv4(const void *four, guint8 address_out[16])
{
	memcpy(address_out, mapped_prefix, sizeof(mapped_prefix));
	memcpy(address_out + sizeof(mapped_prefix), four, 4);
}

static gboolean
read_address(const char *text, guint8 address_out[16], guint *offset_out)
{
	struct in_addr four;
	*offset_out = 0;
	if (inet_pton(AF_INET6, text, address_out) == 1)
		return TRUE;
	if (inet_pton(AF_INET, text, &four) != 1)
		return FALSE;
	map_ipv4(&four, address_out);
	*offset_out = 96;
	return TRUE;
}

gboolean
net_read(const char *text, Net *net_out, GError **error)
{
	g_auto(GStrv) halves = g_strsplit(text, "/", 2);
	guint offset = 0;
	guint64 bits = 0;
	if (!halves[0] || !read_address(halves[0], net_out->address, &offset))
		return error_perm(error,
				  "\"%s\" is no net: one is written like \"10.1.0.0/16\" or "
				  "\"fd00:1::/32\"",
				  text);
	net_out->bits = 128;
	if (!halves[1])
		return TRUE;
	if (!g_ascii_string_to_unsigned(halves[1], 10, 0, 128 - offset, &bits, NULL))
		return error_perm(error, "\"%s\": behind the \"/\" of a net stands 0 to %u", text,
				  128 - offset);
	net_out->bits = offset + (guint)bits;
	return TRUE;
}

static gboolean
net_holds(const Net *net, const guint8 address[16])
{
	guint whole = net->bits / 8, rest = net->bits % 8;
	if (memcmp(net->address, address, whole) != 0)
		return FALSE;
	return rest == 0 || ((net->address[whole] ^ address[whole]) >> (8 - rest)) == 0;
}

/* FALSE: neither IPv4 nor IPv6. */
static gboolean
take_address(const struct sockaddr *address, guint8 address_out[16])
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in four;
		memcpy(&four, address, sizeof(four));
		map_ipv4(&four.sin_addr, address_out);
		return TRUE;
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 six;
		memcpy(&six, address, sizeof(six));
		memcpy(address_out, &six.sin6_addr, 16);
		return TRUE;
	}
	return FALSE;
}

/* Where such an address leads is where the IPv4 address within it leads. */
static void
unwrap_ipv4(guint8 address[16])
{
	static const struct {
		const char *net;
		guint at;
	} table[] = {
		{"::ffff:0:0:0/96", 12}, /* IPv4-translated, RFC 2765 2.1 */
		{"64:ff9b::/96", 12},    /* NAT64, RFC 6052 2.1 */
		{"64:ff9b:1::/48", 12},  /* RFC 8215 */
		{"2002::/16", 2},        /* 6to4, RFC 3056 2 */
	};
	for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
		Net net = {0};
		guint8 four[4];
		if (!net_read(table[i].net, &net, NULL) || !net_holds(&net, address))
			continue;
		memcpy(four, address + table[i].at, sizeof(four));
		map_ipv4(four, address);
		return;
	}
}

static gboolean
is_public(const guint8 address[16])
{
	static const char *const nobodys[] = {"0.0.0.0/8",
					      "10.0.0.0/8",
					      "100.64.0.0/10",
					      "127.0.0.0/8",
					      "169.254.0.0/16",
					      "172.16.0.0/12",
					      "192.0.0.0/24",
					      "192.0.2.0/24",
					      "192.88.99.0/24",
					      "192.168.0.0/16",
					      "198.18.0.0/15",
					      "198.51.100.0/24",
					      "203.0.113.0/24",
					      "224.0.0.0/4",
					      "240.0.0.0/4",
					      "::/96",
					      "100::/64",
					      "2001::/23",
					      "2001:db8::/32",
					      "5f00::/16",
					      "fc00::/7",
					      "fe80::/10",
					      "fec0::/10",
					      "ff00::/8",
					      NULL};
	guint8 bytes[16];
	memcpy(bytes, address, sizeof(bytes));
	unwrap_ipv4(bytes);
	for (const char *const *text = nobodys; *text; text++) {
		Net net = {0};
		if (net_read(*text, &net, NULL) && net_holds(&net, bytes))
			return FALSE;
	}
	return TRUE;
}

gboolean
net_may_be_reached(const struct sockaddr *address, const GArray *nets)
{
	guint8 bytes[16];
	if (!take_address(address, bytes))
		return FALSE;
	for (guint i = 0; nets && i < nets->len; i++)
		if (net_holds(&g_array_index(nets, Net, i), bytes))
			return TRUE;
	return is_public(bytes);
}

char *
net_address_text(const struct sockaddr *address)
{
	char text[INET6_ADDRSTRLEN] = "an unknown address";
	guint8 bytes[16];
	if (take_address(address, bytes)) {
		gboolean is_mapped = !memcmp(bytes, mapped_prefix, sizeof(mapped_prefix));
		inet_ntop(is_mapped ? AF_INET : AF_INET6, bytes + (is_mapped ? 12 : 0), text,
			  sizeof(text));
	}
	return g_strdup(text);
}
