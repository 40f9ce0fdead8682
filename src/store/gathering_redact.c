/*
 * What the look-ups for a removal have in common: lists of rows, and whether something repeats what
 * is to go.
 */
#include "store/gathering_redact.h"

#include "base/limits.h"
#include "base/text.h"
#include "desk/note_leak.h"
#include "mail/html.h"

#include <string.h>

void
gather_rows(Gathering *g, GArray *rows, Query *running)
{
	g_autoptr(Query) query = running;
	while (!g->failure && query_next(query, &g->failure))
		redaction_add(rows, query_int(query, 0));
}

gboolean
removal_repeats(const Removal *removal, const char *text)
{
	/* The marks of a note stand between its words. */
	g_autoptr(GString) bare = g_string_new(text);
	g_string_replace(bare, NOTE_MARK, "", 0);
	for (guint i = 0; i < removal->wanted->len; i++)
		if (redaction_repeats(bare->str, removal->wanted->pdata[i]))
			return TRUE;
	return FALSE;
}

/* More text than that is read of no mail. */
static gboolean
take_piece(const char *bytes, gsize length, gpointer user_data)
{
	GByteArray *all = user_data;
	g_byte_array_append(all, (const guint8 *)bytes, (guint)length);
	return all->len < LIMIT_TEXT_BYTES;
}

/* As it came; NULL: there is no such part. (transfer full) */
static char *
text_of_part(PartSource *parts, guint n)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	if (!part_source_decode(parts, n, take_piece, bytes) && bytes->len == 0)
		return NULL;
	return text_make_valid((const char *)bytes->data, bytes->len);
}

char *
removal_part_text(PartSource *parts, guint n, char **page_out)
{
	char *text = text_of_part(parts, n);
	*page_out = text && strstr(text, "</") ? html_to_text(text, strlen(text), NULL) : NULL;
	return text;
}

gboolean
removal_repeats_parts(const Removal *removal, PartSource *parts)
{
	gboolean found = FALSE;
	for (guint n = 0; n < PARTS_LOOKED_AT && !found; n++) {
		g_autofree char *text = text_of_part(parts, n);
		/* Marks of a page must not be glued to its words. */
		found = text && removal_repeats(removal, g_strdelimit(text, "<>", ' '));
	}
	return found;
}
