/*
 * Keeping support partners.
 */
#include "store/people.h"

#include "base/error.h"
#include "base/limits.h"
#include "store/attributes.h"
#include "store/rows.h"

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

static const Attribute partner_attributes[] = {{"address", partner_set_address},
					       {"active", partner_set_active},
					       {NULL, NULL}};

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
	       attributes_set(store, "a partner", partner_attributes, db_last_key(store_db(store)),
			      sets, error);
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
	return partner_must_find(store, name, &id, error) &&
	       attributes_set(store, "a partner", partner_attributes, id, sets, error);
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
		"ORDER BY a.is_main DESC, a.address LIMIT 1), ''), r.is_active, (SELECT count(*) "
		"FROM case_partner h WHERE h.partner = r.name AND h.ended_ms IS NULL) FROM partner "
		"r ORDER BY r.name";
	static const Column columns[] = {{COLUMN_TEXT, "name"},
					 {COLUMN_TEXT, "address"},
					 {COLUMN_BOOL, "active"},
					 {COLUMN_INT, "cases"},
					 {COLUMN_END, NULL}};
	return rows_to_js(db_query(store_db(store), sql, ""), columns, error);
}
