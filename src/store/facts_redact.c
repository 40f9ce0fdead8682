/*
 * The lookups for a text that is to be removed for good: which one is meant, and which rows of
 * messages and entries hold it.  Where else its words stand: facts_redact_fields.c,
 * facts_redact_history.c, facts_redact_numbers.c, facts_redact_mails.c, facts_redact_secrets.c and
 * facts_redact_copies.c.
 */
#include "store/gathering_redact.h"

#include "base/text.h"

#include <string.h>

#define ENTRY_COLUMNS                                                                              \
	"SELECT e.id, e.case_id, e.seq, c.prefix || '-' || c.number, e.kind, e.text, "             \
	"e.redacted_ms IS NOT NULL, e.at_ms, coalesce(e.message, 0) FROM entry e JOIN cases c ON " \
	"c.id = e.case_id "

static const char by_number_sql[] = ENTRY_COLUMNS "WHERE e.case_id = $1 AND e.seq = $2";
/* The notice was queued in the transaction that brought the entry, and at its time.  What a
 * notice of something else answers is anybody's guess, and a guess removes nothing. */
static const char by_notice_sql[] =
	ENTRY_COLUMNS "JOIN outbox o ON o.case_id = e.case_id AND o.created_ms = e.at_ms WHERE "
		      "o.token = $1 AND e.kind IN ('mail', 'comment', 'note', 'auto', 'bounce')";
static const char by_message_id_sql[] =
	ENTRY_COLUMNS "WHERE e.case_id = $1 AND e.message_id = $2 AND e.kind IN ('mail', "
		      "'comment', 'note', 'auto', 'bounce')";

static void
removal_free(Removal *removal)
{
	if (!removal)
		return;
	redaction_unref(removal->r);
	g_ptr_array_unref(removal->wanted);
	g_ptr_array_unref(removal->secrets);
	g_free(removal);
}

/* The only one that is found; NULL: there is none, or several. Takes the query. */
static Removal *
read_only_one(Gathering *g, Query *running)
{
	g_autoptr(Query) query = running;
	if (g->failure || !query_next(query, &g->failure))
		return NULL;
	Removal *removal = g_new0(Removal, 1);
	Redaction *r = removal->r = redaction_new();
	char **texts[] = {&r->number, &r->kind, &r->text};
	r->entry = query_int(query, 0);
	r->case_id = query_int(query, 1);
	r->seq = query_int(query, 2);
	for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
		text_put(texts[i], query_text(query, 3 + i));
	r->is_removed = query_int(query, 6) != 0;
	r->goes_on = gather_survivor(g, r->case_id);
	removal->at_ms = query_int(query, 7);
	removal->message = query_int(query, 8);
	removal->wanted = g_ptr_array_new_with_free_func(g_free);
	removal->secrets = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(removal->wanted, g_strdup(r->text));
	if (!query_next(query, &g->failure) && !g->failure)
		return removal;
	removal_free(removal);
	return NULL;
}

/* It may have been held, and staff told how it begins, long before it became an entry. */
static void
gather_arrival(Gathering *g, Removal *removal, gint64 message)
{
	static const char sql[] = "SELECT accepted_ms FROM message WHERE id = $1";
	gint64 accepted_ms = 0;
	if (!g->failure &&
	    db_get_int(g->db, removal->at_ms, &accepted_ms, &g->failure, sql, "i", message))
		removal->at_ms = MIN(removal->at_ms, accepted_ms);
}

/* Its message and every copy of it, by whatever road and to whatever desk it came. */
static void
gather_messages(Gathering *g, Removal *removal)
{
	static const char sql[] =
		"SELECT DISTINCT o.message FROM delivery d JOIN delivery o ON o.message_key = "
		"d.message_key AND o.fingerprint = d.fingerprint WHERE d.message = $1";
	if (!removal->message)
		return;
	redaction_add(removal->r->messages, removal->message);
	gather_rows(g, removal->r->messages, db_query(g->db, sql, "i", removal->message));
	for (guint i = 0; i < removal->r->messages->len; i++)
		gather_arrival(g, removal, g_array_index(removal->r->messages, gint64, i));
}

/* Takes the query. */
static void
take_entries(Gathering *g, Removal *removal, Query *running)
{
	Redaction *r = removal->r;
	g_autoptr(Query) query = running;
	while (!g->failure && query_next(query, &g->failure)) {
		gint64 id = query_int(query, 0), case_id = query_int(query, 1);
		gint64 seq = query_int(query, 2);
		redaction_add(r->entries, id);
		redaction_add(r->touched, case_id);
		redaction_add_word(r->touched_numbers, query_text(query, 3));
		redaction_add(removal->cases, case_id);
		redaction_add(removal->cases, gather_survivor(g, case_id));
		r->files += query_int(query, 4);
		if (seq == 1)
			gather_redacted_title(g, removal, case_id, seq);
		g_autofree char *place = g_strdup_printf("entry %" G_GINT64_FORMAT " of %s", seq,
							 query_text(query, 3));
		redaction_add_word(r->places, place);
	}
}

