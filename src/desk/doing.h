/*
 * Inside the plan: what the verbs do.  Each is a function of the case as it has become so
 * far and of a value; what follows for the others is told from the Happening.
 */
#ifndef CM_DESK_DOING_H
#define CM_DESK_DOING_H

#include "desk/plan_build.h"
#include "desk/verbs.h"

/** A verb's surroundings. All borrowed. */
typedef struct Doing {
	Builder *b;
	Happening *h;       /**< its `c` is NULL where the mail belongs to no case */
	GPtrArray *done;    /**< char*, for the transcript: what was done beyond h->changes */
	gboolean *tells;    /**< set: the writer is answered even if everything is right */
	GPtrArray *answers; /**< Answer*, short ones, which may go out together; NULL: each apart */
} Doing;

/**
 * Does what a verb says, or refuses with a sentence that lists what is allowed; then nothing
 * is done. `value` is "" if none was given.
 */
typedef gboolean (*VerbAct)(Doing *d, const char *value, GError **error);

/** The function of a verb (acts.c). (transfer none) */
VerbAct doing_act(const Verb *verb);

/** Says in the transcript what was done. */
void doing_say(Doing *d, const char *format, ...) G_GNUC_PRINTF(2, 3);

/** The same, and customers are sent the transcript for it too. */
void doing_tell(Doing *d, const char *format, ...) G_GNUC_PRINTF(2, 3);
/** Answers what was asked: together with other short answers, if there are any, and once however
 *  often it was asked. Takes the answer's data. */
void doing_answer(Doing *d, const Answer *answer);
/** Notes what a customer asks staff to set, and has staff and the customer told; nothing is set. */
void doing_request(Doing *d, const char *label, const char *current, const char *wanted);

/** The same cause for another case, which is copied. (transfer full) */
Happening *doing_happening(const Doing *d, const CaseFact *c);

/** The case of this number; refuses what is no number, and that of no case. (transfer none) */
const CaseFact *doing_case(Doing *d, const char *number, GError **error);

/** Sets an attribute, and notes it, if that changes it. TRUE if it did. */
gboolean doing_set(Doing *d, const char *attribute, const char *label, char **field,
		   const char *value);

/** The same; where that changes nothing, staff whose mail says nothing else is told so. */
gboolean doing_change(Doing *d, const char *attribute, const char *label, char **field,
		      const char *value);
/** Tells that, where the mail is of staff and says nothing else. `value` is "" for none. */
void doing_say_unchanged(Doing *d, const char *label, const char *value);

/* do_attributes.c */
gboolean do_priority(Doing *d, const char *value, GError **error);
gboolean do_severity(Doing *d, const char *value, GError **error);
gboolean do_type(Doing *d, const char *value, GError **error);
gboolean do_title(Doing *d, const char *value, GError **error);
gboolean do_assignee(Doing *d, const char *value, GError **error);
gboolean do_mine(Doing *d, const char *value, GError **error);
gboolean do_eta(Doing *d, const char *value, GError **error);
gboolean do_change(Doing *d, const char *value, GError **error);

/* do_emergency.c */
gboolean do_emergency(Doing *d, const char *value, GError **error);

/* do_marks.c: what colleagues know a case by. */
gboolean do_tag(Doing *d, const char *value, GError **error);
gboolean do_untag(Doing *d, const char *value, GError **error);
gboolean do_reply_as(Doing *d, const char *value, GError **error);

/* do_link.c: what a case has to do with, other cases and tickets elsewhere. */
gboolean do_link(Doing *d, const char *value, GError **error);
gboolean do_unlink(Doing *d, const char *value, GError **error);

/* do_split.c */
gboolean do_split(Doing *d, const char *value, GError **error);

/* do_form.c */
gboolean do_form(Doing *d, const char *value, GError **error);
gboolean do_ask(Doing *d, const char *value, GError **error);
gboolean do_waive(Doing *d, const char *value, GError **error);
/** Does without these fields (Field*), and notes it. */
void doing_waive(Doing *d, const GPtrArray *fields);

/* do_for.c */
gboolean do_for(Doing *d, const char *value, GError **error);

/* do_merge.c: cases that become one, and two again. */
gboolean do_merge(Doing *d, const char *value, GError **error);
gboolean do_unmerge(Doing *d, const char *value, GError **error);

/* do_followers.c: who takes part in a case. */
gboolean do_share(Doing *d, const char *value, GError **error);
gboolean do_follow(Doing *d, const char *value, GError **error);
gboolean do_unfollow(Doing *d, const char *value, GError **error);
gboolean do_remove(Doing *d, const char *value, GError **error);
gboolean do_contact(Doing *d, const char *value, GError **error);
/* do_partner.c: to which partner a case is handed, and what that one reports. */
gboolean do_partner(Doing *d, const char *value, GError **error);
gboolean do_external(Doing *d, const char *value, GError **error);
/** The status of a case is the desk's to set: what its partner says is noted, and told staff. */
gboolean doing_report(Doing *d, const char *value, GError **error);
/** Whether it is the partner who speaks with whom the case is. */
gboolean doing_is_partner(const Doing *d);
/* do_invite.c: who belongs to an organisation. */
gboolean do_invite(Doing *d, const char *value, GError **error);
/* do_help.c */
gboolean do_help(Doing *d, const char *value, GError **error);
/** Answers as #help; `lacks_case`: to who asked something of a case and named none. */
void doing_help(Doing *d, gboolean lacks_case);

/* do_people.c */
gboolean do_people(Doing *d, const char *value, GError **error);

/* do_note.c */
gboolean do_note(Doing *d, const char *value, GError **error);

/* do_status.c: how far a case has got. */
gboolean do_status(Doing *d, const char *value, GError **error);
gboolean do_done(Doing *d, const char *value, GError **error);
gboolean do_reopen(Doing *d, const char *value, GError **error);
gboolean do_released(Doing *d, const char *value, GError **error);

/* do_redact.c: what must not be kept. */
gboolean do_redact(Doing *d, const char *value, GError **error);

/* do_record.c: what has happened in a case. */
gboolean do_info(Doing *d, const char *value, GError **error);
gboolean do_history(Doing *d, const char *value, GError **error);

/* do_list.c */
gboolean do_cases(Doing *d, const char *value, GError **error);
/** Answers the verb `asked`, which asks about a case, where none is named: the open ones. */
gboolean doing_list_instead(Doing *d, const char *asked, GError **error);

/* do_rate.c: what the reporter thinks of how it went. */
gboolean do_rate(Doing *d, const char *value, GError **error);

/* do_held.c: what waits for a decision. */
gboolean do_release(Doing *d, const char *value, GError **error);
gboolean do_drop(Doing *d, const char *value, GError **error);
gboolean do_send(Doing *d, const char *value, GError **error);

#endif
