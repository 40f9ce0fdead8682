/*
 * Looking up what the clues name: the facts a plan is made from.
 */
#ifndef CM_STORE_FACTS_H
#define CM_STORE_FACTS_H

#include "desk/clues.h"
#include "desk/facts.h"
#include "desk/proof.h"
#include "desk/secret.h"
#include "store/store.h"

/** What the caller knows and the store does not. */
typedef struct FactsInput {
	gint64 now_ms;
	gint64 delivery; /**< the delivery in hand; 0: none */
	gint64 message;  /**< and its message */
	Proof proof;
	const char *proof_why;
	const SignatureFact *signature; /**< nullable */
	const char *language;           /**< of the mail's text; nullable: not known */
	const char *language_forwarded; /**< of the message that it forwards; nullable */
	/** Which language a text is in, "" if that isn't sure. (transfer full) */
	char *(*guess_language)(const char *text, gconstpointer data);
	gconstpointer guess_data;
	gint64 received_ms; /**< when the mail came; 0: now */
	Release release;
	gint64 split;                 /**< the entry that a wish makes a case of; 0: none */
	const Secrets *secrets;       /**< what is known of them; nullable */
	gint64 redact;                /**< the entry whose text a wish removes; 0: none */
	gboolean hands_over;          /**< a wish hands the case to a partner */
	const GPtrArray *named_cases; /**< CaseNumber*, what else a wish names; nullable */
	gboolean as_unseen;           /**< as if the message had never come before */
	gboolean without_chance; /**< zeros for random bytes: explain shows the same plan each time
				  */
} FactsInput;

/** All facts for a mail. Inside a transaction they cannot change before the plan is applied.
 *  (transfer full) */
Facts *facts_for_mail(Store *store, const Clues *clues, const FactsInput *input,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Facts about one case, in `cases[0]`; NULL without error if there is no such case. */
Facts *facts_for_case(Store *store, const char *prefix, gint64 number, const FactsInput *input,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Facts about the case of a clock, in `cases[0]`; NULL without error if there is none. */
Facts *facts_for_clock(Store *store, gint64 case_id, const FactsInput *input,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Facts for a stub case at a desk. */
Facts *facts_for_stub(Store *store, const Desk *desk, const FactsInput *input,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Facts about the mail that waits for the staff of a desk. */
Facts *facts_for_waiting(Store *store, const Desk *desk, const FactsInput *input,
			 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Facts about a person, in `sender`; NULL there if nobody has the address. */
Facts *facts_for_person(Store *store, const char *address, const FactsInput *input,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Facts about a held mail that nobody has decided about, in `held_named[0]`; NULL without error
 *  if there is none of this number. */
Facts *facts_for_held(Store *store, gint64 number, const FactsInput *input,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Facts about a notice in the outbox; `notice` is set. */
Facts *facts_for_notice(Store *store, gint64 outbox, const FactsInput *input,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Who has this address; NULL without error if nobody. (transfer full) */
PersonFact *person_by_address(Store *store, const char *address,
			      GError **error) G_GNUC_WARN_UNUSED_RESULT;

#endif
