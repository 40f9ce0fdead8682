/*
 * Keeping organisations.
 */
#include "store/people.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/text.h"
#include "desk/site.h"
#include "store/attributes.h"
#include "store/clocks.h"
#include "store/rows.h"
#include "store/zones.h"

#include <string.h>

/* A name that no other organisation has. */
static gboolean
check_name(Store *store, gint64 id, const char *name, GError **error)
{
	gint64 other = 0;
	if (!attribute_check_name("the name of an organisation", name, LIMIT_NAME_CHARS, error) ||
	    !org_find(store, name, &other, error))
		return FALSE;
	return !other || other == id ||
	       error_perm(error, "there is an organisation \"%s\" already", name);
}

static gboolean
set_name(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE organisation SET name = $2 WHERE id = $1";
	g_autofree char *name = header_safe(value);
	return check_name(store, id, name, error) && attribute_run(store, sql, id, name, error);
}

static gboolean
add_language(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] =
		"INSERT INTO organisation_language (organisation, language, n) VALUES ($1, $2, "
		"(SELECT count(*) FROM organisation_language WHERE organisation = $1)) ON "
		"CONFLICT DO NOTHING";
	g_autofree char *language = attribute_language(value, error);
	return language && attribute_run(store, sql, id, language, error);
}

static gboolean
set_languages(Store *store, gint64 id, const char *value, GError **error)
{
	static const char clear[] = "DELETE FROM organisation_language WHERE organisation = $1";
	return db_run(store_db(store), error, clear, "i", id) &&
	       attribute_pieces(store, id, value, add_language, error);
}

static gboolean
set_tier(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE organisation SET tier = $2 WHERE id = $1";
	return (!*value || attribute_check_name("a tier", value, LIMIT_WORD_CHARS, error)) &&
	       attribute_run(store, sql, id, value, error) && clocks_renew(store, error);
}

static gboolean
set_zone(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE organisation SET zone = $2 WHERE id = $1";
	return (!*value || zone_check(value, error)) && attribute_run(store, sql, id, value, error);
}

static gboolean
set_sharing(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE organisation SET sharing = $2 WHERE id = $1";
	gboolean on = !g_ascii_strcasecmp(value, "on") || !g_ascii_strcasecmp(value, "yes");
	if (!on && g_ascii_strcasecmp(value, "off") != 0 && g_ascii_strcasecmp(value, "no") != 0)
		return error_perm(error, "sharing is \"on\" or \"off\", not \"%s\"", value);
	return db_run(store_db(store), error, sql, "ii", id, (gint64)on);
}

/* Who became known by a mail before the domain was somebody's belongs to it from now on, as who
 * writes from it next will.  Whoever has an organisation keeps it. */
static gboolean
adopt(Store *store, gint64 id, const char *domain, GError **error)
{
	static const char sql[] =
		"UPDATE person SET organisation = $1 WHERE organisation IS NULL AND role = "
		"'customer' AND id IN (SELECT person FROM address WHERE domain = $2)";
	return attribute_run(store, sql, id, domain, error);
}

/* As it is kept: customer.example, also for "@Customer.Example". */
static char *
domain_form(const char *value)
{
	return g_utf8_strdown(value + (*value == '@'), -1);
}

static gboolean
add_domain(Store *store, gint64 id, const char *value, GError **error)
{
	static const char owner[] =
		"SELECT o.id, o.name FROM organisation_domain d JOIN organisation o ON o.id = "
		"d.organisation WHERE d.domain = $1";
	static const char add[] =
		"INSERT INTO organisation_domain (domain, organisation) VALUES ($2, $1)";
	g_autofree char *domain = domain_form(value);
	if (!host_name_is_fit(domain))
		return error_perm(error, "\"%s\" is no mail domain; write it like customer.example",
				  value);
	GError *failure = NULL;
	g_autoptr(Query) query = db_query(store_db(store), owner, "t", domain);
	if (query_next(query, &failure))
		return query_int(query, 0) == id ||
		       error_perm(error,
				  "the domain %s belongs to the organisation \"%s\"; take it out "
				  "of that one first",
				  domain, query_text(query, 1));
	if (!failure)
		return attribute_run(store, add, id, domain, error) &&
		       adopt(store, id, domain, error);
	g_propagate_error(error, failure);
	return FALSE;
}

