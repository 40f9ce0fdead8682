/*
 * One pass over the cases, one over each kind of mail that was not let through.  Of a store that
 * has grown for years nearly all cases are closed and were long before: none of these is looked at,
 * for the report of the week is made while mail waits.
 */
#include "store/figures.h"

/* The desks, or the only one $2, and their statuses, from one to the next by index. */
#define STATUSES_SQL                                                                               \
	"WITH RECURSIVE d (desk) AS (SELECT coalesce(nullif($2, ''), (SELECT min(desk) FROM "      \
	"cases)) UNION ALL SELECT (SELECT min(desk) FROM cases WHERE desk > d.desk) FROM d WHERE " \
	"$2 = '' AND d.desk IS NOT NULL), s (desk, status) AS (SELECT d.desk, (SELECT "            \
	"min(status) FROM cases WHERE desk = d.desk) FROM d WHERE d.desk IS NOT NULL UNION ALL "   \
	"SELECT s.desk, (SELECT min(status) FROM cases WHERE desk = s.desk AND status > "          \
	"s.status) FROM s WHERE s.status IS NOT NULL) "

static gboolean
gather_cases(Db *db, const FiguresOf *of, Figures *figures, GError **error)
{
	static const char sql[] = STATUSES_SQL
		"SELECT c.prefix || '-' || c.number, c.title, c.desk, c.type, c.customer, "
		"c.status, c.opened_ms, coalesce((SELECT min(e.at_ms) FROM entry e WHERE e.case_id "
		"= c.id AND e.kind = 'comment' AND e.author_role = 'staff'), 0), coalesce((SELECT "
		"max(e.at_ms) FROM entry e WHERE e.case_id = c.id AND e.kind = 'status'), 0), "
		"c.due_ms, c.eta, coalesce(c.rating, 0), (SELECT coalesce(sum(DISTINCT CASE e.kind "
		"WHEN 'first-answer-late' THEN $3 WHEN 'next-update-late' THEN $4 WHEN "
		"'resolution-late' THEN $5 ELSE 0 END), 0) FROM entry e WHERE e.case_id = c.id), "
		"coalesce((SELECT max(e.at_ms) FROM entry e WHERE e.case_id = c.id AND e.kind = "
		"'rating'), 0) "
		"FROM s CROSS JOIN cases c WHERE c.desk = s.desk AND c.status = s.status AND "
		"c.updated_ms >= CASE WHEN replace($7, '|' || s.status || '|', '') = $7 THEN 0 "
		"ELSE $6 END AND c.merged_into IS NULL AND c.opened_ms < $1 ORDER BY c.id";
	GError *failure = NULL;
	g_autofree char *closed = site_closed_statuses(of->site);
	g_autoptr(Query) query = db_query(db, sql, "itiiiit", of->until_ms, of->desk,
					  (gint64)FIGURE_LATE_ANSWER, (gint64)FIGURE_LATE_UPDATE,
					  (gint64)FIGURE_LATE_SOLUTION, of->since_ms, closed);
	while (query_next(query, &failure)) {
		const CaseTally one = {
			.number = query_text(query, 0),
			.title = query_text(query, 1),
			.desk = query_text(query, 2),
			.type = query_text(query, 3),
			.customer = query_text(query, 4),
			.status = query_text(query, 5),
			.opened_ms = query_int(query, 6),
			.answered_ms = query_int(query, 7),
			.moved_ms = query_int(query, 8),
			.due_ms = query_int(query, 9),
			.eta = query_text(query, 10),
			.rating = query_int(query, 11),
			.late = (guint)query_int(query, 12),
			.rated_ms = query_int(query, 13),
		};
		figures_take_case(figures, &one);
	}
	if (failure)
		g_propagate_error(error, failure);
	return !failure;
}

static gboolean
gather_mails(Query *query, FigureMail what, Figures *figures, GError **error)
{
	GError *failure = NULL;
	while (query_next(query, &failure))
		figures_take_mail(figures, what, query_int(query, 0));
	if (failure)
		g_propagate_error(error, failure);
	return !failure;
}

gboolean
figures_gather(Store *store, const FiguresOf *of, Figures *figures, GError **error)
{
	static const char held_sql[] =
		"SELECT held_ms FROM held WHERE kind = 'held' AND held_ms >= $1 AND held_ms < $2 "
		"AND ($3 = '' OR desk = $3)";
	static const char quarantined_sql[] =
		"SELECT ended_ms FROM delivery WHERE outcome = 'quarantined' AND ended_ms >= $1 "
		"AND ended_ms < $2 AND ($3 = '' OR coalesce(desk, '') IN ('', $3))";
	Db *db = store_db(store);
	g_autoptr(Query) held = db_query(db, held_sql, "iit", of->since_ms, of->until_ms, of->desk);
	g_autoptr(Query) quarantined =
		db_query(db, quarantined_sql, "iit", of->since_ms, of->until_ms, of->desk);
	return gather_cases(db, of, figures, error) &&
	       gather_mails(held, FIGURE_HELD, figures, error) &&
	       gather_mails(quarantined, FIGURE_QUARANTINED, figures, error);
}
