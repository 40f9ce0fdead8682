/*
 * Cases as people and programs want to see them.
 */
#include "store/cases.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "store/rows.h"

#include <string.h>

gboolean
case_number_split(const char *text, char **prefix_out, gint64 *number_out)
{
	const char *dash = strrchr(text, '-');
	if (!dash || dash == text || !text_to_int(dash + 1, 1, G_MAXINT64, number_out))
		return FALSE;
	*prefix_out = g_ascii_strup(text, dash - text);
	return TRUE;
}

static gboolean
finish(GError *failure, GError **error)
{
	if (!failure)
		return TRUE;
	g_propagate_error(error, failure);
	return FALSE;
}

/* Columns that lists and single cases share. */
#define CASE_COLUMNS                                                                               \
	"c.id, c.prefix || '-' || c.number, c.title, c.type, c.status, c.priority, c.severity, "   \
	"c.emergency, c.is_change_request, c.customer, coalesce((SELECT a.address FROM address a " \
	"WHERE a.person = c.reporter ORDER BY a.is_main DESC, a.address LIMIT 1), ''), "           \
	"coalesce((SELECT a.address FROM address a WHERE a.person = c.assignee ORDER BY "          \
	"a.is_main "                                                                               \
	"DESC, a.address LIMIT 1), ''), c.eta, c.rating, c.opened_ms, c.updated_ms, c.desk, "      \
	"coalesce((SELECT m.prefix || '-' || m.number FROM cases m WHERE m.id = c.merged_into), "  \
	"''), c.team, coalesce((SELECT h.partner FROM case_partner h WHERE h.case_id = c.id AND "  \
	"h.ended_ms IS NULL), ''), nullif(c.due_ms, 0), c.due_for "

static const Column case_columns[] = {
	{COLUMN_SKIP, NULL},
	{COLUMN_TEXT, "number"},
	{COLUMN_TEXT, "title"},
	{COLUMN_TEXT, "type"},
	{COLUMN_TEXT, "status"},
	{COLUMN_TEXT_OR_NULL, "priority"},
	{COLUMN_TEXT_OR_NULL, "severity"},
	{COLUMN_TEXT_OR_NULL, "emergency"},
	{COLUMN_BOOL, "change_request"},
	{COLUMN_TEXT, "customer"},
	{COLUMN_TEXT_OR_NULL, "reporter"},
	{COLUMN_TEXT_OR_NULL, "assignee"},
	{COLUMN_TEXT_OR_NULL, "eta"},
	{COLUMN_INT_OR_NULL, "rating"},
	{COLUMN_TIME, "opened"},
	{COLUMN_TIME, "updated"},
	{COLUMN_TEXT, "desk"},
	{COLUMN_TEXT_OR_NULL, "merged_into"},
	{COLUMN_TEXT_OR_NULL, "team"},
	{COLUMN_TEXT_OR_NULL, "partner"},
	{COLUMN_TIME_OR_NULL, "due"},
	{COLUMN_TEXT_OR_NULL, "due_for"},
	{COLUMN_END, NULL},
};

/* Today and now as in ETAs, now, and statuses in which no ETA is late. */
#define LATE_SQL(today, now, now_ms, closed)                                                       \
	"(" today " = '' OR (c.due_ms <> 0 AND c.due_ms <= " now_ms ") OR (c.eta <> '' AND "       \
	"c.eta < CASE length(c.eta) WHEN 10 THEN " today " ELSE " now " END AND replace(" closed   \
	", '|' || c.status || '|', '') = " closed "))"

static const char list_sql[] =
	"SELECT " CASE_COLUMNS "FROM cases c WHERE ($1 = '' OR c.desk = $1) AND ($2 = '' OR "
	"c.status = $2) AND ($3 = '' OR lower(c.customer) = lower($3) OR EXISTS (SELECT 1 FROM "
	"participant t JOIN address a ON a.person = t.person WHERE t.case_id = c.id AND a.address "
	"= "
	"lower($3))) AND ($4 = '*' OR coalesce((SELECT a.address FROM address a WHERE a.person = "
	"c.assignee AND a.address = lower($4)), '') = lower($4) AND ($4 <> '' OR c.assignee IS "
	"NULL)) AND ($5 = 0 OR c.updated_ms < $5) AND " LATE_SQL(
		"$9", "$10", "$11", "$12") " AND c.merged_into IS NULL AND ($7 = '' OR "
					   "lower($7) = coalesce((SELECT lower(h.partner) FROM "
					   "case_partner h WHERE h.case_id = c.id "
					   "AND h.ended_ms IS NULL), 'none')) AND ($8 = '' OR c.id "
					   "IN (SELECT e.case_id FROM "
					   "case_external e WHERE lower(e.id) = lower($8) UNION "
					   "SELECT t.case_id FROM case_ticket t WHERE lower(t.key) "
					   "= lower($8))) ORDER "
					   "BY c.updated_ms DESC, c.id DESC "
					   "LIMIT $6";

