/*
 * The lookups for what staff writes to everybody: the notes of the case, no word of which may go
 * out, and what everybody knows already.
 */
#include "store/gathering.h"

#include "base/limits.h"

#include <string.h>

static const char notes_sql[] =
	"SELECT substr(text, 1, $2) FROM entry WHERE case_id = $1 AND kind = "
	"'note' ORDER BY seq DESC LIMIT $3";
static const char said_sql[] =
	"SELECT substr(text, 1, $2) FROM entry WHERE case_id = $1 AND kind IN "
	"('mail', 'comment') ORDER BY seq DESC LIMIT $3";

static GPtrArray *
gather_texts(Gathering *g, const char *sql, gint64 case_id)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	if (g->failure)
		return texts;
	g_autoptr(Query) query = db_query(g->db, sql, "iii", case_id, (gint64)LIMIT_SECRET_CHARS,
					  (gint64)LIMIT_SECRET_TEXTS);
	while (query_next(query, &g->failure))
		g_ptr_array_add(texts, g_strdup(query_text(query, 0)));
	return texts;
}

void
gather_notes(Gathering *g, const Clues *clues)
{
	const PersonFact *sender = g->facts->sender;
	if (!sender || strcmp(sender->role, "staff") != 0 || clues->to_internal)
		return;
	for (guint i = 0; i < g->facts->cases->len; i++) {
		CaseFact *c = g->facts->cases->pdata[i];
		c->notes = gather_texts(g, notes_sql, c->id);
		c->said = c->notes->len > 0 ? gather_texts(g, said_sql, c->id)
					    : g_ptr_array_new_with_free_func(g_free);
	}
}
