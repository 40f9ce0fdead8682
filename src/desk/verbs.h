/*
 * The verbs of commands: the one table from which the parser, the help mail, the manual
 * page, the completion and `case set` are made.
 */
#ifndef CM_DESK_VERBS_H
#define CM_DESK_VERBS_H

#include <glib.h>

/** Who may use a verb, and how; or-ed. */
typedef enum VerbUse {
	FOR_STAFF = 1 << 0,    /**< proven */
	FOR_REPORTER = 1 << 1, /**< of the case */
	FOR_OTHERS = 1 << 2,   /**< followers, contacts and colleagues */
	FOR_ANYBODY = 1 << 3,  /**< strangers */
	FOR_CUSTOMERS = FOR_REPORTER | FOR_OTHERS,
	FOR_ALL = FOR_STAFF | FOR_CUSTOMERS | FOR_ANYBODY,
	UNPROVEN = 1 << 4,     /**< without proof of the address too, by the own tracking ID */
	WITHOUT_CASE = 1 << 5, /**< may stand in a mail that belongs to no case */
	IS_ATTRIBUTE = 1 << 6, /**< `case set NUMBER name=value` knows it */
	TELLS_CASE = 1 << 7,   /**< tells somebody of the case who may not have heard of it */
	SETTLES = 1 << 8,      /**< words beside it don't open a final case again */
	ASKS_RECORD = 1 << 9,  /**< answered from what has happened in the case */
	TAKES_TEXT = 1 << 10,  /**< its value is a sentence: a stop at its end is its own */
	FOR_PARTNER = 1 << 12, /**< with whom the case is; proven */
	NOT_AGENCY = 1 << 11,  /**< not who works for a customer without being one */
} VerbUse;

/** The order of effect. */
typedef enum VerbStage {
	STAGE_ATTRIBUTE,
	STAGE_PERSON,
	STAGE_STATUS, /**< behind the comment */
	STAGE_ANSWER, /**< what is asked about the case as it is then */
	STAGES,
} VerbStage;

typedef enum VerbValue { VALUE_NONE, VALUE_MAY, VALUE_MUST } VerbValue;

/** What has to be looked up before it can be done, by its value or not. */
typedef enum VerbKeys {
	KEYS_NONE,
	KEYS_PERSONS,   /**< named by addresses or names */
	KEYS_CASES,     /**< named by numbers */
	KEYS_HELD,      /**< mails, named by numbers or tokens */
	KEYS_LIST,      /**< a list of cases */
	KEYS_PEOPLE,    /**< who can be named in the case */
	KEYS_CUSTOMER,  /**< whose mail it is that staff forwards */
	KEYS_PARTNER,   /**< who gets the case */
	KEYS_RATING,    /**< whether one was asked for */
	KEYS_MESSAGE,   /**< which becomes a case of its own, by the number of its entry */
	KEYS_RAW,       /**< the same, to be sent as it came */
	KEYS_REDACTION, /**< all that holds the text of an entry */
} VerbKeys;

typedef struct Verb {
	const char *name;
	guint use; /**< of VerbUse */
	VerbStage stage;
	VerbValue value;
	VerbKeys keys;
	const char *usage; /**< "#eta DATE" */
	const char *help;  /**< what it does, half a line */
} Verb;

/** All of them, ended by a NULL name. (transfer none) */
const Verb *verbs_all(void);

/** The verb of this name; NULL if there is none. (transfer none) */
const Verb *verb_find(const char *name);

/** The verb whose name is nearest to what was written, of those for `who` (of FOR_...); NULL
 *  if none is near. (transfer none) */
const Verb *verb_nearest(const char *word, guint who);

/** Adds all names (char*, static) of all verbs. */
void verb_add_names(GPtrArray *names);

/** What `case set` knows: "title, type, ...". (transfer full) */
char *verb_attribute_names(void);

#endif
