/*
 * Emergencies as values: what their statuses mean, who may declare one at once, and how far the
 * desk has got in looking for somebody who takes one.
 */
#ifndef CM_DESK_EMERGENCY_H
#define CM_DESK_EMERGENCY_H

#include "desk/duty.h"

/** The status of an emergency that somebody has taken, and of one that turned out to be none;
 *  NULL: the site has none such. (transfer none) */
const char *emergency_working(const Site *site);
const char *emergency_withdrawn(const Site *site);

/** Whether an emergency of this status goes on and nobody works on it yet. */
gboolean emergency_is_untaken(const Site *site, const char *status);

/** Whether this contract lets its customers declare one, not only ask for it. */
gboolean emergency_is_automatic(const Site *site, const char *tier);

/** Whether a case of this type is one from the beginning: by name, or because its form must say
 *  what is at risk. `type` is nullable. */
gboolean emergency_is_type(const CaseType *type);

/** What stands in CaseFact.escalation while a customer has asked for one and staff hasn't
 *  decided. */
#define EMERGENCY_ASKED "asked"

/** Whether that is so, also while the desk looks for somebody who decides. */
gboolean emergency_is_asked(const char *escalation);

/** Whom an untaken emergency has come to. */
typedef struct Escalation {
	DutyRank rank;     /**< of those who were told last */
	guint again;       /**< how often everybody has been told once more */
	GArray *told;      /**< gint64, all persons that were told, each once */
	gboolean is_asked; /**< staff hasn't decided whether it is one */
} Escalation;

/** Told so far are the persons (PersonFact*) of the list. (transfer full) */
Escalation *escalation_new(const GPtrArray *list);
/** A customer has asked, and the desk has been told as of any mail. (transfer full) */
Escalation *escalation_new_asked(const Site *site);
void escalation_free(Escalation *escalation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Escalation, escalation_free)

/** As it stands in CaseFact.escalation: "lead 0 12 15", "asked duty 0", and back; NULL: nobody is
 * waited for. (transfer full) */
char *escalation_text(const Escalation *escalation);
Escalation *escalation_read(const char *text);

gboolean escalation_has_told(const Escalation *escalation, gint64 person);

/** How long those who were told last have; after the last step everybody is told again, each time
 *  after twice as long, at most a day. Milliseconds. */
gint64 escalation_wait_ms(const Escalation *escalation, const Site *site);

/**
 * Goes on to the next step: PersonFact* of `staff` who haven't been told and are told now, by
 * duty_step(); steps that the site leaves out, and those of nobody new, are passed over. At the
 * end everybody of the steps is told again; an empty list: there is nobody. (transfer container)
 */
GPtrArray *escalation_go_on(Escalation *escalation, const Site *site, const GPtrArray *staff,
			    const Desk *desk, gint64 now_ms);

#endif
