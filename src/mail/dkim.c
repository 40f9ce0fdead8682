/*
 * Tag lists of DKIM signatures.
 */
#include "mail/dkim.h"

#include <string.h>

/* Base64 and names may be folded anywhere. */
static char *
without_blanks(const char *text)
{
	GString *out = g_string_new(NULL);
	for (; *text; text++)
		if (!strchr(" \t\r\n", *text))
			g_string_append_c(out, *text);
	return g_string_free(out, FALSE);
}

/* The first of its name counts; a second makes the signature invalid, which others say. */
static void
keep(char **slot, char *value)
{
	if (!*slot)
		*slot = g_steal_pointer(&value);
	g_free(value);
}

DkimSignature *
dkim_signature_read(const char *value)
{
	DkimSignature *signature = g_new0(DkimSignature, 1);
	g_auto(GStrv) tags = g_strsplit(value, ";", -1);
	for (guint i = 0; tags[i]; i++) {
		char *equals = strchr(tags[i], '=');
		if (!equals)
			continue;
		*equals = '\0';
		const char *name = g_strstrip(tags[i]);
		g_autofree char *text = without_blanks(equals + 1);
		if (!strcmp(name, "d"))
			keep(&signature->domain, g_utf8_strdown(text, -1));
		else if (!strcmp(name, "s"))
			keep(&signature->selector, g_utf8_strdown(text, -1));
		else if (!strcmp(name, "b"))
			keep(&signature->data, g_steal_pointer(&text));
		else if (!strcmp(name, "l"))
			signature->is_partial = TRUE;
	}
	keep(&signature->domain, g_strdup(""));
	keep(&signature->selector, g_strdup(""));
	keep(&signature->data, g_strdup(""));
	return signature;
}

void
dkim_signature_free(DkimSignature *signature)
{
	if (!signature)
		return;
	g_free(signature->domain);
	g_free(signature->selector);
	g_free(signature->data);
	g_free(signature);
}
