/*
 * The table of verbs.  A new one is a line here, and one in acts.c with its function in a do_*.c.
 */
#include "desk/verbs.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/choice.h"

#include <string.h>

static const Verb verbs[] = {
	/* Within a stage in the order of effect. */
	{"help", FOR_ALL | FOR_PARTNER | UNPROVEN | WITHOUT_CASE, STAGE_ANSWER, VALUE_MAY,
	 KEYS_NONE, "#help", "what you can do by mail"},
	{"form", FOR_ALL | UNPROVEN | WITHOUT_CASE, STAGE_ANSWER, VALUE_MAY, KEYS_NONE,
	 "#form TYPE", "a form for a new case; alone: which there are"},
	{"info", FOR_STAFF | FOR_CUSTOMERS | UNPROVEN | ASKS_RECORD | WITHOUT_CASE, STAGE_ANSWER,
	 VALUE_NONE, KEYS_NONE, "#info", "how the case stands, and what happened last"},
	{"list", FOR_STAFF | FOR_CUSTOMERS | WITHOUT_CASE, STAGE_ANSWER, VALUE_MAY, KEYS_LIST,
	 "#list", "your cases; you can add open, late, mine or all"},
	{"history", FOR_STAFF | FOR_CUSTOMERS | ASKS_RECORD | WITHOUT_CASE, STAGE_ANSWER, VALUE_MAY,
	 KEYS_RAW, "#history", "all that was said in the case, in one mail"},
	/* Before everything that could say the text once more. */
	{"redact", FOR_STAFF, STAGE_ATTRIBUTE, VALUE_MAY, KEYS_REDACTION, "#redact NUMBER",
	 "removes the text of that number, or the one you answer, for good; a mark stays"},
	{"title", FOR_STAFF | IS_ATTRIBUTE | TAKES_TEXT, STAGE_ATTRIBUTE, VALUE_MUST, KEYS_NONE,
	 "#title TEXT", "another title for the case"},
	{"type", FOR_STAFF | IS_ATTRIBUTE, STAGE_ATTRIBUTE, VALUE_MUST, KEYS_NONE, "#type TYPE",
	 "another type"},
	{"priority", FOR_STAFF | FOR_REPORTER | IS_ATTRIBUTE, STAGE_ATTRIBUTE, VALUE_MUST,
	 KEYS_NONE, "#priority PRIORITY", "asks us to do it sooner or later"},
	{"severity", FOR_STAFF | IS_ATTRIBUTE, STAGE_ATTRIBUTE, VALUE_MUST, KEYS_NONE,
	 "#severity SEVERITY", "how bad it is; none removes it"},
	{"assignee", FOR_STAFF | IS_ATTRIBUTE, STAGE_ATTRIBUTE, VALUE_MUST, KEYS_PERSONS,
	 "#assign PERSON", "who works on it: an address, a name, a team, me or none"},
	{"mine", FOR_STAFF, STAGE_ATTRIBUTE, VALUE_NONE, KEYS_NONE, "#mine", "you work on it"},
	{"eta", FOR_STAFF | IS_ATTRIBUTE, STAGE_ATTRIBUTE, VALUE_MUST, KEYS_NONE, "#eta DATE",
	 "when it will be done: 2026-12-01, 2026-12-01 14:00 or none"},
	{"for", FOR_STAFF, STAGE_ATTRIBUTE, VALUE_MAY, KEYS_CUSTOMER, "#for ADDRESS",
	 "you forward a customer's mail: opens that customer's case"},
	{"change", FOR_STAFF, STAGE_ATTRIBUTE, VALUE_NONE, KEYS_NONE, "#change",
	 "makes it a change request"},
	{"tag", FOR_STAFF, STAGE_ATTRIBUTE, VALUE_MUST, KEYS_NONE, "#tag WORD, -WORD",
	 "marks the case; -WORD takes a mark away"},
	{"untag", FOR_STAFF, STAGE_ATTRIBUTE, VALUE_MUST, KEYS_NONE, "#untag WORD",
	 "takes a mark away"},
	{"link", FOR_STAFF, STAGE_ATTRIBUTE, VALUE_MUST, KEYS_CASES, "#link NUMBER",
	 "another case has to do with this one, or \"ABC-12 in progress\" elsewhere; - ends it"},
	{"unlink", FOR_STAFF, STAGE_ATTRIBUTE, VALUE_MUST, KEYS_CASES, "#unlink NUMBER",
	 "takes a link back, or a ticket away"},
	{"reply-as", FOR_STAFF, STAGE_ATTRIBUTE, VALUE_MUST, KEYS_NONE, "#reply-as desk",
	 "customers see the desk's name instead of staff's; me ends it"},
	{"note", FOR_STAFF | TAKES_TEXT, STAGE_ATTRIBUTE, VALUE_MAY, KEYS_NONE, "#note",
	 "the whole mail is a note: only staff gets it"},
	{"share", FOR_STAFF | FOR_REPORTER | TELLS_CASE, STAGE_PERSON, VALUE_MUST, KEYS_PERSONS,
	 "#share ADDRESS, ...", "lets others follow the case by mail; a minus before it ends that"},
	{"follow", FOR_STAFF | FOR_OTHERS | TELLS_CASE, STAGE_PERSON, VALUE_MAY, KEYS_PERSONS,
	 "#follow", "you get what happens to the case by mail"},
	{"contact", FOR_STAFF | FOR_REPORTER | TELLS_CASE, STAGE_PERSON, VALUE_MUST, KEYS_PERSONS,
	 "#contact ADDRESS", "who else gets all that you get about the case; none ends it"},
	{"remove", FOR_STAFF | FOR_CUSTOMERS, STAGE_PERSON, VALUE_MUST, KEYS_PERSONS,
	 "#remove ADDRESS", "ends somebody's part in the case"},
	{"people", FOR_STAFF | FOR_CUSTOMERS | WITHOUT_CASE, STAGE_ANSWER, VALUE_NONE, KEYS_PEOPLE,
	 "#people", "who takes part, and whom you can mention with @"},
	{"unfollow", FOR_STAFF | FOR_CUSTOMERS | UNPROVEN | SETTLES, STAGE_PERSON, VALUE_NONE,
	 KEYS_NONE, "#unfollow", "no more mail about the case for you"},
	{"partner", FOR_STAFF | IS_ATTRIBUTE | TELLS_CASE, STAGE_PERSON, VALUE_MUST, KEYS_PARTNER,
	 "#partner NAME", "hands the case to that partner; none takes it back"},
	{"external", FOR_STAFF | FOR_PARTNER | IS_ATTRIBUTE, STAGE_PERSON, VALUE_MUST, KEYS_NONE,
	 "#external NUMBER", "the number that the partner has for the case; none removes it"},
	{"invite", FOR_STAFF | FOR_CUSTOMERS | WITHOUT_CASE | NOT_AGENCY, STAGE_PERSON, VALUE_MUST,
	 KEYS_PERSONS, "#invite ADDRESS", "a colleague who shall work with us as well"},
	{"emergency", FOR_STAFF | FOR_REPORTER | IS_ATTRIBUTE, STAGE_ATTRIBUTE, VALUE_MAY,
	 KEYS_NONE, "#emergency", "asks us to treat it as an emergency"},
	{"waive", FOR_STAFF, STAGE_ATTRIBUTE, VALUE_MAY, KEYS_NONE, "#waive FIELD, ...",
	 "does without fields of the form; alone: without all that are missing"},
	{"ask", FOR_STAFF, STAGE_STATUS, VALUE_MAY, KEYS_NONE, "#ask FIELD, ...",
	 "asks the customer for fields of the form; alone: for all that are missing"},
	{"status", FOR_STAFF | FOR_PARTNER | IS_ATTRIBUTE, STAGE_STATUS, VALUE_MUST, KEYS_NONE,
	 "#status STATUS", "another status"},
	{"released", FOR_STAFF, STAGE_STATUS, VALUE_MUST, KEYS_NONE, "#released VERSION",
	 "the solution is out: tells the customer in which version, and asks whether it helps"},
	{"done", FOR_STAFF | FOR_REPORTER | FOR_PARTNER | UNPROVEN | SETTLES, STAGE_STATUS,
	 VALUE_NONE, KEYS_NONE, "#done", "it is solved"},
	{"reopen", FOR_STAFF | FOR_REPORTER | UNPROVEN, STAGE_STATUS, VALUE_NONE, KEYS_NONE,
	 "#reopen", "it isn't solved after all"},
	{"rate", FOR_REPORTER | UNPROVEN | SETTLES, STAGE_STATUS, VALUE_MUST, KEYS_RATING,
	 "#rate 5", "how we did, from 1 (bad) to 5 (very good), once it is closed"},
	{"split", FOR_STAFF, STAGE_STATUS, VALUE_MAY, KEYS_MESSAGE, "#split NUMBER TITLE",
	 "makes the message of that number, or the one you answer, a case of its own"},
	{"merge", FOR_STAFF | WITHOUT_CASE, STAGE_STATUS, VALUE_MUST, KEYS_CASES, "#merge NUMBER",
	 "the case goes on in that other one; of two numbers, the first in the second"},
	{"unmerge", FOR_STAFF | WITHOUT_CASE, STAGE_STATUS, VALUE_MAY, KEYS_CASES,
	 "#unmerge NUMBER", "the case of that number goes on by itself again"},
	{"release", FOR_STAFF | WITHOUT_CASE, STAGE_ANSWER, VALUE_MUST, KEYS_HELD,
	 "#release NUMBER", "lets held mails through; all: those of a digest; follow, alias"},
	{"drop", FOR_STAFF | WITHOUT_CASE, STAGE_ANSWER, VALUE_MUST, KEYS_HELD, "#drop NUMBER",
	 "leaves held mails at that"},
	{"send", FOR_STAFF | WITHOUT_CASE, STAGE_ANSWER, VALUE_MAY, KEYS_HELD, "#send",
	 "sends the text of a returned mail, without its commands"},
	{0},
};

