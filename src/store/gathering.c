/*
 * Persons and cases as facts: what all look-ups come down to.
 */
#include "store/gathering.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/notice.h"

#include <string.h>

/* NULL: there is none of this name. */
static GTimeZone *
zone_named(const char *name)
{
	return *name ? g_time_zone_new_identifier(name) : NULL;
}

PersonFact *
person_from_row(Query *query)
{
	PersonFact *person = person_fact_new();
	char **fields[] = {&person->name,     &person->address,
			   &person->role,     &person->organisation_name,
			   &person->language, &person->organisation_tier};
	person->id = query_int(query, 0);
	person->organisation = query_int(query, 1);
	person->organisation_shares = query_int(query, 2) != 0;
	for (int i = 0; i < (int)G_N_ELEMENTS(fields); i++)
		text_put(fields[i], query_text(query, 3 + i));
	person->zone = zone_named(query_text(query, 9));
	return person;
}

static const char person_by_address_sql[] =
	"SELECT p.id, coalesce(p.organisation, 0), coalesce(o.sharing, 0), p.name, "
	"coalesce((SELECT m.address FROM address m WHERE m.person = p.id AND m.is_main = 1 "
	"ORDER BY m.address LIMIT 1), a.address), p.role, coalesce(o.name, ''), " LANGUAGE_COLUMN
	", "
	"coalesce(o.tier, ''), " ZONE_COLUMN ", p.welcomed_ms IS NOT NULL FROM address a JOIN "
	"person p ON p.id = a.person "
	"LEFT JOIN organisation o ON o.id = p.organisation WHERE a.address = $1";

PersonFact *
person_by_address(Store *store, const char *address, GError **error)
{
	GError *failure = NULL;
	g_autofree char *lower = g_utf8_strdown(address, -1);
	g_autoptr(Query) query = db_query(store_db(store), person_by_address_sql, "t", lower);
	PersonFact *person = query_next(query, &failure) ? person_from_row(query) : NULL;
	if (person)
		person->is_welcomed = query_int(query, 10) != 0;
	if (failure)
		g_propagate_error(error, failure);
	return person;
}

gboolean
sender_is_proven_staff(const Gathering *g)
{
	const PersonFact *sender = g->facts->sender;
	return sender && !strcmp(sender->role, "staff") && g->facts->proof == PROOF_PASS;
}

static const char participants_sql[] =
	"SELECT t.person, p.name, (SELECT a.address FROM address a WHERE a.person = p.id "
	"ORDER BY a.is_main DESC, a.address LIMIT 1), t.role, t.tracking_id, "
	"coalesce(t.until_ms, 0), " ZONE_COLUMN ", " LANGUAGE_COLUMN
	", p.role FROM participant t JOIN person p ON p.id = "
	"t.person LEFT JOIN organisation o ON o.id = p.organisation WHERE t.case_id = $1 OR t.id "
	"IN "
	"(SELECT m.participant FROM merged_participant m WHERE m.merged = $1 AND m.role_was IS "
	"NULL) ORDER BY t.id";

static ParticipantFact *
participant_from_row(Query *query)
{
	ParticipantFact *participant = participant_fact_new(
		query_int(query, 0), query_text(query, 1), query_text(query, 2),
		query_text(query, 3), query_text(query, 4));
	participant->until_ms = query_int(query, 5);
	participant->zone = zone_named(query_text(query, 6));
	text_put(&participant->language, query_text(query, 7));
	text_put(&participant->account, query_text(query, 8));
	return participant;
}

static const char organisations_sql[] =
	"SELECT o.id, o.name FROM case_organisation f JOIN organisation o ON o.id = f.organisation "
	"WHERE f.case_id = $1 ORDER BY f.added_ms, o.id";

