/*
 * Mentions in a comment: who is mentioned follows the case for some days. Only staff and persons
 * of the organisation can be; of anybody else the answer doesn't even say whether they are known.
 */
#include "desk/choice.h"
#include "desk/mention.h"
#include "desk/plan_decision.h"

#include "base/error.h"
#include "base/limits.h"

#include <string.h>

#define DAY_MS ((gint64)24 * 3600 * 1000)
/* Of more nobody reads the names. */
#define KNOWN_TOLD 12

/* A guest in the case brings no colleagues of the own into it: that is for the reporter. */
static gboolean
is_at_home(const Happening *h, gint64 organisation)
{
	const CaseFact *c = h->c;
	const ParticipantFact *me = case_participant(c, h->actor_person, h->actor);
	return organisation &&
	       (organisation == c->organisation || case_has_organisation(c, organisation) ||
		(me && !strcmp(me->role, "reporter")));
}

static gboolean
is_customers_participant(const CaseFact *c, const PersonFact *person)
{
	const ParticipantFact *one = case_participant(c, person->id, person->address);
	return one && strcmp(one->role, "partner") != 0;
}

gboolean
plan_may_mention(const Builder *b, const Happening *h, const PersonFact *person)
{
	const PersonFact *one = facts_member(b->facts);
	if (facts_is_staff(b->facts, person->id))
		return TRUE;
	if (h->is_note || !person->organisation)
		return FALSE;
	if (h->actor_is_staff)
		return person->organisation == h->c->organisation;
	/* Somebody of an agency knows of the customer's people those he works with. */
	if (b->facts->sender && !strcmp(b->facts->sender->role, "agency"))
		return is_customers_participant(h->c, person);
	return one && person->organisation == one->organisation &&
	       is_at_home(h, person->organisation);
}

/* The best fit among those who may be mentioned; NULL if none, or if several fit as well. */
typedef struct Search {
	const char *mention;
	const PersonFact *best;
	MentionFit fit;
	gboolean is_shared;     /* by several persons */
	GPtrArray *meant;       /* char*, who fit best, as staff is shown them */
	GPtrArray *first_names; /* char*, of all who may be mentioned */
	GPtrArray *known;       /* char*, the same persons, as staff is shown them */
} Search;

static void
search_clear(Search *search)
{
	g_ptr_array_unref(search->meant);
	g_ptr_array_unref(search->first_names);
	g_ptr_array_unref(search->known);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Search, search_clear)

static void
search_begin(Search *search, const char *mention)
{
	*search = (Search){.mention = mention};
	search->meant = g_ptr_array_new_with_free_func(g_free);
	search->first_names = g_ptr_array_new_with_free_func(g_free);
	search->known = g_ptr_array_new_with_free_func(g_free);
}

static char *
shown(const PersonFact *person)
{
	return g_strdup_printf("%s (%s)", person->name, person->address);
}

static void
note_known(Search *search, const PersonFact *person)
{
	if (!*person->name)
		return;
	g_ptr_array_add(search->first_names, g_strndup(person->name, strcspn(person->name, " ")));
	g_ptr_array_add(search->known, shown(person));
}

static void
consider(const Builder *b, const Happening *h, Search *search, const PersonFact *person)
{
	MentionFit fit = mention_fits(search->mention, person);
	if (!plan_may_mention(b, h, person))
		return;
	note_known(search, person);
	if (fit == FITS_NOT || fit < search->fit)
		return;
	if (search->best && person->id == search->best->id)
		return;
	search->is_shared = fit == search->fit && search->best;
	if (!search->is_shared)
		g_ptr_array_set_size(search->meant, 0);
	g_ptr_array_add(search->meant, shown(person));
	search->fit = fit;
	search->best = person;
}

static const PersonFact *
find_mentioned(const Builder *b, const Happening *h, Search *search)
{
	const NamedFact *named = facts_named(b->facts, search->mention);
	if (strchr(search->mention, '@'))
		return named && named->found && plan_may_mention(b, h, named->found) ? named->found
										     : NULL;
	for (guint i = 0; i < b->facts->staff->len; i++)
		consider(b, h, search, b->facts->staff->pdata[i]);
	for (guint i = 0; i < b->facts->nameable->len; i++)
		consider(b, h, search, b->facts->nameable->pdata[i]);
	return search->is_shared ? NULL : search->best;
}

