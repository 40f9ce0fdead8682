/*
 * The lookups about held mail: what an answer confirms, and what was asked before.
 */
#include "store/gathering.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define HOUR_MS (3600 * (gint64)1000)

#define HELD_COLUMNS                                                                               \
	"h.id, h.kind, coalesce(h.person, 0), h.held_ms, coalesce(h.expires_ms, 0), "              \
	"coalesce(h.case_id, 0), h.is_urgent, coalesce(h.decision, ''), h.decided_by, "            \
	"coalesce(h.token, ''), h.sender, h.subject, h.reason, coalesce(c.prefix || '-' || "       \
	"c.number, ''), h.desk, coalesce((SELECT a.address FROM address a WHERE "                  \
	"a.person = h.person AND h.kind = 'held' ORDER BY a.is_main DESC, a.address LIMIT 1), "    \
	"''), h.first_line, coalesce((SELECT p.role = 'staff' FROM person p WHERE p.id = "         \
	"h.person), 0), "                                                                          \
	"coalesce((SELECT a.person FROM address a WHERE a.address = h.sender), 0), h.is_proven, "  \
	"h.delivery "                                                                              \
	"FROM held h LEFT JOIN cases c ON c.id = h.case_id "

/* Waits for the staff of desk $1 at the time $2. What its writer may still confirm is not for
 * them. */
#define WAITS_FOR_STAFF_SQL                                                                        \
	"h.held_ms <= $2 AND (h.kind = 'held' OR (h.kind = 'unconfirmed' AND h.expires_ms <= "     \
	"$2)) "                                                                                    \
	"AND h.desk = $1 "

static HeldFact *
held_from_row(Query *query)
{
	HeldFact *held = held_fact_new();
	char **texts[HELD_TEXTS] = {NULL};
	held->number = query_int(query, 0);
	held->kind = held_kind_from_name(query_text(query, 1));
	held->person = query_int(query, 2);
	held->held_ms = query_int(query, 3);
	held->expires_ms = query_int(query, 4);
	held->case_id = query_int(query, 5);
	held->is_urgent = query_int(query, 6) != 0;
	held_texts(held, texts);
	for (int i = 0; i < HELD_TEXTS; i++)
		text_put(texts[i], query_text(query, 7 + i));
	held->is_bearer_staff = query_int(query, 7 + HELD_TEXTS) != 0;
	held->sender_person = query_int(query, 8 + HELD_TEXTS);
	held->is_proven = query_int(query, 9 + HELD_TEXTS) != 0;
	held->delivery = query_int(query, 10 + HELD_TEXTS);
	return held;
}

static void
gather_confirming(Gathering *g, const char *token)
{
	static const char sql[] = "SELECT " HELD_COLUMNS "WHERE h.token = $1";
	if (g->failure || !*token)
		return;
	g_autoptr(Query) query = db_query(g->db, sql, "t", token);
	if (query_next(query, &g->failure))
		g->facts->confirming = held_from_row(query);
}

void
gather_confirmation(Gathering *g, const Clues *clues)
{
	static const char sql[] = "SELECT count(*) FROM held WHERE person = $1 AND held_ms > $2 "
				  "AND kind = 'unconfirmed' AND decision IS NULL";
	const PersonFact *sender = g->facts->sender;
	gint64 count = 0;
	gather_confirming(g, clues->confirm_token);
	if (!g->failure && sender &&
	    db_get_int(g->db, 0, &count, &g->failure, sql, "ii", sender->id,
		       g->facts->now_ms - HOUR_MS))
		g->facts->confirmations_hour = count;
}

static const char listing_sql[] =
	"SELECT " HELD_COLUMNS "WHERE h.decision IS NULL AND " WAITS_FOR_STAFF_SQL
	"ORDER BY h.is_urgent DESC, h.id LIMIT $3";
static const char count_sql[] = "SELECT count(*) FROM (SELECT 1 FROM held h WHERE h.decision IS "
				"NULL AND " WAITS_FOR_STAFF_SQL "LIMIT $3)";
static const char news_sql[] =
	"SELECT count(*) FROM (SELECT 1 FROM held h WHERE "
	"h.decision IS NULL AND h.told_ms IS NULL AND h.is_urgent >= $3 AND " WAITS_FOR_STAFF_SQL
	"LIMIT 1)";

