/*
 * What stands in a notice to one person: the case as it is, what happened to it, and of the words
 * of who did it as much as this one may read.
 */
#include "desk/plan_build.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/when.h"

#include <string.h>

/* Staff sees all of them, a partner its own. */
static void
fill_external(Notice *n, const CaseFact *c)
{
	gboolean to_staff = !strcmp(n->to_role, "staff");
	g_autoptr(GString) list = g_string_new(NULL);
	for (guint i = 0; to_staff && i < c->externals->len; i++) {
		const ExternalFact *external = c->externals->pdata[i];
		g_string_append_printf(list, "%s%s: %s", list->len ? ", " : "", external->partner,
				       external->id);
	}
	const char *own = !strcmp(n->to_role, "partner") ? case_external(c, c->partner) : NULL;
	text_put(&n->external, own ? own : list->str);
}

/* A tracker that the configuration has no more says not who may know of its tickets. */
static gboolean
sees_ticket(const Notice *n, const Tracker *tracker)
{
	static const char *const customers[] = {"reporter", "contact", "follower", NULL};
	return !strcmp(n->to_role, "staff") ||
	       (tracker && !tracker->is_internal && g_strv_contains(customers, n->to_role));
}

static void
fill_tickets(Notice *n, const Site *site, const CaseFact *c)
{
	g_clear_pointer(&n->tickets, js_free);
	for (guint i = 0; i < c->tickets->len; i++) {
		const TicketFact *ticket = c->tickets->pdata[i];
		const Tracker *tracker = tracker_named(site->trackers, ticket->tracker);
		if (!sees_ticket(n, tracker))
			continue;
		g_autofree char *page = tracker ? tracker_page(tracker, ticket->key) : NULL;
		Js *object = js_object();
		js_set_text(object, "key", ticket->key);
		js_set_text(object, "state", ticket->status);
		js_set_text(object, "link", page ? page : "");
		n->tickets = n->tickets ? n->tickets : js_array();
		js_add(n->tickets, object);
	}
}

/* Whether the desk's name stands for those of its staff. */
static gboolean
hides_staff(const Notice *n, const CaseFact *c)
{
	return c->hides_staff && strcmp(n->to_role, "staff") != 0;
}

void
plan_fill_language(Notice *n, const Desk *desk, const char *language, const char *written)
{
	gboolean is_customers =
		strcmp(n->to_role, "staff") != 0 && strcmp(n->to_role, "partner") != 0;
	const char *otherwise = is_customers && *written ? written : desk->language;
	text_put(&n->language, *language ? language : otherwise);
}

/* That somebody works on a case is said where somebody does. */
static const char *
meaning_of(const Status *status, const CaseFact *c)
{
	if (!status)
		return "";
	return c->assignee && *status->meaning_assigned ? status->meaning_assigned
							: status->meaning;
}

void
plan_fill_case(Notice *n, const Builder *b, const CaseFact *c, GTimeZone *zone)
{
	g_autofree char *eta = when_shown(c->eta, zone);
	const CaseType *type = site_type(b->site, c->type);
	const Status *status = site_status(b->site, c->status);
	text_put(&n->case_number, c->number);
	text_put(&n->title, c->title);
	text_put(&n->type, c->type);
	text_put(&n->type_title, type ? type->title : c->type);
	text_put(&n->customer, c->customer);
	gboolean to_staff = !strcmp(n->to_role, "staff");
	text_put(&n->tier, to_staff ? c->tier : "");
	text_put(&n->team, to_staff ? c->team : "");
	text_put(&n->partner, to_staff ? c->partner : "");
	fill_external(n, c);
	fill_tickets(n, b->site, c);
	text_put(&n->status, c->status);
	text_put(&n->status_meaning, meaning_of(status, c));
	text_put(&n->priority, c->priority);
	text_put(&n->assignee, hides_staff(n, c) ? "" : c->assignee_name);
	text_put(&n->eta, c->eta);
	text_put(&n->eta_shown, eta);
	text_put(&n->emergency, c->emergency);
	g_free(n->completeness);
	n->completeness = case_completeness(type, c);
	n->is_change_request = c->is_change_request;
	n->is_final = status && status->is_final;
	n->asks_rating = status && status->asks_rating;
	n->is_feedback = status && status->silence_days && !case_asks_fields(b->site, c);
}

static void
copy_parts(GPtrArray *to, const GPtrArray *from)
{
	for (guint i = 0; i < from->len; i++) {
		g_ptr_array_add(to, draft_part_copy(from->pdata[i]));
	}
}

static NoticeChange *
change_for(const NoticeChange *change, GTimeZone *zone)
{
	NoticeChange *copy = g_new0(NoticeChange, 1);
	copy->label = g_strdup(change->label);
	copy->from = change->is_date ? when_shown(change->from, zone) : g_strdup(change->from);
	copy->to = change->is_date ? when_shown(change->to, zone) : g_strdup(change->to);
	copy->meaning = g_strdup(change->meaning);
	copy->is_request = change->is_request;
	return copy;
}

gboolean
notice_shows_ratings(const Notice *n)
{
	return !strcmp(n->to_role, "staff") || !strcmp(n->to_role, "reporter");
}

void
plan_fill_changes(Notice *n, const Happening *h, GTimeZone *zone)
{
	for (guint i = 0; i < h->changes->len; i++) {
		const NoticeChange *change = h->changes->pdata[i];
		/* Who has asked for it is told so in the transcript. */
		gboolean is_said = change->is_request && n->subject == SUBJECT_TRANSCRIPT;
		gboolean is_hidden = change->names_staff && h->c && hides_staff(n, h->c);
		gboolean is_inside = change->is_staffs && strcmp(n->to_role, "staff") != 0;
		gboolean is_others = change->is_rating && !notice_shows_ratings(n);
		if (!is_said && !is_hidden && !is_inside && !is_others)
			g_ptr_array_add(n->changes, change_for(change, zone));
	}
}

