/*
 * The lookups for what was masked in a text that is to be removed: the entries have a mark in its
 * place, but the message of a later one may quote it as it was.
 */
#include "store/gathering_redact.h"

#include "desk/secret.h"
#include "store/raw.h"

#include <string.h>

/* Shorter ones stand in any text. */
#define LEAST_BYTES 4

/* NULL: its bytes are gone, or can't be read now. (transfer full) */
static Raw *
open_raw(Gathering *g, gint64 message)
{
	g_autoptr(GError) failure = NULL;
	return message && !g->failure ? raw_open(g->store, message, &failure) : NULL;
}

static void
add_secrets(Removal *removal, const Secrets *secrets, const char *text)
{
	g_autoptr(GPtrArray) list = secrets_list(secrets, text);
	for (guint i = 0; i < list->len; i++)
		if (strlen(list->pdata[i]) >= LEAST_BYTES)
			redaction_add_word(removal->secrets, list->pdata[i]);
}

void
gather_masked(Gathering *g, Removal *removal)
{
	for (guint i = 0; g->input->secrets && i < removal->r->messages->len; i++) {
		gint64 message = g_array_index(removal->r->messages, gint64, i);
		g_autoptr(Raw) raw = open_raw(g, message);
		g_autoptr(PartSource) parts = raw ? raw_open_parts(raw) : NULL;
		for (guint n = 0; parts && n < PARTS_LOOKED_AT; n++) {
			g_autofree char *page = NULL;
			g_autofree char *text = removal_part_text(parts, n, &page);
			if (text)
				add_secrets(removal, g->input->secrets, page ? page : text);
		}
	}
}

static gboolean
has_any(const GPtrArray *secrets, const char *text)
{
	for (guint i = 0; text && i < secrets->len; i++)
		if (strstr(text, secrets->pdata[i]))
			return TRUE;
	return FALSE;
}

gboolean
removal_has_masked_parts(const Removal *removal, PartSource *parts)
{
	gboolean found = FALSE;
	for (guint n = 0; removal->secrets->len > 0 && n < PARTS_LOOKED_AT && !found; n++) {
		g_autofree char *page = NULL;
		g_autofree char *text = removal_part_text(parts, n, &page);
		found = has_any(removal->secrets, text) || has_any(removal->secrets, page);
	}
	return found;
}

gboolean
removal_has_masked(Gathering *g, const Removal *removal, gint64 message)
{
	if (removal->secrets->len == 0 || redaction_has(removal->r->messages, message))
		return FALSE;
	g_autoptr(Raw) raw = open_raw(g, message);
	g_autoptr(PartSource) parts = raw ? raw_open_parts(raw) : NULL;
	return parts && removal_has_masked_parts(removal, parts);
}