/* The named one first; then those of the same message, in this case and in others. */
static void
gather_entries(Gathering *g, Removal *removal)
{
#define PLACE_COLUMNS                                                                              \
	"SELECT e.id, e.case_id, e.seq, c.prefix || '-' || c.number, (SELECT count(*) FROM "       \
	"attachment a WHERE a.entry = e.id) FROM entry e JOIN cases c ON c.id = e.case_id "
	static const char own_sql[] = PLACE_COLUMNS "WHERE e.id = $1";
	static const char others_sql[] = PLACE_COLUMNS "WHERE e.message = $1 AND e.id <> $2";
	Redaction *r = removal->r;
	take_entries(g, removal, db_query(g->db, own_sql, "i", r->entry));
	for (guint i = 0; i < r->messages->len; i++)
		take_entries(g, removal,
			     db_query(g->db, others_sql, "ii",
				      g_array_index(r->messages, gint64, i), r->entry));
}

/* The mail in hand quotes it, too. */
static void
gather_own(Gathering *g, const Removal *removal, const Clues *clues)
{
	Redaction *r = removal->r;
	if (!clues || !g->input->message)
		return;
	if (clues->mail->attachments->len == 0)
		redaction_add(r->messages, g->input->message);
	else
		r->keeps_own = redaction_repeats(clues->mail->text, r->text);
}

/* Takes the removal over into the facts. */
static void
gather_whole(Gathering *g, Removal *removal, const Clues *clues)
{
	Redaction *r = removal->r;
	removal->cases = g_array_new(FALSE, FALSE, sizeof(gint64));
	if (!r->is_removed) {
		gather_messages(g, removal);
		gather_entries(g, removal);
		gather_masked(g, removal);
		gather_redacted_setting(g, removal);
		gather_redacted_numbers(g, removal);
		gather_redacted_fields(g, removal);
		for (guint i = 0; i < removal->cases->len; i++)
			gather_mails_since(g, removal, g_array_index(removal->cases, gint64, i));
		gather_own(g, removal, clues);
		gather_copies(g, removal);
	}
	g_ptr_array_add(g->facts->redactions, redaction_ref(r));
	g_clear_pointer(&removal->cases, g_array_unref);
	removal_free(removal);
}

/* What the mail answers directly: no older one that it names as well. */
static Removal *
find_answered(Gathering *g, const Clues *clues)
{
	const char *id = clues->references->len ? clues->references->pdata[0] : NULL;
	g_autofree char *token = id ? token_of_message_id(id) : NULL;
	Removal *found = NULL;
	if (token)
		found = read_only_one(g, db_query(g->db, by_notice_sql, "t", token));
	for (guint i = 0; id && !found && i < g->facts->cases->len; i++) {
		const CaseFact *c = g->facts->cases->pdata[i];
		found = read_only_one(g, db_query(g->db, by_message_id_sql, "it", c->id, id));
	}
	if (found)
		found->r->is_answered = TRUE;
	return found;
}

void
gather_redaction(Gathering *g, gint64 seq)
{
	const CaseFact *c = g->facts->cases->len ? g->facts->cases->pdata[0] : NULL;
	Removal *removal =
		c ? read_only_one(g, db_query(g->db, by_number_sql, "ii", c->id, seq)) : NULL;
	if (removal)
		gather_whole(g, removal, NULL);
}

/* Nobody else's word counts, so nothing is looked up for it. */
static gboolean
may_redact(const Facts *facts)
{
	return facts->sender && !strcmp(facts->sender->role, "staff") && facts->proof == PROOF_PASS;
}

void
gather_redactions(Gathering *g, const Clues *clues)
{
	for (guint i = 0; may_redact(g->facts) && i < clues->redactions->len && !g->failure; i++) {
		gint64 seq = g_array_index(clues->redactions, gint64, i);
		Removal *answered = seq ? NULL : find_answered(g, clues);
		if (answered)
			gather_whole(g, answered, clues);
		for (guint k = 0; seq && k < g->facts->cases->len; k++) {
			const CaseFact *c = g->facts->cases->pdata[k];
			Removal *removal =
				read_only_one(g, db_query(g->db, by_number_sql, "ii", c->id, seq));
			if (removal)
				gather_whole(g, removal, clues);
		}
	}
}

void
gather_erased(Gathering *g, const Clues *clues)
{
	static const char sql[] =
		"SELECT count(*) FROM delivery d JOIN message m ON m.id = d.message WHERE "
		"d.message_key = $1 AND d.fingerprint = $2 AND d.id <> $3 AND m.erased_ms IS NOT "
		"NULL";
	gint64 count = 0;
	if (g->failure || g->input->as_unseen)
		return;
	if (db_get_int(g->db, 0, &count, &g->failure, sql, "iii", clues->message_key,
		       clues->fingerprint, g->input->delivery))
		g->facts->is_erased = count > 0;
}
