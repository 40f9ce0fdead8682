/*
 * `queue`: outgoing mail, waiting, failed or sent.
 */
#include "app/app.h"
#include "app/options.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/outbox.h"

#include <stdio.h>

static Js *
row_to_js(const OutboxRow *row)
{
	g_autofree char *created = time_to_rfc3339(row->created_ms);
	g_autofree char *due = NULL;
	g_autofree char *sent = NULL;
	if (row->state == OUTBOX_DUE)
		due = time_to_rfc3339(row->due_ms);
	if (row->state == OUTBOX_SENT)
		sent = time_to_rfc3339(row->ended_ms);
	Js *js = js_object();
	js_set_int(js, "id", row->id);
	js_set_text(js, "state", outbox_state_name(row->state));
	js_set_text(js, "kind", row->kind);
	js_set_text(js, "sender", row->sender);
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

static Js *
rows_to_js(const GPtrArray *rows)
{
	Js *list = js_array();
	for (guint i = 0; i < rows->len; i++)
		js_add(list, row_to_js(rows->pdata[i]));
	return list;
}

static int
list_queue(App *app, int argc, char **argv)
{
	static const char *const columns[] = {"id",   "state",     "tries",      "due",
					      "kind", "recipient", "last_error", NULL};
	GError *error = NULL;
	gboolean all = FALSE;
	const Option known[] = {{"--all", NULL, &all}, {NULL, NULL, NULL}};
	if (!options_take(app, known, 2, &argc, argv, &error))
		return app_wrong(app, error);
	g_autoptr(GPtrArray) rows = outbox_list(app->store, all, &error);
	g_autoptr(Js) list = rows ? rows_to_js(rows) : NULL;
	return app_print_list(app, list, columns, error);
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

const Action queue_actions[] = {
	{"list",
	 "  queue list [--all] [--json]    what waits or has failed; --all: what was sent, too\n",
	 list_queue, NULL, KNOWS_JSON},
	{"show",
	 "  queue show ID [--json]         the message itself; --json: what is known of it\n", NULL,
	 show_row, KNOWS_JSON},
	{"retry", "  queue retry ID                 send it as soon as possible\n", NULL, retry_row,
	 0},
	{"drop", "  queue drop ID                  never send it\n", NULL, drop_row, 0},
	{NULL, NULL, NULL, NULL, 0},
};
