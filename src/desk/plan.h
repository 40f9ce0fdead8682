/*
 * The plan: what follows from clues and facts, as an ordered list of changes.  It
 * is made by pure functions (same clues, same facts, same plan), printed by
 * `casemate explain`, and carried out by store/apply.c in one transaction.
 */
#ifndef CM_DESK_PLAN_H
#define CM_DESK_PLAN_H

#include "desk/clues.h"
#include "desk/facts.h"
#include "desk/figures.h"
#include "desk/notice.h"

/** How a delivery ends: exactly one of these (`casemate audit` counts them). */
typedef enum Ending {
	ENDING_CASE,
	ENDING_ENTRY,
	ENDING_BOUNCE,
	ENDING_HELD,
	ENDING_RETURNED,
	ENDING_ANSWERED,
	ENDING_DROPPED,
	ENDING_DUPLICATE,
	ENDING_QUARANTINED,
	ENDINGS,
} Ending;

/** The word in the store and in JSON: "case", "entry", ... */
const char *ending_name(Ending ending);

typedef enum ChangeKind {
	CHANGE_ADD_PERSON,      /**< address, name; value: role */
	CHANGE_NAME_PERSON,     /**< address, name: of who has had none */
	CHANGE_OPEN_CASE,       /**< name: title, opened */
	CHANGE_ADD_PARTICIPANT, /**< address, name: role, value: tracking ID, number: until (ms) */
	CHANGE_PARTICIPANT,     /**< address, name: another role, number: until (ms); 0: for good */
	CHANGE_REMOVE_PARTICIPANT,  /**< address */
	CHANGE_ADD_ORGANISATION,    /**< name, number: organisation that follows */
	CHANGE_REMOVE_ORGANISATION, /**< the same */
	CHANGE_SET,                 /**< name: attribute, value: its new value */
	CHANGE_FIELD,               /**< name, value: of a field */
	CHANGE_FIELD_NEED,          /**< name, number: of FieldNeed */
	CHANGE_PARTNER,             /**< name: with whom the case is from now on; "": nobody */
	CHANGE_PARTNER_ANSWERED,    /**< who it is with has written for the first time */
	CHANGE_EXTERNAL,            /**< name: partner, value: its number; "": none */
	CHANGE_TAG,                 /**< value */
	CHANGE_UNTAG,               /**< value */
	CHANGE_LINK,                /**< number, value: the other case, name: kind of link */
	CHANGE_UNLINK,              /**< number, value: the same */
	CHANGE_TICKET,              /**< address: tracker, name: key, value: status; behind the
				       entry that says so */
	CHANGE_DROP_TICKET,         /**< name: key */
	CHANGE_COPY_ENTRY,          /**< number: of the row, value: its number in its case */
	CHANGE_MERGE,               /**< number, value: the case in which it goes on */
	CHANGE_UNMERGE,             /**< number, value: the case in which it went on */
	CHANGE_TURN_TO,             /**< number, value: another case, for what follows; 0: back */
	CHANGE_ADD_ENTRY,           /**< entry */
	CHANGE_REDACT,        /**< redaction, value: what stands in its place; address: by whom */
	CHANGE_ERASE,         /**< the bytes of the mail in hand: its text was removed */
	CHANGE_NOTICE,        /**< notice */
	CHANGE_COUNT_RECEIPT, /**< address, flag: proven, name: its kind */
	CHANGE_TOLD,          /**< value: what staff has been told of, once */
	CHANGE_JOIN,          /**< address, number: organisation */
	CHANGE_INVITED,       /**< address, name: who invites, number: organisation */
	CHANGE_WELCOMED,      /**< address */
	CHANGE_USE_SIGNATURE, /**< number: its digest; it counts in no other mail */
	CHANGE_HOLD,          /**< hold; value: the reason */
	CHANGE_HELD_TOLD,     /**< value: the desk whose staff knows now of its held mail */
	CHANGE_RELEASE,       /**< number: of the held mail, release; address: whose word */
	CHANGE_DROP,          /**< number: of the held mail; address: whose word */
	CHANGE_ADD_ADDRESS,   /**< address, number: the person whose it is from now on */
	CHANGE_END,           /**< ending; value: why, in words */
} ChangeKind;

/** A case as it is opened. */
typedef struct Opening {
	char *prefix;
	gint64 number;
	char *desk;
	char *type;
	char *status;
	char *priority;
	char *customer;
	gint64 organisation;
	gboolean is_change_request;
	char *reporter; /**< address; "" for a stub without one */
	char *root_message_id;
	char *language; /**< of the mail, if that is sure; "" */
} Opening;

