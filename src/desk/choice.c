/*
 * Choosing among names.
 */
#include "desk/choice.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

/* How many letters to change, add or take away make one word of the other (Levenshtein). */
static guint
choice_distance(const char *a, const char *b)
{
	gsize n = strlen(b);
	g_autofree guint *row = g_new(guint, n + 1);
	for (gsize k = 0; k <= n; k++)
		row[k] = (guint)k;
	for (gsize i = 0; a[i]; i++) {
		guint corner = row[0];
		row[0] = (guint)i + 1;
		for (gsize k = 0; k < n; k++) {
			guint change = corner + (a[i] == b[k] ? 0 : 1);
			corner = row[k + 1];
			row[k + 1] = MIN(MIN(row[k], row[k + 1]) + 1, change);
		}
	}
	return row[n];
}

/* Two letters that stand side by side have changed places. */
static gboolean
is_swapped(const char *a, const char *b)
{
	gsize at = 0;
	while (a[at] && a[at] == b[at])
		at++;
	return a[at] && a[at + 1] && a[at] == b[at + 1] && a[at + 1] == b[at] &&
	       !strcmp(a + at + 2, b + at + 2);
}

gboolean
choice_is_slip(const char *word, const char *name)
{
	gsize length = strlen(word), other = strlen(name);
	if (length > other + 1 || other > length + 1)
		return FALSE;
	return choice_distance(word, name) == 1 || is_swapped(word, name);
}

const char *
choice_nearest(const GPtrArray *names, const char *word)
{
	g_autofree char *key = text_name_key(word);
	const char *nearest = NULL;
	guint best = (guint)MAX(strlen(key) / 3, 1) + 1;
	/* What is so long is nobody's slip of the finger. */
	for (guint i = 0; i < names->len && strlen(key) < 100; i++) {
		g_autofree char *name = text_name_key(names->pdata[i]);
		guint far = is_swapped(key, name) ? 1 : choice_distance(key, name);
		if (far < best) {
			best = far;
			nearest = names->pdata[i];
		}
	}
	return nearest;
}

char *
choice_list(const GPtrArray *names)
{
	GString *list = g_string_new(NULL);
	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(list, "%s%s", i ? ", " : "", (const char *)names->pdata[i]);
	return g_string_free(list, FALSE);
}

/* The keys of its words, char*. */
static GPtrArray *
keys_of(const char *text)
{
	GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	for (guint i = 0; words[i]; i++) {
		g_autofree char *key = text_name_key(words[i]);
		if (*key)
			g_ptr_array_add(keys, g_steal_pointer(&key));
	}
	return keys;
}

/* "info needed", "work prog": each of the words begins one of the name's, in their order. */
static gboolean
begins_by_words(const char *name, const char *value)
{
	g_autoptr(GPtrArray) wanted = keys_of(value);
	g_autoptr(GPtrArray) words = keys_of(name);
	guint found = 0;
	for (guint i = 0; i < words->len && found < wanted->len; i++)
		found += g_str_has_prefix(words->pdata[i], wanted->pdata[found]) ? 1 : 0;
	return wanted->len > 1 && found == wanted->len;
}

gboolean
choice_refuse(const GPtrArray *names, const char *value, const char *what, GError **error)
{
	g_autofree char *list = choice_list(names);
	const char *nearest = choice_nearest(names, value);
	if (nearest)
		return error_perm(error, "\"%s\" is no %s here, did you mean %s? Choose one of: %s",
				  value, what, nearest, list);
	return error_perm(error, "\"%s\" is no %s here; choose one of: %s", value, what, list);
}

static void
refuse(const GPtrArray *names, const GPtrArray *begin_so, const char *value, const char *what,
       GError **error)
{
	if (begin_so->len < 2) {
		choice_refuse(names, value, what, error);
		return;
	}
	g_autofree char *list = choice_list(begin_so);
	error_perm(error, "\"%s\" can mean several: %s", value, list);
}

const char *
choice_find(const GPtrArray *names, const char *value, const char *what, GError **error)
{
	g_autofree char *key = text_name_key(value);
	g_autoptr(GPtrArray) begin_so = g_ptr_array_new();
	for (guint i = 0; *key && i < names->len; i++) {
		g_autofree char *name = text_name_key(names->pdata[i]);
		if (!strcmp(name, key))
			return names->pdata[i];
		if (g_str_has_prefix(name, key))
			g_ptr_array_add(begin_so, names->pdata[i]);
	}
	for (guint i = 0; begin_so->len == 0 && i < names->len; i++)
		if (begins_by_words(names->pdata[i], value))
			g_ptr_array_add(begin_so, names->pdata[i]);
	if (begin_so->len == 1)
		return begin_so->pdata[0];
	refuse(names, begin_so, value, what, error);
	return NULL;
}
