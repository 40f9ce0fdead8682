/*
 * Of which type a new case is, as far as the mail says.
 */
#ifndef CM_DESK_TYPE_CHOICE_H
#define CM_DESK_TYPE_CHOICE_H

#include "desk/rules.h"
#include "desk/site.h"

/** What decides about the type. Of several the later one counts. */
typedef enum TypeWay {
	TYPE_BY_DESK,    /**< its default */
	TYPE_BY_RULE,    /**< of the site */
	TYPE_BY_FORM,    /**< a line "Type: ..." or the subject of a form of ours */
	TYPE_BY_ADDRESS, /**< support+bug@ */
} TypeWay;

/** "the default of its desk", ... for explain. */
const char *type_way_words(TypeWay way);

/** All borrowed from the site. */
typedef struct TypeChoice {
	const CaseType *type;
	TypeWay way;
	const Desk *desk; /**< which has a new case of the type */
} TypeChoice;

/** What the writer says about the type. */
typedef struct TypeWords {
	const char *extension; /**< of the recipient */
	const char *form;      /**< which type its form names; "" if none */
	const char *subject;   /**< without reply prefixes */
} TypeWords;

/** `desk` is the one written to, `hits` what the rules say of a new case. */
void type_choose(const Site *site, const Desk *desk, const TypeWords *words, const RuleHits *hits,
		 TypeChoice *out);

/** The type whose form's subject this is, "Form - Report a bug"; NULL: none's. (transfer none) */
const CaseType *type_of_form_subject(const Site *site, const char *subject);

/**
 * The type that a command names: by name or title in any language, by their unique beginnings, or
 * by what the name is called in other languages. Beginnings are sought among those `offered`
 * (CaseType*). NULL, with a sentence about it: there is none. (transfer none)
 */
const CaseType *type_named(const Site *site, const GPtrArray *offered, const char *value,
			   GError **error);

#endif
