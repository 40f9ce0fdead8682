/*
 * From plan to rows: who belongs to an organisation, and has been told so.
 */
#include "store/applying.h"

gboolean
apply_join(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "UPDATE person SET organisation = $2 WHERE id = $1";
	gint64 id = 0;
	return apply_find_person(a, change->address, &id, error) &&
	       db_run(a->db, error, sql, "ii", id, change->number);
}

gboolean
apply_invited(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "INSERT INTO invitation (inviter, address, organisation, at_ms) "
				  "VALUES (lower($1), lower($2), $3, $4)";
	return db_run(a->db, error, sql, "ttii", change->name, change->address, change->number,
		      a->with->now_ms);
}

gboolean
apply_welcomed(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "UPDATE person SET welcomed_ms = $2 WHERE id = $1";
	gint64 id = 0;
	return apply_find_person(a, change->address, &id, error) &&
	       db_run(a->db, error, sql, "ii", id, a->with->now_ms);
}
