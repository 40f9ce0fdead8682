/*
 * The lookups about partners: which there are, what one is given that gets a case, which case one
 * means by its own number, and what it has been told.
 */
#include "store/gathering.h"

#include "base/limits.h"
#include "base/text.h"
#include "mail/compose.h"

#include <string.h>

/* Which partners there are, and what one gets that is given a case. */
static void
gather_partners(Gathering *g)
{
	static const char sql[] =
		"SELECT r.name, coalesce(r.person, 0), coalesce((SELECT a.address FROM address a "
		"WHERE a.person = r.person ORDER BY a.is_main DESC, a.address LIMIT 1), ''), "
		"coalesce(p.role, ''), r.is_active, CASE WHEN r.url <> '' AND r.off_why = '' THEN "
		"r.events END FROM partner r LEFT JOIN person p ON p.id = r.person ORDER BY r.name";
	if (g->failure)
		return;
	g_autoptr(Query) query = db_query(g->db, sql, "");
	while (query_next(query, &g->failure)) {
		PartnerFact *partner = g_new0(PartnerFact, 1);
		partner->name = g_strdup(query_text(query, 0));
		partner->person = query_int(query, 1);
		partner->address = g_strdup(query_text(query, 2));
		partner->role = g_strdup(query_text(query, 3));
		partner->is_active = query_int(query, 4) != 0;
		partner->events = g_strdup(query_text(query, 5));
		g_ptr_array_add(g->facts->partners, partner);
	}
}

/* What is in the store only encrypted, or no longer, goes to nobody. */
static const char files_sql[] =
	"SELECT a.message, a.part, a.name, a.type, a.size_bytes FROM entry e JOIN attachment a ON "
	"a.entry = e.id JOIN message m ON m.id = a.message WHERE e.case_id = $1 AND e.kind IN "
	"('mail', 'comment') AND e.is_sealed = 0 AND a.is_key = 0 AND e.redacted_ms IS NULL AND "
	"m.erased_ms IS NULL "
	"AND a.type NOT IN ('application/pgp-signature', 'application/pkcs7-signature', "
	"'application/x-pkcs7-signature') ORDER BY e.seq, a.n LIMIT $2";

static void
free_part(gpointer part)
{
	draft_part_free(part);
}

static void
gather_files(Gathering *g, CaseFact *c)
{
	if (g->failure || c->files)
		return;
	c->files = g_ptr_array_new_with_free_func(free_part);
	g_autoptr(Query) query =
		db_query(g->db, files_sql, "ii", c->id, (gint64)LIMIT_HANDED_FILES);
	while (query_next(query, &g->failure)) {
		DraftPart *part = g_new0(DraftPart, 1);
		part->message = query_int(query, 0);
		part->part = (guint)query_int(query, 1);
		part->name = g_strdup(query_text(query, 2));
		part->type = g_strdup(query_text(query, 3));
		part->size_bytes = query_int(query, 4);
		g_ptr_array_add(c->files, part);
	}
}

void
gather_handing_over(Gathering *g)
{
	gather_partners(g);
	for (guint i = 0; i < g->facts->cases->len; i++) {
		gather_history(g, g->facts->cases->pdata[i]);
		gather_files(g, g->facts->cases->pdata[i]);
	}
}

/* What it was told, but not what it has said itself; notes too, for some stood beside a hand-over,
 * and no word of them is the partner's own. */
static void
gather_told_partner(Gathering *g, CaseFact *c)
{
	static const char sql[] =
		"SELECT substr(text, 1, $2) FROM entry WHERE case_id = $1 AND kind IN ('mail', "
		"'comment', 'note') AND author_role <> 'partner' ORDER BY seq DESC LIMIT $3";
	c->said = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(Query) query = db_query(g->db, sql, "iii", c->id, (gint64)LIMIT_SECRET_CHARS,
					  (gint64)LIMIT_SECRET_TEXTS);
	while (!g->failure && query_next(query, &g->failure))
		g_ptr_array_add(c->said, g_strdup(query_text(query, 0)));
}

void
gather_for_partner(Gathering *g)
{
	const PersonFact *sender = g->facts->sender;
	for (guint i = 0; sender && i < g->facts->cases->len; i++) {
		CaseFact *c = g->facts->cases->pdata[i];
		const ParticipantFact *holder = case_holder(c);
		if (holder && holder->person == sender->id && !c->said && !g->failure)
			gather_told_partner(g, c);
	}
}

void
gather_external(Gathering *g, const Clues *clues)
{
	static const char sql[] =
		"SELECT e.case_id FROM partner r JOIN case_external e ON e.partner = r.name WHERE "
		"r.person = $1 AND lower(e.id) = $2 ORDER BY e.case_id";
	const PersonFact *sender = g->facts->sender;
	for (guint i = 0; sender && i < clues->external_ids->len && !g->failure; i++) {
		const char *id = clues->external_ids->pdata[i];
		g_autofree char *lower = g_ascii_strdown(id, -1);
		g_autoptr(Query) query = db_query(g->db, sql, "it", sender->id, lower);
		g_autoptr(GArray) cases = g_array_new(FALSE, FALSE, sizeof(gint64));
		while (query_next(query, &g->failure)) {
			gint64 case_id = query_int(query, 0);
			g_array_append_val(cases, case_id);
		}
		for (guint k = 0; k < cases->len; k++)
			gather_candidate(g, WAY_EXTERNAL, id, g_array_index(cases, gint64, k));
	}
}
