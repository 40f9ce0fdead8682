/*
 * The ratings in the store: the case has the last one, its entries when it came.
 */
#include "store/ratings.h"

static const char ratings_sql[] =
	"SELECT desk, type, customer, assignee, status, rating, at_ms FROM (SELECT c.desk, c.type, "
	"c.customer, coalesce((SELECT a.address FROM address a WHERE a.person = c.assignee ORDER "
	"BY a.is_main DESC, a.address LIMIT 1), '') AS assignee, c.status, coalesce(c.rating, 0) "
	"AS rating, coalesce((SELECT max(e.at_ms) FROM entry e WHERE e.case_id = c.id AND e.kind = "
	"'rating'), (SELECT max(e.at_ms) FROM entry e WHERE e.case_id = c.id AND e.kind = "
	"'status'), c.opened_ms) AS at_ms FROM cases c WHERE c.merged_into IS NULL) AS rated "
	"WHERE at_ms >= $1 AND at_ms < $2";

gboolean
ratings_each(Store *store, gint64 since_ms, gint64 until_ms, RatedCaseTake take, gpointer user_data,
	     GError **error)
{
	GError *failure = NULL;
	g_autoptr(Query) query = db_query(store_db(store), ratings_sql, "ii", since_ms, until_ms);
	while (query_next(query, &failure)) {
		const RatedCase one = {
			.desk = query_text(query, 0),
			.type = query_text(query, 1),
			.customer = query_text(query, 2),
			.assignee = query_text(query, 3),
			.status = query_text(query, 4),
			.rating = query_int(query, 5),
			.at_ms = query_int(query, 6),
		};
		take(&one, user_data);
	}
	if (!failure)
		return TRUE;
	g_propagate_error(error, failure);
	return FALSE;
}
