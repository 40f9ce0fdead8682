/*
 * The lookups for lists of cases, made only where a mail asks for one or may mean one.  All are
 * by index, status by status, so that the many cases that are closed cost nothing; and bounded:
 * of very many the ones that changed last are looked at, and the list says so.
 */
#include "store/gathering.h"

#include "base/limits.h"

#include <string.h>

/* One list: where it goes, and its limits as they are bound: whose, at which desk or of which
 * organisation. */
typedef struct Wanted {
	GPtrArray *into; /* ListedFact* */
	guint most;      /* what is more is counted */
	guint *more;
	gboolean *is_cut;
	const Listing *listing;
	gint64 person;
	gint64 organisation;
	const char *desk; /* or a team */
	char *today;
	char *now;
	gint64 promised_ms; /* what was due then is late; 0: that is not for them to see */
	GHashTable *seen;   /* gint64*, cases that are in it */
} Wanted;

/* Where cases come from: each of their statuses, or NULL, and the cases of one. */
typedef struct Source {
	const char *statuses;
	const char *cases;
	const char *count; /* of those that would be looked at, and one more */
} Source;

/* So many are looked at where some of them aren't wanted; where all are but merged ones, fewer are
 * enough. */
#define LOOKED_AT     5000
#define LOOKED_AT_ALL (2 * LIMIT_LISTED_COUNTED)

/* The statuses that there are, from one to the next by index. $1 person, $2 desk, $3
 * organisation. */
#define STATUSES_SQL(which)                                                                        \
	"WITH RECURSIVE s (x) AS (SELECT min(status) FROM cases WHERE " which                      \
	" UNION ALL SELECT (SELECT min(status) FROM cases WHERE " which                            \
	" AND status > s.x) FROM s WHERE s.x IS NOT NULL) SELECT x FROM s WHERE x IS NOT NULL "    \
	"AND $1 <> 0 AND $2 = $2 AND $3 = $3"

/* $1 person, $2 desk, $3 organisation, $4 but, $5 status, $6 unassigned, $7 and $8 today and now
 * of late ones, $9 how many, $10 of how many that are looked at, $11 now of what is promised. */
#define CASES_SQL(ids)                                                                             \
	"SELECT c.prefix || '-' || c.number, c.title, c.status, c.eta, coalesce(p.name, ''), "     \
	"c.customer, c.updated_ms, c.id, c.hides_staff, c.due_ms <> 0 AND c.due_ms <= $11 "        \
	"FROM (" ids " LIMIT $10) s JOIN cases c ON c.id = s.id "                                  \
	"LEFT JOIN person p ON p.id = c.assignee WHERE "                                           \
	"c.merged_into IS NULL AND ($4 = '' OR replace($4, '|' || c.status || '|', '') = $4) AND " \
	"($5 = '' OR c.status = $5) AND ($6 = 0 OR c.assignee IS NULL) AND ($7 = '' OR (c.eta <> " \
	"'' AND c.eta < CASE length(c.eta) WHEN 10 THEN $7 ELSE $8 END) OR (c.due_ms <> 0 AND "    \
	"c.due_ms <= $11)) AND $1 <> 0 AND $2 = $2 "                                               \
	"AND $3 = $3 ORDER BY c.updated_ms DESC, c.id DESC LIMIT $9"

/* $4 so many, and one more. */
#define COUNT_SQL(ids)                                                                             \
	"SELECT count(*) FROM (" ids " LIMIT $4 + 1) s WHERE $1 <> 0 AND $2 = $2 AND $3 = $3 AND " \
	"$5 = $5"

#define OF_DESK         "desk = $2"
#define OF_ASSIGNEE     "assignee = $1"
#define OF_ORGANISATION "organisation = $3"
#define OF_TEAM         "team = $2 AND team <> ''"

/* By the indexes on each of these, the status and the time of the last change. */
#define IDS_SQL(which)                                                                             \
	"SELECT id FROM cases WHERE " which " AND status = $5 ORDER BY updated_ms DESC"
#define OF_TEAM_AT_DESKS OF_TEAM " AND desk IN (SELECT desk FROM person_desk WHERE person = $1)"
#define OWN_SQL          "SELECT case_id AS id FROM participant WHERE person = $1 ORDER BY 1 DESC"
#define FOLLOWED_SQL                                                                               \
	"SELECT case_id AS id FROM case_organisation WHERE organisation = $3 ORDER BY case_id "    \
	"DESC"

#define BY_STATUS(which, ids)                                                                      \
	{                                                                                          \
		STATUSES_SQL(which), CASES_SQL(ids), COUNT_SQL(ids)                                \
	}

static const Source of_desk = BY_STATUS(OF_DESK, IDS_SQL(OF_DESK));
static const Source of_assignee = BY_STATUS(OF_ASSIGNEE, IDS_SQL(OF_ASSIGNEE));
static const Source of_organisation = BY_STATUS(OF_ORGANISATION, IDS_SQL(OF_ORGANISATION));
static const Source of_team = BY_STATUS(OF_TEAM, IDS_SQL(OF_TEAM_AT_DESKS));
static const Source of_person = {NULL, CASES_SQL(OWN_SQL), COUNT_SQL(OWN_SQL)};
static const Source followed = {NULL, CASES_SQL(FOLLOWED_SQL), COUNT_SQL(FOLLOWED_SQL)};

