/*
 * Keeping organisations, persons and partners.
 */
#include "store/people.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/names.h"
#include "base/text.h"
#include "store/rows.h"

#include <string.h>

/* How one attribute of one kind is set on row `id`. */
typedef gboolean (*AttributeSet)(Store *store, gint64 id, const char *value, GError **error);

typedef struct Attribute {
	const char *name;
	AttributeSet set;
} Attribute;

static char *
attribute_names(const Attribute *table)
{
	GString *names = g_string_new(NULL);
	for (; table->name; table++)
		g_string_append_printf(names, "%s%s", names->len ? ", " : "", table->name);
	return g_string_free(names, FALSE);
}

static gboolean
set_all(Store *store, const char *kind, const Attribute *table, gint64 id, const char *const *sets,
	GError **error)
{
	for (guint i = 0; sets[i]; i += 2) {
		const Attribute *attribute = table;
		while (attribute->name && strcmp(attribute->name, sets[i]) != 0)
			attribute++;
		if (!attribute->name) {
			g_autofree char *names = attribute_names(table);
			return error_perm(error, "%s has no \"%s\"; what can be set is: %s", kind,
					  sets[i], names);
		}
		if (!attribute->set(store, id, sets[i + 1], error))
			return FALSE;
	}
	return TRUE;
}

/* Ends the transaction by what came of it. */
static gboolean
conclude(Store *store, gboolean done, GError **error)
{
	if (done)
		return store_commit(store, error);
	store_rollback(store);
	return FALSE;
}

static gboolean
run_text(Store *store, const char *sql, gint64 id, const char *value, GError **error)
{
	return db_run(store_db(store), error, sql, "it", id, value);
}

static gboolean
find_id(Store *store, const char *sql, const char *name, gint64 *id_out, GError **error)
{
	return db_get_int(store_db(store), 0, id_out, error, sql, "t", name);
}

static gboolean
check_name(const char *what, const char *value, gsize max_chars, GError **error)
{
	g_autofree char *fault = name_fault(value, max_chars);
	if (!fault)
		return TRUE;
	g_autofree char *valid = text_make_valid(value, strlen(value));
	g_autofree char *shown = text_ellipsize(valid, 40);
	return error_perm(error, "\"%s\" can't be %s: it %s", shown, what, fault);
}

/* Letters and digits in groups, as languages (RFC 5646 2.1) and time zones are written. */
static gboolean
check_code(const char *what, const char *value, const char *between, GError **error)
{
	gboolean is_fit = strlen(value) <= LIMIT_CODE_BYTES;
	for (const char *p = value; *p; p++)
		is_fit = is_fit &&
			 (g_ascii_isalnum(*p) || (p > value && p[1] && strchr(between, *p)));
	return is_fit || error_perm(error, "\"%s\" can't be %s", value, what);
}

/* What the pieces of a comma-separated list do, each without the blanks around it; a blank
 * list has none. */
static gboolean
each_piece(Store *store, gint64 id, const char *list, AttributeSet take, GError **error)
{
	g_auto(GStrv) pieces = g_strsplit(list, ",", -1);
	guint taken = 0;
	for (guint i = 0; pieces[i]; i++) {
		if (!*g_strstrip(pieces[i]))
			continue;
		if (!take(store, id, pieces[i], error))
			return FALSE;
		taken++;
	}
	return taken || !strchr(list, ',') ||
	       error_perm(error, "\"%s\" names nothing; leave it empty to clear the list", list);
}

static const char a_language[] = "a language; write it like de or pt-BR";

/* Organisations. */

static const char org_find[] = "SELECT id FROM organisation WHERE name = $1";

/* A name that no other organisation has. */
static gboolean
org_check_name(Store *store, gint64 id, const char *name, GError **error)
{
	gint64 other = 0;
	if (!check_name("the name of an organisation", name, LIMIT_NAME_CHARS, error) ||
	    !find_id(store, org_find, name, &other, error))
		return FALSE;
	return !other || other == id ||
	       error_perm(error, "there is an organisation \"%s\" already", name);
}

static gboolean
org_set_name(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE organisation SET name = $2 WHERE id = $1";
	g_autofree char *name = header_safe(value);
	return org_check_name(store, id, name, error) && run_text(store, sql, id, name, error);
}

static gboolean
org_set_language(Store *store, gint64 id, const char *value, GError **error)
{
	if (!check_code(a_language, value, "-", error))
		return FALSE;
	return run_text(store, "UPDATE organisation SET language = $2 WHERE id = $1", id, value,
			error);
}

