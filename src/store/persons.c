/*
 * Keeping persons: customers, their agencies, staff and partners.
 */
#include "store/people.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/text.h"
#include "store/attributes.h"
#include "store/rows.h"
#include "store/zones.h"

#include <string.h>

static gboolean
set_name(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE person SET name = $2, name_key = $3 WHERE id = $1";
	g_autofree char *name = header_safe(value);
	g_autofree char *key = text_name_key(name);
	return (!*name || attribute_check_name("a person's name", name, LIMIT_NAME_CHARS, error)) &&
	       db_run(store_db(store), error, sql, "itt", id, name, key);
}

static gboolean
set_role(Store *store, gint64 id, const char *value, GError **error)
{
	static const char *const roles[] = {"customer", "agency", "staff", "partner", NULL};
	if (!g_strv_contains(roles, value))
		return error_perm(error,
				  "\"%s\" is no role; it is customer, agency, staff or partner",
				  value);
	return attribute_run(store, "UPDATE person SET role = $2 WHERE id = $1", id, value, error);
}

static gboolean
set_org(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE person SET organisation = nullif($2, 0) WHERE id = $1";
	gint64 org = 0;
	if (*value && strcmp(value, "none") != 0 && !org_must_find(store, value, &org, error))
		return FALSE;
	return db_run(store_db(store), error, sql, "ii", id, org);
}

static gboolean
set_language(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE person SET language = $2 WHERE id = $1";
	g_autofree char *language = attribute_language(value, error);
	return language && attribute_run(store, sql, id, language, error);
}

static gboolean
set_zone(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE person SET zone = $2 WHERE id = $1";
	return (!*value || zone_check(value, error)) && attribute_run(store, sql, id, value, error);
}

static gboolean
add_team(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] =
		"INSERT INTO person_team (person, team) VALUES ($1, $2) ON CONFLICT DO NOTHING";
	return attribute_check_name("a team", value, LIMIT_WORD_CHARS, error) &&
	       attribute_run(store, sql, id, value, error);
}

static gboolean
set_teams(Store *store, gint64 id, const char *value, GError **error)
{
	static const char clear[] = "DELETE FROM person_team WHERE person = $1";
	return db_run(store_db(store), error, clear, "i", id) &&
	       attribute_pieces(store, id, value, add_team, error);
}

/* Addresses. */

static gboolean
add_address(Store *store, gint64 id, const char *address, gboolean is_main, GError **error)
{
	static const char sql[] =
		"INSERT INTO address (address, person, is_main) VALUES ($1, $2, $3)";
	gint64 known = 0;
	g_autofree char *lower = g_utf8_strdown(address, -1);
	if (!address_is_fit(lower))
		return error_perm(error, "\"%.60s\" is no mail address; write it as name@domain",
				  address);
	if (!person_find(store, lower, &known, error))
		return FALSE;
	if (known && (known != id || is_main))
		return error_perm(error, "there is a person with the address %s already", address);
	return known || db_run(store_db(store), error, sql, "tii", lower, id, (gint64)is_main);
}

static gboolean
remove_address(Store *store, gint64 id, const char *address, GError **error)
{
	static const char is_main[] = "SELECT is_main FROM address WHERE address = $1";
	static const char sql[] = "DELETE FROM address WHERE person = $1 AND address = $2";
	gint64 known = 0, main_one = 0;
	g_autofree char *lower = g_utf8_strdown(address, -1);
	if (!person_find(store, lower, &known, error) ||
	    !attribute_find(store, is_main, lower, &main_one, error))
		return FALSE;
	if (known != id)
		return error_perm(error, "%s is none of this person's addresses", address);
	if (main_one)
		return error_perm(error,
				  "%s is this person's main address; make another one that "
				  "first, by address=",
				  address);
	return attribute_run(store, sql, id, lower, error);
}

/* "-old@example.org" takes one away. */
static gboolean
change_alias(Store *store, gint64 id, const char *value, GError **error)
{
	if (*value == '-')
		return remove_address(store, id, value + 1, error);
	return add_address(store, id, value, FALSE, error);
}

