/*
 * The clocks of cases: what time alone brings about.  Which cases carry one, and when it is due,
 * is a pure function of the case and the site, so the rows that the store keeps of it are never
 * more than a reminder to look: what is due is decided from the facts again.
 */
#ifndef CM_DESK_CLOCKS_H
#define CM_DESK_CLOCKS_H

#include "desk/facts.h"
#include "desk/site.h"

/** The clock of the whole site: the reports of the week are due. */
#define CLOCK_WEEKLY "weekly"

struct Builder;
struct Happening;

/** A kind of clock: a line of the table in clocks.c. */
typedef struct ClockKind {
	const char *name;    /**< in the store, in logs, and of the entry that it leaves */
	gboolean goes_first; /**< acts even while mail waits that might stop it */
	/** When it is due; 0: the case doesn't carry it. Of a time that is over already it says
	 *  0 where it is too late to act, else the time: it then acts at once. */
	gint64 (*due)(const struct ClockKind *kind, const CaseFact *c, const Site *site,
		      gint64 now_ms);
	/** Plans what it does to the case, which must move its own due time: by an entry or a
	 *  change that due() sees. */
	void (*act)(const struct ClockKind *kind, struct Builder *b, struct Happening *h);
	int which; /**< of several kinds that share these functions */
} ClockKind;

/** All of them, ended by a NULL name. (transfer none) */
const ClockKind *clocks_all(void);

/** The kind of this name; NULL if there is none. (transfer none) */
const ClockKind *clock_find(const char *name);

/** When the clock of this kind is due in this case, whose opening and last entries are looked up
 *  (CaseFact.lasts); 0: the case doesn't carry it. UTC milliseconds. */
gint64 clock_due(const ClockKind *kind, const CaseFact *c, const Site *site, gint64 now_ms);

/** What the times were derived from: another text means that all of them are to be derived again.
 *  (transfer full) */
char *clocks_basis(const Site *site);

/** What of the site's settings they were derived from, for Site.basis. (transfer full) */
char *clocks_settings(const Site *site);

#endif