static gboolean
org_set_tier(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE organisation SET tier = $2 WHERE id = $1";
	return (!*value || check_name("a tier", value, LIMIT_WORD_CHARS, error)) &&
	       run_text(store, sql, id, value, error);
}

static gboolean
org_set_sharing(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE organisation SET sharing = $2 WHERE id = $1";
	gboolean on = !g_ascii_strcasecmp(value, "on") || !g_ascii_strcasecmp(value, "yes");
	if (!on && g_ascii_strcasecmp(value, "off") != 0 && g_ascii_strcasecmp(value, "no") != 0)
		return error_perm(error, "sharing is \"on\" or \"off\", not \"%s\"", value);
	return db_run(store_db(store), error, sql, "ii", id, (gint64)on);
}

/* Named twice in one list, it is there once. */
static gboolean
org_add_domain(Store *store, gint64 id, const char *value, GError **error)
{
	static const char owner[] =
		"SELECT o.id, o.name FROM organisation_domain d JOIN organisation o ON o.id = "
		"d.organisation WHERE d.domain = $1";
	static const char add[] =
		"INSERT INTO organisation_domain (domain, organisation) VALUES ($2, $1)";
	g_autofree char *domain = g_utf8_strdown(value + (*value == '@'), -1);
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
		return run_text(store, add, id, domain, error);
	g_propagate_error(error, failure);
	return FALSE;
}

static gboolean
org_set_domains(Store *store, gint64 id, const char *value, GError **error)
{
	static const char clear[] = "DELETE FROM organisation_domain WHERE organisation = $1";
	return db_run(store_db(store), error, clear, "i", id) &&
	       each_piece(store, id, value, org_add_domain, error);
}

static const Attribute org_attributes[] = {
	{"domains", org_set_domains}, {"language", org_set_language}, {"tier", org_set_tier},
	{"sharing", org_set_sharing}, {"name", org_set_name},         {NULL, NULL},
};

static gboolean
org_do_add(Store *store, const char *name, const char *const *sets, GError **error)
{
	static const char add[] = "INSERT INTO organisation (name) VALUES ($1)";
	return org_check_name(store, 0, name, error) &&
	       db_run(store_db(store), error, add, "t", name) &&
	       set_all(store, "an organisation", org_attributes, db_last_key(store_db(store)), sets,
		       error);
}

gboolean
org_add(Store *store, const char *name, const char *const *sets, GError **error)
{
	return store_begin(store, error) &&
	       conclude(store, org_do_add(store, name, sets, error), error);
}

static gboolean
org_must_find(Store *store, const char *name, gint64 *id_out, GError **error)
{
	if (!find_id(store, org_find, name, id_out, error))
		return FALSE;
	return *id_out || error_perm(error, "there is no organisation \"%s\"", name);
}

static gboolean
org_do_set(Store *store, const char *name, const char *const *sets, GError **error)
{
	gint64 id = 0;
	return org_must_find(store, name, &id, error) &&
	       set_all(store, "an organisation", org_attributes, id, sets, error);
}

gboolean
org_set(Store *store, const char *name, const char *const *sets, GError **error)
{
	return store_begin(store, error) &&
	       conclude(store, org_do_set(store, name, sets, error), error);
}

static gboolean
org_do_remove(Store *store, const char *name, GError **error)
{
	static const char remove[] = "DELETE FROM organisation WHERE id = $1";
	gint64 id = 0;
	return org_must_find(store, name, &id, error) &&
	       db_run(store_db(store), error, remove, "i", id);
}

gboolean
org_remove(Store *store, const char *name, GError **error)
{
	return store_begin(store, error) &&
	       conclude(store, org_do_remove(store, name, error), error);
}

/* Lists. */
Js *
org_list(Store *store, GError **error)
{
	static const char sql[] =
		"SELECT o.name, coalesce((SELECT group_concat(d.domain, ', ') FROM "
		"organisation_domain d WHERE d.organisation = o.id), ''), o.language, o.tier, CASE "
		"o.sharing WHEN 0 THEN 'off' ELSE 'on' END FROM organisation o ORDER BY o.name";
	static const Column columns[] = {{COLUMN_TEXT, "name"},     {COLUMN_TEXT, "domains"},
					 {COLUMN_TEXT, "language"}, {COLUMN_TEXT, "tier"},
					 {COLUMN_TEXT, "sharing"},  {COLUMN_END, NULL}};
	return rows_to_js(db_query(store_db(store), sql, ""), columns, error);
}