static gboolean
set_alias(Store *store, gint64 id, const char *value, GError **error)
{
	return attribute_pieces(store, id, value, change_alias, error);
}

/* The one before goes on being theirs. */
static gboolean
set_address(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE address SET is_main = (address = $2) WHERE person = $1";
	g_autofree char *lower = g_utf8_strdown(value, -1);
	return add_address(store, id, lower, FALSE, error) &&
	       attribute_run(store, sql, id, lower, error);
}

/* What staff is at desks. */

static gboolean
add_desk(Store *store, gint64 id, const char *desk, GError **error)
{
	static const char sql[] =
		"INSERT INTO person_desk (desk, person) VALUES ($2, $1) ON CONFLICT DO NOTHING";
	return attribute_run(store, sql, id, desk, error);
}

static char *
desk_form(const char *piece)
{
	return g_strdup(piece);
}

/* What somebody is at a desk that stays, stays. */
static gboolean
set_desk(Store *store, gint64 id, const char *value, GError **error)
{
	static const char all[] = "SELECT desk FROM person_desk WHERE person = $1";
	static const char remove[] = "DELETE FROM person_desk WHERE person = $1 AND desk = $2";
	return attribute_pieces(store, id, value, add_desk, error) &&
	       attribute_keep(store, id, value, desk_form, all, remove, error);
}

/* Runs a statement about the person at a desk, whose staff it has to be. */
static gboolean
at_desk(Store *store, const char *sql, gint64 id, const char *desk, gint64 value, GError **error)
{
	if (!db_run(store_db(store), error, sql, "iti", id, desk, value))
		return FALSE;
	return db_changed(store_db(store)) > 0 ||
	       error_perm(error, "this person doesn't work for desk %s; name it in desk= as well",
			  desk);
}

static gboolean
add_lead(Store *store, gint64 id, const char *desk, GError **error)
{
	static const char sql[] =
		"UPDATE person_desk SET is_lead = $3 WHERE person = $1 AND desk = $2";
	return at_desk(store, sql, id, desk, 1, error);
}

static gboolean
set_lead(Store *store, gint64 id, const char *value, GError **error)
{
	static const char clear[] = "UPDATE person_desk SET is_lead = 0 WHERE person = $1";
	return db_run(store_db(store), error, clear, "i", id) &&
	       attribute_pieces(store, id, value, add_lead, error);
}

static gboolean
add_raw(Store *store, gint64 id, const char *desk, GError **error)
{
	static const char sql[] =
		"UPDATE person_desk SET sees_raw = $3 WHERE person = $1 AND desk = $2";
	return at_desk(store, sql, id, desk, 1, error);
}

static gboolean
set_raw(Store *store, gint64 id, const char *value, GError **error)
{
	static const char clear[] = "UPDATE person_desk SET sees_raw = 0 WHERE person = $1";
	return db_run(store_db(store), error, clear, "i", id) &&
	       attribute_pieces(store, id, value, add_raw, error);
}

/* "support:2" is the second place in its roster, "support" the one somebody has, else that behind
 * all others. */
static gboolean
add_duty(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] =
		"UPDATE person_desk SET duty = CASE $3 WHEN 0 THEN coalesce(duty, (SELECT "
		"coalesce(max(duty), 0) + 1 FROM person_desk WHERE desk = $2)) ELSE $3 END WHERE "
		"person = $1 AND desk = $2";
	const char *colon = strrchr(value, ':');
	gint64 place = 0;
	if (colon && !text_to_int(colon + 1, 1, LIMIT_DUTY_PLACE, &place))
		return error_perm(error,
				  "\"%s\" is no place in a duty roster; write it like support:1, "
				  "with a number up to %d",
				  value, LIMIT_DUTY_PLACE);
	g_autofree char *desk = colon ? g_strndup(value, (gsize)(colon - value)) : g_strdup(value);
	return at_desk(store, sql, id, desk, place, error);
}

static char *
duty_form(const char *piece)
{
	return g_strndup(piece, strcspn(piece, ":"));
}