static const char case_sql[] =
	"SELECT c.id, coalesce(c.organisation, 0), c.is_change_request, coalesce(c.assignee, 0), "
	"c.prefix || '-' || c.number, c.desk, c.title, c.type, c.status, c.priority, c.severity, "
	"c.emergency, c.escalation, c.eta, c.customer, coalesce((SELECT o.tier FROM organisation o "
	"WHERE o.id = "
	"c.organisation), ''), c.team, coalesce(p.name, ''), coalesce((SELECT a.address FROM "
	"address a WHERE a.person = c.assignee ORDER BY a.is_main DESC, a.address LIMIT 1), ''), "
	"c.root_message_id, coalesce((SELECT m.prefix || '-' || m.number FROM cases m WHERE m.id = "
	"c.merged_into), ''), c.due_for, c.language, coalesce(c.rating, 0), c.opened_ms, "
	"c.hides_staff, "
	"c.due_ms, "
	"(SELECT count(*) FROM entry e WHERE e.case_id = c.id AND e.kind = 'eta') "
	"FROM cases c LEFT JOIN person p ON p.id = "
	"c.assignee WHERE c.id = $1";

static CaseFact *
case_from_row(Query *query)
{
	CaseFact *c = case_fact_new();
	char **texts[] = {&c->number,
			  &c->desk,
			  &c->title,
			  &c->type,
			  &c->status,
			  &c->priority,
			  &c->severity,
			  &c->emergency,
			  &c->escalation,
			  &c->eta,
			  &c->customer,
			  &c->tier,
			  &c->team,
			  &c->assignee_name,
			  &c->assignee_address,
			  &c->root_message_id,
			  &c->merged_into,
			  &c->due_for,
			  &c->language};
	c->id = query_int(query, 0);
	c->organisation = query_int(query, 1);
	c->is_change_request = query_int(query, 2) != 0;
	c->assignee = query_int(query, 3);
	for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
		text_put(texts[i], query_text(query, 4 + i));
	c->rating = query_int(query, 4 + (int)G_N_ELEMENTS(texts));
	c->opened_ms = query_int(query, 5 + (int)G_N_ELEMENTS(texts));
	c->hides_staff = query_int(query, 6 + (int)G_N_ELEMENTS(texts)) != 0;
	c->due_ms = query_int(query, 7 + (int)G_N_ELEMENTS(texts));
	c->eta_changes = query_int(query, 8 + (int)G_N_ELEMENTS(texts));
	return c;
}

static const char tags_sql[] = "SELECT tag FROM case_tag WHERE case_id = $1 ORDER BY tag";
static const char links_sql[] =
	"SELECT c.prefix || '-' || c.number FROM case_link l JOIN cases c ON c.id = l.other "
	"WHERE l.case_id = $1 ORDER BY c.id";

static const char merged_sql[] =
	"SELECT prefix || '-' || number FROM cases WHERE merged_into = $1 ORDER BY id";

static void
load_strings(Store *store, const char *sql, gint64 id, GPtrArray *list, GError **failure)
{
	if (*failure)
		return;
	g_autoptr(Query) query = db_query(store_db(store), sql, "i", id);
	while (query_next(query, failure))
		g_ptr_array_add(list, g_strdup(query_text(query, 0)));
}

CaseFact *
gather_case_row(Gathering *g, gint64 id)
{
	if (g->failure)
		return NULL;
	g_autoptr(Query) query = db_query(g->db, case_sql, "i", id);
	return query_next(query, &g->failure) ? case_from_row(query) : NULL;
}

static void
gather_course(Gathering *g, CaseFact *c)
{
	static const char sql[] =
		"SELECT at_ms, kind, author_role, CASE kind WHEN 'status' THEN text ELSE '' END "
		"FROM entry WHERE case_id = $1 AND kind IN ('status', 'comment', 'released', "
		"'thanks') "
		"ORDER BY seq";
	c->course = course_facts_new();
	g_autoptr(Query) query = db_query(g->db, sql, "i", c->id);
	while (query_next(query, &g->failure))
		g_ptr_array_add(c->course,
				course_fact_new(query_int(query, 0), query_text(query, 1),
						query_text(query, 2), query_text(query, 3)));
}