static gint64
count_held(Gathering *g, const char *sql, const Desk *desk, gint64 third)
{
	gint64 count = 0;
	if (g->failure || !db_get_int(g->db, 0, &count, &g->failure, sql, "tii", desk->name,
				      g->facts->now_ms, third))
		return 0;
	return count;
}

static void
gather_listing(Gathering *g, const Desk *desk)
{
	if (g->failure)
		return;
	g_autoptr(Query) query = db_query(g->db, listing_sql, "tii", desk->name, g->facts->now_ms,
					  (gint64)LIMIT_HELD_LISTED);
	while (query_next(query, &g->failure))
		g_ptr_array_add(g->facts->held, held_from_row(query));
}

/* Most often there is no news, and that is cheap to know. */
void
gather_digest(Gathering *g, const Desk *desk)
{
	g->facts->held_news = count_held(g, news_sql, desk, 0) > 0;
	if (!g->facts->held_news)
		return;
	g->facts->held_urgent_news = count_held(g, news_sql, desk, 1) > 0;
	g->facts->held_count = count_held(g, count_sql, desk, LIMIT_HELD_COUNTED);
	gather_listing(g, desk);
}

static void
add_rows(Gathering *g, GPtrArray *list, Query *query)
{
	while (!g->failure && query_next(query, &g->failure))
		g_ptr_array_add(list, held_from_row(query));
}

void
gather_undecided(Gathering *g, gint64 number)
{
	static const char sql[] = "SELECT " HELD_COLUMNS "WHERE h.id = $1 AND h.decision IS NULL";
	g_autoptr(Query) query = db_query(g->db, sql, "i", number);
	add_rows(g, g->facts->held_named, query);
}

static void
gather_named_held(Gathering *g, const char *key)
{
	static const char by_number[] = "SELECT " HELD_COLUMNS "WHERE h.id = $1";
	static const char by_token[] = "SELECT " HELD_COLUMNS "WHERE h.token = $1";
	gint64 number = 0;
	gboolean is_number = text_to_int(key, 1, G_MAXINT64, &number);
	g_autoptr(Query) query = is_number ? db_query(g->db, by_number, "i", number)
					   : db_query(g->db, by_token, "t", key);
	add_rows(g, g->facts->held_named, query);
}

/* As the digest of that time listed them, but for what has been decided since. */
static const char listed_at_sql[] =
	"SELECT " HELD_COLUMNS "JOIN (SELECT id AS listed FROM (SELECT h.id, h.is_urgent FROM held "
	"h WHERE h.decision IS NULL AND " WAITS_FOR_STAFF_SQL
	"UNION ALL SELECT h.id, h.is_urgent FROM held h WHERE h.decided_ms > $2 "
	"AND " WAITS_FOR_STAFF_SQL
	") ORDER BY is_urgent DESC, id LIMIT $3) ON listed = h.id WHERE h.decision IS NULL "
	"ORDER BY h.is_urgent DESC, h.id";

static void
gather_answered_digest(Gathering *g, const Desk *desk, const char *token)
{
	static const char sql[] =
		"SELECT created_ms FROM outbox WHERE token = $1 AND kind = 'held'";
	gint64 created_ms = 0;
	if (g->failure || !db_get_int(g->db, 0, &created_ms, &g->failure, sql, "t", token) ||
	    !created_ms)
		return;
	g->facts->is_digest_answered = TRUE;
	g_autoptr(Query) query = db_query(g->db, listed_at_sql, "tii", desk->name, created_ms,
					  (gint64)LIMIT_HELD_LISTED);
	add_rows(g, g->facts->held, query);
}

static void
gather_answered_digests(Gathering *g, const Clues *clues)
{
	for (guint i = 0; i < clues->references->len && !g->facts->is_digest_answered; i++) {
		g_autofree char *token = token_of_message_id(clues->references->pdata[i]);
		if (token)
			gather_answered_digest(g, clues->staff_desk, token);
	}
}

/* A mail that came back to its writer, as the mail in hand refers to it. */
typedef struct Referred {
	gint64 delivery; /* 0: it refers to none */
	gint64 told_ms;  /* when the notice was made that it names; 0: it names the mail itself */
} Referred;

/* By the notice that sent it back: some clients keep nothing else. */
static void
refer_by_token(Gathering *g, const char *token, Referred *referred)
{
	static const char sql[] = "SELECT returns, created_ms FROM outbox WHERE token = $1 AND "
				  "returns > 0";
	g_autoptr(Query) query = db_query(g->db, sql, "t", token);
	if (!query_next(query, &g->failure))
		return;
	referred->delivery = query_int(query, 0);
	referred->told_ms = query_int(query, 1);
}

