/*
 * Inside the looking up of facts: what its files share.
 */
#ifndef CM_STORE_GATHERING_H
#define CM_STORE_GATHERING_H

#include "store/facts.h"

/* Failures end the gathering; the first one is kept. */
typedef struct Gathering {
	Store *store;
	Db *db;
	Facts *facts;
	const FactsInput *input;
	GError *failure;
} Gathering;

/** The time zone of a person p, else that of the organisation o. */
#define ZONE_COLUMN "coalesce(nullif(p.zone, ''), o.zone, '')"
/* The person's own language, else the first of the organisation's. */
#define LANGUAGE_COLUMN                                                                            \
	"coalesce(nullif(p.language, ''), (SELECT l.language FROM organisation_language l WHERE "  \
	"l.organisation = p.organisation ORDER BY l.n LIMIT 1), '')"

/** A person from a row of id, organisation, whether that shares, name, address, role,
 *  organisation's name, language, organisation's tier, zone. (transfer full) */
PersonFact *person_from_row(Query *query);

/** Known once gather_signature() has run. */
gboolean sender_is_proven_staff(const Gathering *g);

/** The case, loaded once, however many keys lead to it; NULL if there is none. (transfer none) */
const CaseFact *gather_case(Gathering *g, gint64 id);

/** The case as its own row says, with nothing of what belongs to it; NULL if there is none.
 *  (transfer full) */
CaseFact *gather_case_row(Gathering *g, gint64 id);
/** What clocks go by: the last entries of each kind, and whom the case has waited for. */
void gather_lasts(Gathering *g, CaseFact *c);

/** facts_people.c: who follows each new case of the organisation whose case the mail would open:
 *  the sender's, or that of whom staff forwards it. After gather_customer(). */
void gather_standing(Gathering *g, const Clues *clues);

/** And what invitations need to know of whom the commands name. After gather_commands(). */
void gather_invitations(Gathering *g, const Clues *clues);

/** facts_signature.c: whose key has signed, and whether it did so before. */
void gather_signature(Gathering *g, const Clues *clues);

/** The case in which this one goes on; itself, if it was not merged. */
gint64 gather_survivor(Gathering *g, gint64 id);

/** Of an empty mail or a few words nobody can tell the language: then it is that of its
 *  writer's latest case, unless one is set for the writer, who is nullable. */
void gather_language(Gathering *g, const PersonFact *writer, char **language);

/** facts_split.c: messages that become cases; the one of this number in any of the cases. */
void gather_splits(Gathering *g, const Clues *clues);
void gather_message(Gathering *g, gint64 seq);

/** facts_redact.c: texts that are removed for good, and what goes along; the one of this number in
 *  the first case. */
void gather_redactions(Gathering *g, const Clues *clues);
void gather_redaction(Gathering *g, gint64 seq);
/** Whether the mail is one whose text was removed. */
void gather_erased(Gathering *g, const Clues *clues);

/** The case of this number, if there is one. */
void gather_named_case(Gathering *g, const CaseNumber *number);
/** facts_commands.c: whom and what the commands of a mail name. */
void gather_commands(Gathering *g, const Clues *clues);

/** facts_past.c: the latest entries of a case and of those merged into it, the oldest first,
 * texts up to so many characters; and how many more there are. EntryFact*. (transfer full) */
GPtrArray *gather_past(Gathering *g, gint64 case_id, gboolean sees_all, guint chars, guint limit,
		       guint *cut_out);
/** The one with which it began, as everybody may see it; NULL: none. (transfer full) */
EntryFact *gather_beginning(Gathering *g, gint64 case_id, guint chars);

/** facts_answers.c: what a mail answers to us and asks of us. */
void gather_answers(Gathering *g, const Clues *clues);

/** facts_lists.c: the cases that the mail asks to be listed, and whether it answers a list. */
void gather_list(Gathering *g, const Clues *clues);
/** And those that a sender may mean who names none. After all candidates. */
void gather_others(Gathering *g, const Clues *clues);
void gather_list_answered(Gathering *g, const Clues *clues);

/** The token of one of our own Message-IDs; NULL: it is none. (transfer full) */
char *token_of_message_id(const char *message_id);

/** facts_held.c: the held mail that the mail in hand confirms, and what its sender was asked to
 *  confirm before. */
void gather_confirmation(Gathering *g, const Clues *clues);
/** Who has this address or name; into Facts.named. */
void gather_named(Gathering *g, const char *asked);

/** facts_mentions.c: who may be mentioned. */
void gather_mentions(Gathering *g, const Clues *clues);

/** facts_following.c: what those are told who come to follow a case. */
void gather_following(Gathering *g, const Clues *clues);

/** What has happened in a case so far that everybody may see. */
void gather_history(Gathering *g, CaseFact *c);

/** A case that the mail may belong to, in whichever it goes on. */
void gather_candidate(Gathering *g, Way way, const char *key, gint64 case_id);

/** facts_partners.c: the partners, and what one gets that is given a case. */
void gather_handing_over(Gathering *g);
/** The cases that the sender means by a number of its own. */
void gather_external(Gathering *g, const Clues *clues);
/** What the partner was told that writes. */
void gather_for_partner(Gathering *g);

/** facts_notes.c: what an answer of staff must not hold. */
void gather_notes(Gathering *g, const Clues *clues);
/** The held mails that commands name, those of a digest that is answered, and the sender's own
 *  that were returned. */
void gather_held(Gathering *g, const Clues *clues);
/** The one of this number, if nobody has decided about it. */
void gather_undecided(Gathering *g, gint64 number);
/** What a digest of the mail held at this desk would say. */
void gather_digest(Gathering *g, const Desk *desk);

#endif
