/*
 * Signatures that have proven a mail: each counts in that one alone.
 */
#include "store/applying.h"

#include "desk/proof.h"

/* Older ones count in no mail, so they needn't be remembered; a held mail may wait for long, but
 * is judged by when it came. */
gboolean
apply_use_signature(Apply *a, const Change *change, GError **error)
{
	static const char forget[] = "DELETE FROM signature_used WHERE at_ms < $1";
	static const char use[] = "INSERT INTO signature_used (digest, fingerprint, at_ms) VALUES "
				  "($1, $2, $3) ON CONFLICT DO NOTHING";
	const Clues *clues = a->with->clues;
	gint64 now_ms = a->with->now_ms;
	return db_run(a->db, error, forget, "i", now_ms - 4 * PROOF_WINDOW_MS) &&
	       db_run(a->db, error, use, "iii", change->number, clues ? clues->fingerprint : 0,
		      now_ms);
}
