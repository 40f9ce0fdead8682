/*
 * Inside the plan: appending changes, and from what happened to a case deriving
 * who is told what.  Only plan_*.c includes this.
 */
#ifndef CM_DESK_PLAN_BUILD_H
#define CM_DESK_PLAN_BUILD_H

#include "desk/plan.h"

/** A plan in the making. */
typedef struct Builder {
	Plan *plan;
	const Facts *facts;
	const Site *site;
	const Desk *desk;
	gint64 next_number;   /**< of the case that is opened, if not that of the facts; 0: it is */
	const char *customer; /**< for whom the mail is forwarded; "": nobody is named; NULL */
	guint chance_used;
	gboolean quotes_nothing; /**< what the mail quotes is not kept: it is to be gone */
} Builder;

/** What happens to a case by one event; from it the notices follow. Strings are borrowed. */
typedef struct Happening {
	CaseFact *c; /**< the case as it is afterwards; NULL: it concerns none */
	gboolean opened;
	gboolean status_changed;
	gboolean eta_changed;
	gboolean emergency_changed;
	GArray *alarmed; /**< gint64, of staff: who was told of the emergency and hears that it is
			    taken or over; NULL: nobody in particular */
	gboolean commented;
	gboolean
		asks; /**< the comment is but a question to us: answered, and told to staff alone */
	gboolean may_mean_old;   /**< it opens a case, and its writer may mean an older one */
	gboolean classified;     /**< staff has set how urgent or how bad it is */
	gboolean requested;      /**< a customer asks staff for something, if without a word */
	gboolean waived;         /**< staff does without fields that it was asked for */
	gboolean asks_fields;    /**< its customer is asked for fields, if nothing else changes */
	const FormReading *form; /**< what the mail says of them; NULL: it wasn't looked at */
	gboolean offers_types;   /**< its writer has chosen no type: the receipt offers them */
	const GPtrArray *canned; /**< char*, answers of rules that go along with the receipt */
	gboolean rated_badly;    /**< staff should hear of the rating */
	gboolean handed_over;    /**< its partner has changed */
	gboolean confirms;       /**< the actor hears that it is done, by a receipt or apart */
	gboolean is_note;        /**< the text is for staff only */
	gboolean to_partner;     /**< but for `is_note`: the partner who has the case gets it too */
	gboolean is_forwarded;   /**< its files are the customer's own: they go to staff alone */
	const char *actor;       /**< address of who caused it; "" for casemate itself */
	gint64 actor_person; /**< whose address that is, one of several perhaps; 0: nobody's yet */
	const char *actor_name;
	gboolean actor_proven;
	const char *signature_why; /**< why the signature proves nothing; NULL: nothing to say */
	gboolean actor_is_staff;
	const char *text;   /**< the new text; "" if none */
	const char *writer; /**< whose words it is, name or address, if not the actor's; NULL */
	const char *writer_address;
	gint64 writer_person; /**< 0: nobody's yet */
	gboolean writer_proven;
	const char *note;   /**< what the actor says to staff alone besides; NULL */
	gboolean is_sealed; /**< it came encrypted, and isn't sent on */
	gboolean is_shut;   /**< nobody could open it */
	guint lines_cut;
	const char *proof;      /**< of the actor's address, in words; "" where no mail caused it */
	const char *message_id; /**< of the mail that caused it; NULL if none */
	const GPtrArray *visible;         /**< addresses that have the comment already; nullable */
	const GArray *visible_persons;    /**< gint64, the persons behind them; nullable */
	GPtrArray *changes;               /**< NoticeChange* */
	GPtrArray *parts;                 /**< DraftPart*, relayed */
	GPtrArray *named;                 /**< DraftPart*, only named */
	GPtrArray *withheld;              /**< DraftPart*, private keys: only named */
	gboolean is_masked;               /**< secrets in its mail were */
	gboolean masks_forward;           /**< some of them in what it forwards for `writer` */
	gboolean is_muted[RECEIPT_KINDS]; /**< the actor gets none: there were too many */
	const char *hint;                 /**< for the actor's receipt; NULL: none */
	const CaseFact *goes_on;          /**< where it does from now on, if that has changed */
	const char *was;                  /**< the number under which it did before */
	Js *data;                         /**< for the templates of the notices; NULL: nothing */
	GPtrArray *moved; /**< char*, numbers of the cases whose place has changed */
} Happening;

