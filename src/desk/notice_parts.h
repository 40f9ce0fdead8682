/*
 * The steps of rendering a notice, for notice_*.c alone: values made fit to be shown,
 * the context of the templates, the built-in words, the header.
 */
#ifndef CM_DESK_NOTICE_PARTS_H
#define CM_DESK_NOTICE_PARTS_H

#include "desk/notice.h"
#include "desk/tongue.h"

/** A value of one line as it may stand in a body: no control or direction characters, and
 *  nothing in it can come to stand at a line's start as a command. (transfer full) */
char *notice_line(const char *value);

/**
 * A text of several lines, the same way: line ends as LF, none at the end, "·" before
 * lines that would be commands when they come back in a reply. Over NOTICE_TEXT_BYTES it
 * is cut at a line, and the lines left out are added to `lines_cut`. (transfer full)
 */
char *notice_text(const char *text, guint *lines_cut);

#define NOTICE_TEXT_BYTES (64 * 1024)

/** Whether it tells staff of trouble, not of news in a case: its title is not the case's. */
gboolean notice_is_alarm(const Notice *notice);

/** The name of the event's templates without ending, "comment-staff". */
const char *notice_template(const Notice *notice);

/** What the templates may use; mailtemplates/README.md lists it. (transfer full) */
Js *notice_context(const Notice *notice, const Site *site, const Desk *desk, const char *subject);

/** The actions that it offers its recipient; NULL: none. (transfer full) */
Js *notice_actions(const Notice *notice, const Site *site, const Desk *desk);

/** The same, in the recipient's language: what C says in English sentences and things that have
 *  English names. (transfer full) */
Js *notice_told(const Notice *notice, const Site *site, const Templates *templates,
		const char *subject);

/** The notice's own data with the sentences in it in its language; NULL: it has none.
 *  (transfer full) */
Js *notice_say(const Notice *notice, const Site *site, const Tongue *tongue);

/** What a form says that was filled in, if the data has any: `given` in the language, and made of
 *  it `given_text` and `given_missing`. */
void notice_say_given(Js *data, const Site *site, const Tongue *tongue);

/** Puts in the place of the English text under the key, if there is one, the same in the language:
 *  what is called so in the group; a sentence; a text with dates in it. `object` is of data that is
 *  the caller's, though its list gives it as const. */
void notice_put_name(const Tongue *tongue, const Js *object, const char *key, const char *group);
void notice_put_sentence(const Tongue *tongue, const Js *object, const char *key);
void notice_put_dates(const Tongue *tongue, const Js *object, const char *key);

/** The built-in words: short, text alone, for when a template fails. (transfer full) */
char *notice_words(const Notice *notice, const Desk *desk, const char *subject);

/** A Draft with all that it borrows. */
typedef struct NoticeDraft {
	Draft draft;
	GPtrArray *owned; /**< char* */
	GPtrArray *extra; /**< char*, of `owned`: Draft.extra */
	GPtrArray *references;
	char *envelope_sender;
} NoticeDraft;

/** Everything but the bodies. (transfer full) */
NoticeDraft *notice_draft(const Notice *notice, const Site *site, const char *token, gint64 now_ms);
void notice_draft_free(NoticeDraft *made);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NoticeDraft, notice_draft_free)

/** The desk of a notice; the site's first if it is gone. (transfer none) */
const Desk *notice_desk(const Notice *notice, const Site *site);

#endif
