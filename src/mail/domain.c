/*
 * Domains compared.  The public suffix list is the one built into libpsl: no file is read.
 */
#include "mail/domain.h"

#include <libpsl.h>
#include <string.h>

/* Letters that IDNA 2003 replaced and IDNA 2008 keeps: whoever has "fussball" is not who has
 * "fußball". */
static gboolean
has_two_readings(const char *domain)
{
	return strstr(domain, "ß") || strstr(domain, "ẞ") || strstr(domain, "ς") ||
	       strstr(domain, "\u200c") || strstr(domain, "\u200d");
}

/* Its ASCII form in lower case; NULL if it has none. (transfer full) */
static char *
domain_key(const char *domain)
{
	if (!*domain || !g_utf8_validate(domain, -1, NULL))
		return NULL;
	if (g_str_is_ascii(domain))
		return g_ascii_strdown(domain, -1);
	g_autofree char *ascii = has_two_readings(domain) ? NULL : g_hostname_to_ascii(domain);
	return ascii ? g_ascii_strdown(ascii, -1) : NULL;
}

gboolean
domain_is_same(const char *a, const char *b)
{
	g_autofree char *key_a = domain_key(a);
	g_autofree char *key_b = domain_key(b);
	return key_a && key_b ? !strcmp(key_a, key_b) : !strcmp(a, b);
}

/* What an organisation has registered; NULL for suffixes and what is no name. */
static const char *
organisational(const char *key)
{
	const psl_ctx_t *list = psl_builtin();
	return list && !g_hostname_is_ip_address(key) ? psl_registrable_domain(list, key) : NULL;
}

gboolean
domain_is_aligned(const char *a, const char *b)
{
	g_autofree char *key_a = domain_key(a);
	g_autofree char *key_b = domain_key(b);
	if (!key_a || !key_b)
		return *a && domain_is_same(a, b);
	if (!strcmp(key_a, key_b))
		return strchr(key_a, '.') != NULL;
	return g_strcmp0(organisational(key_a), organisational(key_b)) == 0 &&
	       organisational(key_a) != NULL;
}
