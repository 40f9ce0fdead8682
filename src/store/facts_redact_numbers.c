/*
 * The lookups for partners' numbers and for tickets that a removed text gave, by a line of its own
 * that no text has kept: they stand with the case, and in the history that notes them.
 */
#include "store/gathering_redact.h"

#include <string.h>

/* The last word of what the history says of it; NULL: a number was taken away. */
static const char *
number_in(const char *said)
{
	const char *blank = strrchr(said, ' ');
	const char *word = blank ? blank + 1 : said;
	return word[strcspn(word, "0123456789")] ? word : NULL;
}

/* One that was changed since is gone already. */
static void
take_number(Gathering *g, Removal *removal, gint64 case_id, const char *number)
{
	static const char sql[] =
		"SELECT partner FROM case_external WHERE case_id = $1 AND id = $2";
	g_autoptr(Query) query = db_query(g->db, sql, "it", case_id, number);
	while (!g->failure && query_next(query, &g->failure))
		redaction_add_number(removal->r, case_id, query_text(query, 0));
	g_ptr_array_add(removal->wanted, g_strdup(number));
}

static void
take_notes(Gathering *g, Removal *removal, gint64 entry)
{
	static const char sql[] =
		"SELECT n.id, n.case_id, n.text, n.kind FROM entry e JOIN entry n ON n.case_id = "
		"e.case_id AND n.kind IN ('external', 'ticket') AND n.redacted_ms IS NULL AND "
		"(n.id = e.id OR "
		"(e.message_id <> '' AND n.message_id = e.message_id AND n.at_ms = e.at_ms)) "
		"WHERE e.id = $1";
	g_autoptr(Query) query = db_query(g->db, sql, "i", entry);
	while (!g->failure && query_next(query, &g->failure)) {
		gboolean is_ticket = !strcmp(query_text(query, 3), "ticket");
		const char *said = query_text(query, 2);
		const char *number = is_ticket ? said : number_in(said);
		if (!number)
			continue;
		redaction_add(removal->r->entries, query_int(query, 0));
		if (is_ticket)
			g_ptr_array_add(removal->wanted, g_strdup(said));
		else
			take_number(g, removal, query_int(query, 1), number);
	}
}

void
gather_redacted_numbers(Gathering *g, Removal *removal)
{
	guint found = removal->r->entries->len;
	for (guint i = 0; i < found && !g->failure; i++)
		take_notes(g, removal, g_array_index(removal->r->entries, gint64, i));
}
