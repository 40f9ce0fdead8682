/*
 * The site's rules: ordered conditions on a mail, and what follows from them.
 * Rules judge the mail, and of what is known the organisation of its From alone.
 */
#ifndef CM_DESK_RULES_H
#define CM_DESK_RULES_H

#include "mail/mail.h"

#include <glib.h>

typedef struct RuleSet RuleSet;
/** One rule of a set, to which it belongs. */
typedef struct Rule Rule;

/** What a condition looks at. Of lists and repeated fields one match is enough. */
typedef enum RulePlace {
	RULE_HEADER,     /**< values of the header fields of one name */
	RULE_FROM,       /**< addresses of From, without display names */
	RULE_FROM_NAME,  /**< display names of From */
	RULE_TO,         /**< addresses of To */
	RULE_CC,         /**< addresses of Cc */
	RULE_ADDRESS,    /**< addresses of From, Sender, Reply-To, To and Cc */
	RULE_SENDER,     /**< envelope sender; "" is the null sender */
	RULE_RECIPIENT,  /**< envelope recipient */
	RULE_SUBJECT,    /**< the decoded subject */
	RULE_TEXT,       /**< the text; of a reply only what is new in it */
	RULE_ATTACHMENT, /**< file names of attachments */
	RULE_TIER,       /**< the contract of the From's organisation */
	RULE_LANGUAGE,   /**< the languages of that organisation */
} RulePlace;

/** What rules may ask of an organisation. Borrowed. */
typedef struct RuleOrganisation {
	const char *tier;           /**< "" if it has none */
	const GPtrArray *languages; /**< char* */
} RuleOrganisation;

/** Which mails a rule looks at. */
typedef enum RuleOn {
	RULE_ON_NEW = 1 << 0,   /**< a mail that opens a case */
	RULE_ON_REPLY = 1 << 1, /**< a mail that joins one */
} RuleOn;

/** What a rule asks for. Strings are NULL where it says nothing; borrowed. */
typedef struct RuleActions {
	const char *type;
	const char *priority;
	const char *assignee;
	const char *assignee_where; /**< "file:line" of it */
	const char *desk;
	const char *const *tags; /**< NULL-terminated; nullable */
	const char *hold;
	const char *discard;
	const char *answer; /**< for the receipt, lines */
	gboolean stop;      /**< no later rule is tried */
} RuleActions;

RuleSet *rule_set_new(void);

/** Adds a rule at the end; `where` is "file:line". (transfer none) */
Rule *rule_set_add(RuleSet *rules, const char *name, const char *where, guint on,
		   const RuleActions *actions);

/** Adds the rules of `more` (transfer full) at the end. */
void rule_set_join(RuleSet *rules, RuleSet *more);

/** Whether the set has a rule of this name: where it stands, else NULL. (transfer none) */
const char *rule_set_where(const RuleSet *rules, const char *name);

/** Calls `each` for every rule that names an assignee; `desk` is NULL where it is left to the
 *  mail. All texts are the set's own. */
typedef void (*RuleAssigneeFunc)(const char *assignee, const char *desk, const char *where,
				 gpointer data);
void rule_set_each_assignee(const RuleSet *rules, RuleAssigneeFunc each, gpointer data);

/** Whether some rule asks for an organisation: only then it has to be looked up. `rules` is
 *  nullable. */
gboolean rule_set_asks_organisation(const RuleSet *rules);

/**
 * Adds a condition; all conditions of a rule must hold. It holds if one of the patterns
 * matches somewhere, or with `negated` if none does; without patterns, if there is
 * anything at all to look at. Letter case doesn't count. `header` is for RULE_HEADER,
 * else NULL. FALSE for a pattern that can't be used, naming it.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean rule_add_condition(Rule *rule, RulePlace place,
						      const char *header, gboolean negated,
						      const GPtrArray *patterns, GError **error);

/** What the rules that hit ask for. Strings are NULL where no rule said anything; where
 *  several did the last one counts, for a reason the first. Hold wins over discard. */
typedef struct RuleHits {
	char *type;
	char *priority;
	char *assignee;      /**< address */
	char *desk;          /**< name */
	GPtrArray *tags;     /**< char* */
	GPtrArray *answers;  /**< char*, for the receipt of a case that takes them */
	char *hold;          /**< the reason */
	char *discard;       /**< the reason; the mail is recorded and nothing else */
	GPtrArray *names;    /**< char*, "name (file:line)" of each rule that hit, in order */
	GPtrArray *found;    /**< char*, for each of them in words what made it hit */
	GPtrArray *warnings; /**< char*, a pattern that ran into its limit, naming the rule */
} RuleHits;

void rule_hits_free(RuleHits *hits);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RuleHits, rule_hits_free)

/**
 * Applies the rules in order until one says stop. `rules` is nullable: nothing hits.
 * `organisation` is NULL if the From belongs to none.
 * `is_reply`: the mail joins a case. A pattern looks at LIMIT_RULE_TEXT_BYTES and all
 * of them together take at most LIMIT_RULE_STEPS; what runs into a limit doesn't match
 * and is a warning. (transfer full)
 */
RuleHits *rules_apply(const RuleSet *rules, const Mail *mail, const char *envelope_sender,
		      const char *recipient, gboolean is_reply,
		      const RuleOrganisation *organisation);

void rule_set_free(RuleSet *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RuleSet, rule_set_free)

#endif
