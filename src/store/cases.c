/*
 * Cases as people and programs want to see them.
 */
#include "store/cases.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"

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

static void
set_time(Js *js, const char *key, gint64 ms)
{
	g_autofree char *text = time_to_rfc3339(ms);
	js_set_text(js, key, text);
}

/* "" in the store is null outside. */
static void
set_or_null(Js *js, const char *key, const char *text)
{
	js_set_text(js, key, text && *text ? text : NULL);
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
	"DESC, a.address LIMIT 1), ''), c.eta, c.rating, c.opened_ms, c.updated_ms, c.desk "

static Js *
case_head(Query *query)
{
	Js *js = js_object();
	js_set_text(js, "number", query_text(query, 1));
	js_set_text(js, "title", query_text(query, 2));
	js_set_text(js, "type", query_text(query, 3));
	js_set_text(js, "status", query_text(query, 4));
	set_or_null(js, "priority", query_text(query, 5));
	set_or_null(js, "severity", query_text(query, 6));
	set_or_null(js, "emergency", query_text(query, 7));
	js_set_bool(js, "change_request", query_int(query, 8) != 0);
	js_set_text(js, "customer", query_text(query, 9));
	set_or_null(js, "reporter", query_text(query, 10));
	set_or_null(js, "assignee", query_text(query, 11));
	set_or_null(js, "eta", query_text(query, 12));
	if (query_is_null(query, 13))
		js_set_null(js, "rating");
	else
		js_set_int(js, "rating", query_int(query, 13));
	set_time(js, "opened", query_int(query, 14));
	set_time(js, "updated", query_int(query, 15));
	js_set_text(js, "desk", query_text(query, 16));
	return js;
}

static const char list_sql[] =
	"SELECT " CASE_COLUMNS "FROM cases c WHERE ($1 = '' OR c.desk = $1) AND ($2 = '' OR "
	"c.status = $2) AND ($3 = '' OR lower(c.customer) = lower($3) OR EXISTS (SELECT 1 FROM "
	"participant t JOIN address a ON a.person = t.person WHERE t.case_id = c.id AND a.address "
	"= "
	"lower($3))) AND ($4 = '*' OR coalesce((SELECT a.address FROM address a WHERE a.person = "
	"c.assignee AND a.address = lower($4)), '') = lower($4) AND ($4 <> '' OR c.assignee IS "
	"NULL)) AND ($5 = 0 OR c.updated_ms < $5) ORDER BY c.updated_ms DESC, c.id DESC LIMIT $6";

static const char one_sql[] = "SELECT " CASE_COLUMNS "FROM cases c WHERE c.id = $1";

static Js *
list_filtered(Db *db, const CaseFilter *filter, GError **error)
{
	GError *failure = NULL;
	g_autoptr(Js) list = js_array();
	g_autoptr(Query) query = db_query(
		db, list_sql, "ttttii", filter->desk ? filter->desk : "",
		filter->status ? filter->status : "", filter->customer ? filter->customer : "",
		filter->assignee ? filter->assignee : "*", filter->before_ms,
		(gint64)(filter->limit ? filter->limit : G_MAXUINT));
	while (query_next(query, &failure))
		js_add(list, case_head(query));
	return finish(failure, error) ? g_steal_pointer(&list) : NULL;
}

static gboolean
same(const Js *one, const char *key, const char *wanted)
{
	const char *value = js_get_text(one, key);
	return !wanted || !g_ascii_strcasecmp(value ? value : "", wanted);
}

/* What a search found, in its order, held against the other filters. */
static Js *
list_among(Db *db, const CaseFilter *filter, GError **error)
{
	GError *failure = NULL;
	g_autoptr(Js) list = js_array();
	for (guint i = 0; i < filter->among->len && !failure; i++) {
		g_autoptr(Query) query =
			db_query(db, one_sql, "i", g_array_index(filter->among, gint64, i));
		if (!query_next(query, &failure))
			continue;
		g_autoptr(Js) one = case_head(query);
		if (same(one, "desk", filter->desk) && same(one, "status", filter->status) &&
		    same(one, "customer", filter->customer) &&
		    same(one, "assignee", filter->assignee) &&
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

static const char participants_sql[] = "SELECT (SELECT a.address FROM address a WHERE a.person = "
				       "t.person ORDER BY a.is_main DESC, "
				       "a.address LIMIT 1), t.role, t.tracking_id FROM participant "
				       "t WHERE t.case_id = $1 ORDER BY "
				       "t.id";

static Js *
show_participants(Db *db, gint64 case_id, GError **failure)
{
	Js *list = js_array();
	g_autoptr(Query) query = db_query(db, participants_sql, "i", case_id);
	while (!*failure && query_next(query, failure)) {
		Js *one = js_object();
		js_set_text(one, "address", query_text(query, 0));
		js_set_text(one, "role", query_text(query, 1));
		js_set_text(one, "tracking_id", query_text(query, 2));
		js_add(list, one);
	}
	return list;
}

static Js *
show_fields(Db *db, gint64 case_id, GError **failure)
{
	static const char sql[] =
		"SELECT name, value FROM case_field WHERE case_id = $1 ORDER BY name";
	Js *fields = js_object();
	g_autoptr(Query) query = db_query(db, sql, "i", case_id);
	while (!*failure && query_next(query, failure))
		js_set_text(fields, query_text(query, 0), query_text(query, 1));
	return fields;
}

static Js *
show_external(Db *db, gint64 case_id, GError **failure)
{
	static const char sql[] =
		"SELECT partner, id FROM case_external WHERE case_id = $1 ORDER BY partner";
	Js *list = js_array();
	g_autoptr(Query) query = db_query(db, sql, "i", case_id);
	while (!*failure && query_next(query, failure)) {
		Js *one = js_object();
		js_set_text(one, "partner", query_text(query, 0));
		js_set_text(one, "id", query_text(query, 1));
		js_add(list, one);
	}
	return list;
}

static Js *
show_tags(Db *db, gint64 case_id, GError **failure)
{
	static const char sql[] = "SELECT tag FROM case_tag WHERE case_id = $1 ORDER BY tag";
	Js *list = js_array();
	g_autoptr(Query) query = db_query(db, sql, "i", case_id);
	while (!*failure && query_next(query, failure))
		js_add_text(list, query_text(query, 0));
	return list;
}

static char *
hex(GBytes *bytes)
{
	gsize length;
	const guint8 *data = g_bytes_get_data(bytes, &length);
	GString *text = g_string_sized_new(length * 2);
	for (gsize i = 0; i < length; i++)
		g_string_append_printf(text, "%02x", data[i]);
	return g_string_free(text, FALSE);
}

static Js *
show_attachments(Db *db, gint64 entry, GError **failure)
{
	static const char sql[] =
		"SELECT name, type, size_bytes, sha256 FROM attachment WHERE entry = $1 ORDER BY n";
	Js *list = js_array();
	g_autoptr(Query) query = db_query(db, sql, "i", entry);
	while (!*failure && query_next(query, failure)) {
		g_autoptr(GBytes) hash = query_bytes(query, 3);
		g_autofree char *hash_text = hex(hash);
		Js *one = js_object();
		js_set_text(one, "name", query_text(query, 0));
		js_set_text(one, "type", query_text(query, 1));
		js_set_int(one, "size", query_int(query, 2));
		js_set_text(one, "sha256", hash_text);
		js_add(list, one);
	}
	return list;
}

static const char entries_sql[] = "SELECT id, seq, at_ms, kind, author, author_role, is_proven, "
				  "text, message_id, author_name "
				  "FROM entry WHERE case_id = $1 ORDER BY seq";

static Js *
show_entry(Db *db, Query *query, GError **failure)
{
	Js *one = js_object();
	js_set_int(one, "seq", query_int(query, 1));
	set_time(one, "at", query_int(query, 2));
	js_set_text(one, "kind", query_text(query, 3));
	Js *author = js_object();
	js_set_text(author, "address", query_text(query, 4));
	js_set_text(author, "role", query_text(query, 5));
	js_set_bool(author, "proven", query_int(query, 6) != 0);
	js_set_text(author, "name", query_text(query, 9));
	js_set(one, "author", author);
	js_set_text(one, "text", query_text(query, 7));
	set_or_null(one, "message_id", query_text(query, 8));
	js_set(one, "attachments", show_attachments(db, query_int(query, 0), failure));
	return one;
}

static Js *
show_entries(Db *db, gint64 case_id, GError **failure)
{
	Js *list = js_array();
	g_autoptr(Query) query = db_query(db, entries_sql, "i", case_id);
	while (!*failure && query_next(query, failure))
		js_add(list, show_entry(db, query, failure));
	return list;
}

Js *
case_show(Store *store, const char *prefix, gint64 number, GError **error)
{
	static const char sql[] =
		"SELECT " CASE_COLUMNS "FROM cases c WHERE c.prefix = $1 AND c.number = $2";
	Db *db = store_db(store);
	GError *failure = NULL;
	g_autoptr(Js) js = NULL;
	g_autoptr(Query) query = db_query(db, sql, "ti", prefix, number);
	if (query_next(query, &failure)) {
		gint64 id = query_int(query, 0);
		js = case_head(query);
		js_set(js, "participants", show_participants(db, id, &failure));
		js_set(js, "fields", show_fields(db, id, &failure));
		js_set(js, "external", show_external(db, id, &failure));
		js_set(js, "tags", show_tags(db, id, &failure));
		js_set(js, "entries", show_entries(db, id, &failure));
	}
	return finish(failure, error) ? g_steal_pointer(&js) : NULL;
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