static void
load_fields(Store *store, CaseFact *c, GError **failure)
{
	static const char values_sql[] =
		"SELECT name, value FROM case_field WHERE case_id = $1 ORDER BY name";
	static const char needs_sql[] =
		"SELECT name, need FROM case_field_need WHERE case_id = $1 ORDER BY name";
	g_autoptr(Query) values = db_query(store_db(store), values_sql, "i", c->id);
	while (!*failure && query_next(values, failure))
		case_set_field(c, query_text(values, 0), query_text(values, 1), NEED_AS_TYPE);
	g_autoptr(Query) needs = db_query(store_db(store), needs_sql, "i", c->id);
	while (!*failure && query_next(needs, failure))
		case_set_field(c, query_text(needs, 0), NULL, (FieldNeed)query_int(needs, 1));
}

/* What the clock of its event has done. */
static void
gather_reminded(Gathering *g, CaseFact *c)
{
	static const char sql[] = "SELECT kind || ' ' || text FROM entry WHERE case_id = $1 AND "
				  "kind IN ('event-eve', 'event-day') ORDER BY seq";
	c->reminded = g_ptr_array_new_with_free_func(g_free);
	load_strings(g->store, sql, c->id, c->reminded, &g->failure);
}

void
gather_lasts(Gathering *g, CaseFact *c)
{
	static const char sql[] =
		"SELECT kind, author_role, max(at_ms), max(seq) FROM entry WHERE case_id = $1 "
		"GROUP BY kind, author_role";
	if (g->failure || c->lasts)
		return;
	c->lasts = last_facts_new();
	gather_course(g, c);
	gather_reminded(g, c);
	if (!g->failure && c->fields->len == 0)
		load_fields(g->store, c, &g->failure);
	if (g->failure)
		return;
	g_autoptr(Query) query = db_query(g->db, sql, "i", c->id);
	while (query_next(query, &g->failure))
		g_ptr_array_add(c->lasts, last_fact_new(query_text(query, 0), query_text(query, 1),
							query_int(query, 2), query_int(query, 3)));
}

static void
load_tickets(Store *store, CaseFact *c, GError **failure)
{
	static const char sql[] = "SELECT tracker, key, status, coalesce(entry, 0) FROM "
				  "case_ticket WHERE case_id = $1 ORDER BY key";
	g_autoptr(Query) query = db_query(store_db(store), sql, "i", c->id);
	while (!*failure && query_next(query, failure))
		case_set_ticket(c, query_text(query, 0), query_text(query, 1), query_text(query, 2),
				query_int(query, 3));
}

static void
load_partner(Store *store, CaseFact *c, GError **failure)
{
	static const char holder_sql[] =
		"SELECT h.partner, h.given_ms, coalesce(h.answered_ms, 0), r.events FROM "
		"case_partner h LEFT JOIN partner r ON r.name = h.partner AND r.url <> '' AND "
		"r.off_why = '' WHERE h.case_id = $1 AND h.ended_ms IS NULL";
	static const char externals_sql[] =
		"SELECT partner, id FROM case_external WHERE case_id = $1 ORDER BY partner";
	g_autoptr(Query) holder = db_query(store_db(store), holder_sql, "i", c->id);
	if (!*failure && query_next(holder, failure)) {
		text_put(&c->partner, query_text(holder, 0));
		c->partner_given_ms = query_int(holder, 1);
		c->partner_answered_ms = query_int(holder, 2);
		c->partner_events = g_strdup(query_text(holder, 3));
	}
	g_autoptr(Query) externals = db_query(store_db(store), externals_sql, "i", c->id);
	while (!*failure && query_next(externals, failure))
		case_set_external(c, query_text(externals, 0), query_text(externals, 1));
}

