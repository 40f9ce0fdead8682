/*
 * Facts: what was found under the clues' keys, and everything else a plan may not
 * find out itself: the time, chance, the next case number, verdicts.
 */
#ifndef CM_DESK_FACTS_H
#define CM_DESK_FACTS_H

#include "desk/held.h"
#include "desk/receipt.h"
#include "desk/redaction.h"
#include "desk/trackid.h"

#include <glib.h>

typedef struct PersonFact {
	gint64 id;
	char *name;          /**< as recorded; "" if never */
	char *address;       /**< main address */
	char *role;          /**< "customer", "agency", "staff", "partner" */
	char *desk;          /**< in Facts.staff: the desk this row is about */
	gboolean is_lead;    /**< there alone, as what follows: of that desk */
	gboolean sees_raw;   /**< may see messages as they came */
	gint64 duty;         /**< place in the duty roster; 0: not on it */
	char *teams;         /**< "|platform|print|", in lower case; "" */
	char *language;      /**< else the first of the organisation's; "" if not known */
	GTimeZone *zone;     /**< else the organisation's; NULL: not known */
	gint64 organisation; /**< 0: none */
	char *organisation_name;
	char *organisation_tier;      /**< of its contract; "" */
	gboolean organisation_shares; /**< colleagues see each other's cases */
	gboolean is_welcomed;         /**< has had the welcome mail, or shall have none; only of
					   who is found by address */
} PersonFact;

typedef struct ParticipantFact {
	gint64 person;
	char *name;
	char *address;
	char *role; /**< "reporter", "contact", "follower", "staff", "partner" */
	char *tracking_id;
	char *account;   /**< the role of the person: "customer", "agency"...; "": nobody's yet */
	char *language;  /**< as of a person */
	GTimeZone *zone; /**< as of a person */
	gint64 until_ms; /**< follows until then; 0: for good */
	gboolean is_new; /**< made by this very event: has not heard of the case before */
} ParticipantFact;

/** An organisation that follows a case. */
typedef struct OrganisationFact {
	gint64 id;
	char *name;
} OrganisationFact;

/** Something in a case's history that everybody who is part of it may see. */
typedef struct EntryFact {
	gint64 entry; /**< its row */
	gint64 at_ms;
	char *author; /**< name, else address; "" for casemate */
	char *text;   /**< new text, or what changed; a long one is cut off */
	char *files;  /**< names of its attachments; "" if none */
	gint64 seq;
	char *number; /**< of the case to which it was written, if that was merged; else "" */
	gboolean is_note;
	gboolean is_rating;
	gboolean is_eta;      /**< its text has dates as in subjects */
	gboolean is_change;   /**< its text says what has changed: nobody wrote it */
	gboolean is_staffs;   /**< its author is staff */
	gboolean is_unproven; /**< a message of which nobody vouches for the sender */
} EntryFact;

/** The last of a case's entries of one kind by authors of one role: what its clocks go by. */
typedef struct LastFact {
	char *kind; /**< of the entry: "status", "comment", ... */
	char *role; /**< of its author: "reporter", ..., "staff", "machine", "casemate" */
	gint64 at_ms;
	gint64 seq;
} LastFact;

/** What says whom a case waits for: a change of its status, or a word. */
typedef struct CourseFact {
	gint64 at_ms;
	char *kind; /**< of the entry: "status", "comment", "released" or "thanks" */
	char *role; /**< of its author */
	char *text; /**< of a change of status the words of the history; else "" */
} CourseFact;

/** For CourseFact*. (transfer full) */
GPtrArray *course_facts_new(void);
CourseFact *course_fact_new(gint64 at_ms, const char *kind, const char *role, const char *text);

/** For LastFact*. (transfer full) */
GPtrArray *last_facts_new(void);
LastFact *last_fact_new(const char *kind, const char *role, gint64 at_ms, gint64 seq);

/** Whose entries. */
typedef enum Side { SIDE_ANY, SIDE_STAFF, SIDE_CUSTOMER } Side;

/** Whether a field of a case has to be filled in, if not as its type says. */
typedef enum FieldNeed {
	NEED_AS_TYPE,
	NEED_ASKED,  /**< staff asks for it, or for another value */
	NEED_WAIVED, /**< staff does without it */
} FieldNeed;

/** A field of a case. */
typedef struct FieldFact {
	char *name;  /**< Field.name */
	char *value; /**< canonical; "" if it has none */
	FieldNeed need;
} FieldFact;