/* Persons. */

static const char person_find[] = "SELECT person FROM address WHERE address = lower($1)";

static gboolean
person_set_name(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE person SET name = $2, name_key = $3 WHERE id = $1";
	g_autofree char *name = header_safe(value);
	g_autofree char *key = text_name_key(name);
	return (!*name || check_name("a person's name", name, LIMIT_NAME_CHARS, error)) &&
	       db_run(store_db(store), error, sql, "itt", id, name, key);
}

static gboolean
person_set_role(Store *store, gint64 id, const char *value, GError **error)
{
	static const char *const roles[] = {"customer", "agency", "staff", "partner", NULL};
	if (!g_strv_contains(roles, value))
		return error_perm(error,
				  "\"%s\" is no role; it is customer, agency, staff or partner",
				  value);
	return run_text(store, "UPDATE person SET role = $2 WHERE id = $1", id, value, error);
}

static gboolean
person_set_org(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE person SET organisation = nullif($2, 0) WHERE id = $1";
	gint64 org = 0;
	if (*value && strcmp(value, "none") != 0 && !org_must_find(store, value, &org, error))
		return FALSE;
	return db_run(store_db(store), error, sql, "ii", id, org);
}

static gboolean
person_set_language(Store *store, gint64 id, const char *value, GError **error)
{
	if (!check_code(a_language, value, "-", error))
		return FALSE;
	return run_text(store, "UPDATE person SET language = $2 WHERE id = $1", id, value, error);
}

static gboolean
person_set_zone(Store *store, gint64 id, const char *value, GError **error)
{
	if (!check_code("a time zone; write it like Europe/Berlin", value, "/_-+", error))
		return FALSE;
	return run_text(store, "UPDATE person SET zone = $2 WHERE id = $1", id, value, error);
}

static gboolean
person_add_desk(Store *store, gint64 id, const char *desk, GError **error)
{
	static const char sql[] =
		"INSERT INTO person_desk (desk, person) VALUES ($2, $1) ON CONFLICT DO NOTHING";
	return run_text(store, sql, id, desk, error);
}

static gboolean
person_set_desk(Store *store, gint64 id, const char *value, GError **error)
{
	static const char clear[] = "DELETE FROM person_desk WHERE person = $1";
	return db_run(store_db(store), error, clear, "i", id) &&
	       each_piece(store, id, value, person_add_desk, error);
}

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
	if (!find_id(store, person_find, lower, &known, error))
		return FALSE;
	if (known)
		return error_perm(error, "there is a person with the address %s already", address);
	return db_run(store_db(store), error, sql, "tii", lower, id, (gint64)is_main);
}

static gboolean
person_set_alias(Store *store, gint64 id, const char *value, GError **error)
{
	return add_address(store, id, value, FALSE, error);
}

static const Attribute person_attributes[] = {
	{"name", person_set_name},         {"role", person_set_role},
	{"org", person_set_org},           {"desk", person_set_desk},
	{"language", person_set_language}, {"zone", person_set_zone},
	{"alias", person_set_alias},       {NULL, NULL},
};

static gboolean
person_do_add(Store *store, const char *address, const char *const *sets, gint64 now_ms,
	      GError **error)
{
	static const char add[] =
		"INSERT INTO person (created_ms, organisation) VALUES ($1, (SELECT "
		"organisation FROM organisation_domain WHERE domain = lower($2)))";
	const char *at = strrchr(address, '@');
	if (!db_run(store_db(store), error, add, "it", now_ms, at ? at + 1 : ""))
		return FALSE;
	gint64 id = db_last_key(store_db(store));
	return add_address(store, id, address, TRUE, error) &&
	       set_all(store, "a person", person_attributes, id, sets, error);
}

gboolean
person_add(Store *store, const char *address, const char *const *sets, gint64 now_ms,
	   GError **error)
{
	return store_begin(store, error) &&
	       conclude(store, person_do_add(store, address, sets, now_ms, error), error);
}

static gboolean
person_must_find(Store *store, const char *address, gint64 *id_out, GError **error)
{
	if (!find_id(store, person_find, address, id_out, error))
		return FALSE;
	return *id_out || error_perm(error, "nobody here has the address %s", address);
}

static gboolean
person_do_set(Store *store, const char *address, const char *const *sets, GError **error)
{
	gint64 id = 0;
	return person_must_find(store, address, &id, error) &&
	       set_all(store, "a person", person_attributes, id, sets, error);
}