static const char one_sql[] =
	"SELECT " CASE_COLUMNS "FROM cases c WHERE c.id = $1 AND " LATE_SQL("$2", "$3", "$4", "$5");

/* When that is, as ETAs say it; "" where it doesn't count. */
typedef struct Late {
	char *today;
	char *now;
} Late;

static void
late_clear(Late *late)
{
	g_free(late->today);
	g_free(late->now);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Late, late_clear)

static Late
late_of(const CaseFilter *filter)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(filter->late_ms / 1000);
	return (Late){filter->late_ms ? g_date_time_format(utc, "%Y-%m-%d") : g_strdup(""),
		      filter->late_ms ? g_date_time_format(utc, "%Y-%m-%d %H:%M UTC")
				      : g_strdup("")};
}

static Js *
list_filtered(Db *db, const CaseFilter *filter, GError **error)
{
	g_auto(Late) late = late_of(filter);
	Query *query = db_query(
		db, list_sql, "ttttiittttit", filter->desk ? filter->desk : "",
		filter->status ? filter->status : "", filter->customer ? filter->customer : "",
		filter->assignee ? filter->assignee : "*", filter->before_ms,
		(gint64)(filter->limit ? filter->limit : G_MAXUINT),
		filter->partner ? filter->partner : "", filter->external ? filter->external : "",
		late.today, late.now, filter->late_ms, filter->closed ? filter->closed : "");
	return rows_to_js(query, case_columns, error);
}

static gboolean
same(const Js *one, const char *key, const char *wanted)
{
	const char *value = js_get_text(one, key);
	return !wanted || !g_ascii_strcasecmp(value ? value : "", wanted);
}

static gboolean
is_with(const Js *one, const char *partner)
{
	return same(one, "partner", g_strcmp0(partner, "none") ? partner : "");
}

static gboolean
has_external(Db *db, gint64 case_id, const char *id, GError **error)
{
	static const char sql[] =
		"SELECT count(*) FROM (SELECT id FROM case_external WHERE case_id "
		"= $1 UNION SELECT key FROM case_ticket WHERE case_id = $1) k "
		"WHERE lower(k.id) = lower($2)";
	gint64 count = 0;
	if (!id)
		return TRUE;
	return db_get_int(db, 0, &count, error, sql, "it", case_id, id) && count > 0;
}

/* What a search found, in its order, held against the other filters. */
static Js *
list_among(Db *db, const CaseFilter *filter, GError **error)
{
	GError *failure = NULL;
	g_auto(Late) late = late_of(filter);
	g_autoptr(Js) list = js_array();
	for (guint i = 0; i < filter->among->len && !failure; i++) {
		g_autoptr(Query) query = db_query(
			db, one_sql, "ittit", g_array_index(filter->among, gint64, i), late.today,
			late.now, filter->late_ms, filter->closed ? filter->closed : "");
		if (!query_next(query, &failure))
			continue;
		g_autoptr(Js) one = row_to_js(query, case_columns);
		if (same(one, "desk", filter->desk) && same(one, "status", filter->status) &&
		    same(one, "customer", filter->customer) &&
		    same(one, "assignee", filter->assignee) && is_with(one, filter->partner) &&
		    has_external(db, query_int(query, 0), filter->external, &failure) &&
		    (!filter->before_ms || query_int(query, 15) < filter->before_ms))
			js_add(list, g_steal_pointer(&one));
	}
	return finish(failure, error) ? g_steal_pointer(&list) : NULL;
}

Js *
case_list(Store *store, const CaseFilter *filter, GError **error)
{
	Db *db = store_db(store);
	return filter->among ? list_among(db, filter, error) : list_filtered(db, filter, error);
}

static Js *
show_participants(Db *db, gint64 case_id, GError **error)
{
	static const char sql[] =
		"SELECT (SELECT a.address FROM address a WHERE a.person = t.person ORDER BY "
		"a.is_main DESC, a.address LIMIT 1), t.role, t.tracking_id FROM participant t "
		"WHERE t.case_id = $1 OR t.id IN (SELECT m.participant FROM merged_participant m "
		"WHERE m.merged = $1 AND m.role_was IS NULL) ORDER BY t.id";
	static const Column columns[] = {{COLUMN_TEXT, "address"},
					 {COLUMN_TEXT, "role"},
					 {COLUMN_TEXT, "tracking_id"},
					 {COLUMN_END, NULL}};
	return rows_to_js(db_query(db, sql, "i", case_id), columns, error);
}

