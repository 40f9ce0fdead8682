/*
 * A partner's own number for a case, in subjects and values.
 */
#include "desk/external.h"

#include "base/error.h"
#include "base/limits.h"

#include <string.h>

/* Shorter ones would be found in any subject. */
#define SHORTEST_CHARS 3

#define ID_CHARS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_./"

/* The word at `p`, without the stops and strokes around it; NULL if it is no number. */
static char *
id_at(const char *p, gsize length)
{
	while (length > 0 && !g_ascii_isalnum(*p)) {
		p++;
		length--;
	}
	while (length > 0 && !g_ascii_isalnum(p[length - 1]))
		length--;
	gboolean has_digit = FALSE;
	for (gsize i = 0; i < length; i++)
		has_digit = has_digit || g_ascii_isdigit(p[i]);
	if (!has_digit || length < SHORTEST_CHARS || length > LIMIT_WORD_CHARS)
		return NULL;
	return g_strndup(p, length);
}

GPtrArray *
external_ids_find(const char *subject)
{
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	for (const char *p = subject; *p && ids->len < LIMIT_EXTERNAL_IDS;) {
		gsize length = strspn(p, ID_CHARS);
		g_autofree char *id = id_at(p, length);
		if (id && !g_ptr_array_find_with_equal_func(ids, id, g_str_equal, NULL))
			g_ptr_array_add(ids, g_steal_pointer(&id));
		p += length;
		p += strcspn(p, ID_CHARS);
	}
	return ids;
}

char *
external_id_read(const char *value, GError **error)
{
	static const char around[] = "[](){}<>#:\"' \t";
	const char *p = value + strspn(value, around);
	gsize length = strspn(p, ID_CHARS);
	char *id = p[length + strspn(p + length, around)] ? NULL : id_at(p, length);
	if (!id)
		error_perm(error,
			   "\"%s\" is no number of a partner; one has %d to %d letters, digits, "
			   "\"-\", \"_\", \".\" and \"/\", and a digit among them",
			   value, SHORTEST_CHARS, LIMIT_WORD_CHARS);
	return id;
}
