/*
 * Rows of held mail: how it comes to wait, and how it goes on.
 */
#include "store/applying.h"

#include "base/text.h"
#include "store/held.h"

/* What was released may have to be held again. */
gboolean
apply_hold(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"INSERT INTO held (delivery, case_id, reason, sender, subject, held_ms, kind, "
		"person, token, expires_ms) VALUES ($1, nullif($2, 0), $3, $4, $5, $6, $7, "
		"nullif($8, 0), $9, nullif($10, 0)) ON CONFLICT (delivery) DO UPDATE SET case_id = "
		"excluded.case_id, reason = excluded.reason, held_ms = excluded.held_ms, kind = "
		"excluded.kind, person = excluded.person, token = excluded.token, expires_ms = "
		"excluded.expires_ms, decision = NULL, decided_ms = NULL, released_as = NULL";
	const Clues *clues = a->with->clues;
	const Hold *hold = change->hold;
	g_autofree char *subject = header_safe(clues ? clues->mail->subject : "");
	return db_run(a->db, error, sql, "iitttititi", a->with->delivery, hold->case_id,
		      change->value, clues ? clues->address : "", subject, a->with->now_ms,
		      held_kind_name(hold->kind), hold->person, hold->token, hold->expires_ms);
}

gboolean
apply_release(Apply *a, const Change *change, GError **error)
{
	return held_release(a->store, change->number, change->release, a->with->now_ms, error);
}
