/*
 * `queue`: outgoing mail, waiting, failed or sent.
 */
#include "app/app.h"
#include "app/table.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "store/outbox.h"

#include <stdio.h>
#include <string.h>

static Js *
row_to_js(const OutboxRow *row)
{
	static const char *const states[] = {[OUTBOX_DUE] = "due",
					     [OUTBOX_SENT] = "sent",
					     [OUTBOX_FAILED] = "failed",
					     [OUTBOX_DROPPED] = "dropped"};
	g_autofree char *created = time_to_rfc3339(row->created_ms);
	g_autofree char *due = time_to_rfc3339(row->due_ms);
	g_autofree char *sent = NULL;
	if (row->state == OUTBOX_SENT)
		sent = time_to_rfc3339(row->ended_ms);
	Js *js = js_object();
	js_set_int(js, "id", row->id);
	js_set_text(js, "state", states[row->state]);
	js_set_text(js, "kind", row->kind);
	js_set_text(js, "recipient", row->recipient);
	js_set_text(js, "subject", row->subject);
	js_set_text(js, "message_id", row->message_id);
	js_set_text(js, "created", created);
	js_set_text(js, "due", due);
	js_set_text(js, "sent", sent);
	js_set_int(js, "tries", row->tries);
	js_set_text(js, "last_error", *row->last_error ? row->last_error : NULL);
	return js;
}

static int
list_queue(App *app, gboolean all)
{
	static const char *const columns[] = {"id",   "state",     "tries",      "due",
					      "kind", "recipient", "last_error", NULL};
	GError *error = NULL;
	g_autoptr(GPtrArray) rows = outbox_list(app->store, all, &error);
	if (!rows)
		return app_fail(error);
	g_autoptr(Js) list = js_array();
	for (guint i = 0; i < rows->len; i++)
		js_add(list, row_to_js(rows->pdata[i]));
	if (app->json)
		app_print_js(list);
	else
		table_print(list, columns);
	return 0;
}

/* The message as it goes over the wire, or with --json what is known of it. */
static gboolean
show_row(App *app, gint64 id, GError **error)
{
	GError *failure = NULL;
	g_autoptr(OutboxRow) row = outbox_get(app->store, id, &failure);
	if (!row && !failure)
		error_perm(&failure, "there is no message %" G_GINT64_FORMAT " in the queue", id);
	if (!row) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	if (!app->json)
		return outbox_write(app->store, row, app_write_piece, stdout, error);
	g_autoptr(Js) js = row_to_js(row);
	app_print_js(js);
	return TRUE;
}

static gboolean
change_row(App *app, gint64 id, gboolean (*change)(Store *, gint64, gint64, GError **),
	   GError **error)
{
	if (!store_begin(app->store, error))
		return FALSE;
	if (change(app->store, id, clock_now_ms(), error))
		return store_commit(app->store, error);
	store_rollback(app->store);
	return FALSE;
}

static gboolean
retry_row(App *app, gint64 id, GError **error)
{
	return change_row(app, id, outbox_retry, error);
}

static gboolean
drop_row(App *app, gint64 id, GError **error)
{
	return change_row(app, id, outbox_drop, error);
}

int
cmd_queue(App *app, int argc, char **argv)
{
	static const struct {
		const char *verb;
		gboolean (*run)(App *, gint64, GError **);
	} verbs[] = {{"show", show_row}, {"retry", retry_row}, {"drop", drop_row}};
	GError *error = NULL;
	gint64 id;
	if (!app_need_store(app, &error))
		return app_fail(error);
	gboolean all = argc == 3 && !strcmp(argv[2], "--all");
	if (argc < 2 || (!strcmp(argv[1], "list") && (argc == 2 || all)))
		return list_queue(app, all);
	if (argc != 3 || !text_to_int(argv[2], 1, G_MAXINT64, &id))
		return app_usage("queue", "queue %s needs the number that \"queue list\" shows",
				 argv[1]);
	for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (!strcmp(verbs[i].verb, argv[1]))
			return verbs[i].run(app, id, &error) ? 0 : app_fail(error);
	return app_usage("queue", "\"%s\" can't be done with the queue", argv[1]);
}
