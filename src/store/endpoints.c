/*
 * The endpoints of partners, for who posts there.
 */
#include "store/endpoints.h"

void
endpoint_free(Endpoint *endpoint)
{
	if (!endpoint)
		return;
	g_free(endpoint->url);
	g_free(endpoint->secret_file);
	g_free(endpoint->ca_file);
	g_free(endpoint);
}

Endpoint *
endpoint_get(Store *store, const char *partner, GError **error)
{
	static const char sql[] =
		"SELECT url, secret_file, ca_file, connect_timeout_s, answer_timeout_s FROM "
		"partner WHERE name = $1 AND url <> '' AND off_why = ''";
	g_autoptr(Query) query = db_query(store_db(store), sql, "t", partner);
	if (!query_next(query, error))
		return NULL;
	Endpoint *endpoint = g_new0(Endpoint, 1);
	endpoint->url = g_strdup(query_text(query, 0));
	endpoint->secret_file = g_strdup(query_text(query, 1));
	endpoint->ca_file = g_strdup(query_text(query, 2));
	endpoint->connect_timeout_s = (guint)query_int(query, 3);
	endpoint->answer_timeout_s = (guint)query_int(query, 4);
	return endpoint;
}

gboolean
endpoint_is_known(Store *store, const char *partner, gboolean *known_out, GError **error)
{
	static const char sql[] = "SELECT count(*) FROM partner WHERE name = $1 AND url <> ''";
	gint64 count = 0;
	if (!db_get_int(store_db(store), 0, &count, error, sql, "t", partner))
		return FALSE;
	*known_out = count > 0;
	return TRUE;
}

gboolean
endpoint_switch_off(Store *store, const char *partner, const char *why, GError **error)
{
	static const char sql[] = "UPDATE partner SET off_why = $2 WHERE name = $1";
	return db_run(store_db(store), error, sql, "tt", partner, why);
}
