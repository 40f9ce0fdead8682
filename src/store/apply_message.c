/*
 * From plan to rows: what mails and events of ours both need.
 */
#include "store/applying.h"

#include "base/error.h"

#include <string.h>

void
apply_make_token(const Applying *with, char token_out[ACCEPT_ID_LENGTH + 1])
{
	guint8 chance[10];
	random_fill(chance, sizeof(chance));
	accept_id_make(with->now_ms, chance, token_out);
}

gboolean
apply_find_part_hash(Db *db, const DraftPart *part, guint8 sha256_out[32], GError **error)
{
	static const char sql[] =
		"SELECT a.sha256 FROM entry e JOIN attachment a ON a.entry = e.id "
		"WHERE e.message = $1 AND a.part = $2 LIMIT 1";
	static const char whole_sql[] = "SELECT sha256 FROM message WHERE id = $1";
	GError *failure = NULL;
	g_autoptr(Query) query =
		part->part == PART_WHOLE
			? db_query(db, whole_sql, "i", part->message)
			: db_query(db, sql, "ii", part->message, (gint64)part->part);
	if (query_next(query, &failure)) {
		g_autoptr(GBytes) hash = query_bytes(query, 0);
		memcpy(sha256_out, g_bytes_get_data(hash, NULL), SHA256_BYTES);
		return TRUE;
	}
	if (failure)
		g_propagate_error(error, failure);
	else
		error_perm(error, "an attachment to relay is not in the store");
	return FALSE;
}