/** Who may be given cases. */
typedef struct PartnerFact {
	char *name;
	gint64 person; /**< who speaks for it; 0: nobody yet */
	char *address; /**< of that person; "" */
	char *role;    /**< and as what that one is known; "" */
	gboolean is_active;
	char *events; /**< what its endpoint is told, as partner_event_is_in(); NULL: it has none
			   that takes any, and gets mail */
} PartnerFact;

/** A partner's own number for a case. */
typedef struct ExternalFact {
	char *partner; /**< its name */
	char *id;
} ExternalFact;

/** A ticket of a case in a tracker of others. */
typedef struct TicketFact {
	char *tracker; /**< Tracker.name, as it was */
	char *key;
	char *status; /**< in words; "" */
	gint64 entry; /**< the row that says so; 0: it is being made */
} TicketFact;

/** For TicketFact*. (transfer full) */
GPtrArray *ticket_facts_new(void);
/** `tickets` is nullable. (transfer full) */
GPtrArray *ticket_facts_copy(const GPtrArray *tickets);

/** A case in a list. */
typedef struct ListedFact {
	gint64 id;
	char *number;
	char *title;
	char *status;
	char *eta;
	char *assignee; /**< name; "" if nobody */
	char *customer;
	gint64 updated_ms;
	gboolean is_late;     /**< the ETA is over */
	gboolean hides_staff; /**< as of a case */
	gboolean is_due;      /**< for staff: something promised was not kept in time */
} ListedFact;

ListedFact *listed_fact_new(void);

/** One list of cases that somebody asks for. */
typedef struct ListFact {
	char *key;        /**< what was asked for: listing_key() */
	GPtrArray *cases; /**< ListedFact*, the newest first */
	guint more;       /**< and how many more there are, as far as they were counted */
	gboolean is_cut;  /**< there were too many to look at all of them */
} ListFact;

/** An empty one. (transfer full) */
ListFact *list_fact_new(char *key);

typedef struct CaseFact {
	gint64 id;
	char *number; /**< "SUP-1494" */
	char *desk;
	char *title;
	char *type;
	char *status;
	char *priority;
	char *severity;
	char *emergency;  /**< "" if none */
	char *escalation; /**< who was told of it so far, for emergency.h; "" if that is over */
	char *eta;        /**< "" if none */
	char *customer;
	char *tier; /**< of its organisation's contract; "" */
	char *team; /**< of the desk's staff, whose it is; "" */
	gint64 organisation;
	gboolean is_change_request;
	gboolean hides_staff; /**< customers read the desk's name instead of those of its staff */
	gint64 assignee;      /**< person; 0: nobody */
	char *assignee_name;
	char *assignee_address;
	char *language;        /**< of the mail that opened it, if that was sure; "" */
	char *root_message_id; /**< without <>; "" if the case was not opened by mail */
	gint64 rating;         /**< 1 to 5; 0: none yet */
	gint64 rated_ms;       /**< when it was first given since the status changed last, looked up
				    for ratings alone; 0: it wasn't */
	GPtrArray *tags;       /**< char* */
	GPtrArray *fields;  /**< FieldFact*, those that have a value or another need than by type */
	GPtrArray *links;   /**< char*, numbers of the cases it is linked with */
	GPtrArray *tickets; /**< TicketFact*, by key */
	char *merged_into;  /**< number of the case in which it goes on; "" if none */
	GPtrArray *merged;  /**< char*, numbers of the cases that were merged into it */
	GPtrArray *participants;    /**< ParticipantFact* */
	GPtrArray *organisations;   /**< OrganisationFact*, those that follow it */
	char *partner;              /**< with whom it is now; "" if with nobody */
	char *partner_events;       /**< as in PartnerFact */
	gint64 partner_given_ms;    /**< since when */
	gint64 partner_answered_ms; /**< when that one first wrote; 0: not yet */
	GPtrArray *externals;       /**< ExternalFact*, by partner, former ones too */
	GPtrArray *files;           /**< DraftPart*, of what everybody may see, looked up where a
					 partner is given the case; NULL: nobody looked */
	GPtrArray *history;         /**< EntryFact*, the oldest first, looked up where somebody may
					 be told of it; NULL: nobody looked */
	GPtrArray *record; /**< EntryFact*, the same of all that the sender may see, where it
				is asked for; NULL: nobody asked */
	guint record_cut;  /**< entries before those of `record` */
	GPtrArray *notes;  /**< char*, what its notes say; looked up where staff writes;
				NULL: nobody looked */
	GPtrArray *said;   /**< char*, and what everybody who is part of it was told */
	gint64 opened_ms;
	gint64 eta_changes;  /**< how often its ETA was set or cleared */
	gint64 due_ms;       /**< when the next of the things promised is; 0: nothing is */
	char *due_for;       /**< what that is, "next update"; "" */
	GPtrArray *course;   /**< CourseFact*, in their order, looked up with these: */
	GPtrArray *lasts;    /**< LastFact*, looked up where time counts; NULL: nobody looked */
	GPtrArray *reminded; /**< char*, "event-eve The event begins 2026-12-07": which reminders of
				  its event there were, looked up with these as well */
	guint history_cut;   /**< entries that `history` leaves out, behind the first one */
} CaseFact;

