/*
 * The lookups for the commands of a mail: whom and which cases they name, and the time zone
 * their writer means.
 */
#include "store/gathering.h"

#include "base/text.h"

/* Two are enough to know that the name is not one person's alone. */
static const char by_name_sql[] =
	"SELECT (SELECT a.address FROM address a WHERE a.person = p.id ORDER BY a.is_main DESC, "
	"a.address LIMIT 1) FROM person p WHERE p.name_key = $1 LIMIT 2";

static void
find_by_name(Gathering *g, NamedFact *named)
{
	g_autofree char *key = text_name_key(named->asked);
	g_autofree char *address = NULL;
	if (!*key)
		return;
	g_autoptr(Query) query = db_query(g->db, by_name_sql, "t", key);
	while (query_next(query, &g->failure)) {
		g_free(address);
		address = g_strdup(query_text(query, 0));
		named->matches++;
	}
	if (named->matches == 1 && address && !g->failure)
		named->found = person_by_address(g->store, address, &g->failure);
}

static void
gather_named(Gathering *g, const char *asked)
{
	if (g->failure)
		return;
	NamedFact *named = g_new0(NamedFact, 1);
	named->asked = g_strdup(asked);
	g_ptr_array_add(g->facts->named, named);
	named->found = person_by_address(g->store, asked, &g->failure);
	named->matches = named->found ? 1 : 0;
	if (!named->found && !g->failure)
		find_by_name(g, named);
}

static void
gather_zone(Gathering *g)
{
	static const char sql[] = "SELECT zone FROM person WHERE id = $1";
	if (g->failure || !g->facts->sender)
		return;
	g_autoptr(Query) query = db_query(g->db, sql, "i", g->facts->sender->id);
	if (!query_next(query, &g->failure))
		return;
	GTimeZone *zone = g_time_zone_new_identifier(query_text(query, 0));
	if (!zone)
		return;
	g_time_zone_unref(g->facts->zone);
	g->facts->zone = zone;
}

static void
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
	if (clues->commands->len == 0)
		return;
	gather_zone(g);
	for (guint i = 0; i < clues->names->len; i++)
		gather_named(g, clues->names->pdata[i]);
	for (guint i = 0; i < clues->named_cases->len; i++)
		gather_named_case(g, clues->named_cases->pdata[i]);
}
