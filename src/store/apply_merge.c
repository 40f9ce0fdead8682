/*
 * Rows of a merge: who takes part comes along, unless already there, and goes back when it is
 * undone.  Tracking IDs stay with their participants; those left behind lead on by merged_into.
 */
#include "store/applying.h"

/* Who has a part in both keeps the greater. */
#define RANK(of)                                                                                   \
	"(CASE " of ".role WHEN 'reporter' THEN 0 WHEN 'contact' THEN 1 WHEN 'follower' THEN "     \
	"CASE WHEN " of ".until_ms IS NULL THEN 2 ELSE 3 END ELSE 4 END)"

static const char coming_sql[] =
	"INSERT INTO merged_participant (merged, participant) SELECT $1, t.id FROM participant t "
	"WHERE t.case_id = $1 AND NOT EXISTS (SELECT 1 FROM participant s WHERE s.case_id = $2 "
	"AND s.person = t.person)";
static const char rising_sql[] =
	"INSERT INTO merged_participant (merged, participant, role_was, until_was) SELECT $1, "
	"s.id, s.role, s.until_ms FROM participant t JOIN participant s ON s.person = t.person "
	"AND s.case_id = $2 WHERE t.case_id = $1 AND " RANK("t") " < " RANK("s");
static const char rise_sql[] =
	"UPDATE participant SET role = (SELECT t.role FROM participant t WHERE t.case_id = $1 AND "
	"t.person = participant.person), until_ms = (SELECT t.until_ms FROM participant t WHERE "
	"t.case_id = $1 AND t.person = participant.person) WHERE id IN (SELECT participant FROM "
	"merged_participant WHERE merged = $1 AND role_was IS NOT NULL)";
static const char come_sql[] =
	"UPDATE participant SET case_id = $2 WHERE id IN (SELECT participant FROM "
	"merged_participant WHERE merged = $1 AND role_was IS NULL)";
/* The colleagues of its customer see the case as before. */
static const char organisations_sql[] =
	"INSERT INTO merged_organisation (merged, survivor, organisation) SELECT $1, $2, o.id "
	"FROM organisation o WHERE (o.id IN (SELECT organisation FROM case_organisation WHERE "
	"case_id = $1) OR (o.sharing = 1 AND o.id = (SELECT organisation FROM cases WHERE id = "
	"$1))) AND o.id NOT IN (SELECT organisation FROM case_organisation WHERE case_id = $2) "
	"AND o.id IS NOT (SELECT organisation FROM cases WHERE id = $2)";
static const char follow_sql[] =
	"INSERT INTO case_organisation (case_id, organisation, added_ms) SELECT survivor, "
	"organisation, $2 FROM merged_organisation WHERE merged = $1";
static const char into_sql[] = "UPDATE cases SET merged_into = nullif($2, 0), updated_ms = $3 "
			       "WHERE id = $1";

/* Who was promised not to be named there isn't here either. */
static const char hide_sql[] =
	"UPDATE cases SET hides_staff = 1 WHERE id = $2 AND EXISTS (SELECT 1 FROM cases f WHERE "
	"f.id = $1 AND f.hides_staff = 1)";

gboolean
apply_merge(Apply *a, const Change *change, GError **error)
{
	gint64 from = a->case_id, into = change->number;
	return db_run(a->db, error, coming_sql, "ii", from, into) &&
	       db_run(a->db, error, rising_sql, "ii", from, into) &&
	       db_run(a->db, error, rise_sql, "i", from) &&
	       db_run(a->db, error, come_sql, "ii", from, into) &&
	       db_run(a->db, error, organisations_sql, "ii", from, into) &&
	       db_run(a->db, error, follow_sql, "ii", from, a->with->now_ms) &&
	       db_run(a->db, error, hide_sql, "ii", from, into) &&
	       db_run(a->db, error, into_sql, "iii", from, into, a->with->now_ms);
}

static const char return_sql[] =
	"UPDATE participant SET case_id = $1 WHERE id IN (SELECT participant FROM "
	"merged_participant WHERE merged = $1 AND role_was IS NULL) AND NOT EXISTS (SELECT 1 FROM "
	"participant t WHERE t.case_id = $1 AND t.person = participant.person)";
static const char fall_sql[] =
	"UPDATE participant SET role = (SELECT m.role_was FROM merged_participant m WHERE "
	"m.merged = $1 AND m.participant = participant.id), until_ms = (SELECT m.until_was FROM "
	"merged_participant m WHERE m.merged = $1 AND m.participant = participant.id) WHERE id IN "
	"(SELECT participant FROM merged_participant WHERE merged = $1 AND role_was IS NOT NULL)";
static const char forget_sql[] = "DELETE FROM merged_participant WHERE merged = $1";
static const char unfollow_sql[] =
	"DELETE FROM case_organisation WHERE EXISTS (SELECT 1 FROM merged_organisation m WHERE "
	"m.merged = $1 AND m.survivor = case_organisation.case_id AND m.organisation = "
	"case_organisation.organisation)";
static const char forget_organisations_sql[] = "DELETE FROM merged_organisation WHERE merged = $1";

gboolean
apply_unmerge(Apply *a, const Change *change, GError **error)
{
	(void)change;
	gint64 id = a->case_id;
	return db_run(a->db, error, return_sql, "i", id) &&
	       db_run(a->db, error, fall_sql, "i", id) &&
	       db_run(a->db, error, forget_sql, "i", id) &&
	       db_run(a->db, error, unfollow_sql, "i", id) &&
	       db_run(a->db, error, forget_organisations_sql, "i", id) &&
	       db_run(a->db, error, into_sql, "iii", id, (gint64)0, a->with->now_ms);
}
