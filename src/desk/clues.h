/*
 * Clues: all that a mail alone decides, found before any lock is taken.  Most of
 * them are keys worth looking up; facts.h holds what was found under them.
 */
#ifndef CM_DESK_CLUES_H
#define CM_DESK_CLUES_H

#include "desk/case_number.h"
#include "desk/command.h"
#include "desk/form.h"
#include "desk/listing.h"
#include "desk/rules.h"
#include "desk/site.h"
#include "desk/type_choice.h"
#include "mail/forward.h"
#include "mail/mail.h"

/** What one mail says to one of its recipients. Borrows mail and site, owns the rest. */
typedef struct Clues {
	const Mail *mail;
	const Desk *desk;         /**< NULL: the recipient belongs to no desk */
	const Desk *opening_desk; /**< which desk a new case goes to: a rule or the type may say
				     another */
	const Desk *staff_desk;   /**< whose staff looks after it: `desk`, else the site's first */
	gboolean to_internal;
	char *envelope_sender;
	char *recipient;
	char *address;         /**< of the first From, lower case; "" if none */
	gboolean is_free_mail; /**< where anybody may have one: its domain is no company's */
	GArray *splits;        /**< gint64, entries that become cases, or are asked for as they
				came; 0: the one that is answered */
	GArray *redactions;    /**< gint64, entries whose text is removed; 0: the one answered */
	char *customer;        /**< for whom staff forwards it, an address; "" if for nobody */
	gboolean is_customer_free_mail; /**< the same as is_free_mail, of that address */
	char *name;                     /**< its display name, safe for a header; "" if none */
	char *title;             /**< subject without prefixes and tracking IDs; our own subject
				      within it is only named: "About SUP-3" */
	GPtrArray *address_ids;  /**< char*, tracking IDs in the recipient's extension */
	GPtrArray *subject_ids;  /**< char*, tracking IDs in the subject, in order */
	GPtrArray *case_numbers; /**< CaseNumber*, in the subject */
	GPtrArray *external_ids; /**< char*, what in the subject may be a partner's number */
	GPtrArray *references;   /**< char*, In-Reply-To and References, newest first, each once */
	char *notice_token;      /**< from our envelope sender's extension "b.TOKEN"; "" if none */
	char *confirm_token;     /**< of a mail to be confirmed: from the recipient, else the
				      subject; "" if none */
	gboolean says_yes;       /**< with such a token: it is empty, or says yes and no more */
	char *action;            /**< behind the tracking ID in the recipient: "done"; "" if none */
	char *extension;         /**< of the recipient, where it is none of these; "" if none */
	TypeChoice choice;       /**< the type of a new case; only with a desk */
	FormReading *form;      /**< what it says of the fields of that type; NULL: nobody looked */
	GPtrArray *visible;     /**< char*, lower-case addresses of To and Cc */
	GPtrArray *names;       /**< char*, whom the commands name: addresses or names */
	GPtrArray *named_cases; /**< CaseNumber*, which cases they name */
	GPtrArray *listings;    /**< Listing*, the lists of cases that it asks for, each once */
	gboolean asks_record;   /**< it asks what has happened in the case */
	gboolean hands_over;    /**< a partner is named to whom the case is to go */
	gboolean rates;         /**< it may be a rating of the case */
	GPtrArray *mentions;    /**< char*, whom what is new in the text mentions; none of robots */
	gboolean lists_people;  /**< a command asks who can be mentioned */
	gboolean tells_case;    /**< somebody may be told of the case who has not heard of it */
	GPtrArray *held_keys;   /**< char*, held mails they name: numbers, tokens, "all" */
	const char *held_verb;  /**< what is to be done with that held mail: "release", "drop" */
	char *held_token;       /**< by the recipient's address; "" if by none */
	GPtrArray *commands;    /**< Command*, of what is new in the text; none of robots */
	Command *question;      /**< that the mail is nothing but a question about a case; NULL: it
				     is more. It is none of `commands` */
	CaseNumber *asked;      /**< which case that names; NULL: none */
	gboolean is_thanks;     /**< it thanks for a solution, or says that it is one, and says
				     nothing else */
	gboolean is_scale;      /**< it is words that rate, and says nothing else */
	Command *solved;        /**< that it says so clearly; NULL: it doesn't. It is none of
				     `commands` */
	CaseNumber *solved_case; /**< which case that names; NULL: none */
	Listing *others;         /**< if it opens a case, the writer may mean one of these: it asks
				      something, or answers something. NULL: nothing looks so */
	gint64 message_key;      /**< of the Message-ID, else of the fingerprint */
	gint64 fingerprint;      /**< of the mail without trace fields */
	gboolean is_machine;     /**< a robot wrote it: stored, never answered */
	char *machine_why;       /**< "" for people */
	RuleHits *if_new;        /**< what the rules say if it opens a case */
	RuleHits *if_reply;      /**< and if it joins one */
} Clues;

/**
 * Finds the clues. `fingerprint` is made of mail_stable_bytes() by the caller.
 * `rules` is nullable, and so is the organisation of its From. (transfer full)
 */
Clues *clues_find(const Mail *mail, const Site *site, const RuleSet *rules,
		  const char *envelope_sender, const char *recipient, gint64 fingerprint,
		  const RuleOrganisation *organisation);
void clues_free(Clues *clues);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Clues, clues_free)

/** Whether To or Cc name the recipient, in whichever domain. */
gboolean clues_names_recipient(const Clues *clues);

/** Whether the value of "#history" asks for a message as it came, and for which: 0 is the one
 *  that is answered. */
gboolean history_asks_raw(const char *value, gint64 *entry_out);

/** The number with which the value of "#split" begins, or that of "#redact"; 0 if it has none. */
gint64 split_entry(const char *value);

/** The key under which a Message-ID is remembered: 63 bits of its SHA-256. */
gint64 message_id_key(const char *message_id);

/** The subject without reply and forward prefixes of any language ("Re: Aw: SV[2]: 回复：").
 *  (transfer none) */
const char *subject_strip_prefixes(const char *subject);

#endif
