/*
 * The lookups for the commands of a mail: whom and which cases they name.
 */
#include "store/gathering.h"

#include "base/text.h"

#include <string.h>

/* So many of one name are looked at; the one who is meant may be the writer's colleague. */
static const char by_name_sql[] =
	"SELECT p.id, coalesce(p.organisation, 0), coalesce(o.sharing, 0), p.name, "
	"coalesce((SELECT "
	"a.address FROM address a WHERE a.person = p.id ORDER BY a.is_main DESC, a.address LIMIT "
	"1), ''), p.role, coalesce(o.name, ''), " LANGUAGE_COLUMN
	", coalesce(o.tier, ''), " ZONE_COLUMN " FROM person p LEFT JOIN organisation o "
	"ON o.id = p.organisation WHERE p.name_key = $1 ORDER BY p.id LIMIT 20";

static void
find_by_name(Gathering *g, NamedFact *named)
{
	g_autofree char *key = text_name_key(named->asked);
	if (!*key)
		return;
	g_autoptr(Query) query = db_query(g->db, by_name_sql, "t", key);
	while (query_next(query, &g->failure)) {
		g_autoptr(PersonFact) person = person_from_row(query);
		if (*person->address)
			g_ptr_array_add(named->persons, g_steal_pointer(&person));
	}
	named->matches = named->persons->len;
	if (named->matches == 1 && !g->failure) {
		const PersonFact *one = named->persons->pdata[0];
		named->found = person_by_address(g->store, one->address, &g->failure);
	}
}

static void
find_organisation(Gathering *g, NamedFact *named)
{
	static const char sql[] =
		"SELECT id, name FROM organisation WHERE name = $1 COLLATE NOCASE LIMIT 1";
	g_autoptr(Query) query = db_query(g->db, sql, "t", named->asked);
	if (query_next(query, &g->failure))
		named->organisation =
			organisation_fact_new(query_int(query, 0), query_text(query, 1));
}

void
gather_named(Gathering *g, const char *asked)
{
	if (g->failure)
		return;
	NamedFact *named = named_fact_new(asked);
	g_ptr_array_add(g->facts->named, named);
	named->found = person_by_address(g->store, asked, &g->failure);
	named->matches = named->found ? 1 : 0;
	if (!named->found && !g->failure && !strchr(asked, '@'))
		find_by_name(g, named);
	if (!named->found && !g->failure && !strchr(asked, '@'))
		find_organisation(g, named);
}

void
gather_named_case(Gathering *g, const CaseNumber *number)
{
	static const char sql[] = "SELECT id FROM cases WHERE prefix = $1 AND number = $2";
	gint64 id = 0;
	if (!g->failure &&
	    db_get_int(g->db, 0, &id, &g->failure, sql, "ti", number->prefix, number->number))
		gather_case(g, id);
}

void
gather_commands(Gathering *g, const Clues *clues)
{
	for (guint i = 0; i < clues->names->len; i++)
		gather_named(g, clues->names->pdata[i]);
	for (guint i = 0; i < clues->named_cases->len; i++)
		gather_named_case(g, clues->named_cases->pdata[i]);
}