static void
mention(Builder *b, Happening *h, const PersonFact *person)
{
	gint64 until_ms = b->facts->now_ms + b->site->mention_days * DAY_MS;
	if (person->id == h->actor_person ||
	    !plan_let_follow(b, h, person, person->address, "follower", until_ms))
		return;
	g_autofree char *text = g_strdup_printf("Mentioned: %s", person->address);
	plan_note(b, h, "mention", NULL, "", text);
}

static const char *
nearest_of(const Search *search, const char *word)
{
	guint index = 0;
	const char *name = choice_nearest(search->first_names, word);
	return name && g_ptr_array_find(search->first_names, name, &index)
		       ? search->known->pdata[index]
		       : NULL;
}

/* To staff nobody is a secret who may be mentioned. */
static void
add_failure(GPtrArray *failures, const Search *search, gboolean tells_names)
{
	g_autofree char *word = mention_shown(search->mention);
	g_autofree char *meant = choice_list(search->meant);
	g_autofree char *known = choice_list(search->known);
	const char *nearest = nearest_of(search, word + 1);
	char *said =
		search->is_shared
			? g_strdup_printf("%s may be several persons, so nobody was told; "
					  "write the whole name or the address%s%s.",
					  word, tells_names ? ": " : "", tells_names ? meant : "")
		: tells_names && nearest
			? g_strdup_printf("%s is nobody who can be mentioned here, so nobody was "
					  "told. Did you mean %s?",
					  word, nearest)
		: tells_names && search->known->len > 0 && search->known->len <= KNOWN_TOLD
			? g_strdup_printf("%s is nobody who can be mentioned here, so nobody was "
					  "told. Choose one of: %s",
					  word, known)
			: g_strdup_printf("%s is nobody who can be mentioned here, so nobody was "
					  "told.",
					  word);
	g_ptr_array_add(failures, said);
}

/* A partner is mentioned by nobody, but gets what is written, so that one can't be told that it
 * doesn't. */
static gboolean
is_holder(const Happening *h, const char *mention)
{
	const ParticipantFact *holder = case_holder(h->c);
	if (!holder)
		return FALSE;
	/* Customers know it by its name alone. */
	const PersonFact one = {.address = h->actor_is_staff ? holder->address : unconst("@"),
				.name = h->c->partner};
	return mention_fits(mention, &one) != FITS_NOT;
}

static void
add_holder(GPtrArray *failures, const Happening *h, const char *mention)
{
	g_autofree char *word = mention_shown(mention);
	gboolean is_told = !h->is_note || h->to_partner;
	g_ptr_array_add(failures,
			is_told ? g_strdup_printf("%s needs no mention: the case is with %s, "
						  "who gets your message anyway.",
						  word, h->c->partner)
				: g_strdup_printf("%s gets no notes: the case is with %s, who is "
						  "told what is said to everybody.",
						  word, h->c->partner));
}

/* Who takes part gets what is said to everybody, mentioned or not. */
static gboolean
is_told_anyway(const Happening *h, const char *mention)
{
	for (guint i = 0; h->actor_is_staff && !h->is_note && i < h->c->participants->len; i++) {
		const ParticipantFact *one = h->c->participants->pdata[i];
		const PersonFact person = {.address = one->address, .name = one->name};
		if (strcmp(one->role, "partner") != 0 && mention_fits(mention, &person) != FITS_NOT)
			return TRUE;
	}
	return FALSE;
}

GPtrArray *
decision_mention(Decision *d, Happening *h)
{
	GPtrArray *failures = g_ptr_array_new_with_free_func(g_free);
	if (decision_is_partner(d, h->c))
		return failures; /* who takes part isn't a partner's to say */
	/* What nobody vouches for adds nobody, and is answered with nothing it holds. */
	for (guint i = 0; h->actor_proven && i < d->clues->mentions->len; i++) {
		g_auto(Search) search;
		search_begin(&search, d->clues->mentions->pdata[i]);
		const PersonFact *person = find_mentioned(&d->b, h, &search);
		if (person)
			mention(&d->b, h, person);
		else if (search.meant->len == 0 && is_told_anyway(h, search.mention))
			continue;
		else if (is_holder(h, search.mention))
			add_holder(failures, h, search.mention);
		else
			add_failure(failures, &search, h->actor_is_staff);
	}
	return failures;
}