/* A partner's person speaks in its name. */
static void
name_holder(CaseFact *c)
{
	ParticipantFact *holder = unconst(case_holder(c));
	if (holder && *c->partner)
		text_put(&holder->name, c->partner);
}

/* One case whole; NULL without error if there is none. */
static CaseFact *
case_load(Store *store, gint64 id, GError **error)
{
	GError *failure = NULL;
	g_autoptr(CaseFact) c = NULL;
	g_autoptr(Query) query = db_query(store_db(store), case_sql, "i", id);
	if (query_next(query, &failure))
		c = case_from_row(query);
	g_autoptr(Query) people = db_query(store_db(store), participants_sql, "i", id);
	while (c && !failure && query_next(people, &failure))
		g_ptr_array_add(c->participants, participant_from_row(people));
	g_autoptr(Query) organisations = db_query(store_db(store), organisations_sql, "i", id);
	while (c && !failure && query_next(organisations, &failure))
		g_ptr_array_add(c->organisations,
				organisation_fact_new(query_int(organisations, 0),
						      query_text(organisations, 1)));
	if (c) {
		load_strings(store, tags_sql, id, c->tags, &failure);
		load_strings(store, links_sql, id, c->links, &failure);
		load_strings(store, merged_sql, id, c->merged, &failure);
		load_fields(store, c, &failure);
		load_tickets(store, c, &failure);
		load_partner(store, c, &failure);
		name_holder(c);
	}
	if (!failure)
		return g_steal_pointer(&c);
	g_propagate_error(error, failure);
	return NULL;
}

gint64
gather_survivor(Gathering *g, gint64 id)
{
	static const char sql[] = "SELECT merged_into FROM cases WHERE id = $1";
	for (gint64 next = id; !g->failure && next; id = next ? next : id)
		if (!db_get_int(g->db, 0, &next, &g->failure, sql, "i", id))
			break;
	return id;
}

/* Each case is loaded once, however many keys lead to it. */
const CaseFact *
gather_case(Gathering *g, gint64 id)
{
	for (guint i = 0; i < g->facts->cases->len; i++) {
		const CaseFact *known = g->facts->cases->pdata[i];
		if (known->id == id)
			return known;
	}
	CaseFact *c = g->failure || id == 0 ? NULL : case_load(g->store, id, &g->failure);
	if (!c)
		return NULL;
	g_ptr_array_add(g->facts->cases, c);
	gint64 survivor = gather_survivor(g, id);
	const CaseFact *of = survivor == id ? NULL : gather_case(g, survivor);
	if (of)
		text_put(&c->merged_into, of->number);
	return c;
}

void
gather_candidate(Gathering *g, Way way, const char *key, gint64 case_id)
{
	const CaseFact *of = gather_case(g, gather_survivor(g, case_id));
	if (!of)
		return;
	Candidate *candidate = g_new0(Candidate, 1);
	candidate->way = way;
	candidate->key = g_strdup(key);
	candidate->of = of;
	g_ptr_array_add(g->facts->candidates, candidate);
}

/* Our own Message-IDs begin with the outbox token. */
char *
token_of_message_id(const char *message_id)
{
	const char *at = strchr(message_id, '@');
	if (!at || at - message_id != NOTICE_TOKEN_LENGTH)
		return NULL;
	g_autofree char *token = g_strndup(message_id, NOTICE_TOKEN_LENGTH);
	return g_ascii_strup(token, -1);
}

void
gather_language(Gathering *g, const PersonFact *writer, char **language)
{
	static const char sql[] = "SELECT language FROM cases WHERE reporter = $1 AND language "
				  "<> '' ORDER BY id DESC LIMIT 1";
	if (g->failure || !writer || *writer->language || **language)
		return;
	g_autoptr(Query) query = db_query(g->db, sql, "i", writer->id);
	if (query_next(query, &g->failure))
		text_put(language, query_text(query, 0));
}
