/*
 * Inside the plan of a mail: who wrote it, which case it belongs to, what it does there.
 * plan_mail.c decides by these; only it and the files named below include this.
 */
#ifndef CM_DESK_PLAN_DECISION_H
#define CM_DESK_PLAN_DECISION_H

#include "desk/plan_build.h"

/** Everything one decision looks at. */
typedef struct Decision {
	Builder b;
	const Clues *clues;
	const Facts *facts;
	const Site *site;
	const CaseFact *continued; /**< the closed case that the mail answers and that stays closed
					while it opens another; NULL: none */
	const RuleHits
		*hits; /**< set once it is known whether the mail opens a case or joins one */
	const FormReading *form; /**< what it says of fields; its lines are no commands. NULL: no
				      form was looked for */
} Decision;

/* plan_sender.c: who writes. */

gboolean decision_is_staff(const Decision *d);
/** The person whose address the From is; 0: nobody's yet. */
gint64 decision_sender_id(const Decision *d);
/** Whether the From is one of our own addresses. */
gboolean decision_is_own_address(const Decision *d);
/** Whether the mail bears the sender's own tracking ID: one of the case that is nobody else's. */
gboolean decision_uses_own_id(const Decision *d, const CaseFact *c);
/** Whether the sender opened this case. */
gboolean decision_is_reporter(const Decision *d, const CaseFact *c);
/** Whether the sender is the partner with whom this case is; `c` is nullable. */
gboolean decision_is_partner(const Decision *d, const CaseFact *c);
gboolean decision_may_use(const Decision *d, const CaseFact *c);
/** "reporter", "staff", "colleague", "machine", ...; `c` is NULL for a case to be opened. */
const char *decision_author_role(const Decision *d, const CaseFact *c);
/** The partner's name, else as recorded, else as the mail says; "" if neither. `c` is nullable.
 *  (transfer none) */
const char *decision_author_name(const Decision *d, const CaseFact *c);

/* plan_filing.c: where it belongs. */

typedef enum Filing {
	FILED_NEW,
	FILED_CASE,
	FILED_HELD,
	FILED_SEVERAL /**< held as well, for it names several cases that the sender may use */
} Filing;

/** Sets `case_out` for FILED_CASE and `why_out` for what is held. (transfer none) */
Filing decision_find_case(Decision *d, const CaseFact **case_out, const char **why_out);
/** The numbers of the cases that make a mail FILED_SEVERAL. (transfer full) */
char *decision_named_cases(const Decision *d);

/* plan_reading.c: reasons that tell how the mail was read. */

/** By which sign a robot wrote it, and what it reports; nothing of a person's mail. */
void decision_explain_robot(const Decision *d);
/** Which lines an entry leaves out, and why. */
void decision_explain_cuts(const Decision *d);

/* plan_steps.c: what mail does wherever it belongs. */

/** The mail as an entry of the given kind, with what is new of its text. */
void decision_add_entry(Decision *d, const CaseFact *c, const char *kind, const char *text);
/** Takes the case over; the text is borrowed. (transfer full) */
Happening *decision_happening(const Decision *d, CaseFact *c, const char *text);

/** Ends the mail as held; the next digest tells staff. */
void decision_hold(Decision *d, const char *why);

/* plan_caps.c */

/** Leaves out what the sender would be sent of this kind if it is one too many, and tells staff so
 *  once; a robot's is one in any case. */
void decision_cap(Decision *d, Happening *h, ReceiptKind kind);

/* plan_confirm.c: mail that its writer has to confirm. */

/** The same, but of a staff member without proof it is asked first whether the mail is his. `c`
 *  is nullable. */
void decision_hold_or_ask(Decision *d, const CaseFact *c, const char *why);
/** Ends a mail that confirms another one; FALSE: it doesn't. */
gboolean decision_confirms(Decision *d);

/* plan_welcome.c */

/** Welcomes a sender who is a member of an organisation, is proven to be and hasn't been
 *  welcomed; also one whose first mail this is. */
void decision_welcome(Decision *d);
/* plan_mentions.c */

/** Lets those follow whom the mail mentions. What is to be said of the others: char*.
 *  (transfer full) */
GPtrArray *decision_mention(Decision *d, Happening *h);

/* plan_secrets.c */

/** What of a public text, or what goes along with it, is for staff alone; NULL: nothing. `c` is
 *  NULL for a case to be opened. (transfer full) */
char *decision_secret(const Decision *d, const CaseFact *c, const char *text, const char **why_out);

/* plan_masked.c */

/** Tells the sender of a secret that it was masked, unless an answer that is queued says so. */
void decision_tell_masked(Decision *d, Happening *h);

/* plan_partner.c: mail of the partner with whom a case is. */

/** Whether it is but our own words that come back. */
gboolean decision_is_echo(const Decision *d, const CaseFact *c);
/** Notes that it has answered, if it hadn't, and after how long. */
void decision_note_answer(Decision *d, Happening *h);

/* plan_returning.c: mail of staff that its writer gets back. */

/** Ends the mail as returned: nothing is done, and the writer is told why. `c` is NULL for a case
 *  to be opened, and for none. (transfer full: data) */
void decision_return(Decision *d, const CaseFact *c, Js *data, const char *why);
/** The same, because it says nothing. */
void decision_return_empty(Decision *d, const CaseFact *c);
/** Ends a mail that names several cases: proven staff gets it back, what anybody else wrote is
 *  held for `why`. */
void decision_end_unclear(Decision *d, const char *why);
/** The same of one that answers a list of cases and names none. */
void decision_end_unnamed(Decision *d);
/** The same of staff's that answers a digest of held mail without a decision. FALSE: it isn't
 *  returned, for nothing proves who wrote it, or a robot did. */
gboolean decision_end_undecided(Decision *d);

/* plan_refusal.c: who may open what. */

/** The type of the case that the mail opens; NULL: the sender may not, and the mail has ended.
 *  (transfer none) */
const CaseType *decision_type(Decision *d);
/** Whether the sender is one of these, of RoleBit; 0: everybody is. */
gboolean decision_may_choose(const Decision *d, guint roles);
/** Ends a mail that asks for what only `roles` may: the type, or a value of one of its choices
 *  ("": the type itself). */
void decision_refuse(Decision *d, const CaseType *type, const char *value, guint roles);

/* plan_ruled.c: tags, and what else rules set on the case as it is afterwards. */

void decision_follow_rules(Decision *d, Happening *h);

/* plan_opening.c, plan_joining.c: what it does. */

void decision_open_case(Decision *d);
/** Whether the reporter writes to a case that has been closed for so long that it is a new one. It
 *  then opens a case, with Decision.continued. */
gboolean decision_is_late(const Decision *d, const CaseFact *c);
/** A person's mail: its commands and its words. */
void decision_join_case(Decision *d, const CaseFact *old);
/** Ends a mail that belongs to no case and only asks something, help say. FALSE: it says more. */
gboolean decision_answers(Decision *d);
/** Stores what no person has written to us; `why` in words. */
void decision_store_machine_mail(Decision *d, const CaseFact *c, const char *why);
gboolean decision_reports_on_notice(const Decision *d);
void decision_record_bounce(Decision *d);

#endif
