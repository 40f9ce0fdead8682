/*
 * What mail does wherever it belongs: its entry, its attachments for the others, and
 * being held.
 */
#include "desk/plan_decision.h"

#include "base/limits.h"
#include "base/text.h"
#include "desk/emergency.h"
#include "mail/signed.h"

#include <string.h>

void
decision_add_entry(Decision *d, const CaseFact *c, const char *kind, const char *text)
{
	const Mail *mail = d->clues->mail;
	Entry *entry = entry_new(kind, d->clues->address, decision_author_name(d, c),
				 decision_author_role(d, c), d->facts->proof == PROOF_PASS, text);
	if (strcmp(text, mail->text) != 0 && !d->b.quotes_nothing)
		entry->full_text = g_strdup(mail->text);
	text_put(&entry->proof, d->facts->proof_why);
	text_put(&entry->message_id, mail->message_id);
	entry->has_message = TRUE;
	entry->is_sealed = mail->is_unsealed;
	entry->masked = mail->masked;
	plan_add_entry(d->b.plan, entry);
}

static DraftPart *
relayed_part(const Attachment *attachment, gint64 message)
{
	DraftPart *part = g_new0(DraftPart, 1);
	part->message = message;
	part->part = attachment->part;
	part->name = g_strdup(attachment->name);
	part->type = g_strdup(attachment->type);
	part->size_bytes = attachment->size_bytes;
	return part;
}

/* What is too much for other people's mailboxes is named, and stays here; so does a private key. */
static void
relay_attachments(const Decision *d, Happening *h)
{
	gint64 encoded = 0;
	for (guint i = 0; i < d->clues->mail->attachments->len; i++) {
		const Attachment *attachment = d->clues->mail->attachments->pdata[i];
		if (attachment_is_signature(attachment))
			continue; /* of words that go out in another form */
		if (attachment->is_key) {
			g_ptr_array_add(h->withheld, relayed_part(attachment, d->facts->message));
			continue;
		}
		encoded += attachment->size_bytes / 3 * 4;
		g_ptr_array_add(encoded > LIMIT_RELAY_BYTES ? h->named : h->parts,
				relayed_part(attachment, d->facts->message));
	}
}

Happening *
decision_happening(const Decision *d, CaseFact *c, const char *text)
{
	Happening *h = happening_new(c);
	h->actor = d->clues->address;
	h->actor_person = decision_sender_id(d);
	h->actor_name = decision_author_name(d, c);
	h->actor_proven = d->facts->proof == PROOF_PASS;
	h->signature_why = d->facts->signature_why;
	h->actor_is_staff = decision_is_staff(d);
	h->text = text;
	h->is_sealed = d->clues->mail->is_unsealed;
	h->is_shut = d->clues->mail->is_shut;
	h->is_masked = d->clues->mail->masked > 0;
	h->message_id = d->clues->mail->message_id;
	h->proof = d->facts->proof_why;
	h->visible = d->clues->visible;
	h->visible_persons = d->facts->visible;
	relay_attachments(d, h);
	return h;
}

/* What robots make of our words to staff is no news to staff, or one word would lead to the
 * next for ever. */
static gboolean
is_echo(const Decision *d)
{
	const NoticeFact *notice = d->facts->notice;
	return d->clues->is_machine &&
	       (decision_is_staff(d) || decision_is_own_address(d) || (notice && !notice->of));
}

static gboolean
is_emergency(const Site *site, const CaseFact *c)
{
	const Status *status = site_status(site, c->status);
	if (status && status->is_final)
		return FALSE;
	return *c->emergency || emergency_is_type(site_type(site, c->type));
}

/* What it says it is about is enough to look soon. */
static gboolean
is_urgent(const Decision *d)
{
	const CaseType *type = d->clues->choice.type;
	for (guint i = 0; i < d->facts->candidates->len; i++) {
		const Candidate *candidate = d->facts->candidates->pdata[i];
		if (is_emergency(d->site, candidate->of))
			return TRUE;
	}
	return d->facts->candidates->len == 0 && emergency_is_type(type);
}

/* The participant whose tracking ID it bears; 0: nobody's. */
static gint64
bearer(const Candidate *candidate)
{
	for (guint i = 0; i < candidate->of->participants->len; i++) {
		const ParticipantFact *participant = candidate->of->participants->pdata[i];
		if (!strcmp(participant->tracking_id, candidate->key))
			return participant->person;
	}
	return 0;
}

void
decision_hold(Decision *d, const char *why)
{
	const GPtrArray *candidates = d->facts->candidates;
	const Candidate *first = candidates->len ? candidates->pdata[0] : NULL;
	Hold *hold = plan_hold(d->b.plan, HELD_DOUBTFUL, why);
	hold->token = plan_take_token(&d->b);
	hold->case_id = first ? first->of->id : 0;
	hold->person = first ? bearer(first) : 0;
	hold->is_urgent = is_urgent(d);
	hold->is_quiet = is_echo(d);
	hold->is_proven =
		d->facts->proof == PROOF_PASS && !(d->clues->mail->faults & FAULT_SEVERAL_FROM);
	plan_end(d->b.plan, ENDING_HELD, why);
}
