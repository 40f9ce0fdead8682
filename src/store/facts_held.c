/*
 * The lookups about held mail: what an answer confirms, and what was asked before.
 */
#include "store/gathering.h"

#define HOUR_MS (3600 * (gint64)1000)

#define HELD_COLUMNS                                                                               \
	"h.id, h.kind, coalesce(h.person, 0), h.held_ms, coalesce(h.expires_ms, 0), "              \
	"coalesce(h.decision, '')"

static HeldFact *
held_from_row(Query *query)
{
	HeldFact *held = g_new0(HeldFact, 1);
	held->number = query_int(query, 0);
	held->kind = held_kind_from_name(query_text(query, 1));
	held->person = query_int(query, 2);
	held->held_ms = query_int(query, 3);
	held->expires_ms = query_int(query, 4);
	held->decision = g_strdup(query_text(query, 5));
	return held;
}

static void
gather_confirming(Gathering *g, const char *token)
{
	static const char sql[] = "SELECT " HELD_COLUMNS " FROM held h WHERE h.token = $1";
	if (g->failure || !*token)
		return;
	g_autoptr(Query) query = db_query(g->db, sql, "t", token);
	if (query_next(query, &g->failure))
		g->facts->confirming = held_from_row(query);
}

void
gather_confirmation(Gathering *g, const Clues *clues)
{
	static const char sql[] = "SELECT count(*) FROM held WHERE person = $1 AND held_ms > $2 "
				  "AND kind = 'unconfirmed'";
	const PersonFact *sender = g->facts->sender;
	gint64 count = 0;
	gather_confirming(g, clues->confirm_token);
	if (!g->failure && sender &&
	    db_get_int(g->db, 0, &count, &g->failure, sql, "ii", sender->id,
		       g->facts->now_ms - HOUR_MS))
		g->facts->confirmations_hour = count;
}
