/*
 * The conservation of mail: everything that was ever accepted has ended as exactly one
 * thing.
 */
#ifndef CM_STORE_AUDIT_H
#define CM_STORE_AUDIT_H

#include "store/store.h"

/** One day at one desk. */
typedef struct AuditLine {
	char *day;  /**< "2026-11-22", UTC */
	char *desk; /**< "" while it is not known */
	gint64 accepted;
	gint64 waiting;   /**< accepted, not handled yet */
	gint64 ended[16]; /**< by Ending */
} AuditLine;

/** A message that differs. */
typedef struct AuditFault {
	gint64 delivery; /**< 0: the message has none */
	char *accept_id;
	char *what; /**< in words */
} AuditFault;

typedef struct Audit {
	GPtrArray *lines;  /**< AuditLine*, by day and desk */
	GPtrArray *faults; /**< AuditFault*, empty if all mail is accounted for */
} Audit;

/**
 * Holds each delivery's ending against the rows it must have left: a case its opening
 * entry, an entry its row, held mail its place among the held, and so on. What waits
 * longer than an hour is a fault too. (transfer full)
 */
Audit *audit_make(Store *store, gint64 now_ms, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void audit_free(Audit *audit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Audit, audit_free)

#endif
