/*
 * Keeping support partners.
 */
#include "store/people.h"

#include "base/error.h"
#include "base/limits.h"
#include "desk/partner_event.h"
#include "store/attributes.h"
#include "store/rows.h"

#include <string.h>

/* A partner that takes longer to answer may as well be tried again later. */
#define TIMEOUT_S_MAX 120

static const char partner_find[] = "SELECT id FROM partner WHERE name = $1";

static gboolean
partner_set_address(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE partner SET person = $2 WHERE id = $1";
	gint64 person = 0;
	return person_must_find(store, value, &person, error) &&
	       db_run(store_db(store), error, sql, "ii", id, person);
}

static gboolean
partner_set_active(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE partner SET is_active = $2 WHERE id = $1";
	gboolean on = !g_ascii_strcasecmp(value, "on");
	if (!on && g_ascii_strcasecmp(value, "off") != 0)
		return error_perm(error, "active is \"on\" or \"off\", not \"%s\"", value);
	return db_run(store_db(store), error, sql, "ii", id, (gint64)on);
}

/* Whoever sets the URL, if to the same, wants it to be used again. */
static gboolean
partner_set_url(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE partner SET url = $2, off_why = '' WHERE id = $1";
	return attribute_run(store, sql, id, strcmp(value, "none") ? value : "", error);
}

static gboolean
partner_set_secret_file(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE partner SET secret_file = $2 WHERE id = $1";
	return attribute_run(store, sql, id, value, error);
}

static gboolean
partner_set_ca_file(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE partner SET ca_file = $2 WHERE id = $1";
	return attribute_run(store, sql, id, strcmp(value, "none") ? value : "", error);
}

/* In the spelling of the table. */
static gboolean
add_event(GString *list, const char *name, GError **error)
{
	for (const char *const *event = partner_events; *event; event++)
		if (!g_ascii_strcasecmp(*event, name)) {
			g_string_append_printf(list, "%s%s", list->len ? " " : "", *event);
			return TRUE;
		}
	g_autofree char *all = g_strjoinv(", ", unconst(partner_events));
	return error_perm(error, "there is no event \"%s\"; there are: %s", name, all);
}

static gboolean
partner_set_events(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE partner SET events = $2 WHERE id = $1";
	g_auto(GStrv) names = g_strsplit_set(strcmp(value, "all") ? value : "", ", ", -1);
	g_autoptr(GString) list = g_string_new(NULL);
	for (guint i = 0; names[i]; i++)
		if (*names[i] && !add_event(list, names[i], error))
			return FALSE;
	return attribute_run(store, sql, id, list->str, error);
}

static gboolean
set_seconds(Store *store, const char *sql, gint64 id, const char *value, GError **error)
{
	guint64 seconds = 0;
	if (!g_ascii_string_to_unsigned(value, 10, 1, TIMEOUT_S_MAX, &seconds, NULL))
		return error_perm(error, "a time-out is 1 to %d seconds, not \"%s\"", TIMEOUT_S_MAX,
				  value);
	return db_run(store_db(store), error, sql, "ii", id, (gint64)seconds);
}

static gboolean
partner_set_connect_timeout(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE partner SET connect_timeout_s = $2 WHERE id = $1";
	return set_seconds(store, sql, id, value, error);
}

static gboolean
partner_set_answer_timeout(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE partner SET answer_timeout_s = $2 WHERE id = $1";
	return set_seconds(store, sql, id, value, error);
}

static const Attribute partner_attributes[] = {
	{"address", partner_set_address},
	{"active", partner_set_active},
	{"url", partner_set_url},
	{"secret-file", partner_set_secret_file},
	{"ca-file", partner_set_ca_file},
	{"events", partner_set_events},
	{"connect-timeout", partner_set_connect_timeout},
	{"answer-timeout", partner_set_answer_timeout},
	{NULL, NULL},
};

/* Without an address its words would be nobody's, without a secret anybody's. */
static gboolean
check_endpoint(Store *store, gint64 id, GError **error)
{
	static const char sql[] =
		"SELECT CASE WHEN url = '' THEN 0 WHEN secret_file = '' THEN 1 "
		"WHEN person IS NULL THEN 2 ELSE 0 END FROM partner WHERE id = $1";
	static const char *const lacks[] = {NULL, "secret-file=PATH", "address=ADDRESS"};
	gint64 lack = 0;
	if (!db_get_int(store_db(store), 0, &lack, error, sql, "i", id))
		return FALSE;
	return lack == 0 || error_perm(error, "a partner with url=URL needs %s too", lacks[lack]);
}

static gboolean
set_all(Store *store, gint64 id, const char *const *sets, GError **error)
{
	return attributes_set(store, "a partner", partner_attributes, id, sets, error) &&
	       check_endpoint(store, id, error);
}

gboolean
partner_add(Store *store, const char *name, const char *const *sets, GError **error)
{
	static const char add[] = "INSERT INTO partner (name) VALUES ($1)";
	gint64 id = 0;
	if (!attribute_check_name("the name of a partner", name, LIMIT_NAME_CHARS, error) ||
	    !attribute_find(store, partner_find, name, &id, error))
		return FALSE;
	if (id)
		return error_perm(error, "there is a partner \"%s\" already", name);
	return db_run(store_db(store), error, add, "t", name) &&
	       set_all(store, db_last_key(store_db(store)), sets, error);
}

static gboolean
partner_must_find(Store *store, const char *name, gint64 *id_out, GError **error)
{
	if (!attribute_find(store, partner_find, name, id_out, error))
		return FALSE;
	return *id_out || error_perm(error, "there is no partner \"%s\"", name);
}

gboolean
partner_set(Store *store, const char *name, const char *const *sets, GError **error)
{
	gint64 id = 0;
	return partner_must_find(store, name, &id, error) && set_all(store, id, sets, error);
}

gboolean
partner_remove(Store *store, const char *name, GError **error)
{
	static const char has[] =
		"SELECT count(*) FROM case_partner WHERE partner = $1 AND ended_ms IS NULL";
	static const char gone[] = "DELETE FROM partner WHERE id = $1";
	gint64 id = 0, cases = 0;
	if (!partner_must_find(store, name, &id, error) ||
	    !db_get_int(store_db(store), 0, &cases, error, has, "t", name))
		return FALSE;
	if (cases)
		return error_perm(error,
				  "%" G_GINT64_FORMAT
				  " cases are with %s; take them back first, by "
				  "partner=none",
				  cases, name);
	return db_run(store_db(store), error, gone, "i", id);
}

Js *
partner_list(Store *store, GError **error)
{
	static const char sql[] =
		"SELECT r.name, coalesce((SELECT a.address FROM address a WHERE a.person = "
		"r.person "
		"ORDER BY a.is_main DESC, a.address LIMIT 1), ''), r.is_active, r.url, r.off_why, "
		"r.events, (SELECT count(*) FROM case_partner h WHERE h.partner = r.name AND "
		"h.ended_ms IS NULL) FROM partner r ORDER BY r.name";
	static const Column columns[] = {{COLUMN_TEXT, "name"},   {COLUMN_TEXT, "address"},
					 {COLUMN_BOOL, "active"}, {COLUMN_TEXT, "url"},
					 {COLUMN_TEXT, "off"},    {COLUMN_TEXT, "events"},
					 {COLUMN_INT, "cases"},   {COLUMN_END, NULL}};
	return rows_to_js(db_query(store_db(store), sql, ""), columns, error);
}