/** How a mail named a case. In the order of precedence. */
typedef enum Way {
	WAY_ADDRESS,  /**< tracking ID in the recipient address */
	WAY_SUBJECT,  /**< tracking ID in the subject */
	WAY_SENT,     /**< In-Reply-To or References name a message we sent */
	WAY_RECEIVED, /**< they name a message we received */
	WAY_EXTERNAL, /**< the sender's own number for it in the subject, of a partner */
	WAY_NUMBER,   /**< a case number in the subject */
	WAY_ASKED,    /**< one in a question that is all of the text */
	WAYS,
} Way;

/** What somebody wrote to name a person, and who that is. */
typedef struct NamedFact {
	char *asked;       /**< as in Clues.names */
	PersonFact *found; /**< by address, else by a name that is one person's alone; NULL: none */
	guint matches;     /**< persons of that name */
	GPtrArray *persons; /**< PersonFact*, all of that name or address, up to a limit */
	OrganisationFact *organisation; /**< of that name; NULL: none */
	gint64 domain_organisation;     /**< whose domain the address has; 0: nobody's */
	gboolean is_proposed; /**< invited to the sender's organisation within the last day */
} NamedFact;

/** A case that the mail may belong to. */
typedef struct Candidate {
	Way way;
	char *key;          /**< the ID, Message-ID or number that led here */
	const CaseFact *of; /**< (transfer none), in Facts.cases */
} Candidate;

/** Whether the From address is proven. */
typedef enum Proof {
	PROOF_NONE, /**< nobody vouches */
	PROOF_PASS,
	PROOF_FAIL, /**< DMARC says it is forged */
} Proof;

/** A notice of ours that a report is about. */
typedef struct NoticeFact {
	gint64 outbox;
	char *recipient;
	char *subject;
	gboolean to_staff;
	gboolean is_told;   /**< staff has lately been told of a report on it */
	const CaseFact *of; /**< NULL: it belonged to no case */
} NoticeFact;

/** Mail that waits for staff to look at it. */
typedef enum WaitingKind { WAITING_HELD, WAITING_QUARANTINED, WAITING_KINDS } WaitingKind;

/** What the staff of the desk knows of it. */
typedef struct WaitingFact {
	gint64 told_ms; /**< when they were told last; 0: not lately */
	gint64 more_ms; /**< when more has come that they were not told of; 0: not lately */
} WaitingFact;

/** A message of a case that a command names. */
typedef struct MessageFact {
	gint64 entry;
	gint64 case_id;
	gint64 seq;
	gboolean is_answered; /**< the mail in hand answers the notice of it */
	char *kind;
	char *author; /**< address */
	char *author_name;
	char *author_role;
	char *text;
	char *message_id;
	gboolean is_sealed;
	gboolean is_proven; /**< somebody vouched for its sender */
	char *split_into;   /**< number of the case that it became; "" if none */
	char *language;     /**< of its text, if that is sure, else of its author's latest case
				 whose language is known; "" */
	PersonFact *person; /**< whose address that is now; NULL: nobody's */
	gint64 next_number; /**< of the next case of its desk */
	gint64 message;     /**< the store's number of the message as it came; 0: there is none,
				 or no more */
	gint64 size_bytes;  /**< of that */
} MessageFact;

