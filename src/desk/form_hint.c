/*
 * Hints: what we write below a label, in parentheses.  They come back in quotes, wrapped, joined
 * and translated, and are never what the customer said.
 */
#include "base/text.h"
#include "desk/field_parts.h"
#include "desk/form_parts.h"

#include <string.h>

/* An example as short as this stands in many a sentence. */
#define SHORT_EXAMPLE 3

void
form_hints_add(FormLabels *labels, const Field *field)
{
	g_autoptr(GPtrArray) lines = form_hints_of_all(field, NULL, &form_words);
	for (guint i = 0; i < lines->len; i++)
		g_hash_table_add(labels->hints, text_name_key(lines->pdata[i]));
	for (guint i = 0; i < field->hints->len; i++)
		g_hash_table_add(labels->hints, text_name_key(field->hints->pdata[i]));
	for (guint i = 0; i < field->ends->len; i++)
		g_hash_table_add(labels->ends, text_name_key(field->ends->pdata[i]));
}

/* What stands between the first parenthesis of a line and the last, if there is nothing else;
 * NULL otherwise. (transfer full) */
static char *
inner_of(const char *text)
{

	const char *start = text;
	while (*start && !g_unichar_isalnum(g_utf8_get_char(start)) && *start != '(' &&
	       g_utf8_get_char(start) != 0xff08)
		start = g_utf8_next_char(start);
	gsize length = strlen(start);
	while (length > 0 && strchr(" *_.\t", start[length - 1]))
		length--;
	gboolean is_wide = g_utf8_get_char(start) == 0xff08;
	gsize close = is_wide && length > 5 && !memcmp(start + length - 3, "\uff09", 3) ? 3 : 1;
	if (length < 3 || (*start != '(' && !is_wide) || (close == 1 && start[length - 1] != ')'))
		return NULL;
	gsize skip = is_wide ? 3 : 1;
	return g_strndup(start + skip, length - skip - close);
}

/* A choice that somebody marked in our list of them. */
static gboolean
is_marked_list(const char *inner)
{
	g_autofree char *plain = field_without_stars(inner);
	return strchr(plain, '/') && field_has_mark(plain);
}

gboolean
form_is_hint(GHashTable *hints, const char *text, gboolean is_quoted)
{
	g_autofree char *inner = inner_of(text);
	if (!inner || is_marked_list(inner))
		return FALSE;
	g_autofree char *key = text_name_key(inner);
	if (is_quoted || g_hash_table_contains(hints, key))
		return TRUE;
	/* Several of our lines on one. */
	g_auto(GStrv) groups = g_strsplit(inner, ")", -1);
	for (char **group = groups; *group; group++) {
		g_autofree char *part = text_name_key(*group);
		if (*part && !g_hash_table_contains(hints, part))
			return FALSE;
	}
	return *key != '\0';
}

gboolean
form_looks_like_hint(const Field *field, const char *text)
{
	g_autofree char *inner = inner_of(text);
	if (!inner || is_marked_list(inner))
		return FALSE;
	g_autofree char *key = text_name_key(inner);
	g_autofree char *example = text_name_key(field->example);
	if (strlen(example) > SHORT_EXAMPLE && strstr(key, example))
		return TRUE;
	return strchr(inner, ':') || strchr(inner, '/') || strchr(inner, ';') ||
	       strstr(inner, "\uff1a");
}

gboolean
form_is_end(const FormLabels *labels, const char *text)
{
	g_autofree char *inner = inner_of(text);
	g_autofree char *key = inner ? text_name_key(inner) : NULL;
	return key &&
	       (text_same_name(inner, form_words.end) || g_hash_table_contains(labels->ends, key));
}
