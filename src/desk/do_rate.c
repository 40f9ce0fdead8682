/*
 * The rating: what the reporter thinks of how a case went, once it is closed.
 */
#include "desk/doing.h"

#include "base/error.h"

#define DAY_MS (24 * 3600 * (gint64)1000)
/* Up to this one staff is told though nothing was said with it. */
#define BAD_RATING 2

static gboolean
is_closed(const Doing *d)
{
	const Status *status = site_status(d->b->site, d->h->c->status);
	return status && status->is_final;
}

/* A case that is closed once more may be rated once more. */
static gboolean
is_too_late(const Doing *d)
{
	const CaseFact *c = d->h->c;
	return c->rated_ms && !d->h->status_changed &&
	       d->b->facts->now_ms - c->rated_ms > d->b->site->rating_days * DAY_MS;
}

gboolean
do_rate(Doing *d, const char *value, GError **error)
{
	CaseFact *c = d->h->c;
	if (value[0] < '1' || value[0] > '5' || value[1])
		return error_perm(error, "a rating is a number from 1 (bad) to 5 (very good)");
	if (!is_closed(d))
		return error_perm(error, "a case can be rated once it is completed");
	if (is_too_late(d))
		return error_perm(
			error, "a rating can be changed for %" G_GINT64_FORMAT " days, not longer",
			d->b->site->rating_days);
	g_autofree char *before =
		c->rating ? g_strdup_printf("%" G_GINT64_FORMAT, c->rating) : g_strdup("");
	if (!doing_set(d, "rating", "Rating", &before, value))
		return TRUE;
	c->rating = value[0] - '0';
	d->h->rated_badly = c->rating <= BAD_RATING;
	return TRUE;
}
