/*
 * The lookups of what has been said in a case, with what was said in those that were merged into
 * it: for who asks, and for who comes to follow it.  In the order in which it happened.
 */
#include "store/gathering.h"

#include "base/text.h"

#include <string.h>

/* $1 case, $2 whether all is seen. Customers see what everybody who is part of the case may see:
 * never notes, nor what robots wrote, nor what changed behind the counter. */
#define ENTRIES                                                                                    \
	"FROM entry e JOIN cases c ON c.id = e.case_id WHERE e.case_id IN (WITH RECURSIVE "        \
	"part(id) AS (SELECT id FROM cases WHERE id = $1 UNION SELECT m.id FROM cases m JOIN "     \
	"part ON m.merged_into = part.id) SELECT id FROM part) AND ($2 = 1 OR e.kind IN ('mail', " \
	"'comment', 'status', 'eta', 'emergency', 'rating')) "
/* A text that came encrypted is sent on to nobody. $3 characters of a text. */
#define COLUMNS                                                                                    \
	"SELECT e.at_ms, e.seq, e.is_proven, CASE e.author_name WHEN '' THEN e.author ELSE "       \
	"e.author_name END, CASE e.is_sealed WHEN 0 THEN substr(e.text, 1, $3) ELSE '' END, "      \
	"coalesce((SELECT group_concat(a.name, ', ') FROM attachment a WHERE a.entry = e.id), "    \
	"''), e.kind, e.author_role, CASE c.id WHEN $1 THEN '' ELSE c.prefix || '-' || c.number "  \
	"END, e.id "

static EntryFact *
entry_from_row(Query *query)
{
	EntryFact *entry = entry_fact_new(query_int(query, 0), query_text(query, 3),
					  query_text(query, 4), query_text(query, 5));
	const char *kind = query_text(query, 6);
	gboolean is_message = !strcmp(kind, "mail") || !strcmp(kind, "comment");
	entry->seq = query_int(query, 1);
	entry->is_unproven = is_message && query_int(query, 2) == 0;
	entry->is_note = !strcmp(kind, "note");
	entry->is_rating = !strcmp(kind, "rating");
	entry->is_eta = !strcmp(kind, "eta");
	entry->is_change = !is_message && !entry->is_note;
	entry->is_staffs = !strcmp(query_text(query, 7), "staff");
	text_put(&entry->number, query_text(query, 8));
	entry->entry = query_int(query, 9);
	return entry;
}

GPtrArray *
gather_past(Gathering *g, gint64 case_id, gboolean sees_all, guint chars, guint limit,
	    guint *cut_out)
{
	static const char count_sql[] = "SELECT count(*) " ENTRIES;
	static const char sql[] = COLUMNS ENTRIES "ORDER BY e.id DESC LIMIT $4";
	gint64 count = 0;
	GPtrArray *entries = entry_facts_new();
	if (g->failure ||
	    !db_get_int(g->db, 0, &count, &g->failure, count_sql, "ii", case_id, (gint64)sees_all))
		return entries;
	g_autoptr(Query) query = db_query(g->db, sql, "iiii", case_id, (gint64)sees_all,
					  (gint64)chars, (gint64)limit);
	while (query_next(query, &g->failure))
		g_ptr_array_insert(entries, 0, entry_from_row(query));
	*cut_out = (guint)(count - MIN(count, (gint64)entries->len));
	return entries;
}

EntryFact *
gather_beginning(Gathering *g, gint64 case_id, guint chars)
{
	static const char sql[] = COLUMNS ENTRIES "AND c.id = $1 ORDER BY e.seq LIMIT 1";
	if (g->failure)
		return NULL;
	g_autoptr(Query) query = db_query(g->db, sql, "iii", case_id, (gint64)0, (gint64)chars);
	return query_next(query, &g->failure) ? entry_from_row(query) : NULL;
}
