/*
 * Answers to who wrote a mail: what its commands did, and what they asked for.  They go to the
 * address on record alone.
 */
#include "desk/partner_view.h"

#include "base/error.h"
#include "base/text.h"

/* The case as it goes on. */
static const CaseFact *
case_of(const Happening *h)
{
	return h->goes_on ? h->goes_on : h->c;
}

/* The participant, else the person, else whoever wrote. An answer that belongs to no case has
 * nothing to do with a part in one. */
static void
fill_writer(Notice *n, const Builder *b, const Happening *h)
{
	const CaseFact *c = n->is_apart ? NULL : case_of(h);
	const ParticipantFact *participant =
		c ? case_participant(c, h->actor_person, h->actor) : NULL;
	/* Who comes along with a merge writes under the old ID until then. */
	if (!participant && c && c != h->c)
		participant = case_participant(h->c, h->actor_person, h->actor);
	const PersonFact *person = b->facts->sender;
	text_put(&n->to_role, h->actor_is_staff ? "staff" : "writer");
	if (participant) {
		text_put(&n->to_role, h->actor_is_staff ? "staff" : participant->role);
		text_put(&n->tracking_id, participant->tracking_id);
	}
	text_put(&n->to_name, person ? person->name : "");
	text_put(&n->to_address, person ? person->address : h->actor);
	const PersonFact *of = person ? person : b->facts->organisation_by_domain;
	const char *written = c && *c->language ? c->language : b->facts->mail_language;
	plan_fill_language(n, b->desk, of ? of->language : "", written);
}

void
plan_answer(Builder *b, const Happening *h, const Answer *answer)
{
	const ReceiptKind kind = answer->is_receipt ? RECEIPT_PLAIN : RECEIPT_ANSWER;
	g_autoptr(Notice) n = notice_new();
	n->data = answer->data;
	n->subject = answer->subject;
	n->event = answer->event;
	n->is_answer = TRUE;
	n->is_masked = h->is_masked;
	n->masks_forward = h->masks_forward;
	n->is_note = answer->has_notes && h->actor_is_staff;
	text_put(&n->desk, b->desk->name);
	n->is_apart = answer->is_apart;
	text_put(&n->reply_extension, answer->reply_extension);
	fill_writer(n, b, h);
	if (!n->is_apart && h->c && h->c->id)
		plan_fill_case(n, b, case_of(h), b->facts->zone);
	text_put(&n->title, h->actor_proven || answer->is_ours ? answer->title : "");
	if (answer->part)
		g_ptr_array_add(n->parts, draft_part_copy(answer->part));
	if (!n->is_apart)
		plan_fill_changes(n, h, b->facts->zone);
	if (h->message_id)
		text_put(&n->in_reply_to, h->message_id);
	if (h->c && !n->is_apart && *h->c->root_message_id)
		g_ptr_array_add(n->references, g_strdup(h->c->root_message_id));
	partner_veil(n, b);
	if (h->is_muted[kind])
		return;
	plan_change(b->plan, CHANGE_NOTICE)->notice = g_steal_pointer(&n);
	plan_count_receipt(b, h, kind);
}

Answer *
answer_keep(const Answer *answer)
{
	Answer *kept = g_new0(Answer, 1);
	*kept = *answer;
	kept->title = g_strdup(answer->title);
	kept->part = NULL;
	return kept;
}

void
answer_destroy(gpointer answer)
{
	Answer *kept = answer;
	g_free(unconst(kept->title));
	js_free(kept->data);
	g_free(kept);
}
