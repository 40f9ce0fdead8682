/*
 * Held mail: what waits for a decision, and as what it comes down the path again once
 * somebody has decided.
 */
#ifndef CM_DESK_HELD_H
#define CM_DESK_HELD_H

#include "desk/trackid.h"

#include <glib.h>

/** Whose decision it waits for. */
typedef enum HeldKind {
	HELD_DOUBTFUL,    /**< staff's */
	HELD_UNCONFIRMED, /**< its writer's own, who is staff, until it expires; then staff's */
	HELD_RETURNED,    /**< its writer's own, who is staff, until it expires */
	HELD_KINDS,
} HeldKind;

/** As what it comes down the path once more. */
typedef enum Release {
	RELEASE_NONE,      /**< it never was held */
	RELEASE_AS_IT_IS,  /**< by staff: as if there were no doubt */
	RELEASE_FOLLOWING, /**< the same, and its writer follows the case from then on */
	RELEASE_CONFIRMED, /**< by its writer: as if the address had been proven */
	RELEASE_AS_TEXT,   /**< by its writer, who got it back: without its commands */
	RELEASE_SEEN,      /**< by its writer, who has seen what is staff's alone: with them */
	RELEASE_TEXT_SEEN, /**< the same without its commands */
	RELEASES,
} Release;

/** Why a mail of staff was returned that its writer can still send. */
typedef enum Returned {
	RETURNED_WRONG,       /**< a command is wrong */
	RETURNED_INSIDE,      /**< the same, and its text is for staff alone in any case */
	RETURNED_SECRET,      /**< it may hold what is for staff alone */
	RETURNED_SECRET_TEXT, /**< the same, of one that was sent without its commands */
	RETURNED_UNNAMED,     /**< it forwards a customer's, and whose can't be told: it can't be
				  sent, or it would become a case of its writer's own */
	RETURNED_WAYS,
} Returned;

/** One held mail. Owned strings. */
typedef struct HeldFact {
	gint64 number;
	HeldKind kind;
	gint64 person; /**< whose decision it is, by the kind; 0: nobody's in particular */
	gint64 held_ms;
	gint64 expires_ms; /**< 0: never */
	char *decision;    /**< "released", "dropped"; "": none yet */
	char *decided_by;  /**< whose that was; "": nobody's, or the command line's */
	char *token;       /**< "" if none */
	char *sender;      /**< its From address; "" if it has none */
	char *subject;
	char *reason;
	char *desk;        /**< whose staff decides about it */
	char *first_line;  /**< as held_first_line() makes it */
	gint64 case_id;    /**< which it names; 0: none */
	char *case_number; /**< "" if none */
	char *bearer;      /**< address of whose tracking ID it bears; "": nobody's */
	gboolean is_urgent;
	gboolean is_bearer_staff;
	gboolean is_proven;   /**< its From address */
	gint64 sender_person; /**< whose address its From is; 0: nobody's yet */
	gint64 delivery;
	gboolean is_answered; /**< of those that came back it is the one that the mail in hand
				  answers: the newest reference to the mail or to the notice that
				  sent it back */
	gboolean is_referred; /**< or any reference */
	gboolean is_told;     /**< by one to the notice that tells of it as it is held now */
} HeldFact;

void held_fact_free(HeldFact *held);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HeldFact, held_fact_free)

/** Its texts, in the order decision, decided_by, token, sender, subject, reason, case_number,
 *  desk, bearer, first_line. */
#define HELD_TEXTS 10
void held_texts(HeldFact *held, char **texts_out[HELD_TEXTS]);

/** With "" for all texts. (transfer full) */
HeldFact *held_fact_new(void);

/** The first line of a text that says anything, for staff to judge it by: at most 120 characters,
 *  without tracking IDs, and nothing in it that a reader's client would obey, neither tags nor
 *  links. "" if there is none. What `commands` (Command*) there are besides stands behind it, so
 *  that nobody lets them through unseen. (transfer full) */
char *held_first_line(const char *text, const GPtrArray *commands);

/** In the store and in lists: "held", "unconfirmed", "returned". */
const char *held_kind_name(HeldKind kind);
HeldKind held_kind_from_name(const char *name);

/** In the store: "as it is", "confirmed", ...; of anything else RELEASE_NONE. */
const char *release_name(Release release);
Release release_from_name(const char *name);

/** Whether it is staff's word that there is no doubt. */
gboolean release_is_staffs(Release release);

/** Whether commands in it are not carried out. */
gboolean release_is_text(Release release);

/** Whether its writer sends it, although it may hold what is for staff alone. */
gboolean release_is_seen(Release release);

/** The reason that is kept with the held mail and told its writer; each its own. */
const char *returned_why(Returned as);
/** The one with this reason, else RETURNED_WRONG. */
Returned returned_from_why(const char *why);
/** As what it comes down the path again if its writer sends it. */
Release returned_release(Returned as);

/** What the release proves of the From address, in words; NULL: nothing. */
const char *release_proof(Release release);

/** What is put into an address or a subject so that the answer finds its held mail. */
#define HELD_TOKEN_LENGTH 18

/** Before the token of a mail that its writer is asked to confirm. */
#define CONFIRM_WORD "confirm"

/** Makes one from 80 random bits. */
void held_token_make(const guint8 random[TRACK_ID_RANDOM_BYTES],
		     char token_out[HELD_TOKEN_LENGTH + 1]);

/** The token of an action address, "hTOKEN.release", and where its verb begins; "" if it is none.
 *  (transfer full) */
char *held_token_of_action(const char *extension, const char **verb_out);

/** The token behind `word` in an address extension, "confirm.TOKEN", or in a subject,
 *  "... confirm TOKEN"; canonical, "" if there is none. (transfer full) */
char *held_token_in_extension(const char *extension, const char *word);
char *held_token_in_subject(const char *subject, const char *word);

#endif
