/*
 * The outbox: rows come back as they went in, fall due when they should, and every
 * change of state is one that may happen.
 */
#include "base/error.h"
#include "store/accept.h"
#include "store/outbox.h"
#include "store_fixture.h"

#include <unistd.h>

typedef StoreFixture Fixture;

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
	g_assert_null(outbox_get(fixture->store, id + 1, &error));
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

/* --- the bytes of a message with attachments --- */

/* A received mail with two files: `size` bytes 0, 1, 2, ... 255, 0, ... and three letters. */
static GBytes *
make_mail(gsize size)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	for (gsize i = 0; i < size; i++) {
		guint8 byte = (guint8)i;
		g_byte_array_append(bytes, &byte, 1);
	}
	g_autofree char *flat = g_base64_encode(bytes->data, bytes->len);
	GString *text = g_string_new("From: a@example.org\r\nMIME-Version: 1.0\r\n"
				     "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
				     "--b\r\n\r\nThe text.\r\n"
				     "--b\r\nContent-Type: application/octet-stream\r\n"
				     "Content-Transfer-Encoding: base64\r\n\r\n");
	for (const char *at = flat; *at; at += MIN(strlen(at), 60)) /* not as we break lines */
		g_string_append_printf(text, "%.60s\r\n", at);
	g_string_append(text, "--b\r\nContent-Type: text/x-log; name=l\r\n\r\nabc\r\n--b--\r\n");
	return g_string_free_to_bytes(text);
}

/* Accepts it, in the database or in a file of its own. */
static gint64
accept_mail(Store *store, GBytes *raw, gboolean big)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) recipients = g_ptr_array_new();
	gsize size = 0;
	const char *data = g_bytes_get_data(raw, &size);
	g_ptr_array_add(recipients, (gpointer) "desk@example.org");
	Arrival arrival = {.accepted_ms = 1000,
			   .road = "lmtp",
			   .sender = "a@example.org",
			   .recipients = recipients,
			   .size_bytes = (gint64)size,
			   .raw = big ? NULL : raw};
	const guint8 random[10] = {(guint8)big};
	accept_id_make(1000, random, arrival.accept_id);
	if (big) {
		int fd = big_file_create(store_dir(store), arrival.accept_id, &error);
		g_assert_cmpint(write(fd, data, size), ==, size);
		g_assert_true(big_file_sync(store_dir(store), fd, &error));
		close(fd);
	}
	Arrival *const list[] = {&arrival};
	g_assert_true(accept_commit(store, list, 1, &error));
	g_assert_no_error(error);
	gint64 id = 0;
	g_assert_true(
		db_get_int(store_db(store), 0, &id, &error, "SELECT MAX(id) FROM message", ""));
	return id;
}

static void
add_part(GPtrArray *parts, gint64 message, guint part, const char *bytes, gsize size)
{
	guint8 hash[32];
	gsize length = sizeof(hash);
	g_autoptr(GBytes) head = g_bytes_new("--n\r\n\r\n", 7);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_checksum_update(sum, (const guchar *)bytes, (gssize)size);
	g_checksum_get_digest(sum, hash, &length);
	g_ptr_array_add(parts, outbox_part_new(head, message, part, hash));
}

static void
part_destroy(gpointer part)
{
	outbox_part_free(part);
}

/* A row that relays both files. */
static gint64
add_relaying_row(Store *store, const char *token, gint64 message, gsize size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) head = g_bytes_new("HEAD\r\n", 6);
	g_autoptr(GBytes) tail = g_bytes_new("--n--\r\n", 7);
	g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(part_destroy);
	g_autofree char *bytes = g_malloc(size);
	for (gsize i = 0; i < size; i++)
		bytes[i] = (char)i;
	add_part(parts, message, 1, bytes, size);
	add_part(parts, message, 2, "abc", 3);
	OutboxRow row = {.token = (char *)token,
			 .kind = "comment",
			 .subject = "",
			 .sender = "",
			 .recipient = "anna@example.org",
			 .message_id = "x@y",
			 .head = head,
			 .tail = tail,
			 .parts = parts,
			 .created_ms = 1000};
	gint64 id = 0;
	g_assert_true(store_begin(store, &error));
	g_assert_true(outbox_add(store, &row, &id, &error));
	g_assert_true(store_commit(store, &error));
	return id;
}

static gboolean
append_bytes(const char *bytes, gsize length, gpointer user_data)
{
	g_assert_cmpuint(length, <=, 200 * 1024); /* in pieces, whatever the size */
	g_string_append_len(user_data, bytes, (gssize)length);
	return TRUE;
}

