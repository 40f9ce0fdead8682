/*
 * Figures over many cases: counted case by case, and shown as a page that a template draws.
 */
#ifndef CM_DESK_FIGURES_H
#define CM_DESK_FIGURES_H

#include "base/js.h"
#include "desk/site.h"

/** What the figures need of a case. Texts are valid during the call alone. */
typedef struct CaseTally {
	const char *number;
	const char *title;
	const char *desk;
	const char *type;
	const char *customer;
	const char *status;
	gint64 opened_ms;
	gint64 answered_ms; /**< staff's first answer; 0: none yet */
	gint64 moved_ms;    /**< its status changed last; 0: never */
	gint64 due_ms;      /**< what its contract promises next; 0: nothing */
	const char *eta;    /**< as in subjects; "" if none */
	gint64 rating;      /**< 1 to 5; 0: none */
	gint64 rated_ms;    /**< when that came; 0: never */
	guint late;         /**< FigureLate: what came too late */
} CaseTally;

/** What was promised and came too late, or hasn't come. */
typedef enum FigureLate {
	FIGURE_LATE_ANSWER = 1,
	FIGURE_LATE_UPDATE = 2,
	FIGURE_LATE_SOLUTION = 4,
} FigureLate;

/** What became of mail that wasn't let through. */
typedef enum FigureMail { FIGURE_HELD, FIGURE_QUARANTINED, FIGURE_MAILS } FigureMail;

typedef struct Figures Figures;

/** Of the time [since, until), as it is at `now_ms`; days begin and end in UTC. `site` is borrowed.
 *  (transfer full) */
Figures *figures_new(const Site *site, gint64 since_ms, gint64 until_ms, gint64 now_ms);
void figures_free(Figures *figures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Figures, figures_free)

/** Counts a case that was opened before `until`: whatever of it happened in that time. */
void figures_take_case(Figures *figures, const CaseTally *one);

/** Counts a mail that was held or quarantined then. */
void figures_take_mail(Figures *figures, FigureMail what, gint64 at_ms);

/** Whether nothing was counted that anybody wants to read of. */
gboolean figures_are_empty(const Figures *figures);

/** For the templates: numbers, charts with their measures, the names in words. (transfer full) */
Js *figures_to_js(const Figures *figures);

#endif