Happening *happening_new(CaseFact *c);
void happening_free(Happening *happening);
/** Of which kind the receipt is that the actor gets. */
ReceiptKind happening_receipt(const Happening *happening);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Happening, happening_free)

/** Why the plan does what it does, for explain. */
void plan_reason(Plan *plan, const char *format, ...) G_GNUC_PRINTF(2, 3);

void plan_end(Plan *plan, Ending ending, const char *why);
/** Not yet its end: somebody may have to be told. (transfer none) */
Hold *plan_hold(Plan *plan, HeldKind kind, const char *why);
/** A token for a held mail. (transfer full) */
char *plan_take_token(Builder *b);
void plan_add_entry(Plan *plan, Entry *entry);
Entry *entry_new(const char *kind, const char *author, const char *author_name,
		 const char *author_role, gboolean is_proven, const char *text);

gboolean plan_is_in_team(const PersonFact *person, const char *team);
/** Whether somebody of the desk's staff is in this team; `team` is nullable. */
gboolean plan_has_team(const Builder *b, const char *desk, const char *team);

/** The plan is about this case, which is there already. */
void plan_concern(Plan *plan, const CaseFact *c);
/** What follows concerns another case; back to the plan's own with `c` NULL. */
void plan_turn_to(Builder *b, const CaseFact *c);

/** Whether this participant is its actor. */
gboolean happening_is_by(const Happening *h, const ParticipantFact *to);
/** An entry of what the actor did, by which mail and on which proof. (transfer full) */
Entry *happening_entry(const Happening *h, const char *kind, const char *text);

/** What the change made last means, a sentence; "" if that isn't said. */
void plan_explain_change(Happening *h, const char *meaning);
/** Says in the notices other words for the change just made: names where the history has
 * addresses, which customers need not know. "" leaves what stands there. */
void plan_show_change(Happening *h, const char *from, const char *to);

/** Sets an attribute of the case and notes it for the notices and the history. */
void plan_set(Builder *b, Happening *h, const char *attribute, const char *label,
	      const char *old_value, const char *new_value);

/** Sets the status, with what follows from it. */
void plan_set_status(Builder *b, Happening *h, const char *status);

/** A case that has a final status now is no emergency any more: its receipt holds this change too.
 */
void plan_end_emergency(Builder *b, Happening *h);

/** Adds the person where the store has none yet. */
void plan_add_person(Builder *b, const char *address, const char *name, const char *role);

/** Opens the case under the next number; `reporter` is an address, "" for a stub. */
void plan_add_opening(Builder *b, const CaseFact *c, const char *reporter);

/** Makes the address a participant with a fresh tracking ID. (transfer none) */
const ParticipantFact *plan_add_participant(Builder *b, CaseFact *c, gint64 person,
					    const char *name, const char *address,
					    const char *role);

/* plan_people.c: who is part of a case. */

/**
 * Lets the person take part in this role until then (0: for good): one who already does is given
 * the role if it is for longer, anybody else is added and told with what has happened so far.
 * `person` is NULL for an address that nobody has yet. TRUE if that changed anything.
 */
gboolean plan_let_follow(Builder *b, Happening *h, const PersonFact *person, const char *address,
			 const char *role, gint64 until_ms);

/** Whether a mail of the actor may mention this person (plan_mentions.c). */
gboolean plan_may_mention(const Builder *b, const Happening *h, const PersonFact *person);

/** Ends somebody's part in the case; staff keeps the own tracking ID. */
void plan_remove_participant(Builder *b, Happening *h, const ParticipantFact *participant);

void plan_add_organisation(Builder *b, Happening *h, gint64 organisation, const char *name);
void plan_remove_organisation(Builder *b, Happening *h, gint64 organisation, const char *name);

/** plan_form.c: once all else is done the case goes on if nothing is asked for any more, else the
 *  writer is told what still is. */
void plan_judge_form(Builder *b, Happening *h);

/** Notes it in the history, and if `label` isn't NULL in what others are told. */
void plan_note(Builder *b, Happening *h, const char *kind, const char *label, const char *value,
	       const char *text);

/** For whom it is told. All borrowed. */
typedef struct Reader {
	const Desk *desk;  /**< whose name stands for those of its staff; NULL: they themselves */
	GTimeZone *zone;   /**< NULL: UTC */
	gboolean is_guest; /**< neither staff nor the reporter: ratings are nothing for them */
} Reader;