/* A domain that was there and stays adopts nobody anew. */
static gboolean
set_domains(Store *store, gint64 id, const char *value, GError **error)
{
	static const char all[] = "SELECT domain FROM organisation_domain WHERE organisation = $1";
	static const char remove[] =
		"DELETE FROM organisation_domain WHERE organisation = $1 AND domain = $2";
	return attribute_pieces(store, id, value, add_domain, error) &&
	       attribute_keep(store, id, value, domain_form, all, remove, error);
}

static gboolean
add_follower(Store *store, gint64 id, const char *value, GError **error)
{
	static const char add[] = "INSERT INTO standing_follower (organisation, person) VALUES "
				  "($1, $2) ON CONFLICT DO NOTHING";
	static const char count[] = "SELECT count(*) FROM standing_follower WHERE organisation = "
				    "$1";
	gint64 person = 0, followers = 0;
	if (!person_must_find(store, value, &person, error) ||
	    !db_run(store_db(store), error, add, "ii", id, person) ||
	    !db_get_int(store_db(store), 0, &followers, error, count, "i", id))
		return FALSE;
	return followers <= LIMIT_STANDING_FOLLOWERS ||
	       error_perm(error, "an organisation has at most %d followers",
			  LIMIT_STANDING_FOLLOWERS);
}

static gboolean
set_followers(Store *store, gint64 id, const char *value, GError **error)
{
	static const char clear[] = "DELETE FROM standing_follower WHERE organisation = $1";
	return db_run(store_db(store), error, clear, "i", id) &&
	       attribute_pieces(store, id, value, add_follower, error);
}

static const Attribute org_attributes[] = {
	{"domains", set_domains}, {"languages", set_languages}, {"language", set_languages},
	{"tier", set_tier},       {"sharing", set_sharing},     {"followers", set_followers},
	{"zone", set_zone},       {"name", set_name},           {NULL, NULL},
};

gboolean
org_check_names(const char *const *sets, GError **error)
{
	return attributes_check("an organisation", org_attributes, sets, error);
}

gboolean
org_add(Store *store, const char *name, const char *const *sets, GError **error)
{
	static const char add[] = "INSERT INTO organisation (name) VALUES ($1)";
	return check_name(store, 0, name, error) &&
	       db_run(store_db(store), error, add, "t", name) &&
	       attributes_set(store, "an organisation", org_attributes,
			      db_last_key(store_db(store)), sets, error);
}

gboolean
org_set(Store *store, const char *name, const char *const *sets, GError **error)
{
	gint64 id = 0;
	return org_must_find(store, name, &id, error) &&
	       attributes_set(store, "an organisation", org_attributes, id, sets, error);
}

gboolean
org_remove(Store *store, const char *name, GError **error)
{
	static const char remove[] = "DELETE FROM organisation WHERE id = $1";
	gint64 id = 0;
	return org_must_find(store, name, &id, error) &&
	       db_run(store_db(store), error, remove, "i", id) && clocks_renew(store, error);
}

