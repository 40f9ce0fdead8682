/*
 * Verbs about how far a case has got: its status, completed, not completed after all.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/choice.h"

static gboolean
is_final(const Doing *d)
{
	const Status *status = site_status(d->b->site, d->h->c->status);
	return status && status->is_final;
}

/* The moves bind staff; that a case is solved, or isn't, is the customer's to say. FALSE, with an
 * error: it may not. */
static gboolean
set_status(Doing *d, const Status *status, GError **error)
{
	if (d->h->actor_is_staff &&
	    !site_may_move(d->b->site, d->h->c->status, status->name, error))
		return FALSE;
	if (!doing_change(d, "status", "Status", &d->h->c->status, status->name))
		return TRUE;
	d->h->status_changed = TRUE;
	plan_end_emergency(d->b, d->h);
	return TRUE;
}

gboolean
do_status(Doing *d, const char *value, GError **error)
{
	if (doing_is_partner(d))
		return doing_report(d, value, error);
	const Site *site = d->b->site;
	const Status *by_verb = site_status_of_verb(site, value);
	g_autoptr(GPtrArray) names = site_status_names(site);
	const char *name = by_verb ? by_verb->name : choice_find(names, value, "status", error);
	return name && site_may_move(site, d->h->c->status, name, error) &&
	       set_status(d, site_status(site, name), error);
}

/* Others learn it from their receipt, staff would not. */
static gboolean
tell_status(Doing *d, const Status *status, GError **error)
{
	if (!set_status(d, status, error))
		return FALSE;
	d->h->requested = d->h->requested || (d->h->status_changed && !d->h->actor_is_staff);
	return TRUE;
}

/* Closed, or about to be: what should solve it is out, and the customer is asked whether it does.
 */
static gboolean
may_be_reopened(const Doing *d)
{
	const Status *status = site_status(d->b->site, d->h->c->status);
	return status && (status->is_final || status->silence_days);
}

gboolean
do_done(Doing *d, const char *value, GError **error)
{
	(void)value;
	if (doing_is_partner(d))
		return doing_report(d, "solved", error);
	const Status *done = site_done_status(d->b->site);
	if (!done)
		return error_perm(error, "no status of this desk says that a case is completed");
	if (!is_final(d))
		return tell_status(d, done, error);
	doing_say(d, "The case is completed already: %s.", d->h->c->status);
	return TRUE;
}

gboolean
do_reopen(Doing *d, const char *value, GError **error)
{
	(void)value;
	if (may_be_reopened(d))
		return tell_status(d, site_reopened_status(d->b->site), error);
	doing_say(d, "The case is open: %s.", d->h->c->status);
	return TRUE;
}

/* The customer shall hear of the version even where the status was this one before. */
gboolean
do_released(Doing *d, const char *value, GError **error)
{
	const Status *status = site_released_status(d->b->site);
	g_autofree char *version = header_safe(value);
	if (!*version || g_utf8_strlen(version, -1) > LIMIT_WORD_CHARS)
		return error_perm(error, "a version has 1 to %d characters", LIMIT_WORD_CHARS);
	if (!status)
		return error_perm(error, "no status of this desk says that a solution is out; "
					 "released_status in the configuration names it");
	if (!site_may_move(d->b->site, d->h->c->status, status->name, error))
		return FALSE;
	g_autofree char *text = g_strdup_printf("Released in %s", version);
	plan_note(d->b, d->h, "released", "Released in", version, text);
	d->h->status_changed = TRUE;
	return set_status(d, status, error);
}
