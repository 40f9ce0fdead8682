/*
 * The lookups for what people answer to us and ask of us: ratings, and what has happened in a
 * case.
 */
#include "store/gathering.h"

#include "base/limits.h"
#include "desk/notice.h"

#include <string.h>

static void
gather_rated(Gathering *g, CaseFact *c)
{
	static const char sql[] =
		"SELECT coalesce(min(at_ms), 0) FROM entry WHERE case_id = $1 AND kind = 'rating' "
		"AND seq > (SELECT coalesce(max(seq), 0) FROM entry WHERE case_id = $1 AND kind = "
		"'status')";
	gint64 rated_ms = 0;
	if (!g->failure && db_get_int(g->db, 0, &rated_ms, &g->failure, sql, "i", c->id))
		c->rated_ms = rated_ms;
}

/* A receipt of now or later than the last change of the status is about that. */
static void
gather_answered(Gathering *g, const char *token)
{
	static const char sql[] =
		"SELECT count(*) FROM outbox o WHERE o.token = $1 AND o.kind = 'receipt' AND "
		"o.created_ms >= (SELECT coalesce(max(e.at_ms), 0) FROM entry e WHERE e.case_id = "
		"o.case_id AND e.kind = 'status')";
	gint64 count = 0;
	if (!g->failure && db_get_int(g->db, 0, &count, &g->failure, sql, "t", token) && count)
		g->facts->answers_final = TRUE;
}

/* Staff sees all; the others what everybody who is part of the case may see. */
#define RECORD                                                                                     \
	"FROM entry e WHERE e.case_id = $1 AND ($2 = 1 OR e.kind IN ('mail', 'comment', "          \
	"'status', 'eta', 'emergency', 'rating'))"

static EntryFact *
entry_from_row(Query *query)
{
	EntryFact *entry = entry_fact_new(query_int(query, 0), query_text(query, 1),
					  query_text(query, 2), query_text(query, 3));
	entry->is_note = !g_strcmp0(query_text(query, 4), "note");
	entry->is_staffs = !g_strcmp0(query_text(query, 5), "staff");
	entry->entry = query_int(query, 6);
	return entry;
}

static gboolean
is_proven_staff(const Facts *facts)
{
	return facts->sender && !strcmp(facts->sender->role, "staff") && facts->proof == PROOF_PASS;
}

static void
gather_record(Gathering *g, CaseFact *c)
{
	static const char count_sql[] = "SELECT count(*) " RECORD;
	static const char sql[] =
		"SELECT e.at_ms, CASE e.author_name WHEN '' THEN e.author ELSE e.author_name END, "
		"CASE e.is_sealed WHEN 0 THEN substr(e.text, 1, $3) ELSE '' END, coalesce((SELECT "
		"group_concat(a.name, ', ') FROM "
		"attachment a WHERE a.entry = e.id), ''), e.kind, e.author_role, e.id " RECORD
		" ORDER BY e.seq DESC LIMIT $4";
	gint64 count = 0, sees_all = is_proven_staff(g->facts);
	if (g->failure ||
	    !db_get_int(g->db, 0, &count, &g->failure, count_sql, "ii", c->id, sees_all))
		return;
	c->record = entry_facts_new();
	g_autoptr(Query) query =
		db_query(g->db, sql, "iiii", c->id, sees_all, (gint64)LIMIT_RECORD_TEXT_CHARS,
			 (gint64)LIMIT_RECORD_ENTRIES);
	while (query_next(query, &g->failure))
		g_ptr_array_insert(c->record, 0, entry_from_row(query));
	c->record_cut = (guint)(count - MIN(count, (gint64)c->record->len));
}

void
gather_answers(Gathering *g, const Clues *clues)
{
	for (guint i = 0; clues->asks_record && i < g->facts->cases->len; i++)
		gather_record(g, g->facts->cases->pdata[i]);
	if (!clues->rates)
		return;
	for (guint i = 0; i < g->facts->cases->len; i++)
		gather_rated(g, g->facts->cases->pdata[i]);
	for (guint i = 0; i < clues->references->len; i++) {
		g_autofree char *token = token_of_message_id(clues->references->pdata[i]);
		if (token) {
			/* The newest of ours is the one that is answered. */
			gather_answered(g, token);
			return;
		}
	}
}
