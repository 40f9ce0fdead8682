/*
 * The lookups for messages that become cases of their own.
 */
#include "store/gathering.h"

#include "desk/trackid.h"
#include "store/accept.h"

#include <string.h>

#define MESSAGE_COLUMNS                                                                            \
	"SELECT e.id, e.case_id, e.seq, e.is_sealed, coalesce((SELECT n.last FROM counter n "      \
	"WHERE n.name = c.prefix), 0) + 1, e.kind, e.author, e.author_name, e.author_role, "       \
	"e.text, e.message_id, coalesce((SELECT s.prefix || '-' || s.number FROM cases s WHERE "   \
	"s.id = e.split_into), ''), coalesce(r.id, 0), coalesce(r.size_bytes, 0), "                \
	"e.is_proven FROM entry e JOIN "                                                           \
	"cases c ON c.id = e.case_id LEFT JOIN message r ON r.id = e.message AND (r.is_big = 1 "   \
	"OR "                                                                                      \
	"r.raw IS NOT NULL) "

static const char by_number_sql[] = MESSAGE_COLUMNS "WHERE e.case_id = $1 AND e.seq = $2";
/* The notice was queued in the transaction that brought the message. */
static const char by_notice_sql[] = MESSAGE_COLUMNS
	"JOIN outbox o ON o.case_id = e.case_id WHERE o.token = $1 AND e.kind IN "
	"('mail', 'comment') AND e.at_ms <= o.created_ms ORDER BY e.seq DESC LIMIT 1";
static const char by_message_id_sql[] =
	MESSAGE_COLUMNS "WHERE e.case_id = $1 AND e.message_id = $2 ORDER BY e.seq LIMIT 1";

/* FALSE: there is none. Takes the query. */
static gboolean
take_message(Gathering *g, Query *running, gboolean is_answered)
{
	g_autoptr(Query) query = running;
	if (!query_next(query, &g->failure))
		return FALSE;
	MessageFact *m = message_fact_new();
	char **texts[] = {&m->kind, &m->author,     &m->author_name, &m->author_role,
			  &m->text, &m->message_id, &m->split_into};
	m->entry = query_int(query, 0);
	m->case_id = query_int(query, 1);
	m->seq = query_int(query, 2);
	m->is_sealed = query_int(query, 3) != 0;
	m->next_number = query_int(query, 4);
	for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
		*texts[i] = g_strdup(query_text(query, 5 + i));
	m->message = query_int(query, 5 + (int)G_N_ELEMENTS(texts));
	m->size_bytes = query_int(query, 6 + (int)G_N_ELEMENTS(texts));
	m->is_proven = query_int(query, 7 + (int)G_N_ELEMENTS(texts)) != 0;
	m->is_answered = is_answered;
	m->person = person_by_address(g->store, m->author, &g->failure);
	m->language = g->input->guess_language
			      ? g->input->guess_language(m->text, g->input->guess_data)
			      : g_strdup("");
	gather_language(g, m->person, &m->language);
	g_ptr_array_add(g->facts->messages, m);
	return TRUE;
}

static void
gather_answered(Gathering *g, const Clues *clues)
{
	for (guint i = 0; i < clues->references->len && !g->failure; i++) {
		const char *id = clues->references->pdata[i];
		g_autofree char *token = token_of_message_id(id);
		if (token && take_message(g, db_query(g->db, by_notice_sql, "t", token), TRUE))
			return;
		for (guint k = 0; k < g->facts->cases->len && !g->failure; k++) {
			const CaseFact *c = g->facts->cases->pdata[k];
			if (take_message(g, db_query(g->db, by_message_id_sql, "it", c->id, id),
					 TRUE))
				return;
		}
	}
}

/* The new case has participants of its own. */
static void
gather_more_chance(Gathering *g)
{
	guint before = g->facts->chance->len;
	guint more = TRACK_ID_RANDOM_BYTES * (g->facts->staff->len + 2);
	g_byte_array_set_size(g->facts->chance, before + more);
	if (g->input->without_chance)
		memset(g->facts->chance->data + before, 0, more);
	else
		random_fill(g->facts->chance->data + before, more);
}

void
gather_message(Gathering *g, gint64 seq)
{
	gather_more_chance(g);
	for (guint k = 0; k < g->facts->cases->len && !g->failure; k++) {
		const CaseFact *c = g->facts->cases->pdata[k];
		take_message(g, db_query(g->db, by_number_sql, "ii", c->id, seq), FALSE);
	}
}

void
gather_splits(Gathering *g, const Clues *clues)
{
	for (guint i = 0; i < clues->splits->len && !g->failure; i++) {
		gint64 seq = g_array_index(clues->splits, gint64, i);
		if (seq) {
			gather_message(g, seq);
			continue;
		}
		gather_more_chance(g);
		gather_answered(g, clues);
	}
}