static void
fill_thread(Notice *n, const Happening *h)
{
	if (*h->c->root_message_id)
		g_ptr_array_add(n->references, g_strdup(h->c->root_message_id));
	if (h->message_id && strcmp(h->message_id, h->c->root_message_id) != 0)
		g_ptr_array_add(n->references, g_strdup(h->message_id));
	text_put(&n->in_reply_to, h->message_id ? h->message_id : h->c->root_message_id);
}

/* An unproven sender may be somebody else's victim: the answer holds nothing that the
 * sender wrote. */
static gboolean
may_quote(const Happening *h, gboolean is_actor)
{
	return !is_actor || h->actor_proven;
}

/* The actor knows what was written; a note is for staff, whatever else is told with it, and what
 * stands beside a hand-over for the partner besides. */
static gboolean
gets_text(const Happening *h, gboolean is_actor, const char *role)
{
	if (is_actor || !(h->commented || h->opened))
		return FALSE;
	return !h->is_note || !strcmp(role, "staff") || (h->to_partner && !strcmp(role, "partner"));
}

static gboolean
wrote_it(const Happening *h, const ParticipantFact *to)
{
	if (h->writer_person && to->person == h->writer_person)
		return TRUE;
	return !g_ascii_strcasecmp(to->address, h->writer_address);
}

/* Staff hands in or splits off what a customer wrote. */
static void
fill_writer(Notice *n, const Happening *h, const ParticipantFact *to)
{
	if (h->note && !strcmp(n->to_role, "staff"))
		text_put(&n->note, h->note);
	if (!h->writer)
		return;
	text_put(&n->writer, h->writer);
	n->writer_proven = h->writer_proven;
	n->is_writer = wrote_it(h, to);
}

static gboolean
is_reporter(const Happening *h)
{
	const ParticipantFact *actor = case_participant(h->c, h->actor_person, h->actor);
	return *h->actor && actor && !strcmp(actor->role, "reporter");
}

/* A clock is nobody. */
static void
fill_author(Notice *n, const Happening *h)
{
	gboolean is_anybody = *h->actor || h->actor_is_staff;
	text_put(&n->author, *h->actor_name ? h->actor_name : h->actor);
	if (!is_anybody || (h->actor_is_staff && hides_staff(n, h->c)))
		text_put(&n->author, "");
	n->author_proven = h->actor_proven;
	n->by_reporter = is_reporter(h);
}

static void
fill_event(Notice *n, const Happening *h, const ParticipantFact *to)
{
	gboolean is_actor = happening_is_by(h, to);
	fill_author(n, h);
	if (h->signature_why && !strcmp(n->to_role, "staff"))
		text_put(&n->signature_why, h->signature_why);
	plan_fill_changes(n, h, to->zone);
	n->is_answer = is_actor;
	n->asks_rating = n->asks_rating && (h->status_changed || !h->emergency_changed);
	n->is_masked = h->is_masked;
	if (is_actor && h->hint)
		text_put(&n->hint, h->hint);
	n->is_human = (h->commented || h->opened) && n->subject == SUBJECT_COMMENT;
	if (!may_quote(h, is_actor)) {
		text_put(&n->title, "");
		g_clear_pointer(&n->tickets, js_free);
		return;
	}
	if (!gets_text(h, is_actor, n->to_role))
		return;
	fill_writer(n, h, to);
	n->masks_forward = h->masks_forward && n->is_writer;
	n->is_note = h->is_note && !strcmp(n->to_role, "staff");
	n->is_sealed = h->is_sealed;
	n->is_shut = h->is_shut;
	if (!h->is_sealed) {
		text_put(&n->text, h->text);
		/* Who can't look them up misses nothing. */
		if (!strcmp(n->to_role, "staff"))
			n->lines_cut = h->lines_cut;
	}
	if (h->is_forwarded && strcmp(n->to_role, "staff") != 0)
		return;
	copy_parts(n->parts, h->parts);
	copy_parts(n->named, h->named);
	copy_parts(n->withheld, h->withheld);
}

/* Colleagues on the staff who follow are told as staff; of a note whoever of them is told. */
static const char *
role_for(const Builder *b, const Happening *h, const ParticipantFact *to)
{
	gboolean as_staff = h->is_note && facts_is_staff(b->facts, to->person);
	return as_staff || facts_follows_as_staff(b->facts, to) ? "staff" : to->role;
}

static void
fill_recipient(Notice *n, const Builder *b, const Happening *h, const ParticipantFact *to)
{
	text_put(&n->desk, b->desk->name);
	text_put(&n->to_name, to->name);
	text_put(&n->to_address, to->address);
	text_put(&n->to_role, role_for(b, h, to));
	text_put(&n->tracking_id, to->tracking_id);
	plan_fill_language(n, b->desk, to->language, h->c->language);
}

Notice *
plan_notice_for(const Builder *b, const Happening *h, const ParticipantFact *to,
		SubjectKind subject, NoticeEvent event)
{
	Notice *n = notice_new();
	n->subject = subject;
	n->event = event;
	fill_recipient(n, b, h, to);
	plan_fill_case(n, b, h->c, to->zone);
	fill_event(n, h, to);
	fill_thread(n, h);
	return n;
}
