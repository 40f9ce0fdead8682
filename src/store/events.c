/*
 * The events that cases announce: which fields say so is the caller's, from their type.
 */
#include "store/events.h"

static const char events_sql[] =
	"SELECT c.prefix || '-' || c.number, c.title, c.customer, c.status, coalesce((SELECT "
	"a.address FROM address a WHERE a.person = c.assignee ORDER BY a.is_main DESC, a.address "
	"LIMIT 1), ''), c.desk, b.value, coalesce((SELECT e.value FROM case_field e WHERE "
	"e.case_id = c.id AND e.name = $3), '') FROM cases c JOIN case_field b ON b.case_id = c.id "
	"AND b.name = $2 WHERE c.type = $1 AND c.merged_into IS NULL ORDER BY b.value, c.id";

gboolean
events_each(Store *store, const char *type, const char *begin, const char *end, EventCaseTake take,
	    gpointer user_data, GError **error)
{
	GError *failure = NULL;
	g_autoptr(Query) query = db_query(store_db(store), events_sql, "ttt", type, begin, end);
	while (query_next(query, &failure)) {
		const EventCase one = {
			.number = query_text(query, 0),
			.title = query_text(query, 1),
			.customer = query_text(query, 2),
			.status = query_text(query, 3),
			.assignee = query_text(query, 4),
			.desk = query_text(query, 5),
			.begin = query_text(query, 6),
			.end = query_text(query, 7),
		};
		take(&one, user_data);
	}
	if (!failure)
		return TRUE;
	g_propagate_error(error, failure);
	return FALSE;
}
