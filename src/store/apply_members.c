/*
 * From plan to rows: who belongs to an organisation, and has been told so.
 */
#include "store/applying.h"

gboolean
apply_welcomed(Apply *a, const Change *change, GError **error)
{
	static const char sql[] = "UPDATE person SET welcomed_ms = $2 WHERE id = $1";
	gint64 id = 0;
	return apply_find_person(a, change->address, &id, error) &&
	       db_run(a->db, error, sql, "ii", id, a->with->now_ms);
}
