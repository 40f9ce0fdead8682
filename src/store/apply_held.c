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
		"person, token, expires_ms, is_urgent, told_ms, desk, first_line, is_proven) "
		"VALUES ($1, "
		"nullif($2, 0), $3, $4, $5, $6, $7, nullif($8, 0), $9, nullif($10, 0), $11, "
		"nullif($12, 0), $13, $14, $15) ON "
		"CONFLICT "
		"(delivery) DO UPDATE SET case_id = "
		"excluded.case_id, reason = excluded.reason, held_ms = excluded.held_ms, kind = "
		"excluded.kind, person = excluded.person, token = excluded.token, expires_ms = "
		"excluded.expires_ms, is_urgent = excluded.is_urgent, is_proven = "
		"excluded.is_proven, told_ms = excluded.told_ms, "
		"decision = NULL, decided_ms = NULL, released_as = NULL, decided_by = ''";
	const Clues *clues = a->with->clues;
	const Hold *hold = change->hold;
	g_autofree char *subject = header_safe(clues ? clues->mail->subject : "");
	/* What came encrypted stands in no mail. */
	gboolean is_open = clues && !clues->mail->is_unsealed;
	g_autofree char *first_line =
		is_open ? held_first_line(clues->mail->reply, clues->commands) : g_strdup("");
	return db_run(a->db, error, sql, "iitttititiiitti", a->with->delivery, hold->case_id,
		      change->value, clues ? clues->address : "", subject, a->with->now_ms,
		      held_kind_name(hold->kind), hold->person, hold->token, hold->expires_ms,
		      (gint64)hold->is_urgent, hold->is_quiet ? a->with->now_ms : 0,
		      clues ? clues->staff_desk->name : "", first_line, (gint64)hold->is_proven);
}

gboolean
apply_release(Apply *a, const Change *change, GError **error)
{
	return held_release(a->store, change->number, change->release, change->address,
			    a->with->now_ms, error);
}

gboolean
apply_drop(Apply *a, const Change *change, GError **error)
{
	return held_drop(a->store, change->number, change->address, a->with->now_ms, error);
}

gboolean
apply_held_told(Apply *a, const Change *change, GError **error)
{
	static const char sql[] =
		"UPDATE held SET told_ms = $2 WHERE decision IS NULL AND told_ms IS NULL AND desk "
		"= $1 AND (kind = 'held' OR (kind = 'unconfirmed' AND expires_ms <= $2))";
	return db_run(a->db, error, sql, "ti", change->value, a->with->now_ms);
}