/* They follow the case, and have no tracking ID. */
static Js *
show_organisations(Db *db, gint64 case_id, GError **error)
{
	static const char sql[] = "SELECT o.name FROM case_organisation f JOIN organisation o ON "
				  "o.id = f.organisation WHERE f.case_id = $1 ORDER BY o.name";
	static const Column columns[] = {{COLUMN_TEXT, "name"}, {COLUMN_END, NULL}};
	return rows_to_js(db_query(db, sql, "i", case_id), columns, error);
}

static Js *
show_fields(Db *db, gint64 case_id, GError **error)
{
	static const char sql[] =
		"SELECT name, value FROM case_field WHERE case_id = $1 ORDER BY name";
	GError *failure = NULL;
	g_autoptr(Js) fields = js_object();
	g_autoptr(Query) query = db_query(db, sql, "i", case_id);
	while (query_next(query, &failure))
		js_set_text(fields, query_text(query, 0), query_text(query, 1));
	return finish(failure, error) ? g_steal_pointer(&fields) : NULL;
}

static Js *
show_external(Db *db, gint64 case_id, GError **error)
{
	static const char sql[] =
		"SELECT partner, id FROM case_external WHERE case_id = $1 ORDER BY partner";
	static const Column columns[] = {
		{COLUMN_TEXT, "partner"}, {COLUMN_TEXT, "id"}, {COLUMN_END, NULL}};
	return rows_to_js(db_query(db, sql, "i", case_id), columns, error);
}

/* In other trackers. */
static Js *
show_tickets(Db *db, gint64 case_id, GError **error)
{
	static const char sql[] =
		"SELECT tracker, key, status FROM case_ticket WHERE case_id = $1 ORDER BY key";
	static const Column columns[] = {{COLUMN_TEXT, "tracker"},
					 {COLUMN_TEXT, "key"},
					 {COLUMN_TEXT_OR_NULL, "status"},
					 {COLUMN_END, NULL}};
	return rows_to_js(db_query(db, sql, "i", case_id), columns, error);
}

/* The hand-overs, the first one first; which isn't ended has the case. */
static Js *
show_partners(Db *db, gint64 case_id, GError **error)
{
	static const char sql[] = "SELECT partner, given_ms, answered_ms, ended_ms FROM "
				  "case_partner WHERE case_id = $1 ORDER BY id";
	static const Column columns[] = {{COLUMN_TEXT, "partner"},
					 {COLUMN_TIME, "given"},
					 {COLUMN_TIME_OR_NULL, "answered"},
					 {COLUMN_TIME_OR_NULL, "ended"},
					 {COLUMN_END, NULL}};
	return rows_to_js(db_query(db, sql, "i", case_id), columns, error);
}

/* The texts of a statement's only column. */
static Js *
show_texts(Db *db, const char *sql, gint64 case_id, GError **error)
{
	GError *failure = NULL;
	g_autoptr(Js) list = js_array();
	g_autoptr(Query) query = db_query(db, sql, "i", case_id);
	while (query_next(query, &failure))
		js_add_text(list, query_text(query, 0));
	return finish(failure, error) ? g_steal_pointer(&list) : NULL;
}

static Js *
show_tags(Db *db, gint64 case_id, GError **error)
{
	static const char sql[] = "SELECT tag FROM case_tag WHERE case_id = $1 ORDER BY tag";
	return show_texts(db, sql, case_id, error);
}

static Js *
show_merged(Db *db, gint64 case_id, GError **error)
{
	static const char sql[] =
		"SELECT prefix || '-' || number FROM cases WHERE merged_into = $1 ORDER BY id";
	return show_texts(db, sql, case_id, error);
}

static Js *
show_links(Db *db, gint64 case_id, GError **error)
{
	static const char sql[] =
		"SELECT c.prefix || '-' || c.number, l.kind, c.title, c.status FROM case_link l "
		"JOIN cases c ON c.id = l.other WHERE l.case_id = $1 ORDER BY c.id";
	static const Column columns[] = {{COLUMN_TEXT, "number"},
					 {COLUMN_TEXT, "kind"},
					 {COLUMN_TEXT, "title"},
					 {COLUMN_TEXT, "status"},
					 {COLUMN_END, NULL}};
	return rows_to_js(db_query(db, sql, "i", case_id), columns, error);
}

