/*
 * The words of notices: Mustache templates, two each (NAME.txt, NAME.html), and the
 * sentences in them, which are written once per language; read by app/ and handed down
 * as text.
 */
#ifndef CM_DESK_TEMPLATE_H
#define CM_DESK_TEMPLATE_H

#include "base/js.h"

/** The language that has all words. */
#define LANGUAGE_FALLBACK "en"

typedef struct Templates Templates;

Templates *templates_new(void);
void templates_free(Templates *templates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Templates, templates_free)

/**
 * Adds a template: `name` is its file ("opened.html"), the same in all languages, or
 * language and file ("de/opened.html"), which stands in its place in that language; the ending
 * says whether values are escaped for HTML. One that cannot be parsed is refused ("template
 * opened.html: line 3: ..."), and what was there under this name before (the one
 * that ships) stays. The language itself is told in mustache.h.
 */
G_GNUC_WARN_UNUSED_RESULT gboolean templates_add(Templates *templates, const char *name,
						 const char *text, GError **error);

/**
 * Adds the words of a language, lines like "opened.thanks = Thank you for writing to us.";
 * empty ones, and those that begin with "#", are passed over. {{>t.opened.thanks}} puts the
 * sentence into a template of either ending, as mustache_parse_sentence() tells. A line that is
 * wrong is added to `faults` (char*, "line 3: what, what to do") and the word that was there
 * before stays.
 */
void templates_add_words(Templates *templates, const char *language, const char *text,
			 GPtrArray *faults);

/** Whether there are words of the language; of "de-AT" also those of "de" count. */
gboolean templates_speaks(const Templates *templates, const char *language);

/** The languages that there are words of: char*, in the order of their names. (transfer none) */
const GPtrArray *templates_languages(const Templates *templates);

/**
 * What something that has a fixed English name is called in a language: `group` is what the
 * names of its words begin with. With "status.new = New" in English and "status.new = Neu" in
 * German, "New" of the group "status" is "Neu". `english` itself for what has no word: a site's
 * own status. (transfer none)
 */
const char *templates_call(const Templates *templates, const char *language, const char *group,
			   const char *english);
/** The same; of "High: all stores are down" what stands before the colon. (transfer full) */
char *templates_call_first(const Templates *templates, const char *language, const char *group,
			   const char *english);

/** The same for a list of names, "New, Done and Reopen": what is no name stays as it is.
 *  (transfer full) */
char *templates_call_each(const Templates *templates, const char *language, const char *group,
			  const char *english);

/**
 * A sentence that C made in English, in another language: of the words "say.NAME" the English one
 * that it is, with what stands in its gaps. "#done takes no value" is that of "say.no-value =
 * #{{verb}} takes no value". What is in a gap called like a group of names, {{status}},
 * {{status2}}, is called by its name in the language, also each of a list ("New, Done"); in one
 * called {{any}} by whatever group has it; in one called {{reason}} it is a sentence like this one.
 * A sentence that no word fits stays as it is. (transfer full)
 */
char *templates_say(const Templates *templates, const char *language, const char *english);

/** Between sentences that are to be said one by one; they end up in one line. */
#define TEMPLATES_NEXT "\x1e"

/** Calls `each` with the name of each word that English has and the language hasn't, in the
 *  order of the names. */
void templates_each_missing(const Templates *templates, const char *language,
			    void (*each)(const char *word, gpointer data), gpointer data);

/** A template ("en/opened.txt") has the partial `piece`; `found`: and there is one. */
typedef void (*TemplatePiece)(const char *name, const char *piece, gboolean found, gpointer data);

/** Calls `each` for the partials of all templates, in no order. */
void templates_each_piece(const Templates *templates, TemplatePiece each, gpointer data);

/**
 * Renders the first there is of "LANGUAGE/NAME", "NAME" and "en/NAME" (in "de-AT" what "de"
 * has comes second); partials are looked up the same way, with the ending of `name`:
 * {{>header}} in opened.html is header.html. NULL if there is none, or if it goes past the
 * limits of mustache.h. (transfer full)
 */
char *templates_render(const Templates *templates, const char *language, const char *name,
		       const Js *context);

#endif
