/*
 * By which list a mail came.  A desk's address may be one, and then every customer's mail bears
 * the signs of a list; one that came by another list, too, is still a list's.
 */
#include "mail/own_list.h"

#include <string.h>

/* "Support <support.example.org>": what stands between the last brackets, or all of it. */
static char *
list_id_of(const char *value)
{
	const char *open = strrchr(value, '<');

	value = open ? open + 1 : value;
	return g_strstrip(g_strndup(value, strcspn(value, ">")));
}

gboolean
own_list_is_all(const Mail *mail, const MailTables *tables)
{
	gboolean any = FALSE;

	for (guint i = 0; i < mail->headers->len; i++) {
		const HeaderField *field = mail->headers->pdata[i];

		if (g_ascii_strcasecmp(field->name, "List-Id") != 0)
			continue;
		g_autofree char *id = list_id_of(field->value);
		if (!mail_tables_has_own_list(tables, id))
			return FALSE;
		any = TRUE;
	}
	return any;
}
