/*
 * What organisations, persons and partners have in common: attributes that are set by name.
 */
#include "store/attributes.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/text.h"

#include <string.h>

static char *
names_of(const Attribute *table)
{
	GString *names = g_string_new(NULL);
	for (; table->name; table++)
		g_string_append_printf(names, "%s%s", names->len ? ", " : "", table->name);
	return g_string_free(names, FALSE);
}

gboolean
attributes_check(const char *kind, const Attribute *table, const char *const *sets, GError **error)
{
	for (; *sets; sets += 2) {
		const Attribute *attribute = table;
		while (attribute->name && strcmp(attribute->name, *sets) != 0)
			attribute++;
		if (attribute->name)
			continue;
		g_autofree char *names = names_of(table);
		return error_perm(error, "%s has no \"%s\"; what can be set is: %s", kind, *sets,
				  names);
	}
	return TRUE;
}

gboolean
attributes_set(Store *store, const char *kind, const Attribute *table, gint64 id,
	       const char *const *sets, GError **error)
{
	if (!attributes_check(kind, table, sets, error))
		return FALSE;
	for (; table->name; table++)
		for (guint i = 0; sets[i]; i += 2)
			if (!strcmp(table->name, sets[i]) &&
			    !table->set(store, id, sets[i + 1], error))
				return FALSE;
	return TRUE;
}

gboolean
attribute_run(Store *store, const char *sql, gint64 id, const char *value, GError **error)
{
	return db_run(store_db(store), error, sql, "it", id, value);
}

gboolean
attribute_find(Store *store, const char *sql, const char *name, gint64 *id_out, GError **error)
{
	return db_get_int(store_db(store), 0, id_out, error, sql, "t", name);
}

gboolean
attribute_check_name(const char *what, const char *value, gsize max_chars, GError **error)
{
	g_autofree char *fault = name_fault(value, max_chars);
	if (!fault)
		return TRUE;
	g_autofree char *valid = text_make_valid(value, strlen(value));
	g_autofree char *shown = text_ellipsize(valid, 40);
	return error_perm(error, "\"%s\" can't be %s: it %s", shown, what, fault);
}

/* Letters and digits in groups, with characters of `between` between these, as languages
 * (RFC 5646 2.1) and time zones are written. */
static gboolean
attribute_check_code(const char *what, const char *value, const char *between, GError **error)
{
	gboolean is_fit = strlen(value) <= LIMIT_CODE_BYTES;
	for (const char *p = value; *p; p++)
		is_fit = is_fit &&
			 (g_ascii_isalnum(*p) || (p > value && p[1] && strchr(between, *p)));
	return is_fit || error_perm(error, "\"%s\" can't be %s", value, what);
}

/* A country in capitals, a script with one, all else small. */
static void
spell_subtag(char *subtag, gboolean is_first)
{
	gsize length = strlen(subtag);
	for (gsize i = 0; i < length; i++) {
		gboolean is_capital = !is_first && (length == 2 || (length == 4 && i == 0));
		subtag[i] = is_capital ? g_ascii_toupper(subtag[i]) : g_ascii_tolower(subtag[i]);
	}
}

char *
attribute_language(const char *value, GError **error)
{
	if (!attribute_check_code("a language; write it like de or pt-BR", value, "-", error))
		return NULL;
	g_auto(GStrv) subtags = g_strsplit(value, "-", -1);
	for (guint i = 0; subtags[i]; i++)
		spell_subtag(subtags[i], i == 0);
	return g_strjoinv("-", subtags);
}

gboolean
attribute_pieces(Store *store, gint64 id, const char *list, AttributeSet take, GError **error)
{
	g_auto(GStrv) pieces = g_strsplit(list, ",", -1);
	guint taken = 0;
	for (guint i = 0; pieces[i]; i++) {
		if (!*g_strstrip(pieces[i]))
			continue;
		if (!take(store, id, pieces[i], error))
			return FALSE;
		taken++;
	}
	return taken || !strchr(list, ',') ||
	       error_perm(error, "\"%s\" names nothing; leave it empty to clear the list", list);
}

static gboolean
is_piece(char **pieces, const char *text, char *(*form)(const char *piece))
{
	for (; *pieces; pieces++) {
		g_autofree char *piece = form(g_strstrip(*pieces));
		if (!strcmp(piece, text))
			return TRUE;
	}
	return FALSE;
}

gboolean
attribute_keep(Store *store, gint64 id, const char *list, char *(*form)(const char *piece),
	       const char *all, const char *remove, GError **error)
{
	GError *failure = NULL;
	g_auto(GStrv) pieces = g_strsplit(list, ",", -1);
	g_autoptr(GPtrArray) gone = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query = db_query(store_db(store), all, "i", id);
	while (query_next(query, &failure))
		if (!is_piece(pieces, query_text(query, 0), form))
			g_ptr_array_add(gone, g_strdup(query_text(query, 0)));
	for (guint i = 0; i < gone->len && !failure; i++)
		if (!attribute_run(store, remove, id, gone->pdata[i], &failure))
			break;
	if (!failure)
		return TRUE;
	g_propagate_error(error, failure);
	return FALSE;
}
