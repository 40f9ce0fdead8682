/*
 * The lookups about members of organisations.
 */
#include "store/gathering.h"

#include "base/limits.h"

#define DAY_MS (24 * 3600 * (gint64)1000)

static const char standing_sql[] =
	"SELECT p.id, coalesce(p.organisation, 0), 0, p.name, (SELECT a.address FROM address a "
	"WHERE a.person = p.id ORDER BY a.is_main DESC, a.address LIMIT 1), p.role, "
	"'', " LANGUAGE_COLUMN ", '', " ZONE_COLUMN
	" FROM standing_follower s JOIN person p ON p.id = s.person LEFT JOIN "
	"organisation o ON o.id = p.organisation WHERE s.organisation = $1 ORDER "
	"BY p.id LIMIT $2";

/* NULL: none. */
static const PersonFact *
senders_organisation(const Gathering *g)
{
	return g->facts->sender && g->facts->sender->organisation
		       ? g->facts->sender
		       : g->facts->organisation_by_domain;
}

static gint64
customers_organisation(Gathering *g, const Clues *clues)
{
	g_autoptr(PersonFact) customer =
		g->failure ? NULL : person_by_address(g->store, clues->customer, &g->failure);
	if (customer && customer->organisation)
		return customer->organisation;
	return g->facts->customer_by_domain ? g->facts->customer_by_domain->organisation : 0;
}

void
gather_standing(Gathering *g, const Clues *clues)
{
	const PersonFact *of = senders_organisation(g);
	gint64 organisation = of ? of->organisation : 0;
	if (*clues->customer && sender_is_proven_staff(g))
		organisation = customers_organisation(g, clues);
	if (g->failure || !organisation)
		return;
	g_autoptr(Query) query =
		db_query(g->db, standing_sql, "ii", organisation, (gint64)LIMIT_STANDING_FOLLOWERS);
	while (query_next(query, &g->failure))
		g_ptr_array_add(g->facts->standing, person_from_row(query));
}

static void
gather_invitation(Gathering *g, NamedFact *named)
{
	static const char domain_sql[] =
		"SELECT organisation FROM organisation_domain WHERE domain = $1";
	static const char proposed_sql[] = "SELECT count(*) FROM invitation WHERE address = $1 AND "
					   "organisation = $2 AND at_ms > $3";
	const PersonFact *of = senders_organisation(g);
	gint64 count = 0;
	g_autofree char *address = g_utf8_strdown(named->asked, -1);
	if (g->failure || !db_get_int(g->db, 0, &named->domain_organisation, &g->failure,
				      domain_sql, "t", address_domain(address)))
		return;
	if (of && db_get_int(g->db, 0, &count, &g->failure, proposed_sql, "tii", address,
			     of->organisation, g->facts->now_ms - DAY_MS))
		named->is_proposed = count > 0;
}

void
gather_invitations(Gathering *g, const Clues *clues)
{
	static const char sql[] =
		"SELECT count(*) FROM invitation WHERE inviter = $1 AND at_ms > $2";
	for (guint i = 0; i < g->facts->named->len; i++)
		gather_invitation(g, g->facts->named->pdata[i]);
	if (g->failure || g->facts->named->len == 0 ||
	    !db_get_int(g->db, 0, &g->facts->invited_day, &g->failure, sql, "ti", clues->address,
			g->facts->now_ms - DAY_MS))
		return;
}