/** What was found. Owns everything but what is said to be borrowed. */
typedef struct Facts {
	gint64 now_ms;
	gint64 message; /**< the store's number of the mail in hand; 0: none */
	Proof proof;
	char *mail_language;                /**< of its text, if that is sure, else of the sender's
					       latest case whose language is known; "" */
	char *forward_language;             /**< of what it forwards, if that is sure; "" */
	char *proof_why;                    /**< what decided, in words */
	char *signature_why;                /**< why the mail's signature proves nothing; "" */
	gint64 signature_used;              /**< digest of the signature that counts; 0: none */
	Release release;                    /**< as what it was released from the held mail */
	gboolean is_released;               /**< and whether by staff */
	HeldFact *confirming;               /**< that its token names; NULL: none */
	gint64 confirmations_hour;          /**< asked of the sender in the last hour */
	gint64 next_number;                 /**< of the next case of the desk that would open one */
	PersonFact *sender;                 /**< whose address the From is; NULL: a stranger */
	PersonFact *organisation_by_domain; /**< only organisation fields; NULL: none */
	PersonFact *customer_by_domain;     /**< the same of whom staff forwards a mail */
	GTimeZone *zone;                    /**< the sender's or the organisation's; UTC where it
						 isn't known */
	GPtrArray *messages;                /**< MessageFact*, of the cases that it may belong to */
	GPtrArray *redactions;              /**< Redaction*, of the same */
	GPtrArray *named;                   /**< NamedFact*, whom the commands name */
	GArray *visible;     /**< gint64, persons that To and Cc name, by any of their addresses */
	GPtrArray *standing; /**< PersonFact*, who follows each new case of the sender's
				  organisation */
	gint64 assignee_if_new;   /**< the person whom the rules name for a new case; 0: nobody */
	gint64 assignee_if_reply; /**< and for the case that the mail joins */
	GPtrArray *partners;      /**< PartnerFact*, by name, where a case may be given to one */
	GPtrArray *nameable;      /**< PersonFact*, of the organisations the mail has to do with:
				       whom a mention may mean, or all if asked for */
	GPtrArray *staff;         /**< PersonFact*, one for each desk and member of its staff */
	GPtrArray *cases;         /**< CaseFact* */
	GPtrArray *candidates;    /**< Candidate*, in order of precedence */
	GPtrArray *lists;         /**< ListFact*, the lists of cases that it asks for */
	GPtrArray *others;     /**< ListedFact*, open cases of the sender's, the newest first, where
				    the mail may mean one of them */
	guint others_more;     /**< and how many more there are, as far as they were counted */
	gboolean answers_list; /**< it answers a list, and names no case */
	gboolean answers_final; /**< it answers the receipt that said that a case is closed; looked
				     up for a digit alone */
	NoticeFact *notice;     /**< for reports; NULL: about none of ours */
	gboolean is_erased;     /**< it is a copy of one whose text was removed */
	gint64 duplicate_of;    /**< the first delivery; 0: not seen before at this desk */
	gboolean is_repeated;   /**< one of them was to this very recipient */
	GArray *seen_on_cases;  /**< gint64, cases that have this very message already */
	gint64 same_id_as;      /**< delivery with the same Message-ID and other content; 0 */
	gint64 invited_day;     /**< whom the sender has invited in the last day */
	gint64 shared_day;      /**< how often the sender has shared a case in the last day */
	ReceiptCount receipts[RECEIPT_KINDS]; /**< sent to this address, for mail that is as proven
						 to be its own as this one, or isn't */
	gint64 receipts_unproven_hour;        /**< to all unproven senders in the last hour */
	gboolean cap_is_told;          /**< staff knows already that this address is over its cap */
	gboolean unproven_cap_is_told; /**< and that all unproven senders are */
	WaitingFact waiting[WAITING_KINDS];
	GPtrArray *held;       /**< HeldFact*, those at the desk that a digest lists */
	GPtrArray *held_named; /**< HeldFact*, those that the commands name by number or token */
	GPtrArray *returned;   /**< HeldFact*, the sender's own that can be sent, the latest first,
				    and those that the mail refers to, whatever became of them */
	gboolean is_return_answered; /**< it refers to mail that came back, be it in `returned` or
					  not */
	gboolean is_reply_to_return; /**< and by its newest reference */
	gint64 next_held;            /**< the number that the mail gets if it is held */
	gboolean is_digest_answered; /**< `held` is what the digest listed that the mail answers */
	gint64 held_count;           /**< and how many wait there in all */
	gboolean held_news;          /**< some that its staff hasn't been told of */
	gboolean held_urgent_news;
	GByteArray *chance; /**< random bytes; the plan takes them from the front */
} Facts;

/** Under what it is remembered that staff was told of a report on this notice. (transfer full) */
char *report_told_key(gint64 outbox);

/** The same for mail that waits at this desk; `more`: that some has come which staff has not
 *  been told of. (transfer full) */
char *waiting_told_key(WaitingKind kind, const char *desk, gboolean more);

/** Whether it is less than the pause since they were told. */
gboolean waiting_is_told_lately(const Facts *facts, WaitingKind kind, gint64 pause_ms);

Facts *facts_new(void);
void facts_free(Facts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Facts, facts_free)

