/*
 * The lookups for lists of cases, made only where a mail asks for one, and bounded: of many
 * cases the ones that came to be looked at first are left out.
 */
#include "store/gathering.h"

#include "base/limits.h"

#include <string.h>

/* One list: where it goes, and its limits as they are bound: whose, at which desk or of which
 * organisation. */
typedef struct Wanted {
	GPtrArray *into;
	guint most; /* what is more is counted */
	guint *more;
	const Listing *listing;
	gint64 person;
	gint64 organisation;
	const char *desk;
	char *today;
	char *now;
} Wanted;

#define LOOKED_AT "20000"
/* $1 person, $2 desk, $3 organisation, $4 but, $5 status, $6 unassigned, $7 and $8 today and now
 * of late ones, $9 how many. */
#define LIST_SQL(source)                                                                           \
	"SELECT c.prefix || '-' || c.number, c.title, c.status, c.eta, coalesce(p.name, ''), "     \
	"c.customer, c.updated_ms FROM (" source " LIMIT " LOOKED_AT ") s JOIN cases c ON c.id = " \
	"s.id LEFT JOIN person p ON p.id = c.assignee WHERE c.merged_into IS NULL AND ($4 = '' "   \
	"OR replace($4, '|' || c.status || '|', '') = $4) AND ($5 = '' OR c.status = $5) AND ($6 " \
	"= 0 OR c.assignee IS NULL) AND ($7 = '' OR (c.eta <> '' AND c.eta < CASE length(c.eta) "  \
	"WHEN 10 THEN $7 ELSE $8 END)) AND $1 <> 0 AND $2 = $2 AND $3 = $3 ORDER BY c.updated_ms " \
	"DESC, c.id DESC LIMIT $9"

static const char of_desk_sql[] =
	LIST_SQL("SELECT id FROM cases WHERE desk = $2 ORDER BY updated_ms DESC");
static const char of_assignee_sql[] =
	LIST_SQL("SELECT id FROM cases WHERE assignee = $1 ORDER BY id DESC");
static const char of_team_sql[] =
	LIST_SQL("SELECT id FROM cases WHERE team = $2 AND team <> '' AND desk IN (SELECT desk "
		 "FROM person_desk WHERE person = $1) ORDER BY updated_ms DESC");
static const char of_person_sql[] =
	LIST_SQL("SELECT case_id AS id FROM participant WHERE person = $1 ORDER BY case_id DESC");
static const char of_followed_sql[] = LIST_SQL(
	"SELECT case_id AS id FROM participant WHERE person = $1 UNION SELECT case_id FROM "
	"case_organisation WHERE organisation = $3 ORDER BY 1 DESC");
static const char of_all_sql[] = LIST_SQL(
	"SELECT case_id AS id FROM participant WHERE person = $1 UNION SELECT id FROM cases WHERE "
	"organisation = $3 UNION SELECT case_id FROM case_organisation WHERE organisation = $3 "
	"ORDER BY 1 DESC");

static gboolean
is_late(const Wanted *wanted, const char *eta)
{
	const char *limit = strlen(eta) == strlen("YYYY-MM-DD") ? wanted->today : wanted->now;
	return *eta && strcmp(eta, limit) < 0;
}

static void
take_row(const Wanted *wanted, Query *query)
{
	if (wanted->into->len >= wanted->most) {
		++*wanted->more;
		return;
	}
	ListedFact *listed = listed_fact_new();
	char **texts[] = {&listed->number, &listed->title,    &listed->status,
			  &listed->eta,    &listed->assignee, &listed->customer};
	for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
		*texts[i] = g_strdup(query_text(query, i));
	listed->updated_ms = query_int(query, (int)G_N_ELEMENTS(texts));
	listed->is_late = is_late(wanted, listed->eta);
	g_ptr_array_add(wanted->into, listed);
}

static void
gather_rows(Gathering *g, const Wanted *wanted, const char *sql)
{
	const Listing *listing = wanted->listing;
	gboolean late = listing->scope == LIST_LATE;
	if (g->failure)
		return;
	g_autoptr(Query) query = db_query(
		g->db, sql, "itittitti", wanted->person, wanted->desk, wanted->organisation,
		listing->but, listing->status, (gint64)(listing->scope == LIST_UNASSIGNED),
		late ? wanted->today : "", late ? wanted->now : "", (gint64)LIMIT_LISTED_COUNTED);
	while (query_next(query, &g->failure))
		take_row(wanted, query);
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
			gather_rows(g, wanted, of_team_sql);
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
		gather_rows(g, wanted, of_assignee_sql);
		return;
	}
	for (guint i = 0; i < g->facts->staff->len; i++) {
		const PersonFact *at = g->facts->staff->pdata[i];
		wanted->desk = at->desk;
		if (at->id == wanted->person)
			gather_rows(g, wanted, of_desk_sql);
	}
}

/* An organisation may follow cases though its members share none of their own. */
static void
gather_for_customer(Gathering *g, Wanted *wanted)
{
	const PersonFact *sender = g->facts->sender;
	wanted->organisation = sender->organisation;
	if (wanted->listing->scope == LIST_MINE || !sender->organisation)
		gather_rows(g, wanted, of_person_sql);
	else
		gather_rows(g, wanted, sender->organisation_shares ? of_all_sql : of_followed_sql);
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
	if (is_staff(sender))
		gather_for_staff(g, wanted);
	else
		gather_for_customer(g, wanted);
}

void
gather_list(Gathering *g, const Clues *clues)
{
	Facts *facts = g->facts;
	if (!clues->listing || !facts->sender || facts->proof != PROOF_PASS || g->failure)
		return;
	Wanted wanted = {.into = facts->listed,
			 .most = LIMIT_LISTED,
			 .more = &facts->listed_more,
			 .listing = clues->listing};
	gather_cases(g, &wanted);
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
	Wanted wanted = {.into = facts->others,
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