/** The EntryFacts from this one on for templates, as many texts as there is room for. (transfer
 *  full) */
Js *plan_entries(const GPtrArray *list, guint from, const Reader *reader, gsize room);

/** plan_listed.c: ListedFacts for templates. (transfer full) */
Js *plan_listed(const GPtrArray *listed, const Reader *reader);
/** In the receipt for a mail that opens a case, the open cases that it may have meant. */
void plan_fill_others(Notice *n, const Builder *b, const Happening *h);

/** What somebody is told who has not heard of the case. (transfer full) */
Js *plan_story(const Happening *h, const Reader *reader);

/** plan_emergency.c: from what the case was before (NULL: it is new) and what has happened to it:
 *  begins to look for somebody who takes its emergency, or ends that. */
void plan_settle_emergency(Builder *b, Happening *h, const CaseFact *old);
/** Notes whom an emergency has come to; NULL: nobody is waited for. */
void plan_set_escalation(Builder *b, Happening *h, const char *text);

/* plan_held.c: what becomes of held mail. */

/** One decision by the person with this address ("": the command line); refuses what can't be,
 *  and then nothing is done. */
gboolean plan_decide_held(Builder *b, const HeldFact *held, HeldWay way, const char *by,
			  GError **error);
/** The held mail goes on. */
void plan_release(Builder *b, const HeldFact *held, Release release, const char *by);

/** Queues what each person is told of what happened: one event, one notice per person. */
void plan_notify(Builder *b, const Happening *h);

/** Reminds those with one of these roles, which end in NULL, as `event` says. */
void plan_remind(Builder *b, const Happening *h, NoticeEvent event, const char *const *roles);

/** Tells one of the staff, who comes to take part in the case by it. */
void plan_tell_one(Builder *b, const Happening *h, const PersonFact *person, SubjectKind subject,
		   NoticeEvent event);

/* plan_fill.c: what stands in a notice. */

/** The language of a notice: that of its recipient, `language`; where that is "", for customers
 *  that of what they have written, `written`; else the desk's. To whom it goes is known already. */
void plan_fill_language(Notice *n, const Desk *desk, const char *language, const char *written);
/** The case as it is, in a notice about it whose recipient is filled in already; `zone` is the
 *  recipient's, NULL: UTC. */
void plan_fill_case(Notice *n, const Builder *b, const CaseFact *c, GTimeZone *zone);
/** What changed along with the event. After plan_fill_case(). */
void plan_fill_changes(Notice *n, const Happening *h, GTimeZone *zone);
/** One about the case of the happening, with as much of what was said as its recipient may read;
 * the data of its event is the caller's to add. (transfer full) */
Notice *plan_notice_for(const Builder *b, const Happening *h, const ParticipantFact *to,
			SubjectKind subject, NoticeEvent event);
/** Whether its recipient is of those between whom a rating is: the reporter and staff. */
gboolean notice_shows_ratings(const Notice *n);

/* plan_due.c: who of the staff hears of what is due. */

/** Tells who works on the case, else the case's team, else the desk's staff. */
void plan_tell_assignee(Builder *b, const Happening *h, SubjectKind subject, NoticeEvent event);
/** Tells these of the staff (PersonFact*); where there is none of them, the desk's internal
 * address. */
void plan_tell_list(Builder *b, const Happening *h, const GPtrArray *list, SubjectKind subject,
		    NoticeEvent event);
/** Tells the leads of the case's team, else of the desk, else who is next. */
void plan_tell_lead(Builder *b, const Happening *h, SubjectKind subject, NoticeEvent event);

/** Counts what whoever caused the event is sent towards the caps; staff has none. */
void plan_count_receipt(Builder *b, const Happening *h, ReceiptKind kind);

/** What somebody is answered who gave commands or asked something. */
typedef struct Answer {
	SubjectKind subject;
	NoticeEvent event;
	const char *title;           /**< the rest of the subject line */
	Js *data;                    /**< for the templates of the event (transfer full) */
	const char *reply_extension; /**< of the address that answers go to; NULL: the case's */
	gboolean is_apart;           /**< it belongs to no case, whatever the mail did */
	const DraftPart *part;       /**< a file that goes along; NULL: none */
	gboolean is_ours;            /**< the title is the site's own words: anybody may have it */
	gboolean has_notes;  /**< what staff answers to it is a note as well, where it can be */
	gboolean is_receipt; /**< it answers no command */
} Answer;