static Js *
show_attachments(Db *db, gint64 entry, GError **error)
{
	static const char sql[] =
		"SELECT name, type, size_bytes, sha256 FROM attachment WHERE entry = $1 ORDER BY n";
	static const Column columns[] = {{COLUMN_TEXT, "name"},
					 {COLUMN_TEXT, "type"},
					 {COLUMN_INT, "size"},
					 {COLUMN_HEX, "sha256"},
					 {COLUMN_END, NULL}};
	return rows_to_js(db_query(db, sql, "i", entry), columns, error);
}

/* The columns of entries_sql: these three, the author's five, these six, the row's number. */
static const Column entry_head[] = {{COLUMN_INT, "seq"},
				    {COLUMN_TIME, "at"},
				    {COLUMN_TEXT, "kind"},
				    {COLUMN_END, NULL}};
static const Column entry_author[] = {{COLUMN_TEXT, "address"}, {COLUMN_TEXT, "role"},
				      {COLUMN_BOOL, "proven"},  {COLUMN_TEXT, "name"},
				      {COLUMN_TEXT, "proof"},   {COLUMN_END, NULL}};
static const Column entry_rest[] = {{COLUMN_TEXT, "text"},
				    {COLUMN_TEXT_OR_NULL, "full_text"},
				    {COLUMN_TEXT_OR_NULL, "message_id"},
				    {COLUMN_TEXT_OR_NULL, "split_into"},
				    {COLUMN_BOOL, "redacted"},
				    {COLUMN_INT, "masked"},
				    {COLUMN_END, NULL}};

static const char entries_sql[] =
	"SELECT seq, at_ms, kind, author, author_role, is_proven, "
	"author_name, proof, text, full_text, message_id, "
	"coalesce((SELECT s.prefix || '-' || s.number FROM cases s WHERE "
	"s.id = split_into), ''), redacted_ms IS NOT NULL, masked, id FROM entry "
	"WHERE case_id = $1 ORDER BY seq";

static Js *
show_entry(Db *db, Query *row, GError **error)
{
	g_autoptr(Js) one = js_object();
	Js *author = js_object();
	row_set(one, row, 0, entry_head);
	row_set(author, row, 3, entry_author);
	js_set(one, "author", author);
	row_set(one, row, 8, entry_rest);
	Js *attachments = show_attachments(db, query_int(row, 14), error);
	if (!attachments)
		return NULL;
	js_set(one, "attachments", attachments);
	return g_steal_pointer(&one);
}

static Js *
show_entries(Db *db, gint64 case_id, GError **error)
{
	GError *failure = NULL;
	g_autoptr(Js) list = js_array();
	g_autoptr(Query) query = db_query(db, entries_sql, "i", case_id);
	while (!failure && query_next(query, &failure)) {
		Js *one = show_entry(db, query, &failure);
		if (one)
			js_add(list, one);
	}
	return finish(failure, error) ? g_steal_pointer(&list) : NULL;
}

/* What belongs to a case, in the order of its members. */
static gboolean
show_belongings(Js *js, Db *db, gint64 case_id, GError **error)
{
	static const struct {
		const char *key;
		Js *(*show)(Db *db, gint64 case_id, GError **error);
	} members[] = {{"participants", show_participants},
		       {"organisations", show_organisations},
		       {"fields", show_fields},
		       {"external", show_external},
		       {"partners", show_partners},
		       {"tags", show_tags},
		       {"links", show_links},
		       {"tickets", show_tickets},
		       {"merged", show_merged},
		       {"entries", show_entries}};
	for (guint i = 0; i < G_N_ELEMENTS(members); i++) {
		Js *member = members[i].show(db, case_id, error);
		if (!member)
			return FALSE;
		js_set(js, members[i].key, member);
	}
	return TRUE;
}

Js *
case_show(Store *store, const char *prefix, gint64 number, GError **error)
{
	static const char sql[] =
		"SELECT " CASE_COLUMNS "FROM cases c WHERE c.prefix = $1 AND c.number = $2";
	Db *db = store_db(store);
	g_autoptr(Query) query = db_query(db, sql, "ti", prefix, number);
	if (!query_next(query, error))
		return NULL;
	g_autoptr(Js) js = row_to_js(query, case_columns);
	return show_belongings(js, db, query_int(query, 0), error) ? g_steal_pointer(&js) : NULL;
}

gboolean
case_entry_message(Store *store, const char *prefix, gint64 number, gint64 seq, gint64 *message_out,
		   GError **error)
{
	static const char sql[] =
		"SELECT coalesce(e.message, 0) FROM cases c JOIN entry e ON e.case_id = c.id "
		"WHERE c.prefix = $1 "
		"AND c.number = $2 AND e.seq = $3";
	return db_get_int(store_db(store), -1, message_out, error, sql, "tii", prefix, number, seq);
}