static gboolean
is_late(const Wanted *wanted, const char *eta)
{
	const char *limit = strlen(eta) == strlen("YYYY-MM-DD") ? wanted->today : wanted->now;
	return *eta && strcmp(eta, limit) < 0;
}

static void
take_row(const Wanted *wanted, Query *query)
{
	ListedFact *listed = listed_fact_new();
	char **texts[] = {&listed->number, &listed->title,    &listed->status,
			  &listed->eta,    &listed->assignee, &listed->customer};
	for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
		*texts[i] = g_strdup(query_text(query, i));
	listed->updated_ms = query_int(query, (int)G_N_ELEMENTS(texts));
	listed->id = query_int(query, (int)G_N_ELEMENTS(texts) + 1);
	listed->hides_staff = query_int(query, (int)G_N_ELEMENTS(texts) + 2) != 0;
	listed->is_late = is_late(wanted, listed->eta);
	listed->is_due = query_int(query, (int)G_N_ELEMENTS(texts) + 3) != 0;
	g_ptr_array_add(wanted->into, listed);
}

/* How many cases of a source are looked at. */
static gint64
looked_at(const Source *source, const Listing *listing)
{
	gboolean takes_some = !source->statuses || listing->scope == LIST_UNASSIGNED ||
			      listing->scope == LIST_LATE || listing->scope == LIST_TEAM;
	return takes_some ? LOOKED_AT : LOOKED_AT_ALL;
}

/* Whether the source has more of them. */
static gboolean
is_source_cut(Gathering *g, const Wanted *wanted, const Source *source, const char *status)
{
	gint64 count = 0, most = looked_at(source, wanted->listing);
	return !g->failure &&
	       db_get_int(g->db, 0, &count, &g->failure, source->count, "itiit", wanted->person,
			  wanted->desk, wanted->organisation, most, status) &&
	       count > most;
}

/* Of this status, or with "" of those that the listing names. */
static void
gather_rows(Gathering *g, Wanted *wanted, const Source *source, const char *status)
{
	const Listing *listing = wanted->listing;
	gboolean late = listing->scope == LIST_LATE;
	guint rows = 0;
	if (g->failure)
		return;
	g_autoptr(Query) query =
		db_query(g->db, source->cases, "itittittiii", wanted->person, wanted->desk,
			 wanted->organisation, listing->but, *status ? status : listing->status,
			 (gint64)(listing->scope == LIST_UNASSIGNED), late ? wanted->today : "",
			 late ? wanted->now : "", (gint64)LIMIT_LISTED_COUNTED,
			 looked_at(source, listing), wanted->promised_ms);
	for (; query_next(query, &g->failure); rows++) {
		gint64 id = query_int(query, 7);
		if (g_hash_table_add(wanted->seen, g_memdup2(&id, sizeof(id))))
			take_row(wanted, query);
	}
	g_clear_pointer(&query, query_free);
	if (rows >= LIMIT_LISTED_COUNTED || is_source_cut(g, wanted, source, status))
		*wanted->is_cut = TRUE;
}

static gboolean
is_wanted(const Listing *listing, const char *status)
{
	g_autofree char *between = g_strdup_printf("|%s|", status);
	if (*listing->status)
		return !strcmp(listing->status, status);
	return !strstr(listing->but, between);
}

static void
gather_source(Gathering *g, Wanted *wanted, const Source *source)
{
	g_autoptr(GPtrArray) statuses = g_ptr_array_new_with_free_func(g_free);
	if (!source->statuses) {
		gather_rows(g, wanted, source, "");
		return;
	}
	if (g->failure)
		return;
	g_autoptr(Query) query = db_query(g->db, source->statuses, "iti", wanted->person,
					  wanted->desk, wanted->organisation);
	while (query_next(query, &g->failure))
		if (is_wanted(wanted->listing, query_text(query, 0)))
			g_ptr_array_add(statuses, g_strdup(query_text(query, 0)));
	for (guint i = 0; i < statuses->len; i++)
		gather_rows(g, wanted, source, statuses->pdata[i]);
}

/* Who is staff at several desks has the same teams at each. */
static void
gather_of_teams(Gathering *g, Wanted *wanted)
{
	const char *teams = wanted->listing->team;
	for (guint i = 0; !*teams && i < g->facts->staff->len; i++) {
		const PersonFact *at = g->facts->staff->pdata[i];
		if (at->id == wanted->person)
			teams = at->teams;
	}
	g_auto(GStrv) names = g_strsplit(teams, "|", -1);
	for (guint i = 0; names[i]; i++) {
		wanted->desk = names[i];
		if (*names[i])
			gather_source(g, wanted, &of_team);
	}
}

