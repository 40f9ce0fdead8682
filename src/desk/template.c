/*
 * The set of templates of a site: parsed when added, looked up by language and name.
 */
#include "desk/template.h"

#include "base/error.h"
#include "desk/mustache.h"

#include <string.h>

#define FALLBACK_LANGUAGE "en"

struct Templates {
	GHashTable *by_name; /**< "en/opened.html" to Mustache* */
};

static void
free_mustache(gpointer data)
{
	mustache_free(data);
}

Templates *
templates_new(void)
{
	Templates *templates = g_new(Templates, 1);
	templates->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_mustache);
	return templates;
}

void
templates_free(Templates *templates)
{
	if (!templates)
		return;
	g_hash_table_unref(templates->by_name);
	g_free(templates);
}

gboolean
templates_add(Templates *templates, const char *name, const char *text, GError **error)
{
	if (!g_utf8_validate(text, -1, NULL))
		return error_perm(error, "template %s: this is not UTF-8", name);
	Mustache *mustache = mustache_parse(text, g_str_has_suffix(name, ".html"), error);
	if (!mustache) {
		g_prefix_error(error, "template %s: ", name);
		return FALSE;
	}
	g_hash_table_replace(templates->by_name, g_strdup(name), mustache);
	return TRUE;
}

static const Mustache *
find(const Templates *templates, const char *language, const char *name, const char *ending)
{
	g_autofree char *own = g_strconcat(language, "/", name, ending, NULL);
	const Mustache *found = g_hash_table_lookup(templates->by_name, own);
	if (found || !strcmp(language, FALLBACK_LANGUAGE))
		return found;
	g_autofree char *fallback = g_strconcat(FALLBACK_LANGUAGE "/", name, ending, NULL);
	return g_hash_table_lookup(templates->by_name, fallback);
}

/* Where the partials of a template are looked up. */
typedef struct Place {
	const Templates *templates;
	const char *language;
	const char *ending; /**< ".txt": that of the template that asks */
} Place;

static const Mustache *
find_partial(const char *name, gpointer user_data)
{
	const Place *place = user_data;
	return find(place->templates, place->language, name, place->ending);
}

char *
templates_render(const Templates *templates, const char *language, const char *name,
		 const Js *context)
{
	const Mustache *mustache = find(templates, language, name, "");
	const char *ending = strrchr(name, '.');
	Place place = {templates, language, ending ? ending : ""};
	return mustache ? mustache_render(mustache, context, find_partial, &place) : NULL;
}

/* Whose partials are being told, and to whom. */
typedef struct Telling {
	Place place;
	const char *name;
	TemplatePiece each;
	gpointer data;
} Telling;

static void
tell_piece(const char *piece, gpointer data)
{
	Telling *telling = data;
	gboolean found = find_partial(piece, &telling->place) != NULL;
	telling->each(telling->name, piece, found, telling->data);
}

void
templates_each_piece(const Templates *templates, TemplatePiece each, gpointer data)
{
	GHashTableIter iter;
	gpointer name = NULL;
	gpointer mustache = NULL;
	g_hash_table_iter_init(&iter, templates->by_name);
	while (g_hash_table_iter_next(&iter, &name, &mustache)) {
		const char *slash = strchr(name, '/');
		const char *ending = strrchr(name, '.');
		gsize length = slash ? (gsize)(slash - (const char *)name) : 0;
		g_autofree char *language = g_strndup(name, length);
		Telling telling = {{templates, language, ending ? ending : ""}, name, each, data};
		mustache_each_partial(mustache, tell_piece, &telling);
	}
}