/** An entry of the case's history. */
typedef struct Entry {
	char *kind; /**< "mail", "comment", "note", "auto", "bounce", "status", "eta", ... */
	char *author;
	char *author_name;
	char *author_role; /**< "reporter", ..., "staff", "machine", "casemate" */
	gboolean is_proven;
	char *proof; /**< by what, or why not, in words; "" where it was no mail */
	char *text;
	char *full_text; /**< NULL: the same as text */
	char *message_id;
	gboolean is_sealed;   /**< its text came encrypted: no mail may hold it */
	guint masked;         /**< secrets in it that were */
	gboolean has_message; /**< the message in hand is its source; attachments are listed */
} Entry;

/** How a mail is held. */
typedef struct Hold {
	HeldKind kind;
	gint64 case_id; /**< which it is about; 0: none, or nobody knows */
	gint64 person;  /**< as in HeldFact */
	char *token;    /**< for the answer; NULL: none */
	gint64 expires_ms;
	gboolean is_urgent;
	gboolean is_quiet;  /**< no news to staff */
	gboolean is_proven; /**< its one From address is */
} Hold;

typedef struct Change {
	ChangeKind kind;
	char *address;
	char *name;
	char *value;
	gint64 number;
	gboolean flag;
	Ending ending;
	Opening *opening;
	Entry *entry;
	Notice *notice;
	Hold *hold;
	Release release;
	Redaction *redaction;
} Change;

/** All changes concern one case at most, but those behind a CHANGE_TURN_TO. */
typedef struct Plan {
	gint64 case_id;     /**< 0: none, or the one that is opened here */
	char *case_number;  /**< "" if none */
	GPtrArray *changes; /**< Change*, in order */
	GPtrArray *reasons; /**< char*, what decided, in words, in order: for explain */
	GPtrArray *done;    /**< char*, what a wish has led to, in words: for who made it */
} Plan;

/**
 * What follows from a mail. Pure. The last change is a CHANGE_END. Texts and parts
 * are copied, so the plan outlives clues and facts. (transfer full)
 */
Plan *plan_for_mail(const Clues *clues, const Facts *facts, const Site *site);

/** Something somebody wants done to a case, from the command line or later a command in a
 *  mail. Strings are NULL where nothing is asked for. */
typedef struct Wish {
	const char *actor;       /**< address; "" for the command line */
	const char *actor_name;  /**< display name */
	const char *comment;     /**< public text */
	const char *note;        /**< internal text */
	const char *const *sets; /**< name, value, name, value, ..., NULL; nullable */
	const char *verb;        /**< another one of the staff's; nullable */
	const char *value;       /**< of that */
} Wish;

/**
 * What follows from a wish about `facts->cases[0]`. Refuses a name or value that does
 * not exist with a sentence that lists the allowed ones. (transfer full)
 */
Plan *plan_for_wish(const Wish *asked, const Facts *facts, const Site *site,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** What follows from a message that could not be read: quarantined, with a stub case for
 *  staff. `why` in words. (transfer full) */
Plan *plan_for_quarantine(const Desk *desk, const Facts *facts, const Site *site,
			  const char *envelope_sender, const char *why);

/** What the staff of a desk is told of mail that came to wait while it was too soon for a word;
 *  without changes if there is nothing to tell. (transfer full) */
Plan *plan_for_waiting(const Desk *desk, const Facts *facts, const Site *site);

/** When the next report of a week is sent, after `now_ms`: on Monday morning, UTC. */
gint64 weekly_next(gint64 now_ms);
/** The last week that is over, from Monday to Monday, UTC. */
void weekly_span(gint64 now_ms, gint64 *since_ms_out, gint64 *until_ms_out);
/** The report of that week to the leads of a desk, to its staff if it has none; without changes
 *  if nothing was counted. (transfer full) */
Plan *plan_for_weekly(const Desk *desk, const Facts *facts, const Figures *figures,
		      const Site *site);

/** The welcome mail to `facts->sender`, the person, who has become a member of an organisation;
 *  without changes if there is nobody, it is neither customer nor agency, or has been welcomed. */
Plan *plan_for_welcome(const Facts *facts, const Site *site);

/** What the clock of this name does to `facts->cases[0]` if it is due; without changes if it isn't,
 *  or is unknown. (transfer full) */
Plan *plan_for_clock(const char *name, const Facts *facts, const Site *site);

/** What staff is told of a notice that could not be delivered. (transfer full) */
Plan *plan_for_failure(const NoticeFact *notice, const Facts *facts, const Site *site,
		       const char *why);

/** What staff decides about a held mail. */
typedef enum HeldWay { HELD_LET, HELD_LET_FOLLOW, HELD_LET_ALIAS, HELD_DROP } HeldWay;

/** What follows from a decision about `facts->held_named[0]`, by the command line. Refuses what
 *  can't be with a sentence that says why. (transfer full) */
Plan *plan_for_held(HeldWay way, const Facts *facts, const Site *site,
		    GError **error) G_GNUC_WARN_UNUSED_RESULT;

void plan_free(Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)

/** The plan in plain words, a line each, the reasons first. (transfer full) */
char *plan_explain(const Plan *plan);

#endif
