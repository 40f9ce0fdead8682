/*
 * The lookups for mails about a case that have left no entry in it, and may quote a text that is to
 * be removed: commands alone, what was returned to its writer, what is held.
 */
#include "store/gathering_redact.h"

#include "store/raw.h"

#include <string.h>

/* Mails looked at about one case: more than are held or returned in its life. */
#define MAILS_LOOKED_AT 500

/* What can't be read now is taken for one that does: it is named, or goes. */
static gboolean
message_repeats(Gathering *g, const Removal *removal, gint64 message)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(Raw) raw = raw_open(g->store, message, &failure);
	if (!raw)
		return failure != NULL;
	g_autoptr(PartSource) parts = raw_open_parts(raw);
	return removal_repeats_parts(removal, parts) || removal_has_masked_parts(removal, parts);
}

/* Of commands alone the history has what they did, by whose word and on which proof. */
static void
take_mail(Gathering *g, const Removal *removal, Query *row)
{
	Redaction *r = removal->r;
	gint64 message = query_int(row, 0), held = query_int(row, 2);
	gboolean is_command = !strcmp(query_text(row, 1), "answered");
	gboolean waits = !strcmp(query_text(row, 1), "held") && query_int(row, 3) == 0;
	if (redaction_has(r->messages, message) ||
	    !(is_command || message_repeats(g, removal, message)))
		return;
	g_autofree char *place = g_strdup_printf("held mail %" G_GINT64_FORMAT, held);
	if (waits)
		redaction_add_word(r->elsewhere, place);
	else
		redaction_add(r->messages, message);
}

static const char mails_sql[] =
	"SELECT d.message, d.outcome, coalesce(h.id, 0), h.decision IS NOT NULL FROM (SELECT id "
	"FROM delivery WHERE case_id = $1 UNION SELECT delivery FROM held WHERE case_id = $1) s "
	"JOIN delivery d ON d.id = s.id LEFT JOIN held h ON h.delivery = d.id WHERE d.outcome IN "
	"('answered', 'returned', 'held') AND d.ended_ms >= $2 AND NOT EXISTS (SELECT 1 FROM entry "
	"e WHERE e.message = d.message) AND NOT EXISTS (SELECT 1 FROM delivery o WHERE o.message = "
	"d.message AND (o.outcome IS NULL OR o.outcome <> d.outcome AND o.outcome <> 'duplicate')) "
	"ORDER BY d.id DESC LIMIT $3";

void
gather_mails_since(Gathering *g, const Removal *removal, gint64 case_id)
{
	g_autoptr(Query) query =
		db_query(g->db, mails_sql, "iii", case_id, removal->at_ms, (gint64)MAILS_LOOKED_AT);
	while (!g->failure && query_next(query, &g->failure))
		take_mail(g, removal, query);
}
