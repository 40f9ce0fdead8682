/*
 * One delivery on the path: mail -> clues (no lock) -> facts -> plan -> rows.
 */
#ifndef CM_WORK_HANDLE_H
#define CM_WORK_HANDLE_H

#include "desk/plan.h"
#include "mail/tables.h"
#include "store/facts.h"
#include "store/intake.h"
#include "store/raw.h"
#include "work/language.h"

/** What the path needs to know of the site. All borrowed, unchanged while in use. */
typedef struct Knowledge {
	const Site *site;
	const RuleSet *rules; /**< nullable */
	const Templates *templates;
	const MailTables *tables;
	LanguageGuess *languages; /**< nullable: no language is guessed */
	const char *keyring;      /**< folder of OpenPGP keys; NULL: none */
	const char *poison;       /**< test switch: a subject with this text aborts; NULL: off */
} Knowledge;

/** The language of a text, "" unless it is sure and spoken here; `data` is a Knowledge. For
 *  FactsInput. (transfer full) */
char *knowledge_language(const char *text, gconstpointer data);

/** A delivery that has been read: ready for facts and plan. */
typedef struct Item {
	Waiting *waiting;
	Raw *raw;
	Mail *mail;
	Clues *clues;      /**< NULL: it may not be read */
	GPtrArray *hashes; /**< GBytes*, of its attachments */
	Proof proof;
	char *proof_why;
	char *language;           /**< of its text, if that is sure and spoken here; "" */
	char *language_forwarded; /**< of the message that it forwards, likewise */
	SignatureFact *signature; /**< NULL: it is not signed */
	char *unreadable;         /**< why it is put into quarantine; NULL: it can be read */
	gboolean as_unseen;       /**< explained as if it had never come before */
} Item;

/** Reads a delivery up to its clues; takes `waiting`. NULL: the store is in trouble.
 *  (transfer full) */
Item *item_prepare(Store *store, const Knowledge *know, Waiting *waiting,
		   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** Reads a message that is in no store; `store` is only asked. Takes `raw`. NULL: it is in trouble.
 *  (transfer full) */
Item *item_from_raw(Store *store, const Knowledge *know, Raw *raw, const char *sender,
		    const char *recipient, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void item_free(Item *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Item, item_free)

/** Facts and plan; the store is only read. `without_chance`: always the same plan. */
Plan *item_plan(Store *store, const Knowledge *know, const Item *item, gint64 now_ms,
		gboolean without_chance, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Facts, plan, rows, within the caller's transaction. `plan_out` (transfer full). */
G_GNUC_WARN_UNUSED_RESULT gboolean item_apply(Store *store, const Knowledge *know, const Item *item,
					      gint64 now_ms, Plan **plan_out, GError **error);

#endif
