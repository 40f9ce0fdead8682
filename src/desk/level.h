/*
 * Service levels: what a contract promises, by the severity or the priority of a case.
 */
#ifndef CM_DESK_LEVEL_H
#define CM_DESK_LEVEL_H

#include "desk/business.h"

/** What is promised. */
typedef enum Promise {
	PROMISE_FIRST_ANSWER, /**< until staff answers for the first time */
	PROMISE_NEXT_UPDATE,  /**< from one word of staff to the next */
	PROMISE_RESOLUTION,   /**< until the case is closed */
	PROMISES,
} Promise;

/** "first answer", "next update", "resolution". */
const char *promise_name(Promise promise);

/** A line of the table of classification. */
typedef struct LevelGoal {
	char *name;               /**< of a severity or a priority, as the site spells it */
	gboolean is_priority;     /**< which of the two */
	char *definition;         /**< what is classified so, a sentence; "" */
	gint64 goal_ms[PROMISES]; /**< of working time; 0: nothing is promised */
} LevelGoal;

typedef struct Level {
	char *name;
	char *tier; /**< of contracts; "": of all that have no other level */
	Business *business;
	gboolean is_always; /**< it counts all hours: people need not be told which */
	gint64 warning_ms;  /**< so much working time before, staff is warned; 0: a quarter */
	GPtrArray *goals;   /**< LevelGoal* */
} Level;

/** Without goals and hours. (transfer full) */
Level *level_new(const char *name, GTimeZone *zone);
void level_free(Level *level);
LevelGoal *level_goal_new(const char *name, gboolean is_priority);

/** Of severities or of priorities; NULL: nothing is said of this one. (transfer none) */
const LevelGoal *level_goal(const Level *level, const char *name, gboolean is_priority);

/** In words: "answer within 4 business hours, solved within 2 business days"; "" for nothing.
 *  (transfer full) */
char *level_goal_words(const Level *level, const LevelGoal *goal);

#endif
