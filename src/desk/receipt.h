/*
 * What goes to a writer of its own accord, by what it is for: how much of each kind one address
 * gets is capped, or two robots would write to each other for ever.
 */
#ifndef CM_DESK_RECEIPT_H
#define CM_DESK_RECEIPT_H

#include "desk/site.h"

typedef enum ReceiptKind {
	RECEIPT_PLAIN,   /**< for what a mail has changed, or opened without proof */
	RECEIPT_OPENING, /**< of the case that a proven mail has opened */
	RECEIPT_ANSWER,  /**< to commands: what was asked for, what was done */
	RECEIPT_KINDS,
} ReceiptKind;

/** How many there were. */
typedef struct ReceiptCount {
	gint64 hour; /**< in the last one */
	gint64 day;
} ReceiptCount;

/** In the store: "plain", "opening", "answer". */
const char *receipt_kind_name(ReceiptKind kind);
/** Of anything else RECEIPT_PLAIN. */
ReceiptKind receipt_kind_from_name(const char *name);

/** How many an address gets whose mail is proven to be its own, or isn't. */
ReceiptCount receipt_cap(const Site *site, ReceiptKind kind, gboolean is_proven);

/** Which cap that is, for staff: a sentence that mailtemplates/ has too. (transfer none) */
const char *receipt_cap_of_hour(ReceiptKind kind);
const char *receipt_cap_of_day(ReceiptKind kind);

/** Under what it is remembered that staff was told of a cap: that of an address, of proven mail or
 *  of other; or with "" that of all unproven senders together. (transfer full) */
char *cap_told_key(const char *address, gboolean is_proven);

#endif
