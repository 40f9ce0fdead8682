/*
 * Mail that asks how a case stands, in a person's words: "Hi, what is the status of SUP-1494?
 * Thanks, Anna".  Which words ask so is data, see desk/words.h.
 */
#ifndef CM_DESK_QUESTION_H
#define CM_DESK_QUESTION_H

#include "desk/case_number.h"

/** Owned. */
typedef struct Question {
	char *line; /**< as written, in one line without control characters: the text, or the
			subject */
	CaseNumber *number; /**< which case it names; NULL: none */
} Question;

/**
 * The question that is all of a mail: of its new text, but for greetings, thanks and the writer's
 * own name; or, if the text says nothing else, of its subject without prefixes. Whoever says
 * anything more asks nothing here: NULL. `name` and `address` are the writer's. (transfer full)
 */
Question *question_find(const char *text, const char *subject, const char *name,
			const char *address, const Site *site);
void question_free(Question *question);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Question, question_free)

/**
 * Whether a text is thanks for a solution and nothing else, but for greetings, a farewell, emoji
 * and the writer's own name. Whoever asks or says anything more has more to say.
 */
gboolean text_is_thanks(const char *text, const char *name, const char *address, const Site *site);

/**
 * Whether a text says that it is solved, and nothing else but thanks and what may stand around
 * them. In doubt it doesn't: this closes cases. Then the case that it names, or NULL, goes to
 * `number_out`. (transfer full)
 */
gboolean text_is_solved(const char *text, const char *name, const char *address, const Site *site,
			CaseNumber **number_out);

/**
 * The text without the few short lines below the writer's own name at its end, if one of them names
 * a firm: "Nordwind GmbH", or "Brightwater Clinic" below the name of cleo@brightwater.example.
 * Other lines may be news; then it is the text as it is. (transfer full)
 */
char *text_above_firm(const char *text, const char *name, const char *address, const Site *site);

/** Whether a text is greetings, a farewell, emoji, the writer's own name, and nothing else. */
gboolean text_is_courtesy(const char *text, const char *name, const char *address,
			  const Site *site);

/**
 * Whether a text says yes and nothing else but greetings, thanks and the writer's own name. A
 * sentence, as of an absence note, is never yes.
 */
gboolean text_is_yes(const char *text, const char *name, const char *address, const Site *site);

/**
 * Whether a text is surely nothing but a signature, or empty: a farewell, the writer's own name,
 * and below that a few short lines of name, firm, telephone. No other words: of those below "-- "
 * nobody knows whether an absence note wrote them.
 */
gboolean text_is_signature(const char *text, const char *name, const char *address,
			   const Site *site);

/**
 * Whether a text says that nobody knows, or points elsewhere, and nothing else but courtesies: "Das
 * weiß ich leider nicht", "See attachment.".
 */
gboolean text_is_no_answer(const char *text, const char *name, const char *address,
			   const Site *site);

/** Whether it says so, whatever else follows in it: "I don't know that, please call Kai". */
gboolean text_begins_with_no_answer(const char *text, const char *name, const char *address,
				    const Site *site);

/** Whether a text is what may stand behind the number of a rating: "stars", "out of 5". */
gboolean text_is_stars(const char *text, const Site *site);

/** Whether a text asks anything at all: it holds a question mark of some script. */
gboolean text_asks(const char *text);

#endif