static gboolean
set_duty(Store *store, gint64 id, const char *value, GError **error)
{
	static const char all[] =
		"SELECT desk FROM person_desk WHERE person = $1 AND duty IS NOT NULL";
	static const char remove[] =
		"UPDATE person_desk SET duty = NULL WHERE person = $1 AND desk = $2";
	return attribute_pieces(store, id, value, add_duty, error) &&
	       attribute_keep(store, id, value, duty_form, all, remove, error);
}

/* As gpg and openssl print it: blanks and colons don't count. */
static char *
key_form(const char *piece)
{
	g_autoptr(GString) form = g_string_new(NULL);
	for (const char *p = piece; *p; p++)
		if (*p != ' ' && *p != ':')
			g_string_append_c(form, g_ascii_toupper(*p));
	return g_string_free(g_steal_pointer(&form), FALSE);
}

static gboolean
add_key(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "INSERT INTO person_key (person, fingerprint) VALUES ($1, $2) ON "
				  "CONFLICT DO NOTHING";
	g_autofree char *key = key_form(value);
	gsize length = strlen(key);
	if (strspn(key, "0123456789ABCDEF") != length || (length != 40 && length != 64))
		return error_perm(error,
				  "\"%.80s\" is no fingerprint of a key: it has 40 or 64 "
				  "hexadecimal digits",
				  value);
	return attribute_run(store, sql, id, key, error);
}

static gboolean
set_keys(Store *store, gint64 id, const char *value, GError **error)
{
	static const char all[] = "SELECT fingerprint FROM person_key WHERE person = $1";
	static const char remove[] =
		"DELETE FROM person_key WHERE person = $1 AND fingerprint = $2";
	return attribute_keep(store, id, value, key_form, all, remove, error) &&
	       attribute_pieces(store, id, value, add_key, error);
}

/* In the order of effect: what somebody is at a desk presupposes the desk. */
static const Attribute person_attributes[] = {
	{"name", set_name},         {"role", set_role},   {"org", set_org},
	{"desk", set_desk},         {"lead", set_lead},   {"raw", set_raw},
	{"duty", set_duty},         {"teams", set_teams}, {"team", set_teams},
	{"language", set_language}, {"zone", set_zone},   {"address", set_address},
	{"alias", set_alias},       {"key", set_keys},    {NULL, NULL},
};

gboolean
person_check_names(const char *const *sets, GError **error)
{
	return attributes_check("a person", person_attributes, sets, error);
}

/* What can only be told when all is set. */
static gboolean
check_whole(Store *store, gint64 id, GError **error)
{
	static const char sql[] =
		"SELECT count(*) FROM person_desk d JOIN person p ON p.id = d.person WHERE p.id = "
		"$1 AND p.role <> 'staff'";
	gint64 desks = 0;
	if (!db_get_int(store_db(store), 0, &desks, error, sql, "i", id))
		return FALSE;
	return !desks || error_perm(error, "only staff works for a desk; set role=staff, or leave "
					   "desk= empty");
}

static gboolean
set_whole(Store *store, gint64 id, const char *const *sets, GError **error)
{
	return attributes_set(store, "a person", person_attributes, id, sets, error) &&
	       check_whole(store, id, error);
}

static gboolean
is_set(const char *const *sets, const char *name)
{
	for (; *sets; sets += 2)
		if (!strcmp(*sets, name))
			return TRUE;
	return FALSE;
}

gboolean
person_add(Store *store, const char *address, const char *const *sets, gboolean by_domain,
	   gint64 now_ms, GError **error)
{
	static const char add[] = "INSERT INTO person (created_ms) VALUES ($1)";
	static const char join[] =
		"UPDATE person SET organisation = (SELECT d.organisation FROM organisation_domain "
		"d JOIN address a ON a.domain = d.domain WHERE a.person = $1 AND a.is_main = 1) "
		"WHERE id = $1 AND role = 'customer'";
	if (!db_run(store_db(store), error, add, "i", now_ms))
		return FALSE;
	gint64 id = db_last_key(store_db(store));
	return add_address(store, id, address, TRUE, error) && set_whole(store, id, sets, error) &&
	       (!by_domain || is_set(sets, "org") || db_run(store_db(store), error, join, "i", id));
}

