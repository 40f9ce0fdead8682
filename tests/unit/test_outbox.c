/*
 * The outbox: rows come back as they went in, fall due when they should, and every
 * change of state is one that may happen.
 */
#include "base/error.h"
#include "store/outbox.h"

#include <glib/gstdio.h>

typedef struct Fixture {
	char *dir;
	Store *store;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	const char *tree = g_getenv("CASEMATE_TREE");
	g_autofree char *schema = g_build_filename(tree ? tree : ".", "schema", "sqlite", NULL);
	fixture->dir = g_dir_make_tmp("outbox-XXXXXX", &error);
	g_assert_no_error(error);
	g_assert_true(store_create(fixture->dir, schema, &error));
	fixture->store = store_open(fixture->dir, schema, &error);
	g_assert_no_error(error);
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	store_close(fixture->store);
	const char *argv[] = {"rm", "-rf", fixture->dir, NULL};
	g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
				   NULL, NULL, NULL));
	g_free(fixture->dir);
}

static gint64
add_row(Store *store, const char *token, gint64 created_ms)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) head = g_bytes_new("Subject: x\r\n\r\n\0\xff", 16);
	g_autoptr(GBytes) tail = g_bytes_new("", 0);
	OutboxRow row = {.token = (char *)token,
			 .kind = "receipt",
			 .subject = "Größe",
			 .sender = "",
			 .recipient = "anna@example.org",
			 .message_id = "x@y",
			 .head = head,
			 .tail = tail,
			 .created_ms = created_ms};
	gint64 id = 0;
	g_assert_true(store_begin(store, &error));
	g_assert_true(outbox_add(store, &row, &id, &error));
	g_assert_true(store_commit(store, &error));
	g_assert_no_error(error);
	return id;
}

/* "1@t 2@t": tokens of the due rows, in order. */
static char *
due_tokens(Store *store, gint64 now_ms, guint limit)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rows = outbox_due(store, now_ms, limit, &error);
	g_assert_no_error(error);
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < rows->len; i++)
		g_string_append_printf(text, "%s%s", i ? " " : "",
				       ((OutboxRow *)rows->pdata[i])->token);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
assert_due(Store *store, gint64 now_ms, const char *expected)
{
	g_autofree char *tokens = due_tokens(store, now_ms, 100);
	g_assert_cmpstr(tokens, ==, expected);
}

