/*
 * The lookups for those who come to follow a case: what has been said in it so far, and how
 * often the sender has shared cases of late.
 */
#include "store/gathering.h"

#include "base/limits.h"

#define DAY_MS (24 * 3600 * 1000)

/* What the case is about says the first one, however long ago that is. */
void
gather_history(Gathering *g, CaseFact *c)
{
	if (g->failure || c->history)
		return;
	c->history = gather_past(g, c->id, FALSE, LIMIT_HISTORY_TEXT_CHARS, LIMIT_HISTORY_ENTRIES,
				 &c->history_cut);
	EntryFact *first =
		c->history_cut > 0 ? gather_beginning(g, c->id, LIMIT_HISTORY_TEXT_CHARS) : NULL;
	if (!first)
		return;
	c->history_cut--;
	g_ptr_array_insert(c->history, 0, first);
}

void
gather_following(Gathering *g, const Clues *clues)
{
	static const char shared_sql[] = "SELECT count(*) FROM entry WHERE author = $1 AND at_ms > "
					 "$2 AND kind IN ('share', 'contact')";
	if (!clues->tells_case && g->facts->release != RELEASE_FOLLOWING)
		return;
	for (guint i = 0; i < g->facts->cases->len; i++)
		gather_history(g, g->facts->cases->pdata[i]);
	if (!g->failure && !db_get_int(g->db, 0, &g->facts->shared_day, &g->failure, shared_sql,
				       "ti", clues->address, g->facts->now_ms - DAY_MS))
		return;
}
