/*
 * What a site has decided: its desks, statuses, types and limits.  app/ reads it
 * from casemate.conf and hands it down; nobody below changes it.
 */
#ifndef CM_DESK_SITE_H
#define CM_DESK_SITE_H

#include "desk/level.h"
#include "desk/tracker.h"
#include "desk/words.h"

#include <glib.h>

/** A support desk: an address customers write to, and a prefix for its case numbers. */
typedef struct Desk {
	char *name;             /**< short name in files and commands, "support" */
	char *title;            /**< what people see, "Example Support" */
	char *address;          /**< "support@example.org" */
	char *internal;         /**< address of the staff alone; "" if none */
	char *prefix;           /**< of case numbers, "SUP" */
	char *default_type;     /**< name of a CaseType */
	char *signature;        /**< last lines of each notice, "" if none */
	char *language;         /**< of notices to who has none; "": English */
	char *language_place;   /**< where the configuration says so, "FILE:LINE"; "" */
	gboolean weekly_report; /**< its leads get the figures of each week by mail */
	gint64 duty_days; /**< so long each place of its duty roster has its turn; 0: the first
			       one always */
} Desk;

/** Who a case in this status waits for. */
typedef enum WaitsFor {
	WAITS_FOR_STAFF,
	WAITS_FOR_CUSTOMER,
	WAITS_FOR_DEVELOPMENT,
	WAITS_FOR_PLATFORM,
	WAITS_FOR_NOBODY,
} WaitsFor;

typedef struct Status {
	char *name;             /**< canonical, stands in subjects: "Information needed" */
	char *meaning;          /**< one sentence for the customer */
	char *meaning_assigned; /**< the same while somebody is assigned; "" if it is the same */
	WaitsFor waits_for;
	gboolean is_final;
	char *verb;           /**< a short name: "#wip" sets it; "" if it has none */
	char *answer_status;  /**< set when the customer writes; "": it stays */
	gint64 silence_days;  /**< without an answer for so long it goes on by itself; 0: never */
	gint64 notice_days;   /**< and so long before, the customer is told that it will */
	char *silence_status; /**< to which; "" if never */
	gint64 reminder_days; /**< without an answer for so long the customer is reminded; 0: never
			       */
	gboolean asks_rating; /**< its receipt asks for a rating */
	GPtrArray *moves;     /**< char*, what staff can set from here; NULL: any status */
} Status;

/** Who somebody is, of those that a type or one value of a choice may be for; or-ed. */
typedef enum RoleBit {
	ROLE_CUSTOMER = 1 << 0, /**< also who isn't known yet */
	ROLE_AGENCY = 1 << 1,   /**< works for a customer without being one */
	ROLE_PARTNER = 1 << 2,
	ROLE_STAFF = 1 << 3,
} RoleBit;

/** What a case can be about. Strings are never NULL, "" if there is nothing. */
typedef struct CaseType {
	char *name;         /**< in addresses and rules: "bug" */
	char *title;        /**< what people see: "Report a bug" */
	GPtrArray *titles;  /**< char*, what it is in other languages */
	char *description;  /**< a sentence for who has to choose */
	GPtrArray *fields;  /**< Field*, in the order of the form */
	char *desk;         /**< which desk has its cases; "" for the one written to */
	char *priority;     /**< "" for the site's first */
	char *first_status; /**< "" for the site's first */
	char *duration;     /**< how long it takes, in words */
	char *text;         /**< what the receipt says besides, lines */
	guint roles;        /**< who may open one, of RoleBit; 0: everybody */
	gboolean is_change_request;
	gboolean is_hidden; /**< it isn't among those that receipts offer */
	gboolean answers;   /**< canned answers may go along with its receipt */
} CaseType;

/** Who of a desk's staff is told of an emergency, in this order. */
typedef enum DutyRank {
	DUTY_ON_ROSTER, /**< whoever has a place in the roster, one place after the other */
	DUTY_LEAD,
	DUTY_STAFF, /**< everybody else */
	DUTY_RANKS,
} DutyRank;

/** Everything settled by configuration. Lists are never NULL and in the order of the file. */
typedef struct Site {
	GPtrArray *desks;       /**< Desk*, at least one once a site is configured */
	GPtrArray *statuses;    /**< Status*, the first is that of a new case; those that
				     ship are read by config_read_shipped() */
	GPtrArray *types;       /**< CaseType*, at least one */
	GPtrArray *priorities;  /**< char*, the first is the default */
	GPtrArray *severities;  /**< char* */
	GPtrArray *levels;      /**< Level*, of contracts */
	GPtrArray *trackers;    /**< Tracker*, of others, in which cases have tickets */
	GPtrArray *emergencies; /**< char*, statuses of an emergency, the first is "Declared" */
	const struct Secrets *secrets; /**< what is masked in texts; NULL: nothing. Borrowed */
	const Words *words;            /**< of commands in other languages; NULL: none. Borrowed */
	GPtrArray *own_lists;  /**< char*, identifiers of mailing lists that lead to a desk */
	char *authserv_id;     /**< whose Authentication-Results are believed; "" = nobody's */
	char *basis;           /**< changes with what due times are derived from (desk/clocks.h) */
	char *released_status; /**< set by #released; "" = "Feedback waiting" where there is one */
	char *resolved_emergency; /**< of a case that is completed; "" = "Resolved" where there is
				     one */
	char *working_emergency;  /**< of one that somebody has taken; "" = "Work in progress" where
				     there is one */
	char *withdrawn_emergency; /**< of one that is none; "" = "Withdrawn" where there is one */
	gint64 escalation_s[DUTY_RANKS]; /**< so long each step waits for somebody who takes the
					    emergency; 0: it is left out. Never all of them */
	GPtrArray *emergency_tiers; /**< char*, contracts whose customers declare one at once */
	char *reopen_status;        /**< set when the reporter writes to a final case; "" = first */
	char *asking_status;        /**< of a case that lacks fields; "" = "Information needed" */
	char *working_status;       /**< once they are there; "" = "Work in progress" */
	gboolean has_extensions;    /**< the mail server delivers support+ANYTHING@ */
	char separator;             /**< between local part and extension, '+' */
	gint64 receipts_per_hour;
	gint64 receipts_per_day;
	gint64 openings_per_hour; /**< receipts of cases opened with proof */
	gint64 openings_per_day;
	gint64 answers_per_hour; /**< to commands, with proof */
	gint64 answers_per_day;
	gint64 unproven_receipts_per_hour;
	gint64 reopen_days;          /**< so long an answer opens a closed case again; 0: always */
	gint64 rating_days;          /**< so long a rating can be changed */
	gint64 rating_reminder_days; /**< after so long it is asked for once more; 0: never */
	gint64 mention_days;         /**< so long follows who is mentioned */
	GHashTable *free_mail; /**< char*, domains where anybody may have an address, lower case */
	gint64 held_digest_minutes; /**< between two digests of held mail */
} Site;

