/*
 * `held`: mail that nobody may see the effect of until staff has decided.
 */
#include "app/app.h"
#include "app/options.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/held.h"

#include <stdio.h>

static int
list_held(App *app, int argc, char **argv)
{
	static const char *const columns[] = {"id",      "kind",   "held", "from",
					      "subject", "reason", NULL};
	GError *error = NULL;
	if (!options_take(app, NULL, 2, &argc, argv, &error))
		return app_wrong(app, error);
	g_autoptr(Js) list = held_list(app->store, &error);
	return app_print_list(app, list, columns, error);
}

static gboolean
show_held(App *app, gint64 held, GError **error)
{
	gint64 message = 0;
	if (!held_message(app->store, held, &message, error))
		return FALSE;
	if (!message)
		return error_perm(error, "there is no held mail %" G_GINT64_FORMAT, held);
	g_autoptr(Raw) raw = raw_open(app->store, message, error);
	return raw && raw_write(raw, app_write_piece, stdout, error);
}

/* Some mail can't be filed whatever staff says: to nobody's address, about no case. */
static gboolean
check_filed(const Plan *plan, GError **error)
{
	const Change *end = plan->changes->pdata[plan->changes->len - 1];
	return end->ending != ENDING_HELD ||
	       error_perm(error, "it would be held again: %s", end->value);
}

/* Somebody else may have decided meanwhile: only what the lock guards is certain. */
static gboolean
check_undecided(App *app, gint64 held, GError **error)
{
	gint64 message = 0;
	return held_message(app->store, held, &message, error) &&
	       (message || error_perm(error, "there is no held mail %" G_GINT64_FORMAT, held));
}

/* The mail goes down the common path once more, now with staff's word for it. */
static gboolean
release(App *app, gint64 held, Item *item, GError **error)
{
	g_autoptr(Plan) plan = NULL;
	item->waiting->release = RELEASE_AS_IT_IS;
	return check_undecided(app, held, error) &&
	       held_release(app->store, held, item->waiting->release, clock_now_ms(), error) &&
	       item_apply(app->store, &app->know, item, clock_now_ms(), &plan, error) &&
	       check_filed(plan, error);
}

static gboolean
release_held(App *app, gint64 held, GError **error)
{
	GError *failure = NULL;
	if (!app_need_knowledge(app, error))
		return FALSE;
	Waiting *waiting = intake_held(app->store, held, &failure);
	if (!waiting && !failure)
		error_perm(&failure, "there is no held mail %" G_GINT64_FORMAT, held);
	g_autoptr(Item) item =
		waiting ? item_prepare(app->store, &app->know, waiting, &failure) : NULL;
	if (!item || !store_begin(app->store, &failure)) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	if (release(app, held, item, error))
		return store_commit(app->store, error);
	store_rollback(app->store);
	return FALSE;
}

static gboolean
drop_held(App *app, gint64 held, GError **error)
{
	if (!store_begin(app->store, error))
		return FALSE;
	if (check_undecided(app, held, error) && held_drop(app->store, held, clock_now_ms(), error))
		return store_commit(app->store, error);
	store_rollback(app->store);
	return FALSE;
}

const Action held_actions[] = {
	{"list", "  held list [--json]    what is held, and why\n", list_held, NULL, KNOWS_JSON},
	{"show", "  held show ID          the mail as it came\n", NULL, show_held, 0},
	{"release", "  held release ID       handle it as if there were no doubt\n", NULL,
	 release_held, 0},
	{"drop", "  held drop ID          leave it at that; it stays stored\n", NULL, drop_held, 0},
	{NULL, NULL, NULL, NULL, 0},
};
