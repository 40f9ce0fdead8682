/*
 * Finishing removals.  Each step may be repeated: files that are gone stay gone, an empty index is
 * filled anew from the entries, and only when nothing is left the rows that asked for it go.
 */
#include "store/erasure.h"

#include "base/error.h"
#include "store/accept.h"
#include "store/search.h"

#include <errno.h>
#include <unistd.h>

/* Up to which row something is to be done; 0: nothing. */
static gboolean
find_last(Store *store, gint64 *last_out, GError **error)
{
	static const char sql[] = "SELECT max(id) FROM erasure";
	return db_get_int(store_db(store), 0, last_out, error, sql, "");
}

static gboolean
remove_file(Store *store, const char *accept_id, GError **error)
{
	g_autofree char *path = store_big_path(store, accept_id);
	return unlink(path) == 0 || errno == ENOENT ||
	       error_temp(error, "store: cannot remove %s: %s", path, g_strerror(errno));
}

static gboolean
remove_files(Store *store, gint64 last, GError **error)
{
	static const char sql[] =
		"SELECT accept_id FROM erasure WHERE id <= $1 AND accept_id IS NOT NULL";
	GError *failure = NULL;
	guint removed = 0;
	g_autoptr(Query) query = db_query(store_db(store), sql, "i", last);
	for (; !failure && query_next(query, &failure); removed++)
		if (!remove_file(store, query_text(query, 0), &failure))
			break;
	if (failure) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	return removed == 0 || big_folder_sync(store, error);
}

static gboolean
forget_rows(Store *store, gint64 last, GError **error)
{
	static const char sql[] = "DELETE FROM erasure WHERE id <= $1";
	if (!store_begin(store, error))
		return FALSE;
	if (db_run(store_db(store), error, sql, "i", last))
		return store_commit(store, error);
	store_rollback(store);
	return FALSE;
}

static gboolean
clear_index(Store *store, gboolean *cleared_out, GError **error)
{
	g_autoptr(Search) search = search_open(store, error);
	return search && search_clear(search, cleared_out, error);
}

gboolean
erasure_finish(Store *store, gboolean *left_out, GError **error)
{
	gint64 last = 0;
	gboolean cleared = FALSE, emptied = FALSE;
	*left_out = FALSE;
	if (!find_last(store, &last, error))
		return FALSE;
	if (last == 0)
		return TRUE;
	if (!remove_files(store, last, error) || !clear_index(store, &cleared, error) ||
	    !store_empty_log(store, &emptied, error))
		return FALSE;
	*left_out = !cleared || !emptied;
	return *left_out || forget_rows(store, last, error);
}
