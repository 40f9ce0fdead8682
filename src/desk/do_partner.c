/*
 * Verbs about partners: which one a case is handed to, its number there, and what that one says
 * about how far it has got.  A case is with one partner at a time.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/case_number.h"
#include "desk/choice.h"
#include "desk/external.h"
#include "desk/partner_view.h"

#include <string.h>

gboolean
doing_is_partner(const Doing *d)
{
	const Happening *h = d->h;
	const ParticipantFact *me = h->c ? case_participant(h->c, h->actor_person, h->actor) : NULL;
	return me && !h->actor_is_staff && !strcmp(me->role, "partner");
}

static gboolean
is_none(const Doing *d, const char *value)
{
	return words_mean(d->b->site->words, value, "none");
}

/* For colleagues, in the history and in their notices. */
static void
note(Doing *d, const char *kind, const char *label, const char *value, const char *text)
{
	plan_note(d->b, d->h, kind, label, value, text);
	NoticeChange *change = d->h->changes->pdata[d->h->changes->len - 1];
	change->is_staffs = TRUE;
}

static const PartnerFact *
find_partner(const Doing *d, const char *name, GError **error)
{
	const GPtrArray *partners = d->b->facts->partners;
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < partners->len; i++) {
		const PartnerFact *partner = partners->pdata[i];
		if (text_same_name(partner->name, name))
			return partner;
		g_ptr_array_add(names, partner->name);
	}
	if (names->len == 0) {
		error_perm(error, "there are no partners yet; \"casemate partner add\" makes one");
		return NULL;
	}
	const char *found = choice_find(names, name, "partner", error);
	guint at = 0;
	return found && g_ptr_array_find(names, found, &at) ? partners->pdata[at] : NULL;
}

/* Whether mail to it would reach somebody who isn't of this house. */
static gboolean
check_partner(const Doing *d, const PartnerFact *partner, GError **error)
{
	DeskAddress ours = {0};
	if (!partner->is_active)
		return error_perm(error, "%s is not active as a partner, so it is given no cases",
				  partner->name);
	if (!partner->person)
		return error_perm(error, "%s has no address; \"casemate partner set\" gives it one",
				  partner->name);
	if (!strcmp(partner->role, "staff"))
		return error_perm(error, "%s, who speaks for %s, is on the staff", partner->address,
				  partner->name);
	if (!site_find_address(d->b->site, partner->address, &ours))
		return TRUE;
	desk_address_clear(&ours);
	return error_perm(error, "%s, the address of %s, is one of the desk itself",
			  partner->address, partner->name);
}

static gboolean
check_case(const Doing *d, const PartnerFact *partner, GError **error)
{
	const CaseFact *c = d->h->c;
	const ParticipantFact *known = case_participant(c, partner->person, partner->address);
	if (d->h->handed_over)
		return error_perm(error, "a case is handed over once in a mail; send another one");
	if (!known || !strcmp(known->role, "partner"))
		return TRUE;
	return error_perm(error,
			  "%s, who speaks for %s, takes part in this case as its %s; that has to "
			  "end first",
			  known->address, partner->name, known->role);
}

/* All that the former one is told is that it isn't theirs any more. */
static void
end_part(Doing *d)
{
	for (const ParticipantFact *holder; (holder = case_holder(d->h->c));) {
		plan_tell_taken_back(d->b, d->h, holder);
		plan_remove_participant(d->b, d->h, holder);
	}
}

static void
set_partner(Doing *d, const char *name, const char *events)
{
	CaseFact *c = d->h->c;
	plan_change(d->b->plan, CHANGE_PARTNER)->name = g_strdup(name);
	text_put(&c->partner, name);
	g_free(c->partner_events);
	c->partner_events = g_strdup(events);
	c->partner_given_ms = *name ? d->b->facts->now_ms : 0;
	c->partner_answered_ms = 0;
	d->h->handed_over = TRUE;
}

static void
take_back(Doing *d)
{
	g_autofree char *text = g_strdup_printf("Taken back from %s", d->h->c->partner);
	end_part(d);
	set_partner(d, "", NULL);
	note(d, "partner", "Partner", "none", text);
}

