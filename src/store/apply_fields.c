/*
 * Rows of the fields of a case: their values, and which of them are asked for or waived.
 */
#include "store/applying.h"

gboolean
apply_field(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"INSERT INTO case_field (case_id, name, value) VALUES ($1, $2, $3) "
		"ON CONFLICT (case_id, name) DO UPDATE SET value = excluded.value";
	static const char remove[] = "DELETE FROM case_field WHERE case_id = $1 AND name = $2";
	if (!*change->value)
		return db_run(a->db, error, remove, "it", a->case_id, change->name);
	return db_run(a->db, error, sql, "itt", a->case_id, change->name, change->value);
}

gboolean
apply_field_need(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"INSERT INTO case_field_need (case_id, name, need) VALUES ($1, $2, $3) "
		"ON CONFLICT (case_id, name) DO UPDATE SET need = excluded.need";
	static const char remove[] = "DELETE FROM case_field_need WHERE case_id = $1 AND name = $2";
	if (change->number == NEED_AS_TYPE)
		return db_run(a->db, error, remove, "it", a->case_id, change->name);
	return db_run(a->db, error, sql, "iti", a->case_id, change->name, change->number);
}
