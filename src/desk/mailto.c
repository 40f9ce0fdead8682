/*
 * mailto links for notices.
 */
#include "desk/mailto.h"

#include <glib.h>
#include <string.h>

static char *
encoded_address(const char *address)
{
	const char *at = strrchr(address, '@');
	g_autofree char *local = g_strndup(address, at ? (gsize)(at - address) : strlen(address));
	g_autofree char *safe = g_uri_escape_string(local, NULL, FALSE);
	g_autofree char *domain = g_uri_escape_string(at ? at + 1 : "", NULL, FALSE);
	return g_strdup_printf("%s@%s", safe, domain);
}

char *
mailto_link(const char *address, const char *subject, const char *body)
{
	g_autofree char *to = encoded_address(address);
	g_autofree char *about = g_uri_escape_string(subject, NULL, FALSE);
	g_autofree char *text = body ? g_uri_escape_string(body, NULL, FALSE) : NULL;
	return g_strdup_printf("mailto:%s?subject=%s%s%s", to, about, text ? "&body=" : "",
			       text ? text : "");
}