/* Other names of the same. */
static const struct {
	const char *name;
	const char *verb;
} also[] = {
	{"assign", "assignee"}, {"take", "mine"},      {"prio", "priority"}, {"complete", "done"},
	{"solved", "done"},     {"completed", "done"}, {"resolved", "done"}, {"close", "done"},
	{"closed", "done"},     {"open", "reopen"},    {"subject", "title"}, {"expected", "eta"},
	{"stop", "unfollow"},   {"rating", "rate"},    {"state", "info"},    {"cases", "list"},
};

/* What people try, and what may be meant: it is shown to them, not done. */
static const struct {
	const char *word;
	const char *verb;
} tried[] = {
	{"undo", "unmerge"}, {"revert", "unmerge"}, {"delete", "redact"}, {"erase", "redact"},
	{"watch", "follow"}, {"cc", "share"},       {"who", "people"},
};

const Verb *
verbs_all(void)
{
	return verbs;
}

const Verb *
verb_find(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(also); i++)
		if (text_same_name(also[i].name, name))
			name = also[i].verb;
	for (const Verb *verb = verbs; verb->name; verb++)
		if (text_same_name(verb->name, name))
			return verb;
	return NULL;
}

static void
add_first_names(GPtrArray *names, guint who)
{
	for (const Verb *verb = verbs; verb->name; verb++)
		if (verb->use & who)
			g_ptr_array_add(names, unconst(verb->name));
}

static void
add_other_names(GPtrArray *names, guint who)
{
	for (guint i = 0; i < G_N_ELEMENTS(also); i++)
		if (verb_find(also[i].verb)->use & who)
			g_ptr_array_add(names, unconst(also[i].name));
}

const Verb *
verb_nearest(const char *word, guint who)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < G_N_ELEMENTS(tried); i++)
		if (text_same_name(tried[i].word, word) && verb_find(tried[i].verb)->use & who)
			return verb_find(tried[i].verb);
	/* Customers are shown one name of each. */
	add_first_names(names, who);
	if (who & FOR_STAFF)
		add_other_names(names, who);
	const char *nearest = choice_nearest(names, word);
	return nearest ? verb_find(nearest) : NULL;
}

void
verb_add_names(GPtrArray *names)
{
	add_first_names(names, G_MAXUINT);
	add_other_names(names, G_MAXUINT);
}

char *
verb_attribute_names(void)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (const Verb *verb = verbs; verb->name; verb++)
		if (verb->use & IS_ATTRIBUTE)
			g_ptr_array_add(names, unconst(verb->name));
	return choice_list(names);
}
