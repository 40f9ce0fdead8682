/*
 * Looking for the phrases of the tables in text.  One scan of a line finds all
 * entries of a family that match it, in time linear in the line.
 */
#ifndef CM_MAIL_PHRASES_H
#define CM_MAIL_PHRASES_H

#include "mail/tables.h"

#include <glib.h>

/** Which table file entries come from; each has its own index. */
typedef enum PhraseFamily {
	PHRASE_REPLIES, /**< replies.table */
	PHRASE_ROBOTS,  /**< robots.table */
	PHRASE_BOUNCES, /**< bounces.table */
	PHRASE_FAMILIES,
} PhraseFamily;

/** The [sections] of the table files; what each is for stands at the top of the files. */
typedef enum PhraseKind {
	PHRASE_WROTE,
	PHRASE_ORIGINAL,
	PHRASE_LABEL,
	PHRASE_SENT_FROM,
	PHRASE_SENT,
	PHRASE_DEVICE,
	PHRASE_SIGN_OFF,
	PHRASE_DISCLAIMER,
	PHRASE_HEADING,
	PHRASE_CONTACT,
	PHRASE_FOOTER,
	PHRASE_BETWEEN,
	PHRASE_POINTER,
	PHRASE_FORWARD,
	PHRASE_ROBOT_HEADER,
	PHRASE_ROBOT_SUBJECT,
	PHRASE_ROBOT_TEXT,
	PHRASE_OWN_LIST,
	PHRASE_BOUNCE_SENDER,
	PHRASE_BOUNCE_MACHINE,
	PHRASE_BOUNCE_SUBJECT,
	PHRASE_BOUNCE_TEXT,
	PHRASE_DELAY_TEXT,
	PHRASE_FINAL_TEXT,
	PHRASE_RETURNED,
	PHRASE_RECIPIENT,
	PHRASE_INSTEAD,
	PHRASE_STATUS,
	PHRASE_PROVIDER,
	PHRASE_REASON,
	PHRASE_HINT,
	PHRASE_GUESS,
	PHRASE_ABOUT,
	PHRASE_AFTER_DATA,
	PHRASE_KINDS,
} PhraseKind;

/**
 * Appends `text` as the tables see it: lower case, white space folded to one blank
 * and trimmed, typographic quotes, dashes, full-width forms and the digits of Arabic as
 * their ASCII kin, invisible characters left out.
 */
void phrase_fold(const char *text, gsize length, GString *out);

/** The state of scanning; not to be shared by threads, the tables may be. */
typedef struct PhraseScan PhraseScan;

/** `tables` must outlive it. (transfer full) */
PhraseScan *phrase_scan_new(const MailTables *tables, PhraseFamily family);
void phrase_scan_free(PhraseScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PhraseScan, phrase_scan_free)

/** Finds all entries that match `line` (folded; looked at up to 16,000 bytes). */
void phrase_scan_line(PhraseScan *scan, const char *line, gsize length);

/**
 * The value ("" if the entry has none) of the entry of that kind which stands first
 * in the tables among those that matched the last line; NULL if none did. Values
 * live as long as the tables.
 */
const char *phrase_scan_value(const PhraseScan *scan, PhraseKind kind);

/** The pattern of that entry, as written. NULL if none matched. */
const char *phrase_scan_pattern(const PhraseScan *scan, PhraseKind kind);

/** The value of the entry of that kind whose pattern is exactly `text` (folded); NULL if none. */
const char *phrase_exact(const MailTables *tables, PhraseKind kind, const char *text);

#endif