static void
test_round(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	gint64 id = add_row(fixture->store, "tok1", 1000);
	g_autoptr(OutboxRow) row = outbox_get(fixture->store, id, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(row->token, ==, "tok1");
	g_assert_cmpint(row->case_id, ==, 0);
	g_assert_cmpstr(row->kind, ==, "receipt");
	g_assert_cmpstr(row->subject, ==, "Größe");
	g_assert_cmpstr(row->sender, ==, "");
	g_assert_cmpstr(row->recipient, ==, "anna@example.org");
	g_assert_cmpstr(row->message_id, ==, "x@y");
	g_assert_cmpmem(g_bytes_get_data(row->head, NULL), g_bytes_get_size(row->head),
			"Subject: x\r\n\r\n\0\xff", 16);
	g_assert_nonnull(row->tail);
	g_assert_cmpuint(g_bytes_get_size(row->tail), ==, 0);
	g_assert_cmpuint(row->parts->len, ==, 0);
	g_assert_cmpint(row->state, ==, OUTBOX_DUE);
	g_assert_cmpint(row->due_ms, ==, 1000);
	g_assert_cmpint(row->tries, ==, 0);
	g_assert_cmpint(row->ended_ms, ==, 0);
	g_assert_cmpstr(row->last_error, ==, "");
	g_autoptr(OutboxRow) again = outbox_get_by_token(fixture->store, "tok1", &error);
	g_assert_cmpint(again->id, ==, id);
	g_assert_null(outbox_get(fixture->store, id + 1, &error));
	g_assert_null(outbox_get_by_token(fixture->store, "", &error));
	g_assert_no_error(error);
}

static void
test_due(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	Store *store = fixture->store;
	gint64 due = 0;
	g_assert_true(outbox_next_due(store, &due, &error));
	g_assert_cmpint(due, ==, -1);
	gint64 late = add_row(store, "late", 3000);
	gint64 early = add_row(store, "early", 1000);
	add_row(store, "middle", 2000);
	assert_due(store, 999, "");
	assert_due(store, 2000, "early middle");
	assert_due(store, 3000, "early middle late");
	g_autofree char *one = due_tokens(store, 3000, 1);
	g_assert_cmpstr(one, ==, "early");

	g_assert_true(store_begin(store, &error));
	g_assert_true(outbox_mark_tried(store, early, 5000, &error));
	g_assert_true(outbox_put_off(store, late, 6000, &error));
	g_assert_true(store_commit(store, &error));
	assert_due(store, 5000, "middle early");
	g_assert_true(outbox_next_due(store, &due, &error));
	g_assert_cmpint(due, ==, 2000);
	g_autoptr(OutboxRow) tried = outbox_get(store, early, &error);
	g_assert_cmpint(tried->tries, ==, 1);

	g_assert_true(outbox_mark_untried(store, early, 1000, &error));
	g_autoptr(OutboxRow) untried = outbox_get(store, early, &error);
	g_assert_cmpint(untried->tries, ==, 0);
	g_assert_cmpint(untried->due_ms, ==, 1000);
	g_assert_no_error(error);
}

typedef enum Act { SENT, LATER, FAILED, RETRY, DROP } Act;

/* From each state, each act: the state it ends in, or -1 if it is refused. */
static const int ends[4][5] = {
	[OUTBOX_DUE] = {OUTBOX_SENT, OUTBOX_DUE, OUTBOX_FAILED, OUTBOX_DUE, OUTBOX_DROPPED},
	[OUTBOX_SENT] = {OUTBOX_SENT, OUTBOX_SENT, OUTBOX_SENT, -1, -1},
	[OUTBOX_FAILED] = {OUTBOX_SENT, OUTBOX_FAILED, OUTBOX_FAILED, OUTBOX_DUE, OUTBOX_DROPPED},
	/* dropped by hand while it was on its way: that it was sent is the truth */
	[OUTBOX_DROPPED] = {OUTBOX_SENT, OUTBOX_DROPPED, OUTBOX_DROPPED, OUTBOX_DUE, -1},
};

static gboolean
act(Store *store, gint64 id, Act what, GError **error)
{
	static const guint8 hash[32] = {1, 2, 3};
	switch (what) {
	case SENT:
		return outbox_mark_sent(store, id, 7000, hash, error);
	case LATER:
		return outbox_mark_later(store, id, 8000, "451 later", error);
	case FAILED:
		return outbox_mark_failed(store, id, 7000, "550 no", error);
	case RETRY:
		return outbox_retry(store, id, 9000, error);
	case DROP:
		return outbox_drop(store, id, 7000, error);
	}
	g_assert_not_reached();
}

static void
bring_to(Store *store, gint64 id, OutboxState state)
{
	static const Act acts[] = {LATER, SENT, FAILED, DROP};
	g_autoptr(GError) error = NULL;
	g_assert_true(act(store, id, acts[state], &error));
	g_assert_no_error(error);
}

static void
test_states(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	for (int state = 0; state < 4; state++)
		for (int what = 0; what < 5; what++) {
			g_autoptr(GError) error = NULL;
			g_autofree char *token = g_strdup_printf("t%d.%d", state, what);
			gint64 id = add_row(fixture->store, token, 1000);
			bring_to(fixture->store, id, (OutboxState)state);
			gboolean done = act(fixture->store, id, (Act)what, &error);
			g_autoptr(OutboxRow) row = outbox_get(fixture->store, id, NULL);
			g_test_message("%s", token);
			if (ends[state][what] < 0) {
				g_assert_false(done);
				g_assert_error(error, CM_ERROR, CM_ERROR_PERM);
				g_assert_cmpint(row->state, ==, state);
			} else {
				g_assert_no_error(error);
				g_assert_cmpint(row->state, ==, ends[state][what]);
				g_assert_cmpint(row->ended_ms != 0, ==, row->state != OUTBOX_DUE);
			}
		}
}

static void
test_details(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	Store *store = fixture->store;
	gint64 id = add_row(store, "a", 1000);
	g_assert_true(act(store, id, LATER, &error));
	g_autoptr(OutboxRow) later = outbox_get(store, id, &error);
	g_assert_cmpint(later->due_ms, ==, 8000);
	g_assert_cmpstr(later->last_error, ==, "451 later");
	g_assert_true(act(store, id, FAILED, &error));
	g_assert_true(act(store, id, RETRY, &error));
	g_autoptr(OutboxRow) retried = outbox_get(store, id, &error);
	g_assert_cmpint(retried->due_ms, ==, 9000);
	g_assert_cmpstr(retried->last_error, ==, "550 no");
	g_assert_true(act(store, id, SENT, &error));
	g_autoptr(OutboxRow) sent = outbox_get(store, id, &error);
	g_assert_cmpstr(sent->last_error, ==, "");
	g_assert_cmpint(sent->ended_ms, ==, 7000);
	gint64 sum = 0;
	g_assert_true(db_get_int(store_db(store), 0, &sum, &error,
				 "SELECT length(sent_sha256) FROM outbox", ""));
	g_assert_cmpint(sum, ==, 32);

	g_assert_false(outbox_retry(store, id + 1, 0, &error));
	g_assert_error(error, CM_ERROR, CM_ERROR_PERM);
	g_assert_nonnull(strstr(error->message, "no message"));
}

static void
test_untold(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	Store *store = fixture->store;
	gint64 one = add_row(store, "one", 1000), two = add_row(store, "two", 1000);
	add_row(store, "three", 1000);
	bring_to(store, two, OUTBOX_FAILED);
	bring_to(store, one, OUTBOX_FAILED);
	g_autoptr(GPtrArray) both = outbox_untold_failures(store, 10, &error);
	g_assert_cmpuint(both->len, ==, 2);
	g_assert_cmpstr(((OutboxRow *)both->pdata[0])->token, ==, "one");
	g_assert_cmpstr(((OutboxRow *)both->pdata[0])->last_error, ==, "550 no");
	g_assert_true(outbox_mark_told(store, one, &error));
	g_autoptr(GPtrArray) rest = outbox_untold_failures(store, 10, &error);
	g_assert_cmpuint(rest->len, ==, 1);
	/* failed anew after a retry by hand: told anew */
	g_assert_true(act(store, one, RETRY, &error));
	g_assert_true(act(store, one, FAILED, &error));
	g_autoptr(GPtrArray) anew = outbox_untold_failures(store, 10, &error);
	g_assert_cmpuint(anew->len, ==, 2);

	g_autoptr(GPtrArray) open_rows = outbox_list(store, FALSE, &error);
	g_assert_cmpuint(open_rows->len, ==, 3);
	bring_to(store, two, OUTBOX_SENT);
	g_autoptr(GPtrArray) fewer = outbox_list(store, FALSE, &error);
	g_assert_cmpuint(fewer->len, ==, 2);
	g_autoptr(GPtrArray) all = outbox_list(store, TRUE, &error);
	g_assert_cmpuint(all->len, ==, 3);
	g_assert_no_error(error);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/outbox/round", Fixture, NULL, set_up, test_round, tear_down);
	g_test_add("/outbox/due", Fixture, NULL, set_up, test_due, tear_down);
	g_test_add("/outbox/states", Fixture, NULL, set_up, test_states, tear_down);
	g_test_add("/outbox/details", Fixture, NULL, set_up, test_details, tear_down);
	g_test_add("/outbox/untold", Fixture, NULL, set_up, test_untold, tear_down);
	return g_test_run();
}
