/*
 * What is known of the key that has signed a mail.
 */
#include "store/gathering.h"

/* Whether the person has listed the key, under either of its fingerprints. */
static gboolean
is_own_key(Gathering *g, const SignatureFact *signature)
{
	static const char sql[] = "SELECT count(*) FROM person_key WHERE person = $1 AND "
				  "fingerprint IN ($2, $3) AND fingerprint <> ''";
	gint64 count = 0;
	if (!g->facts->sender || g->failure)
		return FALSE;
	return db_get_int(g->db, 0, &count, &g->failure, sql, "itt", g->facts->sender->id,
			  signature->fingerprints[0], signature->fingerprints[1]) &&
	       count > 0;
}

/* The same message may come to several desks; with another word in it it is another one. */
static gboolean
is_used(Gathering *g, const SignatureFact *signature, gint64 fingerprint)
{
	static const char sql[] =
		"SELECT count(*) FROM signature_used WHERE digest = $1 AND fingerprint <> $2";
	gint64 count = 0;
	if (g->input->as_unseen || g->failure)
		return FALSE;
	return db_get_int(g->db, 0, &count, &g->failure, sql, "ii", signature->digest,
			  fingerprint) &&
	       count > 0;
}

void
gather_signature(Gathering *g, const Clues *clues)
{
	const SignatureFact *signature = g->input->signature;
	if (!signature || !signature->is_there)
		return;
	const SignatureStanding standing = {
		.is_own = is_own_key(g, signature),
		.is_used = is_used(g, signature, clues->fingerprint),
		.is_astray = (clues->address_ids->len > 0 || clues->held_token) &&
			     !clues_names_recipient(clues),
		.received_ms = g->input->received_ms ? g->input->received_ms : g->facts->now_ms,
	};
	proof_add_signature(g->facts, clues->mail, signature, &standing);
}
