/*
 * Commands in a mail: "#verb value", one on a line, in the first or the last block of
 * what is new in its text.  Which verbs there are is none of this file's concern.
 */
#ifndef CM_DESK_COMMAND_H
#define CM_DESK_COMMAND_H

#include "base/js.h"
#include "desk/words.h"

#include <glib.h>

/** Before a sign it says that the line is no command: in our own mails, which come back quoted by
 *  mail programs without any quote marks. No line is broken behind the dot. */
#define COMMAND_DISARMED "·\xc2\xa0"

/** What may stand before a command in the first block: the bullets of lists. */
#define COMMAND_BULLETS "·•–-*"

/** How a command came. */
typedef enum CommandWay {
	BY_LINE,     /**< "#verb value" in the text */
	BY_ADDRESS,  /**< an action of the recipient's address */
	BY_FIELD,    /**< a line of form data in the mail that opens a case */
	BY_TICKET,   /**< one in a partner's mail: its number for the case */
	BY_DIGIT,    /**< a digit with which the text begins: a rating, if one was asked for */
	BY_QUESTION, /**< a sentence that is all of the text: it stays in it */
	BY_SOLVED,   /**< the same, of one that says that the case is solved */
} CommandWay;

/** One command. */
typedef struct Command {
	CommandWay way;
	char *line;        /**< as written, in one line: people read it in transcripts */
	char *word;        /**< the verb, lower case, normalised */
	char *value;       /**< what follows it, normalised; "" if nothing does */
	char *text;        /**< the same with the stop at its end */
	guint first;       /**< where it stands in the text: lines, counted from 0 */
	guint lines;       /**< how many lines it takes: clients wrap long ones */
	gboolean is_stray; /**< it stands elsewhere and is text: staff is warned of it */
} Command;

/** A command that stands in no line of the text. (transfer full) */
Command *command_new(const char *line, const char *word, const char *value);

/** A line with blanks of all kinds as one, invisible characters gone, full-width signs as plain
 *  ones. (transfer full) */
char *command_normalise(const char *line);

/** Whether it may stand below a text: a name, "Kind regards,", "Agency Ltd", no part of a sentence
 *  as far as its signs tell. */
gboolean command_stands_below(const char *line);

/** As GDestroyNotify. */
void command_destroy(gpointer data);

/**
 * The commands of a text from which quotes and signature are cut: those of the block it
 * begins with and of the block it ends with, a greeting or farewell of few words left aside. A
 * block is a run of command lines, blank lines among them. Lines that look like commands and
 * stand elsewhere are given too, as strays. In the first block bullets of a list may stand before
 * the verbs, but after COMMAND_DISARMED. No-break and zero-width blanks, a BOM, full-width signs
 * and a stop at the end are normalised; "!verb" is the same as "#verb". Command*, in order.
 * (transfer full)
 */
GPtrArray *commands_find(const char *text);

/** Makes one word of those that are a verb together in some language: "#wieder öffnen". What
 *  is a verb already stays. `words` is nullable. */
void commands_join_verbs(GPtrArray *commands, const Words *words);

/** What the action of an address stands for, NULL if there is none of this name. The text is part
 *  of it where it is but a quote or a signature; then what is no action's name asks for the state
 *  of the case, as nothing else is said. "r9" is a rating that doesn't fit. (transfer full) */
Command *command_of_action(const char *name, gboolean covers_text);
/** What a question about the state of a case stands for. (transfer full) */
Command *command_of_question(const char *line);
/** What stands for a sentence that says that the case is solved. (transfer full) */
Command *command_of_solved(const char *line);
/** What an address in a digest of held mail stands for; it needs no words. (transfer full) */
Command *command_of_held(const char *verb, const char *token);

/** The additional contact that the form data names with which a text begins; NULL if it names
 *  none. (transfer full) */
Command *command_of_contact(const char *text);

/** The number of a partner that a line names among those with which a text begins, "Ticket:
 *  VND-1182"; NULL if none does. (transfer full) */
Command *command_of_ticket(const char *text);

/** The text with what the commands leave of their lines (`instead`, as long as `commands`: NULL
 *  leaves the lines as they are, "" nothing), trimmed. (transfer full) */
char *commands_replace(const char *text, const GPtrArray *commands, const char *const *instead);

/** The same of a text that holds those lines elsewhere: `own` is where they were found, and what
 *  comes first in it does so in `text`. (transfer full) */
char *commands_replace_in(const char *text, const char *own, const GPtrArray *commands,
			  const char *const *instead);

/** The text without the lines of the commands that aren't strays, trimmed. (transfer full) */
char *commands_remove(const char *text, const GPtrArray *commands);

/** As an array of {"verb", "value"} for `parse --json`, known verbs by their English name;
 *  `words` is nullable. (transfer full) */
Js *commands_to_js(const GPtrArray *commands, const Words *words);

#endif