gboolean
person_set(Store *store, const char *address, const char *const *sets, GError **error)
{
	return store_begin(store, error) &&
	       conclude(store, person_do_set(store, address, sets, error), error);
}

static gboolean
person_do_remove(Store *store, const char *address, GError **error)
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
person_remove(Store *store, const char *address, GError **error)
{
	return store_begin(store, error) &&
	       conclude(store, person_do_remove(store, address, error), error);
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

Js *
person_list(Store *store, GError **error)
{
	static const char sql[] =
		"SELECT coalesce((SELECT group_concat(a.address, ', ') FROM (SELECT address FROM "
		"address WHERE person = p.id ORDER BY is_main DESC, address) a), ''), p.name, "
		"p.role, "
		"coalesce(o.name, ''), coalesce((SELECT group_concat(d.desk, ', ') FROM "
		"person_desk d "
		"WHERE d.person = p.id), ''), p.language, p.zone FROM person p LEFT JOIN "
		"organisation "
		"o ON o.id = p.organisation ORDER BY p.role, 1";
	static const Column columns[] = {{COLUMN_TEXT, "address"}, {COLUMN_TEXT, "name"},
					 {COLUMN_TEXT, "role"},    {COLUMN_TEXT, "org"},
					 {COLUMN_TEXT, "desk"},    {COLUMN_TEXT, "language"},
					 {COLUMN_TEXT, "zone"},    {COLUMN_END, NULL}};
	return rows_to_js(db_query(store_db(store), sql, ""), columns, error);
}

/* Partners. */

static const char partner_find[] = "SELECT id FROM partner WHERE name = $1";

static gboolean
partner_set_address(Store *store, gint64 id, const char *value, GError **error)
{
	static const char sql[] = "UPDATE partner SET person = $2 WHERE id = $1";
	gint64 person = 0;
	return person_must_find(store, value, &person, error) &&
	       db_run(store_db(store), error, sql, "ii", id, person);
}

static const Attribute partner_attributes[] = {{"address", partner_set_address}, {NULL, NULL}};

static gboolean
partner_do_add(Store *store, const char *name, const char *const *sets, GError **error)
{
	static const char add[] = "INSERT INTO partner (name) VALUES ($1)";
	gint64 id = 0;
	if (!check_name("the name of a partner", name, LIMIT_NAME_CHARS, error) ||
	    !find_id(store, partner_find, name, &id, error))
		return FALSE;
	if (id)
		return error_perm(error, "there is a partner \"%s\" already", name);
	return db_run(store_db(store), error, add, "t", name) &&
	       set_all(store, "a partner", partner_attributes, db_last_key(store_db(store)), sets,
		       error);
}

gboolean
partner_add(Store *store, const char *name, const char *const *sets, GError **error)
{
	return store_begin(store, error) &&
	       conclude(store, partner_do_add(store, name, sets, error), error);
}

static gboolean
partner_do_set(Store *store, const char *name, const char *const *sets, gboolean remove,
	       GError **error)
{
	static const char gone[] = "DELETE FROM partner WHERE id = $1";
	gint64 id = 0;
	if (!find_id(store, partner_find, name, &id, error))
		return FALSE;
	if (!id)
		return error_perm(error, "there is no partner \"%s\"", name);
	if (remove)
		return db_run(store_db(store), error, gone, "i", id);
	return set_all(store, "a partner", partner_attributes, id, sets, error);
}

gboolean
partner_set(Store *store, const char *name, const char *const *sets, GError **error)
{
	return store_begin(store, error) &&
	       conclude(store, partner_do_set(store, name, sets, FALSE, error), error);
}

gboolean
partner_remove(Store *store, const char *name, GError **error)
{
	return store_begin(store, error) &&
	       conclude(store, partner_do_set(store, name, NULL, TRUE, error), error);
}

Js *
partner_list(Store *store, GError **error)
{
	static const char sql[] =
		"SELECT r.name, coalesce((SELECT a.address FROM address a WHERE a.person = "
		"r.person "
		"ORDER BY a.is_main DESC, a.address LIMIT 1), '') FROM partner r ORDER BY r.name";
	static const Column columns[] = {
		{COLUMN_TEXT, "name"}, {COLUMN_TEXT, "address"}, {COLUMN_END, NULL}};
	return rows_to_js(db_query(store_db(store), sql, ""), columns, error);
}
