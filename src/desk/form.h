/*
 * Forms in mail: plain lines "Label: value" that we write, that people fill in wherever their mail
 * program lets them, and that are read back from whatever the program made of them.
 */
#ifndef CM_DESK_FORM_H
#define CM_DESK_FORM_H

#include "base/js.h"
#include "desk/field.h"

#include <glib.h>

/** The words that a form is written in, but for labels. */
typedef struct FormWords {
	const char *required;   /**< "required" */
	const char *only_if;    /**< "if %s is given" */
	const char *only_if_is; /**< "if %s is %s" */
	const char *choose;     /**< "choose one" */
	const char *list;       /**< "several parted by commas" */
	const char *date;       /**< "date and time in UTC" */
	const char *example;    /**< "for example" */
	const char *end;        /**< "end of the form" */
	const char *type;       /**< "Type", the label of the line that names the type */
} FormWords;

/** English. */
extern const FormWords form_words;

/** One field as the form shows it. */
typedef struct FormItem {
	const Field *field;
	char *label;      /**< in the language of the form, without a colon */
	char *value;      /**< what is filled in already; "" if nothing is */
	GPtrArray *hints; /**< char*, lines in parentheses to stand below it */
} FormItem;

/**
 * The items of a form: FormItem*, a field each. `values` is nullable and maps names of fields to
 * canonical values that are filled in; `labels` is nullable and maps names to labels in the
 * language of the form, `words` is of the same language, NULL: English. (transfer full)
 */
GPtrArray *form_items(const GPtrArray *fields, GHashTable *values, GHashTable *labels,
		      const FormWords *words);

/**
 * The form as plain text: "Type: bug" (nullable), then of each item "Label: value" and its hints,
 * an empty line between, and a line that says where the form ends. Short lines, none of which is a
 * command; quoted back as it is, form_read() finds no value in it but those filled in.
 * (transfer full)
 */
char *form_write(const GPtrArray *items, const char *type, const FormWords *words);

/** The same for templates: "text", and "type", "type_label", "items" and "end" for another layout
 *  of it. (transfer full) */
Js *form_data(const GPtrArray *items, const char *type, const FormWords *words);

struct Site;

/** What is known of the form that a mail answers. Everything may be left 0. */
typedef struct FormAsked {
	/** Field*, in the order of their numbers in the list of what is missing. Older text below
	 *  an answer is looked at for these alone, and they alone are answered without labels.
	 *  NULL: nobody knows, the mail may open a case; all fields are looked for. */
	const GPtrArray *fields;
	/** What stood in the form, else what the case has: names to canonical values. The same
	 *  again is no answer. */
	GHashTable *values;
	gboolean is_thanks; /**< the reply is no answer without labels: it thanks, or says that all
				 is solved */
	gint64 now_ms;      /**< what "yesterday" is reckoned from; 0: such words aren't known */
	/** Who wrote it, whose greetings and farewell are no answer without a label, nor is "I
	 * don't know" with one. Borrowed; `site` NULL: all lines may be one. */
	const char *name, *address;
	const struct Site *site;
} FormAsked;

/** Of a field that has to be filled in, and isn't. */
#define FORM_FAULT_EMPTY "This has to be filled in."
/** Of one that says that there is nothing to say, that nobody knows, or where it is said. */
#define FORM_FAULT_UNKNOWN                                                                         \
	"This has to be filled in. If it isn't known, say so again, and we do without it."
/** Of one that says so again. */
#define FORM_FAULT_GIVEN_UP "It isn't known, and is not asked for any more."
/** Of one that holds what our form gave as an example. */
#define FORM_FAULT_EXAMPLE "The answer is the example from the form; write your own."

/** What somebody wrote into a field. */
typedef struct FormValue {
	const Field *field;
	char *raw;   /**< as written, without marks of quotes; lines parted by LF */
	char *value; /**< canonical; "": there is nothing to say, "n/a"; NULL: it doesn't fit */
	char *fault; /**< a sentence for the customer that repeats nothing; NULL if it fits */
	gboolean is_no_answer; /**< somebody wrote that there is nothing to say, "n/a", that it
				    isn't known, or where else it is said: `value` is "", or the
				    field has a fault because it has to be filled in */
	gboolean is_loose;     /**< a guess: it had no label, and its lines stay text */
} FormValue;

/** A form that was read. */
typedef struct FormReading {
	GPtrArray *values;   /**< FormValue*, in the order of the fields, each once at most */
	GPtrArray *examples; /**< const Field*, those that only our own example was written into */
	char *rest;          /**< the reply without the lines that are read, be it that they don't
				  fit, and without empty lines around it */
	char *beside;        /**< that with the lines of values of several that don't fit: they
				  may be text where a label was missed */
	char *said;          /**< `beside` without what is polite around it; NULL: nobody looked */
	char *below;         /**< what of the text is not new; "" if a form stands in it */
	gboolean is_quoted;  /**< our form stands in lines of the reply with marks of quotes */
	GByteArray *lines;   /**< of each line of the reply, whether it belongs to the form: it is
				  data, never a command */
} FormReading;

/**
 * Reads a form out of a mail. `text` is the whole of it and `reply` what is new, as mail/reply.h
 * splits them: the answers may stand above the quote, within it with or without ">", or below it.
 * Of a mail that is a quote alone `reply` may be "".
 * `fields` are those of the type; of each the values count in this order: the person's own lines,
 * lines of our form that were filled in. A field that is filled in twice, differently, is a fault.
 * What stays as we wrote it (labels, examples, choices) is no value. `asked` is nullable.
 *
 * Lines that say more than the field can hold stay in `rest` as well.
 * Time is linear in the length of `text`. (transfer full)
 */
FormReading *form_read(const char *text, const char *reply, const GPtrArray *fields,
		       const FormAsked *asked);
void form_reading_free(FormReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FormReading, form_reading_free)

/** form_value.c: what is wrong with a value that says nothing where something has to be said.
 *  (transfer none) */
const char *form_fault_of_nothing(const FormValue *value);

/** form_courtesy.c: leaves out greetings, farewells and the writer's own name, which nobody means
 * as an answer: around the rest, and below the last line of a long text. */
void form_leave_courtesies(FormReading *form, const char *name, const char *address,
			   const struct Site *site);

/** What was read for a field; NULL if nothing was. (transfer none) */
const FormValue *form_reading_find(const FormReading *reading, const Field *field);

/** The type that the form in a mail names: "Type: bug", in the reply, else in our form below it;
 *  NULL if none. (transfer full) */
char *form_type(const char *text, const char *reply);

#endif
