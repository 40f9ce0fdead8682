/*
 * The lookups for the values of forms that a removed text gave: they stand in fields of the case.
 */
#include "store/gathering_redact.h"

static void
take_fields(Gathering *g, Removal *removal, gint64 case_id, const char *said)
{
	static const char sql[] = "SELECT name, value FROM case_field WHERE case_id = $1";
	g_autoptr(Query) query = db_query(g->db, sql, "i", case_id);
	while (!g->failure && query_next(query, &g->failure))
		if (redaction_repeats(said, query_text(query, 1)))
			redaction_add_field(removal->r, case_id, query_text(query, 0));
}

void
gather_redacted_fields(Gathering *g, Removal *removal)
{
	static const char sql[] =
		"SELECT case_id, coalesce(full_text, text) FROM entry WHERE id = $1";
	for (guint i = 0; i < removal->r->entries->len && !g->failure; i++) {
		gint64 entry = g_array_index(removal->r->entries, gint64, i);
		g_autoptr(Query) query = db_query(g->db, sql, "i", entry);
		if (!query_next(query, &g->failure))
			return;
		gint64 case_id = query_int(query, 0), survivor = gather_survivor(g, case_id);
		take_fields(g, removal, case_id, query_text(query, 1));
		if (survivor != case_id)
			take_fields(g, removal, survivor, query_text(query, 1));
	}
}