static Referred
read_reference(Gathering *g, const char *id)
{
	static const char sql[] =
		"SELECT d.id FROM delivery d LEFT JOIN held h ON h.delivery = d.id AND h.kind = "
		"'returned' WHERE d.message_key = $1 AND (d.outcome = 'returned' OR h.id IS NOT "
		"NULL) ORDER BY d.id DESC LIMIT 1";
	Referred referred = {0};
	g_autofree char *token = token_of_message_id(id);
	if (token)
		refer_by_token(g, token, &referred);
	else if (!db_get_int(g->db, 0, &referred.delivery, &g->failure, sql, "i",
			     message_id_key(id)))
		referred.delivery = 0;
	return referred;
}

/* The sender's own returned mail of this delivery, whatever became of it; NULL: there is none that
 * could ever be sent. */
static HeldFact *
returned_of(Gathering *g, gint64 delivery)
{
	static const char sql[] = "SELECT " HELD_COLUMNS
				  "WHERE h.delivery = $1 AND h.person = $2 AND h.kind = 'returned'";
	for (guint i = 0; i < g->facts->returned->len; i++) {
		HeldFact *held = g->facts->returned->pdata[i];
		if (held->delivery == delivery)
			return held;
	}
	g_autoptr(Query) query = db_query(g->db, sql, "ii", delivery, g->facts->sender->id);
	if (g->failure || !query_next(query, &g->failure))
		return NULL;
	HeldFact *held = held_from_row(query);
	g_ptr_array_add(g->facts->returned, held);
	return held;
}

/* The newest reference comes first, and says which one is answered; the others are what it was
 * written to put right. */
static void
gather_referred(Gathering *g, const Clues *clues)
{
	Facts *facts = g->facts;
	for (guint i = 0; !g->failure && i < clues->references->len; i++) {
		Referred referred = read_reference(g, clues->references->pdata[i]);
		if (g->failure || !referred.delivery)
			continue;
		HeldFact *held = returned_of(g, referred.delivery);
		if (held) {
			held->is_referred = TRUE;
			held->is_answered = held->is_answered || !facts->is_return_answered;
			held->is_told = held->is_told || referred.told_ms >= held->held_ms;
		}
		facts->is_return_answered = TRUE;
		facts->is_reply_to_return = facts->is_reply_to_return || i == 0;
	}
}

/* The sender's own, the latest first, and behind them those that are answered. */
static void
gather_returned(Gathering *g, const Clues *clues)
{
	static const char sql[] =
		"SELECT " HELD_COLUMNS "WHERE h.person = $1 AND h.kind = 'returned' AND h.decision "
		"IS NULL AND h.expires_ms > $2 ORDER BY h.id DESC LIMIT 10";
	if (g->failure)
		return;
	g_autoptr(Query) query = db_query(g->db, sql, "ii", g->facts->sender->id, g->facts->now_ms);
	add_rows(g, g->facts->returned, query);
	if (g->facts->returned->len > 0 || clues->commands->len > 0)
		gather_referred(g, clues);
}

/* Which number this mail gets if it is held: that is said to its writer. */
static void
gather_next_held(Gathering *g)
{
	static const char sql[] =
		"SELECT coalesce((SELECT id FROM held WHERE delivery = $1), (SELECT "
		"coalesce(max(id), 0) + 1 FROM held))";
	gint64 number = 0;
	if (!g->failure && db_get_int(g->db, 0, &number, &g->failure, sql, "i", g->input->delivery))
		g->facts->next_held = number;
}

void
gather_held(Gathering *g, const Clues *clues)
{
	if (!g->facts->sender || clues->is_machine)
		return;
	for (guint i = 0; i < clues->held_keys->len && !g->failure; i++)
		gather_named_held(g, clues->held_keys->pdata[i]);
	/* Nobody else gets digests, or a mail of the own back. */
	if (strcmp(g->facts->sender->role, "staff") != 0)
		return;
	/* An ordinary reply has found its case already. */
	if (clues->held_keys->len > 0 || g->facts->candidates->len == 0)
		gather_answered_digests(g, clues);
	gather_returned(g, clues);
	gather_next_held(g);
}
