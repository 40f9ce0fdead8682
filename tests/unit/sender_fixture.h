/*
 * For the tests of the sender: a store in a folder of its own, rows for it, and our SMTP
 * sink as the relay.
 */
#ifndef CM_TEST_SENDER_FIXTURE_H
#define CM_TEST_SENDER_FIXTURE_H

#include "base/error.h"
#include "store/outbox.h"
#include "store_fixture.h"
#include "work/sender.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define MINUTE ((gint64)60 * 1000)
#define DAY    (24 * 60 * MINUTE)
/* Some day in 2027: the time of a test is what it says. */
#define T0 G_GINT64_CONSTANT(1800000000000)

typedef struct Fixture {
	char *dir;
	char *store_dir;
	char *schema;
	Store *store;
	SendOptions send;
	SenderOptions options;
	guint rows;
} Fixture;

static inline void
relay_destroy(gpointer relay)
{
	send_relay_free(relay);
}

static inline void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	g_autoptr(GError) error = NULL;
	*fixture = (Fixture){.dir = g_dir_make_tmp("sender-XXXXXX", &error)};
	g_assert_no_error(error);
	fixture->store_dir = g_build_filename(fixture->dir, "store", NULL);
	fixture->schema = tree_path("schema/sqlite");
	fixture->store = store_make(fixture->store_dir, fixture->schema);
	fixture->send.relays = g_ptr_array_new_with_free_func(relay_destroy);
	fixture->options = (SenderOptions){.send = &fixture->send,
					   .store_dir = fixture->store_dir,
					   .schema_dir = fixture->schema,
					   .wake_fd = -1};
}

static inline void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
	store_close(fixture->store);
	tree_remove(fixture->dir);
	send_options_clear(&fixture->send);
	g_free(fixture->dir);
	g_free(fixture->store_dir);
	g_free(fixture->schema);
}

/* Fills in what a row must have. */
static inline gint64
add_row(Fixture *fixture, OutboxRow row, const char *head)
{
	gint64 id = 0;
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = g_bytes_new(head, strlen(head));
	g_autoptr(GBytes) nothing = g_bytes_new(NULL, 0);
	g_autofree char *token = g_strdup_printf("token%u", ++fixture->rows);
	row.token = row.token ? row.token : token;
	row.kind = "receipt";
	row.subject = "A subject";
	row.sender = row.sender ? row.sender : "desk@example.org";
	row.recipient = row.recipient ? row.recipient : "anna@example.org";
	row.message_id = token;
	row.head = bytes;
	row.tail = row.tail ? row.tail : nothing;
	row.created_ms = row.created_ms ? row.created_ms : T0;
	g_assert_true(store_begin(fixture->store, &error));
	g_assert_true(outbox_add(fixture->store, &row, &id, &error));
	g_assert_true(store_commit(fixture->store, &error));
	g_assert_no_error(error);
	return id;
}

static inline gint64
add_to(Fixture *fixture, const char *recipient)
{
	g_autofree char *head =
		g_strdup_printf("To: %s\r\nSubject: A subject\r\n\r\nText.\r\n", recipient);
	return add_row(fixture, (OutboxRow){.recipient = (char *)recipient}, head);
}

/* Sends what is due; returns how many went out. */
static inline guint
send_at(Fixture *fixture, gint64 now_ms)
{
	guint sent = 0;
	g_autoptr(GError) error = NULL;
	gboolean done = sender_once(fixture->store, &fixture->options, now_ms, &sent, &error);
	g_assert_no_error(error);
	g_assert_true(done);
	return sent;
}

static inline OutboxRow *
get_row(Fixture *fixture, gint64 id)
{
	g_autoptr(GError) error = NULL;
	OutboxRow *row = outbox_get(fixture->store, id, &error);
	g_assert_no_error(error);
	g_assert_nonnull(row);
	return row;
}

static inline void
assert_contains(const char *text, const char *part)
{
	if (!strstr(text, part))
		g_error("\"%s\" is not in \"%s\"", part, text);
}

#endif
