/*
 * What a partner's program is told: which event, which fields, and never too much of it.
 */
#include "desk/partner_event.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

static Notice *
handed(void)
{
	Notice *n = notice_new();
	n->event = EVENT_HANDED;
	text_put(&n->endpoint, "Acme");
	text_put(&n->case_number, "SUP-7");
	text_put(&n->title, "No \"paper\"");
	text_put(&n->status, "New");
	text_put(&n->text, "Please have a look.\n");
	n->data = js_object();
	js_set(n->data, "entries", js_array());
	return n;
}

static void
add_entry(Notice *n, const char *text)
{
	Js *entry = js_object();
	js_set_text(entry, "time", "2026-11-22T05:00:00Z");
	js_set_text(entry, "author", "Anna");
	js_set_text(entry, "text", text);
	js_add(unconst(js_get(n->data, "entries")), entry);
}

/* (transfer full) */
static char *
body_of(const Notice *n, const GPtrArray *hashes)
{
	g_autoptr(GBytes) bytes = partner_event_body(n, hashes, (gint64)1795329600000);
	gsize length = 0;
	const char *text = g_bytes_get_data(bytes, &length);
	g_assert_cmpint(length, <, LIMIT_EVENT_BYTES);
	return g_strndup(text, length);
}

static void
test_whole(void)
{
	g_autoptr(Notice) n = handed();
	g_autoptr(GPtrArray) hashes = g_ptr_array_new();
	add_entry(n, "It is \"out\" of paper.");
	g_autofree char *body = body_of(n, hashes);
	g_assert_cmpstr(
		body, ==,
		"{\"type\":\"GENERAL_SUPPORT_TICKET_EVENT\",\"timestamp\":\"2026-11-22T06:40:00Z\","
		"\"data\":{\"partner\":\"Acme\",\"case\":{\"number\":\"SUP-7\",\"tracking_id\":"
		"null,"
		"\"partner_ticket_id\":null,\"title\":\"No "
		"\\\"paper\\\"\",\"type\":null,\"status\":"
		"\"New\",\"priority\":null,\"eta\":null,\"emergency\":null,\"change_request\":"
		"false,"
		"\"closed\":false,\"customer\":null},\"author\":null,\"text\":\"Please have a "
		"look.\\n\",\"text_cut\":false,\"changes\":[],\"attachments\":[],\"attachments_"
		"cut\":"
		"false,\"history\":[{\"at\":\"2026-11-22T05:00:00Z\",\"author\":\"Anna\",\"text\":"
		"\"It is \\\"out\\\" of paper.\"}],\"history_cut\":false}}");
}

static void
test_kinds(void)
{
	static const struct {
		NoticeEvent event;
		gboolean is_final;
		const char *name;
	} table[] = {
		{EVENT_HANDED, FALSE, "GENERAL_SUPPORT_TICKET_EVENT"},
		{EVENT_COMMENT, FALSE, "SUPPORT_TICKET_COMMENT_EVENT"},
		{EVENT_STATUS, FALSE, "SUPPORT_TICKET_STATUS_EVENT"},
		{EVENT_STATUS, TRUE, "SUPPORT_TICKET_CLOSED_EVENT"},
		{EVENT_ETA, FALSE, "SUPPORT_TICKET_ETA_EVENT"},
		{EVENT_EMERGENCY, FALSE, "SUPPORT_TICKET_EMERGENCY_EVENT"},
		{EVENT_TAKEN_BACK, FALSE, "SUPPORT_TICKET_TAKEN_BACK_EVENT"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autoptr(Notice) n = handed();
		n->event = table[i].event;
		n->is_final = table[i].is_final;
		g_assert_cmpstr(partner_event_of(n), ==, table[i].name);
	}
	g_assert_true(partner_event_is_in("", "SUPPORT_TICKET_ETA_EVENT"));
	g_assert_true(
		partner_event_is_in("A SUPPORT_TICKET_ETA_EVENT", "SUPPORT_TICKET_ETA_EVENT"));
	g_assert_false(
		partner_event_is_in("SUPPORT_TICKET_ETA_EVENTS", "SUPPORT_TICKET_ETA_EVENT"));
}

/* As long as texts can be, of what takes the most room in JSON. */
static void
test_limits(void)
{
	static const char *const fills[] = {"x", "\"", "\x01", "\xf0\x9f\x98\x80", "\n"};
	for (gsize i = 0; i < G_N_ELEMENTS(fills); i++) {
		g_autoptr(Notice) n = handed();
		g_autoptr(GPtrArray) hashes = g_ptr_array_new();
		g_autoptr(GString) long_text = g_string_new(NULL);
		while (long_text->len < 70000)
			g_string_append(long_text, fills[i]);
		g_autofree char *title = g_utf8_substring(long_text->str, 0, LIMIT_TITLE_CHARS);
		text_put(&n->text, long_text->str);
		text_put(&n->title, title);
		for (guint k = 0; k < 100; k++) {
			NoticeChange *change = g_new0(NoticeChange, 1);
			change->label = g_strdup("Title");
			change->from = g_strdup(title);
			change->to = g_strdup(title);
			g_ptr_array_add(n->changes, change);
			DraftPart *part = g_new0(DraftPart, 1);
			part->name = g_strdup(title);
			part->type = g_strdup("application/octet-stream");
			g_ptr_array_add(n->parts, part);
			g_ptr_array_add(hashes, unconst("00112233445566778899aabbccddeeff"));
			add_entry(n, k % 2 ? long_text->str : "short");
		}
		g_autofree char *body = body_of(n, hashes);
		g_assert_nonnull(strstr(body, "\"text_cut\":true"));
		g_assert_nonnull(strstr(body, "\"attachments_cut\":true"));
		g_assert_nonnull(strstr(body, "\"history_cut\":true"));
		g_autoptr(Js) read = js_read(body, NULL);
		g_assert_nonnull(read);
		/* The latest of the history is there, if only its begin. */
		const Js *history = js_get(js_get(read, "data"), "history");
		g_assert_cmpint(js_size(history), >, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/partner-event/whole", test_whole);
	g_test_add_func("/partner-event/kinds", test_kinds);
	g_test_add_func("/partner-event/limits", test_limits);
	return g_test_run();
}
