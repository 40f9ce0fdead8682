/*
 * `held`: mail that nobody may see the effect of until staff has decided.
 */
#include "app/app.h"
#include "app/options.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "store/apply.h"
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
	GError *failure = NULL;
	g_autoptr(Raw) raw = raw_open(app->store, message, &failure);
	if (!raw && !failure)
		return error_perm(error, "held mail %" G_GINT64_FORMAT " was removed for good",
				  held);
	if (failure)
		g_propagate_error(error, failure);
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

static Release
release_of(const Plan *plan)
{
	const Change *last = plan->changes->pdata[plan->changes->len - 1];
	return last->release;
}

/* By the same plan as a command in a mail; somebody else may have decided meanwhile, and only
 * what the lock guards is certain. */
static gboolean
decide(App *app, gint64 held, HeldWay way, Release *release_out, GError **error)
{
	GError *failure = NULL;
	const FactsInput input = {.now_ms = clock_now_ms()};
	const Applying with = {.now_ms = input.now_ms,
			       .desk = "",
			       .site = app->config->site,
			       .templates = app->know.templates};
	g_autoptr(Facts) facts = facts_for_held(app->store, held, &input, &failure);
	if (!facts && !failure)
		error_perm(&failure, "there is no held mail %" G_GINT64_FORMAT, held);
	g_autoptr(Plan) plan =
		facts ? plan_for_held(way, facts, app->config->site, &failure) : NULL;
	if (!plan) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	*release_out = release_of(plan);
	return plan_apply(app->store, plan, &with, NULL, error);
}

/* A gateway would handle it, too; but who waits here wants to see it done. */
static gboolean
release(App *app, gint64 held, HeldWay way, Item *item, GError **error)
{
	g_autoptr(Plan) plan = NULL;
	return decide(app, held, way, &item->waiting->release, error) &&
	       item_apply(app->store, &app->know, item, clock_now_ms(), &plan, error) &&
	       check_filed(plan, error);
}

static gboolean
release_held(App *app, gint64 held, HeldWay way, GError **error)
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
	if (release(app, held, way, item, error))
		return store_commit(app->store, error);
	store_rollback(app->store);
	return FALSE;
}

static int
release_command(App *app, int argc, char **argv)
{
	GError *error = NULL;
	gint64 held = 0;
	gboolean follow = FALSE, alias = FALSE;
	const Option known[] = {
		{"--follow", NULL, &follow}, {"--alias", NULL, &alias}, {NULL, NULL, NULL}};
	if (!options_take(app, known, 3, &argc, argv, &error))
		return app_wrong(app, error);
	if (argc != 3 || !text_to_int(argv[2], 1, G_MAXINT64, &held))
		return app_usage(app, "held release needs the number that \"held list\" shows");
	if (follow && alias)
		return app_usage(app, "--follow or --alias, not both");
	HeldWay way = follow ? HELD_LET_FOLLOW : alias ? HELD_LET_ALIAS : HELD_LET;
	return release_held(app, held, way, &error) ? 0 : app_fail(error);
}

static gboolean
drop_held(App *app, gint64 held, GError **error)
{
	Release none = RELEASE_NONE;
	if (!app_need_knowledge(app, error) || !store_begin(app->store, error))
		return FALSE;
	if (decide(app, held, HELD_DROP, &none, error))
		return store_commit(app->store, error);
	store_rollback(app->store);
	return FALSE;
}

const Action held_actions[] = {
	{"list", "  held list [--json]    what is held, and why\n", list_held, NULL, KNOWS_JSON},
	{"show", "  held show ID          the mail as it came\n", NULL, show_held, 0},
	{"release",
	 "  held release ID [--follow|--alias]\n"
	 "                        handle it as if there were no doubt; its sender follows\n"
	 "                        the case, or gets the address noted as a second one\n",
	 release_command, NULL, 0},
	{"drop", "  held drop ID          leave it at that; it stays stored\n", NULL, drop_held, 0},
	{NULL, NULL, NULL, NULL, 0},
};
