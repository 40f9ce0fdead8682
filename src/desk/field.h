/*
 * Fields of a type of case: what may be asked of a customer in a form, and whether what was
 * answered fits.
 */
#ifndef CM_DESK_FIELD_H
#define CM_DESK_FIELD_H

#include "base/match.h"

#include <glib.h>

typedef enum FieldKind {
	FIELD_TEXT,       /**< one line */
	FIELD_LONG_TEXT,  /**< lines and paragraphs, as they stand */
	FIELD_CHOICE,     /**< one of the field's choices */
	FIELD_LIST,       /**< "a, b, c": each item once, in the order given */
	FIELD_DATE_TIME,  /**< "2026-11-20 10:00 UTC", or a day: "2026-11-20" */
	FIELD_NUMBER,     /**< "150", "1.5" */
	FIELD_EMAIL,      /**< addresses: "a@example.org, b@example.org" */
	FIELD_ATTACHMENT, /**< what is said of the files; whether there are any is seen elsewhere */
	FIELD_KINDS,
} FieldKind;

/** One value of a choice. Dates, numbers and the like may have some as well: words that may stand
 *  in place of a value, "still going on". */
typedef struct Choice {
	char *name;           /**< canonical */
	GPtrArray *spellings; /**< char*, other names, translated ones among them */
	guint roles;          /**< who may choose it, bits of the caller's; 0: everybody */
	gboolean is_closed;   /**< no form shows it, for its reader may not choose it */
} Choice;

/** What a type asks for. Strings are never NULL, "" if there is nothing. */
typedef struct Field {
	char *name; /**< canonical label in English; key in rules, conditions, stored values */
	GPtrArray *labels;   /**< char*, other labels, translated ones among them */
	GPtrArray *examples; /**< char*, the example as forms in other languages have it */
	GPtrArray *hints;    /**< char*, what our forms in other languages say below the label */
	GPtrArray *ends;     /**< char*, and as their last line */
	FieldKind kind;
	GPtrArray *choices; /**< Choice* */
	gboolean is_required;
	char *needs_field;  /**< required only if that field has a value... */
	char *needs_value;  /**< ...or this very value; "": any */
	Match *pattern;     /**< of a canonical value, in a list of each item; NULL: none */
	char *pattern_text; /**< as configured */
	char *example;
	char *help;   /**< half a sentence for the form: "as shown in the console" */
	char *effect; /**< what else the value does: "", "title", "share", "text",
			 "emergency", "begin", "end" */
} Field;

/** Not required, without choices. (transfer full) */
Field *field_new(const char *name, FieldKind kind);
/** As GDestroyNotify. */
void field_free(Field *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Field, field_free)

/** Every bit of Choice.roles is below this one. */
#define FIELD_ROLES (1u << 4)

/** Takes the closed ones away; whether there were any. */
gboolean field_remove_closed(Field *field);
/** A copy of what a form shows of it to who has this role, a bit of Choice.roles, with the choices
 *  closed that are others'; 0: none is. (transfer full) */
Field *field_for(const Field *field, guint role);

/** Adds a choice that everybody may choose. (transfer none) */
Choice *field_add_choice(Field *field, const char *name);

/** PERM, naming what is wrong with it, for what is no pattern; the field is left as it was. */
G_GNUC_WARN_UNUSED_RESULT gboolean field_set_pattern(Field *field, const char *pattern,
						     GError **error);

/** "text", "long-text", "choice", "list", "date", "number", "email", "attachment". */
const char *field_kind_name(FieldKind kind);
/** FALSE for no name of a kind. */
gboolean field_kind_find(const char *name, FieldKind *out);

/** By name or label, without case, blanks and punctuation; NULL if none is meant.
 *  (transfer none) */
const Field *field_find(const GPtrArray *fields, const char *label);
/** The first one of a type's whose value does this besides, Field.effect; NULL: none.
 *  (transfer none) */
const Field *field_of_effect(const GPtrArray *fields, const char *effect);

/** The choice that a canonical value is; NULL if it is none. (transfer none) */
const Choice *field_choice(const Field *field, const char *value);

/**
 * The canonical form of a value that a person wrote. Choices go by number in their order, by
 * beginning, by other spellings; dates are read in the writer's habit if it can mean one thing
 * only, and given in UTC. `now_ms` is what "today" is reckoned from; 0: such words aren't known.
 *
 * NULL and PERM for what does not fit: a whole sentence for the customer that says which values
 * do. It holds nothing of `raw`, so that it may go to anybody. (transfer full)
 */
char *field_check(const Field *field, const char *raw, gint64 now_ms,
		  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Whether it is what an empty form holds: nothing, a line to write on, the example, the list of
 *  choices with none of them marked. */
gboolean field_is_untouched(const Field *field, const char *raw);

/** Whether it is the example of the form, without what we write before it; FALSE where somebody
 *  may mean the same: of a date, a number, a choice. */
gboolean field_is_example(const Field *field, const char *raw);

/**
 * Whether a value says that there is nothing to say: "", "-", "n/a", "?", "___". "None" is
 * such a value too, but where a text is required: there it is an answer, and of a number it is 0.
 */
gboolean field_says_nothing(const Field *field, const char *raw);

/**
 * Whether the field must have a value, given those that others have: `values` maps
 * the names of fields to canonical values.
 */
gboolean field_is_due(const Field *field, GHashTable *values);

#endif
