/*
 * From plan to rows: with which partner a case is, and by which number that one knows it.
 */
#include "store/applying.h"

static const char end_sql[] =
	"UPDATE case_partner SET ended_ms = $2 WHERE case_id = $1 AND ended_ms IS NULL";

gboolean
apply_partner(Apply *a, const Change *change, GError **error)
{
	static const char begin_sql[] =
		"INSERT INTO case_partner (case_id, partner, given_ms) VALUES ($1, $2, $3)";
	if (!db_run(a->db, error, end_sql, "ii", a->case_id, a->with->now_ms))
		return FALSE;
	return !*change->name ||
	       db_run(a->db, error, begin_sql, "iti", a->case_id, change->name, a->with->now_ms);
}

gboolean
apply_partner_answered(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "UPDATE case_partner SET answered_ms = $2 WHERE case_id = $1 AND "
				  "ended_ms IS NULL AND answered_ms IS NULL";
	(void)change;
	return db_run(a->db, error, sql, "ii", a->case_id, a->with->now_ms);
}

gboolean
apply_external(Apply *a, const Change *change, GError **error)
{
	static const char set_sql[] =
		"INSERT INTO case_external (case_id, partner, id) VALUES ($1, $2, $3) ON CONFLICT "
		"(case_id, partner) DO UPDATE SET id = excluded.id";
	static const char remove_sql[] =
		"DELETE FROM case_external WHERE case_id = $1 AND partner = $2";
	if (!*change->value)
		return db_run(a->db, error, remove_sql, "it", a->case_id, change->name);
	return db_run(a->db, error, set_sql, "itt", a->case_id, change->name, change->value);
}
