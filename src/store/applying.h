/*
 * Inside the carrying out of plans: what its files share.
 */
#ifndef CM_STORE_APPLYING_H
#define CM_STORE_APPLYING_H

#include "store/apply.h"

/** A plan on its way into rows: which case, which person. */
typedef struct Apply {
	Store *store;
	Db *db;
	const Applying *with;
	gint64 case_id;
	guint notices;
} Apply;

/* apply_held.c */
gboolean apply_hold(Apply *a, const Change *change, GError **error);
gboolean apply_release(Apply *a, const Change *change, GError **error);

#endif
