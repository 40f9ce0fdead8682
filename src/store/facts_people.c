/*
 * The lookups about members of organisations.
 */
#include "store/gathering.h"

#include "base/limits.h"

static const char standing_sql[] =
	"SELECT p.id, coalesce(p.organisation, 0), 0, p.name, (SELECT a.address FROM address a "
	"WHERE a.person = p.id ORDER BY a.is_main DESC, a.address LIMIT 1), p.role, '', p.language "
	"FROM standing_follower s JOIN person p ON p.id = s.person WHERE s.organisation = $1 ORDER "
	"BY p.id LIMIT $2";

void
gather_standing(Gathering *g)
{
	const PersonFact *of = g->facts->sender && g->facts->sender->organisation
				       ? g->facts->sender
				       : g->facts->organisation_by_domain;
	if (g->failure || !of)
		return;
	g_autoptr(Query) query = db_query(g->db, standing_sql, "ii", of->organisation,
					  (gint64)LIMIT_STANDING_FOLLOWERS);
	while (query_next(query, &g->failure))
		g_ptr_array_add(g->facts->standing, person_from_row(query));
}