static void
gather_for_staff(Gathering *g, Wanted *wanted)
{
	ListScope scope = wanted->listing->scope;
	if (scope == LIST_TEAM) {
		gather_of_teams(g, wanted);
		return;
	}
	if (scope == LIST_USUAL || scope == LIST_MINE) {
		gather_source(g, wanted, &of_assignee);
		return;
	}
	for (guint i = 0; i < g->facts->staff->len; i++) {
		const PersonFact *at = g->facts->staff->pdata[i];
		wanted->desk = at->desk;
		if (at->id == wanted->person)
			gather_source(g, wanted, &of_desk);
	}
}

/* An organisation may follow cases though its members share none of their own. */
static void
gather_for_customer(Gathering *g, Wanted *wanted)
{
	const PersonFact *member = facts_member(g->facts);
	wanted->organisation = member ? member->organisation : 0;
	gather_source(g, wanted, &of_person);
	if (wanted->listing->scope == LIST_MINE || !wanted->organisation)
		return;
	gather_source(g, wanted, &followed);
	if (member->organisation_shares)
		gather_source(g, wanted, &of_organisation);
}

static gint
compare_listed(gconstpointer a, gconstpointer b)
{
	const ListedFact *one = *(ListedFact *const *)a, *other = *(ListedFact *const *)b;
	if (one->updated_ms != other->updated_ms)
		return one->updated_ms > other->updated_ms ? -1 : 1;
	return one->id > other->id ? -1 : one->id < other->id;
}

/* Of several sources together: what changed last goes first, and what is too much is counted. */
static void
cut_list(Wanted *wanted)
{
	g_ptr_array_sort(wanted->into, compare_listed);
	if (wanted->into->len <= wanted->most)
		return;
	*wanted->more = wanted->into->len - wanted->most;
	g_ptr_array_set_size(wanted->into, (gint)wanted->most);
}

static gboolean
is_staff(const PersonFact *person)
{
	return !strcmp(person->role, "staff");
}

/* The cases of the sender, who is proven. */
static void
gather_cases(Gathering *g, Wanted *wanted)
{
	const PersonFact *sender = g->facts->sender;
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(g->facts->now_ms / 1000);
	g_autofree char *today = g_date_time_format(utc, "%Y-%m-%d");
	g_autofree char *now = g_date_time_format(utc, "%Y-%m-%d %H:%M UTC");
	wanted->person = sender->id;
	wanted->desk = "";
	wanted->today = today;
	wanted->now = now;
	wanted->promised_ms = is_staff(sender) ? g->facts->now_ms : 0;
	g_autoptr(GHashTable) seen =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	wanted->seen = seen;
	if (is_staff(sender))
		gather_for_staff(g, wanted);
	else
		gather_for_customer(g, wanted);
	cut_list(wanted);
}

void
gather_list(Gathering *g, const Clues *clues)
{
	Facts *facts = g->facts;
	if (!facts->sender || facts->proof != PROOF_PASS)
		return;
	for (guint i = 0; i < clues->listings->len && !g->failure; i++) {
		const Listing *listing = clues->listings->pdata[i];
		ListFact *list = list_fact_new(listing_key(listing));
		g_ptr_array_add(facts->lists, list);
		Wanted wanted = {.into = list->cases,
				 .most = LIMIT_LISTED,
				 .more = &list->more,
				 .is_cut = &list->is_cut,
				 .listing = listing};
		gather_cases(g, &wanted);
	}
}

/* Whether it surely opens no case, because it names one. */
static gboolean
is_filed(const Facts *facts)
{
	for (guint i = 0; i < facts->candidates->len; i++) {
		const Candidate *candidate = facts->candidates->pdata[i];
		if (candidate->way < WAY_NUMBER)
			return TRUE;
	}
	return FALSE;
}

void
gather_others(Gathering *g, const Clues *clues)
{
	Facts *facts = g->facts;
	if (!clues->others || !facts->sender || is_staff(facts->sender) ||
	    facts->proof != PROOF_PASS || is_filed(facts) || g->failure)
		return;
	gboolean is_cut = FALSE;
	Wanted wanted = {.into = facts->others,
			 .is_cut = &is_cut,
			 .most = LIMIT_OTHERS,
			 .more = &facts->others_more,
			 .listing = clues->others};
	gather_cases(g, &wanted);
}

void
gather_list_answered(Gathering *g, const Clues *clues)
{
	static const char sql[] = "SELECT count(*) FROM outbox WHERE token = $1 AND kind = 'list'";
	gint64 count = 0;
	/* An ordinary reply has found its case already. */
	for (guint i = 0; g->facts->candidates->len == 0 && i < clues->references->len; i++) {
		g_autofree char *token = token_of_message_id(clues->references->pdata[i]);
		if (!token || g->failure)
			continue;
		if (db_get_int(g->db, 0, &count, &g->failure, sql, "t", token) && count)
			g->facts->answers_list = TRUE;
		return;
	}
}
