/*
 * A signature proves the From if its key is the From's own, all of the text is under it, it is
 * fresh, and it was in no other mail.  DMARC's failure stands against it all the same.
 */
#include "desk/proof.h"

#include "base/text.h"

SignatureFact *
signature_fact_new(void)
{
	SignatureFact *fact = g_new0(SignatureFact, 1);
	fact->why = g_strdup("");
	for (gsize i = 0; i < G_N_ELEMENTS(fact->fingerprints); i++)
		fact->fingerprints[i] = g_strdup("");
	return fact;
}

void
signature_fact_free(SignatureFact *fact)
{
	if (!fact)
		return;
	g_free(fact->why);
	for (gsize i = 0; i < G_N_ELEMENTS(fact->fingerprints); i++)
		g_free(fact->fingerprints[i]);
	g_free(fact);
}

static gboolean
is_near(gint64 a_ms, gint64 b_ms)
{
	return ABS(a_ms - b_ms) <= PROOF_WINDOW_MS;
}

/* Why it proves nothing; NULL: it proves the From.  No signature covers Subject and To, so whoever
 * has a signed mail could send it on to another case. */
static const char *
objection(const Facts *facts, const Mail *mail, const SignatureFact *signature,
	  const SignatureStanding *standing)
{
	if (!signature->is_good)
		return signature->why;
	if (!standing->is_own)
		return "its key isn't one of the From's";
	if (mail->faults & FAULT_SEVERAL_FROM)
		return "there are several From addresses";
	if (!mail->message_id || mail->faults & FAULT_SEVERAL_MESSAGE_ID)
		return "the mail has no Message-ID to know it again by";
	if (!signature->signed_ms || !is_near(signature->signed_ms, standing->received_ms))
		return "it was made more than 48 hours from now";
	if (mail->date_ms < 0 || !is_near(mail->date_ms, standing->received_ms))
		return "the mail's Date is more than 48 hours from now";
	if (standing->is_astray)
		return "it came to an address of a case that the mail doesn't name";
	if (standing->is_used || facts->same_id_as)
		return "it has been used before";
	return NULL;
}

static void
reword(Facts *facts, char *words)
{
	g_free(facts->proof_why);
	facts->proof_why = words;
}

void
proof_add_signature(Facts *facts, const Mail *mail, const SignatureFact *signature,
		    const SignatureStanding *standing)
{
	if (!signature || !signature->is_there)
		return;
	const char *why = objection(facts, mail, signature, standing);
	if (why) {
		text_put(&facts->signature_why, why);
		reword(facts, g_strdup_printf("%s; its signature proves nothing: %s",
					      facts->proof_why, why));
		return;
	}
	facts->signature_used = signature->digest;
	if (facts->proof == PROOF_FAIL) {
		reword(facts,
		       g_strdup_printf("%s, though its signature is valid", facts->proof_why));
		return;
	}
	reword(facts, facts->proof == PROOF_PASS
			      ? g_strdup_printf("%s, and signed with key %s", facts->proof_why,
						signature->fingerprints[0])
			      : g_strdup_printf("signed with key %s", signature->fingerprints[0]));
	facts->proof = PROOF_PASS;
}
