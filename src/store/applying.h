/*
 * Inside the carrying out of plans: what its files share.
 */
#ifndef CM_STORE_APPLYING_H
#define CM_STORE_APPLYING_H

#include "store/accept.h"
#include "store/apply.h"

/** A plan on its way into rows: which case, which person. */
typedef struct Apply {
	Store *store;
	Db *db;
	const Applying *with;
	gint64 case_id; /**< that the change in hand concerns */
	gint64 own;     /**< the plan's own */
	guint notices;
	GArray *touched; /**< gint64, cases whose clocks may go otherwise now */
} Apply;

/* apply_message.c */
/** A token for a message of ours. */
void apply_make_token(const Applying *with, char token_out[ACCEPT_ID_LENGTH + 1]);
/** PERM if it isn't in the store. */
gboolean apply_find_part_hash(Db *db, const DraftPart *part, guint8 sha256_out[SHA256_BYTES],
			      GError **error);

/* apply_event.c */
/** Queues a notice as an event for its partner's endpoint. */
gboolean apply_event(Store *store, gint64 case_id, const Notice *notice, const Applying *with,
		     GError **error);

/* apply_members.c */
gboolean apply_join(Apply *a, const Change *change, GError **error);
gboolean apply_invited(Apply *a, const Change *change, GError **error);
gboolean apply_welcomed(Apply *a, const Change *change, GError **error);

/* apply_held.c */
gboolean apply_hold(Apply *a, const Change *change, GError **error);
gboolean apply_held_told(Apply *a, const Change *change, GError **error);
gboolean apply_release(Apply *a, const Change *change, GError **error);
gboolean apply_drop(Apply *a, const Change *change, GError **error);

/* apply_people.c: who is part of a case. */
/** Whose address that is; 0: nobody's. */
G_GNUC_WARN_UNUSED_RESULT gboolean apply_find_person(Apply *a, const char *address, gint64 *id_out,
						     GError **error);
gboolean apply_add_address(Apply *a, const Change *change, GError **error);
gboolean apply_add_participant(Apply *a, const Change *change, GError **error);
gboolean apply_participant(Apply *a, const Change *change, GError **error);
gboolean apply_remove_participant(Apply *a, const Change *change, GError **error);
gboolean apply_add_organisation(Apply *a, const Change *change, GError **error);
gboolean apply_remove_organisation(Apply *a, const Change *change, GError **error);

/* apply_partners.c */
gboolean apply_partner(Apply *a, const Change *change, GError **error);
gboolean apply_partner_answered(Apply *a, const Change *change, GError **error);
gboolean apply_external(Apply *a, const Change *change, GError **error);

/* apply_signature.c */
gboolean apply_use_signature(Apply *a, const Change *change, GError **error);

/* apply_marks.c: tags, links, tickets, and from one case to another. */
gboolean apply_tag(Apply *a, const Change *change, GError **error);
gboolean apply_untag(Apply *a, const Change *change, GError **error);
gboolean apply_turn_to(Apply *a, const Change *change, GError **error);
gboolean apply_link(Apply *a, const Change *change, GError **error);
gboolean apply_unlink(Apply *a, const Change *change, GError **error);
gboolean apply_ticket(Apply *a, const Change *change, GError **error);
gboolean apply_drop_ticket(Apply *a, const Change *change, GError **error);
gboolean apply_copy_entry(Apply *a, const Change *change, GError **error);

/* apply_redact.c */
gboolean apply_redact(Apply *a, const Change *change, GError **error);
gboolean apply_erase(Apply *a, const Change *change, GError **error);
/* apply_fields.c: what a form has asked for. */
gboolean apply_field(Apply *a, const Change *change, GError **error);
gboolean apply_field_need(Apply *a, const Change *change, GError **error);

/* apply_merge.c */
gboolean apply_merge(Apply *a, const Change *change, GError **error);
gboolean apply_unmerge(Apply *a, const Change *change, GError **error);

#endif