PersonFact *person_fact_new(void);
void person_fact_free(PersonFact *person);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PersonFact, person_fact_free)
CaseFact *case_fact_new(void);
void case_fact_free(CaseFact *c);
/** A copy that a plan may change. (transfer full) */
CaseFact *case_fact_copy(const CaseFact *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CaseFact, case_fact_free)
ParticipantFact *participant_fact_new(gint64 person, const char *name, const char *address,
				      const char *role, const char *tracking_id);
OrganisationFact *organisation_fact_new(gint64 id, const char *name);
/** For containers; NULL does nothing. */
void organisation_fact_free(gpointer data);
/** Sets what a field of the case is, adding it where the case has none of it yet; NULL leaves
 *  the value as it is. */
void case_set_field(CaseFact *c, const char *name, const char *value, FieldNeed need);
/** The field of this name; NULL if the case has none. (transfer none) */
const FieldFact *case_field(const CaseFact *c, const char *name);
EntryFact *entry_fact_new(gint64 at_ms, const char *author, const char *text, const char *files);
EntryFact *entry_fact_copy(const EntryFact *entry);
GPtrArray *entry_facts_new(void);
NamedFact *named_fact_new(const char *asked);

/** The sender as a member of an organisation: who writes for the first time is one by the domain.
 *  Whoever is none has no organisation; NULL also for partners and for somebody of an agency,
 *  who see no more of it than the cases that they take part in. (transfer none) */
const PersonFact *facts_member(const Facts *facts);
/** As whom the sender chooses, a bit of RoleBit: who isn't known yet is a customer to be. */
guint facts_role(const Facts *facts);
/** Whom these words of a command name; NULL: nobody looked. (transfer none) */
const NamedFact *facts_named(const Facts *facts, const char *asked);
/** The time zone of a person found; NULL: not known. (transfer none) */
GTimeZone *facts_zone(const Facts *facts, gint64 person);
/** The role of the person, the same way; "": not known. (transfer none) */
const char *facts_account(const Facts *facts, gint64 person);
/** The language, the same way; "": not known. (transfer none) */
const char *facts_language(const Facts *facts, gint64 person);
/** The case of this number among those looked up; NULL if there is none. (transfer none) */
const CaseFact *facts_case(const Facts *facts, const char *number);

MessageFact *message_fact_new(void);
/** The message with this number in the case; with 0 the one that is answered. NULL: it was not
 *  found. (transfer none) */
const MessageFact *facts_message(const Facts *facts, gint64 case_id, gint64 seq);
/** What the removal of this text takes along; with 0 of the one that is answered, which may stand
 *  in a case that was merged. NULL: it was not found. (transfer none) */
Redaction *facts_redaction(const Facts *facts, gint64 case_id, gint64 seq);

/** The participant for the partner with whom the case is; NULL if it is with none.
 *  (transfer none) */
const ParticipantFact *case_holder(const CaseFact *c);
/** The number that this partner has for the case; NULL if none is known. (transfer none) */
const char *case_external(const CaseFact *c, const char *partner);
/** Sets it; NULL takes it away. */
void case_set_external(CaseFact *c, const char *partner, const char *id);
/** The ticket of this key, without regard to case; NULL: the case has none. (transfer none) */
const TicketFact *case_ticket(const CaseFact *c, const char *key);
/** Sets it, in place of what was said of it before. */
void case_set_ticket(CaseFact *c, const char *tracker, const char *key, const char *status,
		     gint64 entry);
/** Takes it away. */
void case_drop_ticket(CaseFact *c, const char *key);
/** The participant of a case with this person or address; NULL if none. (transfer none) */
const ParticipantFact *case_participant(const CaseFact *c, gint64 person, const char *address);
/** The last entry of this kind by this side (on the customer's there are persons alone); NULL:
 *  there is none. (transfer none) */
const LastFact *case_last(const CaseFact *c, const char *kind, Side side);
/** Whether entries of this role's are of that side; robots and casemate are of none. */
gboolean role_is_of(const char *role, Side side);
/** The list of cases asked for so; NULL: it was not looked up. (transfer none) */
const ListFact *facts_list(const Facts *facts, const char *key);
/** Whether this organisation follows the case. */
gboolean case_has_organisation(const CaseFact *c, gint64 organisation);
/** Whether this person is on the staff of any desk. */
gboolean facts_is_staff(const Facts *facts, gint64 person);

/** Whether this follower is one of staff, whom mentions and #share make no customer: the role
 *  says that the person follows, not on whose side. */
gboolean facts_follows_as_staff(const Facts *facts, const ParticipantFact *participant);

#endif