static void
hand_over(Doing *d, const PartnerFact *partner)
{
	g_autofree char *before = g_strdup(d->h->c->partner);
	g_autofree char *text =
		*before ? g_strdup_printf("Handed on from %s to %s", before, partner->name)
			: g_strdup_printf("Handed over to %s", partner->name);
	end_part(d);
	set_partner(d, partner->name, partner->events);
	ParticipantFact *holder = unconst(plan_add_participant(
		d->b, d->h->c, partner->person, partner->name, partner->address, "partner"));
	holder->is_new = TRUE;
	note(d, "partner", "Partner", partner->name, text);
}

static gboolean
check_taking_back(const Doing *d, GError **error)
{
	if (d->h->handed_over)
		return error_perm(error, "a case is handed over once in a mail; send another one");
	return *d->h->c->partner || error_perm(error, "the case is with no partner");
}

gboolean
do_partner(Doing *d, const char *value, GError **error)
{
	const CaseFact *c = d->h->c;
	if (c->id == 0)
		return error_perm(error, "the case is not open yet; answer its mail for that");
	if (is_none(d, value)) {
		if (!check_taking_back(d, error))
			return FALSE;
		take_back(d);
		return TRUE;
	}
	const PartnerFact *partner = find_partner(d, value, error);
	if (!partner)
		return FALSE;
	const ParticipantFact *holder = case_holder(c);
	if (!strcmp(c->partner, partner->name) && holder && holder->person == partner->person) {
		doing_say(d, "The case is with %s already.", partner->name);
		return TRUE;
	}
	if (!check_partner(d, partner, error) || !check_case(d, partner, error))
		return FALSE;
	hand_over(d, partner);
	return TRUE;
}

/* What leads to a case of ours, or to one alone, is no number of theirs. */
static gboolean
check_external(const Doing *d, const char *id, GError **error)
{
	g_autoptr(GPtrArray) numbers = case_numbers_find(d->b->site, id);
	g_autoptr(GPtrArray) tracking_ids = track_id_find_all(id);
	return (numbers->len == 0 && tracking_ids->len == 0) ||
	       error_perm(error, "\"%s\" is a number of ours, not a partner's", id);
}

static void
set_external(Doing *d, const char *id)
{
	CaseFact *c = d->h->c;
	Change *change = plan_change(d->b->plan, CHANGE_EXTERNAL);
	change->name = g_strdup(c->partner);
	change->value = g_strdup(id);
	case_set_external(c, c->partner, *id ? id : NULL);
	g_autofree char *label = g_strdup_printf("Number at %s", c->partner);
	g_autofree char *text = g_strdup_printf("%s: %s", label, *id ? id : "none");
	note(d, "external", label, id, text);
}

gboolean
do_external(Doing *d, const char *value, GError **error)
{
	const CaseFact *c = d->h->c;
	if (!*c->partner)
		return error_perm(error,
				  "the case is with no partner; #partner NAME hands it over");
	const char *known = case_external(c, c->partner);
	if (is_none(d, value)) {
		if (known)
			set_external(d, "");
		return TRUE;
	}
	g_autofree char *id = external_id_read(value, error);
	if (!id || !check_external(d, id, error))
		return FALSE;
	if (g_strcmp0(known, id) != 0)
		set_external(d, id);
	return TRUE;
}

/* In the words of the statuses that are shipped, too. */
static const char *
report_word(const char *value, GError **error)
{
	static const struct {
		const char *said;
		const char *word;
	} table[] = {
		{"working", "working"},
		{"waiting", "waiting"},
		{"solved", "solved"},
		{"wip", "working"},
		{"pending", "waiting"},
		{"done", "solved"},
		{"work in progress", "working"},
		{"open", "working"},
		{"completed", "solved"},
	};
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < G_N_ELEMENTS(table); i++)
		if (text_same_name(table[i].said, value))
			return table[i].word;
	for (guint i = 0; i < 3; i++)
		g_ptr_array_add(names, unconst(table[i].word));
	return choice_find(names, value, "status for a partner", error);
}

gboolean
doing_report(Doing *d, const char *value, GError **error)
{
	const char *word = report_word(value, error);
	if (!word)
		return FALSE;
	g_autofree char *label = g_strdup_printf("%s says", d->h->c->partner);
	g_autofree char *text = g_strdup_printf("%s: %s", label, word);
	note(d, "partner", label, word, text);
	d->h->requested = TRUE;
	doing_tell(d, "The desk is told: %s.", word);
	return TRUE;
}
