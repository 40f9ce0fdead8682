/*
 * Rows of what marks a case and binds it to others: tags, links and tickets.
 */
#include "store/applying.h"

gboolean
apply_turn_to(Apply *a, const Change *change, GError **error)
{
	(void)error;
	a->case_id = change->number ? change->number : a->own;
	return TRUE;
}

gboolean
apply_tag(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "INSERT INTO case_tag (case_id, tag) VALUES ($1, $2) "
				  "ON CONFLICT DO NOTHING";
	return db_run(a->db, error, sql, "it", a->case_id, change->value);
}

gboolean
apply_untag(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "DELETE FROM case_tag WHERE case_id = $1 AND tag = $2";
	return db_run(a->db, error, sql, "it", a->case_id, change->value);
}

/* A link stands at both ends, so that each is found without a look at the other. */
gboolean
apply_link(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "INSERT INTO case_link (case_id, other, kind) VALUES ($1, $2, "
				  "$3), ($2, $1, $3) ON CONFLICT DO NOTHING";
	return db_run(a->db, error, sql, "iit", a->case_id, change->number, change->name);
}

gboolean
apply_unlink(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "DELETE FROM case_link WHERE (case_id = $1 AND other = $2) OR "
				  "(case_id = $2 AND other = $1)";
	return db_run(a->db, error, sql, "ii", a->case_id, change->number);
}

gboolean
apply_ticket(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"INSERT INTO case_ticket (case_id, key, tracker, status, entry) VALUES ($1, $2, "
		"$3, "
		"$4, (SELECT id FROM entry WHERE case_id = $1 AND kind = 'ticket' ORDER BY seq "
		"DESC "
		"LIMIT 1)) ON CONFLICT (case_id, key) DO UPDATE SET tracker = excluded.tracker, "
		"status = excluded.status, entry = excluded.entry";
	return db_run(a->db, error, sql, "ittt", a->case_id, change->name, change->address,
		      change->value);
}

gboolean
apply_drop_ticket(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "DELETE FROM case_ticket WHERE case_id = $1 AND key = $2";
	return db_run(a->db, error, sql, "it", a->case_id, change->name);
}

/* The bytes of its attachments stay in the message. */
gboolean
apply_copy_entry(Apply *a, const Change *change, GError **error)
{
	static const char entry_sql[] =
		"INSERT INTO entry (case_id, seq, at_ms, kind, author, author_name, author_role, "
		"is_proven, text, full_text, message, message_id, proof, is_sealed, masked) SELECT "
		"$2, "
		"(SELECT coalesce(max(seq), 0) + 1 FROM entry WHERE case_id = $2), at_ms, 'mail', "
		"author, author_name, 'reporter', is_proven, text, full_text, message, message_id, "
		"proof, is_sealed, masked FROM entry WHERE id = $1";
	static const char files_sql[] =
		"INSERT INTO attachment (entry, n, name, type, size_bytes, is_inline, sha256, "
		"message, part, is_key) SELECT $2, n, name, type, size_bytes, is_inline, sha256, "
		"message, part, is_key FROM attachment WHERE entry = $1";
	static const char mark_sql[] = "UPDATE entry SET split_into = $2 WHERE id = $1";
	if (!db_run(a->db, error, entry_sql, "ii", change->number, a->case_id))
		return FALSE;
	gint64 copy = db_last_key(a->db);
	return db_run(a->db, error, files_sql, "ii", change->number, copy) &&
	       db_run(a->db, error, mark_sql, "ii", change->number, a->case_id);
}