gboolean
person_set(Store *store, const char *address, const char *const *sets, GError **error)
{
	gint64 id = 0;
	return person_must_find(store, address, &id, error) && set_whole(store, id, sets, error);
}

gboolean
person_remove(Store *store, const char *address, GError **error)
{
	static const char used[] = "SELECT count(*) FROM (SELECT case_id FROM participant WHERE "
				   "person = $1 UNION SELECT id FROM cases WHERE reporter = $1 OR "
				   "assignee = $1) AS part";
	static const char speaks[] = "SELECT count(*) FROM partner WHERE person = $1";
	static const char remove[] = "DELETE FROM person WHERE id = $1";
	gint64 id = 0, cases = 0, partners = 0;
	if (!person_must_find(store, address, &id, error) ||
	    !db_get_int(store_db(store), 0, &cases, error, used, "i", id) ||
	    !db_get_int(store_db(store), 0, &partners, error, speaks, "i", id))
		return FALSE;
	if (partners)
		return error_perm(error,
				  "%s speaks for a partner; give that one another address, or "
				  "remove it first",
				  address);
	if (cases)
		return error_perm(error,
				  "%s takes part in %" G_GINT64_FORMAT
				  " cases and can't be removed without their history",
				  address, cases);
	return db_run(store_db(store), error, remove, "i", id);
}

gboolean
person_want_welcome(Store *store, const char *address, gboolean wanted, GError **error)
{
	static const char sql[] = "UPDATE person SET welcomed_ms = CASE $2 WHEN 0 THEN 0 ELSE NULL "
				  "END WHERE id = $1 AND coalesce(welcomed_ms, 0) = 0";
	gint64 id = 0;
	return person_must_find(store, address, &id, error) &&
	       db_run(store_db(store), error, sql, "ii", id, (gint64)wanted);
}

gboolean
person_is_staff(Store *store, const char *address, const char *desk, gboolean *is_out,
		GError **error)
{
	static const char sql[] =
		"SELECT count(*) FROM address a JOIN person_desk d ON d.person = a.person "
		"WHERE a.address = $1 AND ($2 = '' OR d.desk = $2)";
	g_autofree char *lower = g_utf8_strdown(address, -1);
	gint64 count = 0;
	if (!db_get_int(store_db(store), 0, &count, error, sql, "tt", lower, desk ? desk : ""))
		return FALSE;
	*is_out = count > 0;
	return TRUE;
}

#define DESKS(what, which)                                                                         \
	"coalesce((SELECT group_concat(d." what                                                    \
	", ', ') FROM (SELECT desk, desk || ':' || duty AS "                                       \
	"place FROM person_desk WHERE person = p.id AND " which " ORDER BY desk) d), ''), "

Js *
person_list(Store *store, GError **error)
{
	static const char sql[] =
		"SELECT coalesce((SELECT group_concat(a.address, ', ') FROM (SELECT address FROM "
		"address WHERE person = p.id ORDER BY is_main DESC, address) a), ''), p.name, "
		"p.role, coalesce(o.name, ''), " DESKS("desk", "1") DESKS("desk", "is_lead = 1")
			DESKS("desk", "sees_raw = 1") DESKS(
				"place",
				"duty IS NOT NULL") "coalesce((SELECT group_concat(t.team, ', ') "
						    "FROM (SELECT team FROM person_team "
						    "WHERE person = p.id ORDER BY team) t), ''), "
						    "p.language, p.zone FROM person p LEFT "
						    "JOIN organisation o ON o.id = p.organisation "
						    "ORDER BY p.role, 1";
	static const Column columns[] = {
		{COLUMN_TEXT, "address"},  {COLUMN_TEXT, "name"}, {COLUMN_TEXT, "role"},
		{COLUMN_TEXT, "org"},      {COLUMN_TEXT, "desk"}, {COLUMN_TEXT, "lead"},
		{COLUMN_TEXT, "raw"},      {COLUMN_TEXT, "duty"}, {COLUMN_TEXT, "teams"},
		{COLUMN_TEXT, "language"}, {COLUMN_TEXT, "zone"}, {COLUMN_END, NULL}};
	return rows_to_js(db_query(store_db(store), sql, ""), columns, error);
}