/** A site as shipped, but with one type alone, for the others are files as the statuses are, and
 *  without a desk and a status. (transfer full) */
Site *site_new(void);
void site_free(Site *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Site, site_free)

/** A desk with defaults: its name as title, the first three letters as prefix. (transfer full) */
Desk *desk_new(const char *name, const char *address);
Status *status_new(const char *name, const char *meaning, WaitsFor waits_for, gboolean is_final);
/** With the site's first priority and status. (transfer full) */
CaseType *case_type_new(const char *name, const char *title, gboolean is_change_request);
void desk_free(Desk *desk);
void status_free(Status *status);
void case_type_free(CaseType *type);

/** A recipient address, taken apart: which desk, internal or not, which extension. */
typedef struct DeskAddress {
	const Desk *desk; /**< (transfer none) */
	gboolean is_internal;
	char *extension; /**< after the separator; "" if none */
} DeskAddress;

/**
 * Whether the address is one of ours; fills `out` (free with desk_address_clear()). Letter
 * case counts nowhere, quotes around the local part and the form of an IDN don't either;
 * the extension is given as written.
 */
gboolean site_find_address(const Site *site, const char *address, DeskAddress *out);
/** "support@example.org" with "b.TOKEN" as address extension, where the site has them. (transfer
 *  full) */
char *site_extended_address(const Site *site, const char *address, const char *extension);
void desk_address_clear(DeskAddress *address);

/** Lookups by name without case, blanks or punctuation; NULL if unknown. (transfer none) */
const Desk *site_desk(const Site *site, const char *name);
const Status *site_status(const Site *site, const char *name);
/** The names of all statuses, char*. (transfer container) */
GPtrArray *site_status_names(const Site *site);
/** Says that there is no such status, and which there are. Always FALSE. */
gboolean site_no_status(const Site *site, const char *name, GError **error);
/** Whether staff can set that status from this one; says which ones they can. */
gboolean site_may_move(const Site *site, const char *from, const char *to, GError **error);
/** The status that a verb sets: by its short name or its own; NULL if none. (transfer none) */
const Status *site_status_of_verb(const Site *site, const char *verb);
/** The status of a case that is marked as completed: the first final one; NULL if there is
 *  none. (transfer none) */
const Status *site_done_status(const Site *site);
/** That of a case that is opened again. (transfer none) */
const Status *site_reopened_status(const Site *site);
/** That of a case whose solution is out and which waits for the customer's word; NULL: the
 *  site has none. (transfer none) */
const Status *site_released_status(const Site *site);
/** That of a case whose customer is asked for fields: the first one that waits for the customer
 *  if none is set or called so. NULL: the site has none. (transfer none) */
const Status *site_asking_status(const Site *site);
/** That of a case which has them all: the first one of the site if none is set or called so.
 *  (transfer none) */
const Status *site_working_status(const Site *site);
/** The status of an emergency that is over because its case is; NULL: the site has none.
 *  (transfer none) */
const char *site_resolved_emergency(const Site *site);
/** Whether an emergency of this status goes on: it is before the resolved one in the site's
 *  order. FALSE for "". */
gboolean site_emergency_goes_on(const Site *site, const char *name);
/** By name, else by title in any language, as people fill in forms. (transfer none) */
const CaseType *site_type(const Site *site, const char *name);
/** Whether this is its title in any language. */
gboolean case_type_is_titled(const CaseType *type, const char *title);
/** The bit of RoleBit that a word of configuration or a person's role is; 0 if it is none. */
guint role_find(const char *name);
/** Who they are, for people: "customers and agencies". (transfer full) */
char *role_names(guint bits);
/** The canonical spelling in a list of names; NULL if unknown. (transfer none) */
const char *site_name_in(const GPtrArray *names, const char *name);

/** The final ones, between bars: "|Done|". (transfer full) */
char *site_closed_statuses(const Site *site);
/** What contracts of this tier promise; NULL: nothing. (transfer none) */
const Level *site_level(const Site *site, const char *tier);

/** Whether anybody may have an address at this domain: nobody is an organisation's by it. */
gboolean site_is_free_mail(const Site *site, const char *domain);

/** The domain of an address; "" if it has none. (transfer none) */
const char *address_domain(const char *address);

/** The domain of a desk's address. (transfer none) */
const char *desk_domain(const Desk *desk);

#endif
