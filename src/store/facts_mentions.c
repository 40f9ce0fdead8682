/*
 * The lookups for mentions, and for who can be mentioned: persons of the organisations that the
 * mail has to do with. By name others are not even looked for.
 */
#include "store/gathering.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define PERSONS_OF                                                                                 \
	"SELECT p.id, coalesce(p.organisation, 0), coalesce(o.sharing, 0), p.name, "               \
	"coalesce((SELECT a.address FROM address a WHERE a.person = p.id ORDER BY a.is_main "      \
	"DESC, a.address LIMIT 1), ''), p.role, coalesce(o.name, ''), " LANGUAGE_COLUMN ", "       \
	"o.tier, " ZONE_COLUMN " FROM person p "                                                   \
	"JOIN organisation o ON o.id = p.organisation WHERE p.organisation = $1 "

static void
add_persons(Gathering *g, Query *query)
{
	while (!g->failure && query_next(query, &g->failure)) {
		g_autoptr(PersonFact) person = person_from_row(query);
		gboolean is_known = !*person->address;
		for (guint i = 0; i < g->facts->nameable->len && !is_known; i++) {
			const PersonFact *known = g->facts->nameable->pdata[i];
			is_known = known->id == person->id;
		}
		if (!is_known)
			g_ptr_array_add(g->facts->nameable, g_steal_pointer(&person));
	}
}

/* By the beginning of the name; or by the local part of an address. */
static void
gather_mentioned(Gathering *g, gint64 organisation, const char *mention)
{
	static const char by_name[] =
		PERSONS_OF "AND p.name_key >= $2 AND p.name_key < $3 ORDER BY p.name_key LIMIT 50";
	static const char by_address[] =
		PERSONS_OF "AND p.id IN (SELECT b.person FROM organisation_domain d JOIN address b "
			   "ON b.address = $2 || '@' || d.domain WHERE d.organisation = $1)";
	g_autofree char *word = g_strndup(mention, strcspn(mention, " "));
	g_autofree char *local = g_utf8_strdown(word, -1);
	g_autofree char *key = text_name_key(word);
	g_autofree char *beyond = g_strconcat(key, "\xf4\x8f\xbf\xbf", NULL);
	if (g->failure || !*key)
		return;
	g_autoptr(Query) named = db_query(g->db, by_name, "itt", organisation, key, beyond);
	add_persons(g, named);
	g_autoptr(Query) addressed = db_query(g->db, by_address, "it", organisation, local);
	add_persons(g, addressed);
}

static void
gather_all(Gathering *g, gint64 organisation)
{
	static const char sql[] = PERSONS_OF "ORDER BY p.name, p.id LIMIT $2";
	g_autoptr(Query) query =
		db_query(g->db, sql, "ii", organisation, (gint64)LIMIT_PEOPLE_LISTED);
	add_persons(g, query);
}

static void
gather_organisation_of(Gathering *g, const Clues *clues, gint64 organisation)
{
	if (!organisation)
		return;
	for (guint i = 0; i < clues->mentions->len; i++) {
		const char *mention = clues->mentions->pdata[i];
		if (!strchr(mention, '@'))
			gather_mentioned(g, organisation, mention);
	}
	if (clues->lists_people)
		gather_all(g, organisation);
}

void
gather_mentions(Gathering *g, const Clues *clues)
{
	const PersonFact *member = facts_member(g->facts);
	if (clues->mentions->len == 0 && !clues->lists_people)
		return;
	for (guint i = 0; i < clues->mentions->len; i++)
		if (strchr(clues->mentions->pdata[i], '@'))
			gather_named(g, clues->mentions->pdata[i]);
	gather_organisation_of(g, clues, member ? member->organisation : 0);
	for (guint i = 0; i < g->facts->cases->len; i++) {
		const CaseFact *c = g->facts->cases->pdata[i];
		gather_organisation_of(g, clues, c->organisation);
	}
}
