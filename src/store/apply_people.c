/*
 * From plan to rows: who is part of a case.
 */
#include "store/applying.h"

gboolean
apply_find_person(Apply *a, const char *address, gint64 *id_out, GError **error)
{
	static const char sql[] = "SELECT person FROM address WHERE address = $1";
	g_autofree char *lower = g_utf8_strdown(address, -1);
	return db_get_int(a->db, 0, id_out, error, sql, "t", lower);
}

gboolean
apply_add_participant(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"INSERT INTO participant (case_id, person, role, tracking_id, added_ms, until_ms) "
		"VALUES ($1, $2, $3, $4, $5, nullif($6, 0))";
	gint64 person = 0;
	return apply_find_person(a, change->address, &person, error) &&
	       db_run(a->db, error, sql, "iittii", a->case_id, person, change->name, change->value,
		      a->with->now_ms, change->number);
}

gboolean
apply_participant(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "UPDATE participant SET role = $3, until_ms = nullif($4, 0) "
				  "WHERE case_id = $1 AND person = $2";
	gint64 person = 0;
	return apply_find_person(a, change->address, &person, error) &&
	       db_run(a->db, error, sql, "iiti", a->case_id, person, change->name, change->number);
}

gboolean
apply_remove_participant(Apply *a, const Change *change, GError **error)
{
	static const char keep_sql[] =
		"INSERT INTO former_participant (tracking_id, case_id, person, role, removed_ms) "
		"SELECT tracking_id, case_id, person, role, $3 FROM participant "
		"WHERE case_id = $1 AND person = $2";
	static const char sql[] = "DELETE FROM participant WHERE case_id = $1 AND person = $2";
	gint64 person = 0;
	return apply_find_person(a, change->address, &person, error) &&
	       db_run(a->db, error, keep_sql, "iii", a->case_id, person, a->with->now_ms) &&
	       db_run(a->db, error, sql, "ii", a->case_id, person);
}

gboolean
apply_add_organisation(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "INSERT INTO case_organisation (case_id, organisation, added_ms) "
				  "VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
	return db_run(a->db, error, sql, "iii", a->case_id, change->number, a->with->now_ms);
}

gboolean
apply_remove_organisation(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"DELETE FROM case_organisation WHERE case_id = $1 AND organisation = $2";
	return db_run(a->db, error, sql, "ii", a->case_id, change->number);
}

gboolean
apply_add_address(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"INSERT INTO address (address, person, is_main) VALUES (lower($1), $2, 0)";
	return db_run(a->db, error, sql, "ti", change->address, change->number);
}
