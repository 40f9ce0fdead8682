/*
 * Organisations, persons and partners, as the command line keeps them.
 */
#ifndef CM_STORE_PEOPLE_H
#define CM_STORE_PEOPLE_H

#include "base/js.h"
#include "store/store.h"

/*
 * Each kind has a name (a person: an address) and attributes as name, value, name,
 * value, ..., NULL.  An unknown attribute or value is refused with a sentence that
 * lists the allowed ones.  All that change something do so in the caller's transaction, or
 * savepoint, which has to be undone if they fail.
 */

/** Attributes: domains, languages and followers (comma-separated), tier, sharing (on or off),
 *  name. */
G_GNUC_WARN_UNUSED_RESULT gboolean org_add(Store *store, const char *name, const char *const *sets,
					   GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean org_set(Store *store, const char *name, const char *const *sets,
					   GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean org_remove(Store *store, const char *name, GError **error);
/** Array of objects. (transfer full) */
Js *org_list(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** What rules may ask of the organisation of an address, of its person or else, with `by_domain`,
 *  of its domain: the tier, NULL if there is none, and the languages, char*. (transfer full) */
G_GNUC_WARN_UNUSED_RESULT gboolean org_of_address(Store *store, const char *address,
						  gboolean by_domain, char **tier_out,
						  GPtrArray **languages_out, GError **error);
/** Whether all of the names (name, value, ..., NULL) are attributes. */
G_GNUC_WARN_UNUSED_RESULT gboolean org_check_names(const char *const *sets, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean person_check_names(const char *const *sets, GError **error);
/** The organisation of this name, 0 if there is none; for the second one it must be there. */
G_GNUC_WARN_UNUSED_RESULT gboolean org_find(Store *store, const char *name, gint64 *id_out,
					    GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean org_must_find(Store *store, const char *name, gint64 *id_out,
						 GError **error);

/** Attributes: name, role, org, language, zone, teams, desk, lead and raw (comma-separated
 *  desks), duty (desks with the place in their roster), address (the main one), alias (one more
 *  address, or with "-" before it one less). A
 *  customer added `by_domain` belongs to whose domain the address has, if no org is set. */
G_GNUC_WARN_UNUSED_RESULT gboolean person_add(Store *store, const char *address,
					      const char *const *sets, gboolean by_domain,
					      gint64 now_ms, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean person_set(Store *store, const char *address,
					      const char *const *sets, GError **error);
/** Persons who stand on a case stay: their history would be lost. */
G_GNUC_WARN_UNUSED_RESULT gboolean person_remove(Store *store, const char *address, GError **error);
Js *person_list(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** The person with this address, 0 if there is none; the second one must be there. */
G_GNUC_WARN_UNUSED_RESULT gboolean person_find(Store *store, const char *address, gint64 *id_out,
					       GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean person_must_find(Store *store, const char *address,
						    gint64 *id_out, GError **error);

/** Whether the person shall have the welcome mail, as far as it hasn't been sent. */
G_GNUC_WARN_UNUSED_RESULT gboolean person_want_welcome(Store *store, const char *address,
						       gboolean wanted, GError **error);

/** Members of an organisation, customers and agencies, who haven't had the welcome mail, at most
 *  `limit` of their main addresses (char*). (transfer full) */
GPtrArray *org_unwelcomed(Store *store, const char *name, guint limit,
			  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** Those shall not have it. */
G_GNUC_WARN_UNUSED_RESULT gboolean org_welcome_never(Store *store, const char *name,
						     GError **error);

/** Whether somebody of the staff of this desk, of any with NULL, has this address. */
G_GNUC_WARN_UNUSED_RESULT gboolean person_is_staff(Store *store, const char *address,
						   const char *desk, gboolean *is_out,
						   GError **error);

/** Attributes: address (of the person who speaks for it), active (on or off: whether it may be
 *  given cases). One that has cases stays. */
G_GNUC_WARN_UNUSED_RESULT gboolean partner_add(Store *store, const char *name,
					       const char *const *sets, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean partner_set(Store *store, const char *name,
					       const char *const *sets, GError **error);
G_GNUC_WARN_UNUSED_RESULT gboolean partner_remove(Store *store, const char *name, GError **error);
Js *partner_list(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