/* plan_fields.c: the fields of a case. */

/** Those that have a value: name to value, borrowed from the case. (transfer full) */
GHashTable *case_field_values(const CaseFact *c);
/** The fields (Field*) that are asked for: required ones without a value that nobody waived, and
 *  what staff asks for. `type` is nullable. (transfer container) */
GPtrArray *case_missing_fields(const CaseType *type, const CaseFact *c);
/** Whether the customer is asked for such fields: the case has the status for that, and some are
 *  missing. Nobody is asked then whether it is solved, whatever else the status is for. */
gboolean case_asks_fields(const Site *site, const CaseFact *c);
/** "5 of 7 required fields"; "" if nothing is required. `type` is nullable. (transfer full) */
char *case_completeness(const CaseType *type, const CaseFact *c);
/** What staff has asked for is there then. */
void plan_set_field(Builder *b, Happening *h, const char *name, const char *value);
void plan_set_need(Builder *b, Happening *h, const char *name, FieldNeed need);
/** A form for templates: `text` for plain ones, `items` for others. `values` is nullable;
 *  `role` is its reader's, whose choices alone it offers, 0: all. (transfer full) */
Js *plan_form(const CaseType *type, const GPtrArray *fields, GHashTable *values, guint role);
/** The same of a case that lacks `asked`, which stand in `missing` with what is wrong with them by
 *  `read` (nullable); with what is known filled in if that may be quoted. (transfer full) */
Js *plan_asked_form(const CaseType *type, const CaseFact *c, const GPtrArray *asked,
		    const FormReading *read, gboolean may_quote, guint role);

/* plan_receipt.c */

/** What else a receipt says: what is asked for, which types there are. */
void plan_fill_receipt(Notice *n, const Builder *b, const Happening *h);
/** For staff, that it has to decide about an emergency, while that is asked for. */
void plan_fill_asked_emergency(Notice *n, const Happening *h);
/** The types that somebody of this role may be offered, 0: all: `types`, each with `title`,
 *  `address`, `link` and `command`. */
void plan_offer_types(Js *data, const Builder *b, guint role);

/* plan_given.c */

/** What the mail says in a form, field by field, after everything else that the notice says. */
void plan_fill_given(Notice *n, const Builder *b, const Happening *h);

/* plan_answer.c */

/** Answers the actor at the address on record. */
void plan_answer(Builder *b, const Happening *h, const Answer *answer);
/** One to be given later, without files: its title is copied, its data taken. (transfer full) */
Answer *answer_keep(const Answer *answer);
/** For containers of kept ones. */
void answer_destroy(gpointer answer);

/* plan_staff_word.c */

/** Something for staff that is no case event: alarms, notices that did not arrive. */
typedef struct StaffWord {
	SubjectKind subject;
	NoticeEvent event;
	const char *title;  /**< the rest of the subject line */
	const char *about;  /**< whose mail, or to whom: an address */
	const char *reason; /**< why, in words */
	const Js *data;     /**< for the templates of the event; nullable */
} StaffWord;

void plan_tell_staff(Builder *b, const StaffWord *word);
/** The same for those who lead the desk; for all of its staff if nobody does. */
void plan_tell_leads(Builder *b, const StaffWord *word);

/** Tells staff that a notice did not arrive, if it was to somebody else; `why` is nullable. */
void plan_tell_undelivered(Builder *b, const NoticeFact *notice, const char *why);

/** Tells the desk's staff of mail in quarantine, at most once an hour; `from` is an address, ""
 *  if there is none. */
void plan_tell_quarantined(Builder *b, const char *from, const char *why);

/** plan_welcome.c: tells somebody, once, how to work with the desk as a member. */
typedef struct Newcomer {
	const char *address;
	const char *name;
	const char *organisation; /**< its name */
	const char *language;     /**< "": not known */
	gboolean shares;          /**< its members see each other's cases */
	gboolean is_agency;
} Newcomer;
void plan_welcome(Builder *b, const Newcomer *newcomer);

Plan *plan_new(void);
Change *plan_change(Plan *plan, ChangeKind kind);

#endif