/* What it should be: 76 characters to a line (RFC 2045 6.8). */
static char *
expected_message(gsize size)
{
	g_autofree guchar *bytes = g_malloc(size);
	for (gsize i = 0; i < size; i++)
		bytes[i] = (guchar)i;
	g_autofree char *flat = g_base64_encode(bytes, size);
	GString *text = g_string_new("HEAD\r\n--n\r\n\r\n");
	for (const char *at = flat; *at; at += MIN(strlen(at), 76))
		g_string_append_printf(text, "%.76s\r\n", at);
	g_string_append(text, "--n\r\n\r\nYWJj\r\n--n--\r\n");
	return g_string_free(text, FALSE);
}

static const struct {
	gsize size;
	gboolean big;
} mails[] = {{0, FALSE}, {56, FALSE}, {57, FALSE}, {58, FALSE}, {100000, FALSE}, {3000001, TRUE}};

static void
test_write(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) raw = make_mail(mails[i].size);
		g_autofree char *token = g_strdup_printf("w%zu", i);
		g_autofree char *expected = expected_message(mails[i].size);
		g_test_message("%zu bytes", mails[i].size);
		g_assert_true(db_script(store_db(fixture->store),
					"DELETE FROM outbox;"
					"DELETE FROM delivery; DELETE FROM message",
					NULL));
		gint64 message = accept_mail(fixture->store, raw, mails[i].big);
		gint64 id = add_relaying_row(fixture->store, token, message, mails[i].size);
		g_autoptr(OutboxRow) row = outbox_get(fixture->store, id, &error);
		for (int try = 0; try < 2; try++) {
			g_autoptr(GString) text = g_string_new(NULL);
			g_assert_true(
				outbox_write(fixture->store, row, append_bytes, text, &error));
			g_assert_no_error(error);
			g_assert_cmpstr(text->str, ==, expected);
		}
	}
}

static gboolean
refuse_bytes(const char *bytes G_GNUC_UNUSED, gsize length G_GNUC_UNUSED, gpointer user_data)
{
	guint *left = user_data;
	return *left > 0 && (*left)--;
}

/* What may be gone by the time a message is sent, and whether another try can help. */
static const struct {
	const char *sql;
	CmError expected;
} losses[] = {
	{"UPDATE message SET raw = NULL", CM_ERROR_PERM}, /* erased */
	{"UPDATE message SET is_big = 1", CM_ERROR_PERM}, /* and no such file */
	{"UPDATE message SET raw = CAST(replace(raw, 'abc', 'abd') AS BLOB)", CM_ERROR_PERM},
	{"UPDATE outbox_part SET part = 7 WHERE n = 1", CM_ERROR_PERM},
	{"UPDATE outbox SET head = NULL", CM_ERROR_PERM},
};

static void
test_losses(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	for (gsize i = 0; i < G_N_ELEMENTS(losses); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) raw = make_mail(10);
		g_autoptr(GString) text = g_string_new(NULL);
		g_test_message("%s", losses[i].sql);
		g_assert_true(db_script(store_db(fixture->store),
					"DELETE FROM outbox;"
					"DELETE FROM delivery; DELETE FROM message",
					NULL));
		gint64 message = accept_mail(fixture->store, raw, FALSE);
		gint64 id = add_relaying_row(fixture->store, "l", message, 10);
		g_assert_true(db_script(store_db(fixture->store), losses[i].sql, &error));
		g_autoptr(OutboxRow) row = outbox_get(fixture->store, id, &error);
		g_assert_false(outbox_write(fixture->store, row, append_bytes, text, &error));
		g_assert_error(error, CM_ERROR, (int)losses[i].expected);
	}
}

/* A full disk: at whatever piece it happens. */
static void
test_sink_stops(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GBytes) raw = make_mail(200);
	gint64 message = accept_mail(fixture->store, raw, FALSE);
	gint64 id = add_relaying_row(fixture->store, "s", message, 200);
	g_autoptr(OutboxRow) row = outbox_get(fixture->store, id, NULL);
	for (guint pieces = 0;; pieces++) {
		g_autoptr(GError) error = NULL;
		guint left = pieces;
		if (outbox_write(fixture->store, row, refuse_bytes, &left, &error)) {
			g_assert_cmpuint(pieces, >=, 6);
			break;
		}
		g_assert_error(error, CM_ERROR, CM_ERROR_TEMP);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/outbox/round", Fixture, NULL, store_set_up, test_round, store_tear_down);
	g_test_add("/outbox/due", Fixture, NULL, store_set_up, test_due, store_tear_down);
	g_test_add("/outbox/states", Fixture, NULL, store_set_up, test_states, store_tear_down);
	g_test_add("/outbox/details", Fixture, NULL, store_set_up, test_details, store_tear_down);
	g_test_add("/outbox/untold", Fixture, NULL, store_set_up, test_untold, store_tear_down);
	g_test_add("/outbox/write", Fixture, NULL, store_set_up, test_write, store_tear_down);
	g_test_add("/outbox/losses", Fixture, NULL, store_set_up, test_losses, store_tear_down);
	g_test_add("/outbox/sink-stops", Fixture, NULL, store_set_up, test_sink_stops,
		   store_tear_down);
	return g_test_run();
}
