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

/* A receipt, a reminder to rate, or the end of the emergency, of now or later than the last change
 * of the status is about that. */
static void
gather_answered(Gathering *g, const char *token)
{
	static const char sql[] =
		"SELECT count(*) FROM outbox o WHERE o.token = $1 AND o.kind IN ('receipt', "
		"'reminder', 'emergency') AND "
		"o.created_ms >= (SELECT coalesce(max(e.at_ms), 0) FROM entry e WHERE e.case_id = "
		"o.case_id AND e.kind = 'status')";
	gint64 count = 0;
	if (!g->failure && db_get_int(g->db, 0, &count, &g->failure, sql, "t", token) && count)
		g->facts->answers_final = TRUE;
}

/* Staff sees all; the others what everybody who is part of the case may see. */
static void
gather_record(Gathering *g, CaseFact *c)
{
	c->record = gather_past(g, c->id, sender_is_proven_staff(g), LIMIT_RECORD_TEXT_CHARS,
				LIMIT_RECORD_ENTRIES, &c->record_cut);
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
