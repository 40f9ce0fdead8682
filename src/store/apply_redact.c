/*
 * Rows of a removal: what stood in them is gone when they are committed; what lies outside of the
 * database is noted, and store/erasure.c removes it afterwards.
 */
#include "store/applying.h"

static gboolean
each_row(Apply *a, const GArray *rows,
	 gboolean (*change)(Apply *, gint64, const Change *, GError **), const Change *with,
	 GError **error)
{
	for (guint i = 0; i < rows->len; i++)
		if (!change(a, g_array_index(rows, gint64, i), with, error))
			return FALSE;
	return TRUE;
}

static gboolean
redact_entry(Apply *a, gint64 entry, const Change *change, GError **error)
{
	/* Of what was removed before goes on standing who did that. */
	static const char text_sql[] = "UPDATE entry SET text = $2, full_text = NULL, is_sealed = "
				       "0, masked = 0, redacted_ms = $3 WHERE id = $1 AND "
				       "redacted_ms IS NULL";
	static const char files_sql[] = "DELETE FROM attachment WHERE entry = $1";
	return db_run(a->db, error, text_sql, "iti", entry, change->value, a->with->now_ms) &&
	       db_run(a->db, error, files_sql, "i", entry);
}

static gboolean
erase_bytes(Apply *a, gint64 message, GError **error)
{
	static const char file_sql[] = "INSERT INTO erasure (accept_id) SELECT accept_id FROM "
				       "message WHERE id = $1 AND is_big = 1";
	static const char sql[] = "UPDATE message SET raw = NULL, is_big = 0, erased_ms = $2 WHERE "
				  "id = $1 AND erased_ms IS NULL";
	return db_run(a->db, error, file_sql, "i", message) &&
	       db_run(a->db, error, sql, "ii", message, a->with->now_ms);
}

/* Of a message to several recipients some may still wait to be read. They are copies. */
static gboolean
end_waiting(Apply *a, gint64 message, GError **error)
{
	static const char sql[] =
		"UPDATE delivery SET outcome = 'duplicate', why = 'a copy of a message whose text "
		"was removed', in_hand = 0, ended_ms = $2, message_key = CASE $3 WHEN 0 THEN "
		"(SELECT o.message_key FROM delivery o WHERE o.message = $1 AND o.outcome IS NOT "
		"NULL AND o.message_key IS NOT NULL) ELSE $3 END, fingerprint = CASE $3 WHEN 0 "
		"THEN (SELECT o.fingerprint FROM delivery o WHERE o.message = $1 AND o.outcome IS "
		"NOT NULL AND o.message_key IS NOT NULL) ELSE $4 END WHERE message = $1 AND "
		"outcome IS NULL AND id <> $5";
	const Clues *own = message == a->with->message ? a->with->clues : NULL;
	return db_run(a->db, error, sql, "iiiii", message, a->with->now_ms,
		      own ? own->message_key : 0, own ? own->fingerprint : 0, a->with->delivery);
}

static gboolean
redact_message(Apply *a, gint64 message, const Change *change, GError **error)
{
	(void)change;
	return erase_bytes(a, message, error) && end_waiting(a, message, error);
}

/* Its token and Message-ID stay, so that answers find the case. */
static gboolean
redact_notice(Apply *a, gint64 outbox, const Change *change, GError **error)
{
	static const char sql[] =
		"UPDATE outbox SET head = NULL, tail = NULL, subject = CASE $2 WHEN 0 THEN subject "
		"ELSE $3 END WHERE id = $1";
	static const char parts_sql[] = "DELETE FROM outbox_part WHERE outbox = $1";
	gint64 hides_title = change->redaction->had_title;
	return db_run(a->db, error, sql, "iit", outbox, hides_title, change->name) &&
	       db_run(a->db, error, parts_sql, "i", outbox);
}

static gboolean
withhold_notice(Apply *a, gint64 outbox, const Change *change, GError **error)
{
	static const char sql[] = "UPDATE outbox SET state = 3, ended_ms = $2, last_error = $3, "
				  "is_told = 1 WHERE id = $1 AND state <> 1";
	return redact_notice(a, outbox, change, error) &&
	       db_run(a->db, error, sql, "iit", outbox, a->with->now_ms, change->value);
}

static gboolean
forget_fanout(Apply *a, gint64 fanout, const Change *change, GError **error)
{
	static const char sql[] = "DELETE FROM fanout WHERE id = $1";
	(void)change;
	return db_run(a->db, error, sql, "i", fanout);
}

static gboolean
redact_held(Apply *a, gint64 held, const Change *change, GError **error)
{
	static const char sql[] =
		"UPDATE held SET subject = '', first_line = '', decided_by = CASE WHEN decision IS "
		"NULL THEN $2 "
		"ELSE decided_by END, decided_ms = coalesce(decided_ms, $3), decision = "
		"coalesce(decision, 'dropped') WHERE id = $1";
	return db_run(a->db, error, sql, "iti", held, change->address, a->with->now_ms);
}

static gboolean
retitle(Apply *a, gint64 case_id, const Change *change, GError **error)
{
	static const char sql[] = "UPDATE cases SET title = $2 WHERE id = $1";
	return db_run(a->db, error, sql, "it", case_id, change->name);
}

/* What the cases have by that name: fields, tags, numbers at partners. */
static gboolean
forget_named(Apply *a, const char *sql, const GArray *cases, const GPtrArray *names, GError **error)
{
	for (guint i = 0; i < names->len; i++)
		if (!db_run(a->db, error, sql, "it", g_array_index(cases, gint64, i),
			    (const char *)names->pdata[i]))
			return FALSE;
	return TRUE;
}

static gboolean
redact_named(Apply *a, const Redaction *r, GError **error)
{
	static const char field[] = "DELETE FROM case_field WHERE case_id = $1 AND name = $2";
	static const char tag[] = "DELETE FROM case_tag WHERE case_id = $1 AND tag = $2";
	static const char number[] =
		"DELETE FROM case_external WHERE case_id = $1 AND partner = $2";
	return forget_named(a, field, r->field_cases, r->fields, error) &&
	       forget_named(a, tag, r->tag_cases, r->tags, error) &&
	       forget_named(a, number, r->partner_cases, r->partners, error);
}

/* One of which the entry was the last word. */
static gboolean
forget_ticket(Apply *a, gint64 entry, const Change *change, GError **error)
{
	static const char sql[] = "DELETE FROM case_ticket WHERE entry = $1";
	(void)change;
	return db_run(a->db, error, sql, "i", entry);
}

/* The index and the log hold it until they are cleared. */
static gboolean
note_rest(Apply *a, GError **error)
{
	static const char sql[] = "INSERT INTO erasure (accept_id) VALUES (NULL)";
	return db_run(a->db, error, sql, "");
}

gboolean
apply_redact(Apply *a, const Change *change, GError **error)
{
	const Redaction *r = change->redaction;
	return each_row(a, r->entries, redact_entry, change, error) && redact_named(a, r, error) &&
	       each_row(a, r->entries, forget_ticket, change, error) &&
	       each_row(a, r->messages, redact_message, change, error) &&
	       each_row(a, r->unsent, withhold_notice, change, error) &&
	       each_row(a, r->sent, redact_notice, change, error) &&
	       each_row(a, r->fanout, forget_fanout, change, error) &&
	       each_row(a, r->held, redact_held, change, error) &&
	       each_row(a, r->retitled, retitle, change, error) && note_rest(a, error);
}

gboolean
apply_erase(Apply *a, const Change *change, GError **error)
{
	(void)change;
	return erase_bytes(a, a->with->message, error) && note_rest(a, error);
}
