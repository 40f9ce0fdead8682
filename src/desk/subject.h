/*
 * The subject lines: a contract with people's mail rules.  Made here alone, from
 * one table, byte for byte; not translated, never in a template.
 */
#ifndef CM_DESK_SUBJECT_H
#define CM_DESK_SUBJECT_H

#include <glib.h>

typedef enum SubjectKind {
	/* the five of the contract */
	SUBJECT_CASE_RECEIPT,
	SUBJECT_CHANGE_REQUEST_RECEIPT,
	SUBJECT_ETA_UPDATE,
	SUBJECT_EMERGENCY,
	SUBJECT_COMMENT,
	/* the second table: never begins with "Case ", "Change Request " or "Emergency " */
	SUBJECT_SHARED,      /**< to who has come to follow a case: "Shared with you - ..." */
	SUBJECT_HANDED,      /**< to a partner: "Handed to you - ..." */
	SUBJECT_TAKEN_BACK,  /**< to a partner: "Taken back - ..." */
	SUBJECT_WELCOME,     /**< to a new member: "Welcome - ..." */
	SUBJECT_REMINDER,    /**< to the customer: "Reminder - ..." */
	SUBJECT_DUE,         /**< staff: "Due soon - ..." */
	SUBJECT_LATE,        /**< staff: "Late - ..." */
	SUBJECT_TRANSCRIPT,  /**< to whom commands: "Commands - ..." */
	SUBJECT_CONFIRM,     /**< staff: "Please confirm - ..." */
	SUBJECT_RETURNED,    /**< staff: "Returned mail - ..." */
	SUBJECT_OVERVIEW,    /**< "Overview - ..." */
	SUBJECT_LIST,        /**< "List of cases - ..." */
	SUBJECT_HISTORY,     /**< "History - ..." */
	SUBJECT_HELP,        /**< "Help - ..." */
	SUBJECT_FORM,        /**< "Form - ..." */
	SUBJECT_REFUSED,     /**< "Not opened - ..." */
	SUBJECT_MASKED,      /**< "Secret masked - ..." */
	SUBJECT_INVITATION,  /**< staff: "Invitation - ..." */
	SUBJECT_WEEKLY,      /**< staff: "Weekly report - ..." */
	SUBJECT_HELD,        /**< staff: "Held mail - ..." */
	SUBJECT_QUARANTINED, /**< staff: "Quarantined mail - ..." */
	SUBJECT_UNDELIVERED, /**< staff: "Undelivered notice - ..." */
	SUBJECT_ESCALATION,  /**< staff: "Desk alarm - Nobody has taken the emergency ..." */
	SUBJECT_ALARM,       /**< staff: "Desk alarm - ..." */
	SUBJECT_KINDS,
} SubjectKind;

/** What stands where a mail has none, and where a case got no title by it. */
#define NO_SUBJECT "(no subject)"

/** What stands in the braces; "" or NULL where the kind does not ask for it. */
typedef struct SubjectFields {
	const char *case_number; /**< "SUP-1494" */
	const char *customer;    /**< as recorded: made safe and cut here */
	const char *status;      /**< canonical name; for SUBJECT_EMERGENCY that of the emergency */
	const char *eta;         /**< "2026-12-01", "2026-12-01 14:00 UTC"; "" gives "none" */
	const char *tracking_id;
	const char *what; /**< second table: the rest of the line */
} SubjectFields;

/** The subject, decoded form, under LIMIT_SUBJECT_CHARS. (transfer full) */
char *subject_format(SubjectKind kind, const SubjectFields *fields);

/** One of the five as mail rules see it: with its fields named in braces, as the contract has
 *  them. (transfer full) */
char *subject_pattern(SubjectKind kind);

/** One of our five subjects within a longer one, as replies have it: byte offsets. */
typedef struct SubjectFrame {
	gsize start;
	gsize end;    /**< behind the tracking ID, whatever has become of it */
	char *number; /**< the case number it speaks of */
} SubjectFrame;

/** Whether there is one; fills `out` (free number). What follows `Customer:` may be damaged or
 *  cut off: without anything like a tracking ID, all of the rest counts as ours. */
gboolean subject_find_frame(const char *subject, SubjectFrame *out);

/** A customer's name as it may stand in a subject: at most LIMIT_SUBJECT_NAME_CHARS, no
 *  control or bidi characters, no "=?", " - " replaced. (transfer full) */
char *subject_customer(const char *name);

/** "receipt", "change", "eta", "emergency", "comment", ... for X-Case-Event and JSON. */
const char *subject_kind_name(SubjectKind kind);

#endif
