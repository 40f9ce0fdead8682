/*
 * Reading which cases somebody wants listed.
 */
#include "desk/listing.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/choice.h"

#include <string.h>

#define TEAM_WORD "team"

static Listing *
listing_new(const Site *site, ListScope scope, gboolean is_open, const char *status)
{
	Listing *listing = g_new0(Listing, 1);
	listing->scope = scope;
	listing->status = g_strdup(status);
	listing->team = g_strdup("");
	listing->but = is_open ? site_closed_statuses(site) : g_strdup("");
	return listing;
}

/* "team", "team platform"; NULL: it asks for none. */
static Listing *
read_team(const Site *site, const char *value)
{
	gsize length = strlen(TEAM_WORD);
	if (g_ascii_strncasecmp(value, TEAM_WORD, length) != 0 ||
	    (value[length] && !g_ascii_isspace(value[length])))
		return NULL;
	Listing *listing = listing_new(site, LIST_TEAM, TRUE, "");
	g_autofree char *lower = g_utf8_strdown(value + length, -1);
	g_free(listing->team);
	listing->team = text_collapse(lower);
	return listing;
}

Listing *
listing_read(const Site *site, const char *value, GError **error)
{
	static const struct {
		const char *word;
		ListScope scope;
		gboolean is_open;
	} words[] = {
		{"", LIST_USUAL, TRUE},
		{"mine", LIST_MINE, TRUE},
		{"unassigned", LIST_UNASSIGNED, TRUE},
		{"late", LIST_LATE, TRUE},
		{"open", LIST_EVERY, TRUE},
		{"all", LIST_EVERY, FALSE},
	};
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	Listing *of_team = read_team(site, value);
	if (of_team)
		return of_team;
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (*words[i].word ? text_same_name(words[i].word, value) : !*value)
			return listing_new(site, words[i].scope, words[i].is_open, "");
		if (*words[i].word)
			g_ptr_array_add(names, unconst(words[i].word));
	}
	g_ptr_array_add(names, unconst(TEAM_WORD));
	const Status *status = site_status_of_verb(site, value);
	g_autoptr(GPtrArray) statuses = site_status_names(site);
	for (guint i = 0; i < statuses->len; i++)
		g_ptr_array_add(names, statuses->pdata[i]);
	const char *word = words_find(site->words, names, value);
	if (!word && status)
		word = status->name;
	const char *name = word ? word : choice_find(names, value, "list", error);
	if (!name)
		return NULL;
	if (!strcmp(name, TEAM_WORD))
		return read_team(site, name);
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (!g_strcmp0(words[i].word, name))
			return listing_new(site, words[i].scope, words[i].is_open, "");
	return listing_new(site, LIST_EVERY, FALSE, name);
}

char *
listing_key(const Listing *listing)
{
	return g_strdup_printf("%d %s/%s/%s", listing->scope, listing->team, listing->status,
			       listing->but);
}

void
listing_free(Listing *listing)
{
	if (!listing)
		return;
	g_free(listing->status);
	g_free(listing->team);
	g_free(listing->but);
	g_free(listing);
}

void
listing_destroy(gpointer listing)
{
	listing_free(listing);
}
