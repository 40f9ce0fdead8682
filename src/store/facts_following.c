/*
 * The lookups for those who come to follow a case: what has been said in it so far, and how
 * often the sender has shared cases of late.
 */
#include "store/gathering.h"

#include "base/limits.h"

#define DAY_MS (24 * 3600 * 1000)

/* The kinds that everybody who is part of the case may see: never notes, nor what robots
 * wrote.  A text that came encrypted is sent on to nobody. */
#define PUBLIC_ENTRIES                                                                             \
	"FROM entry e WHERE e.case_id = $1 AND e.kind IN ('mail', 'comment', 'status', 'eta', "    \
	"'emergency')"
#define ENTRY_COLUMNS                                                                              \
	"SELECT e.at_ms, CASE e.author_name WHEN '' THEN e.author ELSE e.author_name END, "        \
	"CASE e.is_sealed WHEN 0 THEN substr(e.text, 1, $2) ELSE '' END, coalesce((SELECT "        \
	"group_concat(a.name, ', ') FROM attachment a "                                            \
	"WHERE a.entry = e.id), ''), e.id "

static EntryFact *
entry_from_row(Query *query)
{
	EntryFact *entry = entry_fact_new(query_int(query, 0), query_text(query, 1),
					  query_text(query, 2), query_text(query, 3));
	entry->entry = query_int(query, 4);
	return entry;
}

static void
gather_latest(Gathering *g, CaseFact *c)
{
	static const char sql[] = ENTRY_COLUMNS PUBLIC_ENTRIES " ORDER BY e.seq DESC LIMIT $3";
	g_autoptr(Query) query =
		db_query(g->db, sql, "iii", c->id, (gint64)LIMIT_HISTORY_TEXT_CHARS,
			 (gint64)LIMIT_HISTORY_ENTRIES);
	while (!g->failure && query_next(query, &g->failure))
		g_ptr_array_insert(c->history, 0, entry_from_row(query));
}

/* What the case is about says the first one, however long ago that is. */
static void
gather_first(Gathering *g, CaseFact *c)
{
	static const char sql[] = ENTRY_COLUMNS PUBLIC_ENTRIES " ORDER BY e.seq LIMIT 1";
	g_autoptr(Query) query =
		db_query(g->db, sql, "ii", c->id, (gint64)LIMIT_HISTORY_TEXT_CHARS);
	if (!g->failure && query_next(query, &g->failure))
		g_ptr_array_insert(c->history, 0, entry_from_row(query));
}

static void
gather_history(Gathering *g, CaseFact *c)
{
	static const char count_sql[] = "SELECT count(*) " PUBLIC_ENTRIES;
	gint64 count = 0;
	if (g->failure || c->history ||
	    !db_get_int(g->db, 0, &count, &g->failure, count_sql, "i", c->id))
		return;
	c->history = entry_facts_new();
	gather_latest(g, c);
	if (count > LIMIT_HISTORY_ENTRIES)
		gather_first(g, c);
	c->history_cut = (guint)(count - MIN(count, (gint64)c->history->len));
}

void
gather_following(Gathering *g, const Clues *clues)
{
	static const char shared_sql[] = "SELECT count(*) FROM entry WHERE author = $1 AND at_ms > "
					 "$2 AND kind IN ('share', 'contact')";
	if (!clues->tells_case)
		return;
	for (guint i = 0; i < g->facts->cases->len; i++)
		gather_history(g, g->facts->cases->pdata[i]);
	if (!g->failure && !db_get_int(g->db, 0, &g->facts->shared_day, &g->failure, shared_sql,
				       "ti", clues->address, g->facts->now_ms - DAY_MS))
		return;
}
