/*
 * Inside the search for secrets: what is known of them, and who looks for which kind.  Only
 * secret*.c includes this.
 */
#ifndef CM_DESK_SECRET_PARTS_H
#define CM_DESK_SECRET_PARTS_H

#include "desk/secret.h"

#include "base/match.h"

typedef enum SecretKind {
	SECRET_PASSWORD,
	SECRET_CARD,
	SECRET_KEY,
	SECRET_TOKEN,
} SecretKind;

/** What a value behind a word has to look like. */
typedef enum LabelKind {
	LABEL_PASSWORD, /**< one word, unless that says something about a password */
	LABEL_SHORT,    /**< the word means other things too: only what can't be prose */
	LABEL_PHRASE,   /**< the rest of the line too, if it says nothing about it */
	LABEL_TOKEN,    /**< long, as only machines make them */
	LABEL_KEY,      /**< the same, or shorter with digits if nothing else is said */
	LABEL_PAIR,     /**< a name comes first: "anna/hunter2" */
	LABEL_PIN,      /**< four to eight digits */
} LabelKind;

/** A word for "password"; lower case. A blank in it stands for a blank, "-", "_" or nothing. */
typedef struct SecretLabel {
	char *word;
	LabelKind kind;
} SecretLabel;

/** How a token begins, and what follows. */
typedef struct SecretToken {
	char *prefix;
	Match *rest; /**< anchored */
} SecretToken;

/** By what option of a command it is given one: "-p" of "mysql". */
typedef struct SecretOption {
	char *command;
	char *option;      /**< without what follows */
	gboolean is_tight; /**< no blank stands between the option and its value */
	gboolean has_name; /**< a name and a colon come first: "anna:hunter2" */
} SecretOption;

/** By the byte that a word or token can begin with, of either case. */
struct Secrets {
	GPtrArray *labels[256]; /**< SecretLabel*, borrowed; NULL: none */
	GPtrArray *tokens[256]; /**< SecretToken*, borrowed; NULL: none */
	GPtrArray *all_labels;
	GPtrArray *all_tokens;
	GHashTable *no_values; /**< lower case: what stands behind such a word and is no password */
	GHashTable *says;      /**< lower case: what stands between such a word and the value */
	GHashTable *of;        /**< lower case: what begins whose it is, or for what */
	GHashTable *ands;      /**< lower case: what stands between "user" and "password" */
	GPtrArray *options;    /**< SecretOption* */
	GPtrArray *no_cards;   /**< char*, lower case: what other numbers are called */
	GPtrArray *cards;      /**< char*, lower case: what cards are called */
};

/** Where one is: byte offsets. */
typedef struct SecretSpan {
	gsize start;
	gsize end;
	SecretKind kind;
	char last4[5]; /**< of a card */
} SecretSpan;

/** A text that is gone through. */
typedef struct SecretScan {
	const Secrets *secrets;
	const char *text;
	gsize length;
	gsize word_end;  /**< of the run without blanks that was looked at last */
	gsize skip_card; /**< up to here digits are part of something else */
	guint cells;     /**< of a table whose head has a word for it; 0: none */
	guint column;    /**< under that word */
	LabelKind head;  /**< what it says */
	SecretSpan cell; /**< found on this line, and not come to yet */
} SecretScan;

/** All of a text, in order: SecretSpan. NULL: none. (transfer full) */
GArray *secrets_find(const Secrets *secrets, const char *text);
/** The text with marks in their place. (transfer full) */
char *secrets_mark(const char *text, const GArray *spans);

/* Each: whether there is one at this place, or one that its sign here belongs to. */

/* secret_key.c */
gboolean secret_key_at(const SecretScan *scan, gsize at, SecretSpan *out);
/* secret_card.c */
gboolean secret_card_at(SecretScan *scan, gsize at, SecretSpan *out);
/* secret_token.c: tokens by their beginning, and logins in links */
gboolean secret_token_at(SecretScan *scan, gsize at, SecretSpan *out);
gboolean secret_login_at(const SecretScan *scan, gsize at, SecretSpan *out);
/* secret_option.c: what stands behind an option of a command */
gboolean secret_option_at(const SecretScan *scan, gsize at, SecretSpan *out);
/* secret_label.c: what stands behind a word */
gboolean secret_label_at(const SecretScan *scan, gsize at, SecretSpan *out);

/** secret_label.c: the kind of the word that is all of this text; FALSE: it is none. */
gboolean secret_is_label(const Secrets *secrets, const char *text, gsize length,
			 LabelKind *kind_out);

/** secret_column.c: at the beginning of each line; what it finds is put into `scan->cell`. */
void secret_look_at_row(SecretScan *scan, gsize at);

/** secret_tag.c: where the value begins of the element of XML, or of its attribute, that the word
 *  from `at` to `behind` names; 0: it names none. `*is_sure_out`: it is the name of the element
 *  itself, so what it holds is one. */
gsize secret_tag_value(const SecretScan *scan, gsize at, gsize behind, gboolean *is_sure_out);

/* secret_value.c: whether a value is a password. */

/** What stands behind a word for it. */
typedef struct SecretValue {
	const char *word; /**< its first word, without quotes and the like */
	gsize length;
	gboolean is_alone; /**< nothing else stands on the line that belongs to it */
	LabelKind label;
} SecretValue;

gboolean secret_is_value(const Secrets *secrets, const SecretValue *value);
/** Whether it is one in the middle of a sentence, where any word may stand: with digits, signs or
 *  capitals within it. `is_last`: nothing else is said of it. */
gboolean secret_is_said(const Secrets *secrets, const char *word, gsize length, gboolean is_last);
/** Whether it is four to eight digits, and no part of a longer number. */
gboolean secret_is_pin(const char *word, gsize length);
/** Whether it is of those words that say something about a password, "required". */
gboolean secret_is_prose(const Secrets *secrets, const char *word, gsize length);

/** Whether `lower`, in lower case, stands at `at`, in any case; where it ends, else 0. */
gsize secret_word_end(const char *text, gsize at, const char *lower);
/** Whether a letter or digit of ASCII or "_" stands right before this place. */
gboolean secret_follows_word(const char *text, gsize at);

#endif