/* What was declined once is wanted now. */
GPtrArray *
org_unwelcomed(Store *store, const char *name, guint limit, GError **error)
{
	static const char sql[] =
		"SELECT p.id, a.address FROM organisation o JOIN person p ON p.organisation = o.id "
		"JOIN address a ON a.person = p.id AND a.is_main = 1 WHERE o.name = $1 AND p.role "
		"IN ('customer', 'agency') AND coalesce(p.welcomed_ms, 0) = 0 LIMIT $2";
	static const char want[] = "UPDATE person SET welcomed_ms = NULL WHERE id = $1";
	GError *failure = NULL;
	g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(Query) query = db_query(store_db(store), sql, "ti", name, (gint64)limit);
	while (query_next(query, &failure)) {
		gint64 id = query_int(query, 0);
		g_array_append_val(ids, id);
		g_ptr_array_add(addresses, g_strdup(query_text(query, 1)));
	}
	for (guint i = 0; i < ids->len && !failure; i++)
		if (!db_run(store_db(store), &failure, want, "i", g_array_index(ids, gint64, i)))
			break;
	if (!failure)
		return g_steal_pointer(&addresses);
	g_propagate_error(error, failure);
	return NULL;
}

gboolean
org_welcome_never(Store *store, const char *name, GError **error)
{
	static const char sql[] = "UPDATE person SET welcomed_ms = 0 WHERE organisation = $1 AND "
				  "welcomed_ms IS NULL";
	gint64 id = 0;
	return org_must_find(store, name, &id, error) &&
	       db_run(store_db(store), error, sql, "i", id);
}

gboolean
org_of_address(Store *store, const char *address, gboolean by_domain, char **tier_out,
	       GPtrArray **languages_out, GError **error)
{
	static const char sql[] =
		"SELECT o.tier, coalesce(l.language, '') FROM organisation o LEFT JOIN "
		"organisation_language l ON l.organisation = o.id WHERE o.id = coalesce((SELECT "
		"p.organisation FROM address a JOIN person p ON p.id = a.person WHERE a.address = "
		"$1), (SELECT d.organisation FROM organisation_domain d WHERE d.domain = $2)) "
		"ORDER BY l.n";
	GError *failure = NULL;
	g_autofree char *tier = NULL;
	g_autoptr(GPtrArray) languages = g_ptr_array_new_with_free_func(g_free);
	const char *domain = by_domain ? address_domain(address) : "";
	g_autoptr(Query) query = db_query(store_db(store), sql, "tt", address, domain);
	while (query_next(query, &failure)) {
		const char *language = query_text(query, 1);
		tier = tier ? tier : g_strdup(query_text(query, 0));
		if (*language)
			g_ptr_array_add(languages, g_strdup(language));
	}
	if (failure) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	*tier_out = g_steal_pointer(&tier);
	*languages_out = g_steal_pointer(&languages);
	return TRUE;
}

Js *
org_list(Store *store, GError **error)
{
	static const char sql[] =
		"SELECT o.name, coalesce((SELECT group_concat(d.domain, ', ') FROM "
		"organisation_domain d WHERE d.organisation = o.id), ''), coalesce((SELECT "
		"group_concat(l.language, ', ') FROM (SELECT language FROM organisation_language "
		"WHERE organisation = o.id ORDER BY n) l), ''), o.tier, CASE o.sharing WHEN 0 THEN "
		"'off' ELSE 'on' END, coalesce((SELECT group_concat(f.address, ', ') FROM (SELECT "
		"a.address FROM standing_follower s JOIN address a ON a.person = s.person AND "
		"a.is_main = 1 WHERE s.organisation = o.id ORDER BY a.address) f), ''), (SELECT "
		"count(*) FROM person p WHERE p.organisation = o.id), o.zone FROM organisation o "
		"ORDER BY "
		"o.name";
	static const Column columns[] = {
		{COLUMN_TEXT, "name"},   {COLUMN_TEXT, "domains"}, {COLUMN_TEXT, "languages"},
		{COLUMN_TEXT, "tier"},   {COLUMN_TEXT, "sharing"}, {COLUMN_TEXT, "followers"},
		{COLUMN_INT, "members"}, {COLUMN_TEXT, "zone"},    {COLUMN_END, NULL}};
	return rows_to_js(db_query(store_db(store), sql, ""), columns, error);
}
