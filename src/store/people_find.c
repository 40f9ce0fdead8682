/*
 * Who bears a name or has an address; apart from what changes them, for organisations name
 * persons and persons organisations.
 */
#include "base/error.h"
#include "store/attributes.h"
#include "store/people.h"

gboolean
org_find(Store *store, const char *name, gint64 *id_out, GError **error)
{
	static const char sql[] = "SELECT id FROM organisation WHERE name = $1";
	return attribute_find(store, sql, name, id_out, error);
}

gboolean
org_must_find(Store *store, const char *name, gint64 *id_out, GError **error)
{
	if (!org_find(store, name, id_out, error))
		return FALSE;
	return *id_out || error_perm(error, "there is no organisation \"%s\"", name);
}

gboolean
person_find(Store *store, const char *address, gint64 *id_out, GError **error)
{
	static const char sql[] = "SELECT person FROM address WHERE address = $1";
	g_autofree char *lower = g_utf8_strdown(address, -1);
	return attribute_find(store, sql, lower, id_out, error);
}

gboolean
person_must_find(Store *store, const char *address, gint64 *id_out, GError **error)
{
	if (!person_find(store, address, id_out, error))
		return FALSE;
	return *id_out || error_perm(error, "nobody here has the address %s", address);
}
