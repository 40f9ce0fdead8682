/*
 * `held`: mail that nobody may see the effect of until staff has decided.
 */
#include "app/app.h"
#include "app/table.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "store/held.h"

#include <stdio.h>
#include <string.h>

static int
list_held(App *app)
{
	static const char *const columns[] = {"id", "held", "from", "subject", "reason", NULL};
	GError *error = NULL;
	g_autoptr(Js) list = held_list(app->store, &error);
	if (!list)
		return app_fail(error);
	if (app->json)
		app_print_js(list);
	else
		table_print(list, columns);
	return 0;
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
may_release(App *app, const Item *item, GError **error)
{
	g_autoptr(Plan) plan =
		item_plan(app->store, &app->know, item, clock_now_ms(), FALSE, error);
	if (!plan)
		return FALSE;
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
	item->is_released = TRUE;
	return check_undecided(app, held, error) && may_release(app, item, error) &&
	       item_apply(app->store, &app->know, item, clock_now_ms(), &plan, error) &&
	       held_decide(app->store, held, "released", clock_now_ms(), error);
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
	if (check_undecided(app, held, error) &&
	    held_decide(app->store, held, "dropped", clock_now_ms(), error))
		return store_commit(app->store, error);
	store_rollback(app->store);
	return FALSE;
}

int
cmd_held(App *app, int argc, char **argv)
{
	static const struct {
		const char *verb;
		gboolean (*run)(App *, gint64, GError **);
	} verbs[] = {{"show", show_held}, {"release", release_held}, {"drop", drop_held}};
	GError *error = NULL;
	gint64 held;
	if (!app_need_store(app, &error))
		return app_fail(error);
	if (argc < 2 || (argc == 2 && !strcmp(argv[1], "list")))
		return list_held(app);
	if (argc != 3 || !text_to_int(argv[2], 1, G_MAXINT64, &held))
		return app_usage("held", "held %s needs the number that \"held list\" shows",
				 argv[1]);
	for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (!strcmp(verbs[i].verb, argv[1]))
			return verbs[i].run(app, held, &error) ? 0 : app_fail(error);
	return app_usage("held", "\"%s\" can't be done with held mail", argv[1]);
}
