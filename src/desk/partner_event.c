/*
 * Notices as events for partners' programs.
 */
#include "desk/partner_event.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define GENERAL_EVENT    "GENERAL_SUPPORT_TICKET_EVENT"
#define COMMENT_EVENT    "SUPPORT_TICKET_COMMENT_EVENT"
#define STATUS_EVENT     "SUPPORT_TICKET_STATUS_EVENT"
#define ETA_EVENT        "SUPPORT_TICKET_ETA_EVENT"
#define EMERGENCY_EVENT  "SUPPORT_TICKET_EMERGENCY_EVENT"
#define CLOSED_EVENT     "SUPPORT_TICKET_CLOSED_EVENT"
#define TAKEN_BACK_EVENT "SUPPORT_TICKET_TAKEN_BACK_EVENT"

/* Room for the parts of an event, in bytes of JSON; together with the case they stay within
 * LIMIT_EVENT_BYTES. */
#define CHANGES_ROOM 2000
#define FILES_ROOM   4000
#define TEXT_ROOM    6000
#define HISTORY_ROOM 5000
/* Of an entry of the history, besides its text. */
#define ENTRY_ROOM  800
#define VALUE_CHARS 100

const char *const partner_events[] = {GENERAL_EVENT,   COMMENT_EVENT, STATUS_EVENT,     ETA_EVENT,
				      EMERGENCY_EVENT, CLOSED_EVENT,  TAKEN_BACK_EVENT, NULL};

const char *
partner_event_of(const Notice *notice)
{
	switch (notice->event) {
	case EVENT_HANDED:
		return GENERAL_EVENT;
	case EVENT_OPENED:
	case EVENT_STATUS:
		return notice->is_final ? CLOSED_EVENT : STATUS_EVENT;
	case EVENT_ETA:
		return ETA_EVENT;
	case EVENT_EMERGENCY:
		return EMERGENCY_EVENT;
	case EVENT_TAKEN_BACK:
		return TAKEN_BACK_EVENT;
	default:
		return COMMENT_EVENT;
	}
}

gboolean
partner_event_is_in(const char *events, const char *name)
{
	g_auto(GStrv) list = g_strsplit(events, " ", -1);
	return !*events || g_strv_contains((const char *const *)list, name);
}

/* What is not set is null. */
static void
set_text(Js *object, const char *key, const char *text)
{
	js_set_text(object, key, *text ? text : NULL);
}

/* What a byte of a text takes in JSON (RFC 8259 7). */
static gsize
encoded_bytes(char c)
{
	if (c == '"' || c == '\\' || (c >= '\b' && c <= '\r' && c != '\v'))
		return 2;
	return (guchar)c < 0x20 ? 6 : 1;
}

/* As much of a text as there is room for, which gets less by it. (transfer full) */
static char *
text_within(const char *text, gsize *room, gboolean *is_cut_out)
{
	const char *end = text;
	gsize taken = 0;
	for (const char *next; *end; end = next) {
		gsize bytes = 0;
		next = g_utf8_next_char(end);
		for (const char *c = end; c < next; c++)
			bytes += encoded_bytes(*c);
		if (taken + bytes > *room)
			break;
		taken += bytes;
	}
	*room -= taken;
	*is_cut_out = *is_cut_out || *end;
	return g_strndup(text, (gsize)(end - text));
}

/* FALSE: there is no room left. */
static gboolean
add_within(Js *array, Js *object, gsize *room)
{
	g_autofree char *line = js_line(object);
	gsize length = strlen(line) + 1;
	if (length > *room) {
		js_free(object);
		return FALSE;
	}
	*room -= length;
	js_add(array, object);
	return TRUE;
}

/* A line of somebody's. */
static void
set_line(Js *object, const char *key, const char *text)
{
	g_autofree char *line = text_ellipsize(text, VALUE_CHARS);
	set_text(object, key, line);
}

static Js *
case_js(const Notice *n)
{
	Js *object = js_object();
	js_set_text(object, "number", n->case_number);
	set_text(object, "tracking_id", n->tracking_id);
	set_text(object, "partner_ticket_id", n->external);
	js_set_text(object, "title", n->title);
	set_text(object, "type", n->type);
	set_text(object, "status", n->status);
	set_text(object, "priority", n->priority);
	set_text(object, "eta", n->eta);
	set_text(object, "emergency", n->emergency);
	js_set_bool(object, "change_request", n->is_change_request);
	js_set_bool(object, "closed", n->is_final);
	set_text(object, "customer", n->customer);
	return object;
}

static Js *
changes_js(const GPtrArray *changes)
{
	Js *array = js_array();
	gsize room = CHANGES_ROOM;
	for (guint i = 0; i < changes->len; i++) {
		const NoticeChange *change = changes->pdata[i];
		Js *object = js_object();
		js_set_text(object, "label", change->label);
		set_line(object, "from", change->from);
		set_line(object, "to", change->to);
		if (!add_within(array, object, &room))
			break;
	}
	return array;
}

static Js *
file_js(const DraftPart *part, const char *hash)
{
	Js *object = js_object();
	set_line(object, "name", part->name);
	set_line(object, "type", part->type);
	js_set_int(object, "size", part->size_bytes);
	js_set_text(object, "sha256", hash);
	return object;
}

/* Private keys aren't among them. */
static Js *
files_js(const Notice *n, const GPtrArray *hashes, gboolean *is_cut_out)
{
	Js *array = js_array();
	gsize room = FILES_ROOM;
	gboolean fits = TRUE;
	for (guint i = 0; fits && i < n->parts->len; i++)
		fits = add_within(array, file_js(n->parts->pdata[i], hashes->pdata[i]), &room);
	for (guint i = 0; fits && i < n->named->len; i++)
		fits = add_within(array, file_js(n->named->pdata[i], NULL), &room);
	*is_cut_out = !fits;
	return array;
}

static Js *
entry_js(const Js *entry, gsize room, gboolean *is_cut_out)
{
	g_autofree char *text = text_within(js_get_text(entry, "text"), &room, is_cut_out);
	Js *object = js_object();
	js_set_text(object, "at", js_get_text(entry, "time"));
	set_line(object, "author", js_get_text(entry, "author"));
	js_set_text(object, "text", text);
	return object;
}

/* The latest matter most. */
static Js *
history_js(const Js *entries, gboolean *is_cut_out)
{
	Js *backwards = js_array(), *array = js_array();
	gsize room = HISTORY_ROOM, left = js_size(entries);
	while (left > 0 && room > ENTRY_ROOM && !*is_cut_out) {
		Js *object = entry_js(js_at(entries, left - 1), room - ENTRY_ROOM, is_cut_out);
		left -= add_within(backwards, object, &room) ? 1 : 0;
	}
	*is_cut_out = *is_cut_out || left > 0;
	for (gsize i = js_size(backwards); i > 0; i--)
		js_add(array, js_copy(js_at(backwards, i - 1), NULL));
	js_free(backwards);
	return array;
}

static Js *
data_js(const Notice *n, const GPtrArray *hashes)
{
	gsize room = TEXT_ROOM;
	gboolean text_cut = FALSE, files_cut = FALSE;
	g_autofree char *text = text_within(n->text, &room, &text_cut);
	Js *data = js_object();
	set_text(data, "partner", n->endpoint);
	js_set(data, "case", case_js(n));
	set_line(data, "author", n->author);
	set_text(data, "text", text);
	js_set_bool(data, "text_cut", text_cut);
	js_set(data, "changes", changes_js(n->changes));
	js_set(data, "attachments", files_js(n, hashes, &files_cut));
	js_set_bool(data, "attachments_cut", files_cut);
	const Js *entries = n->event == EVENT_HANDED ? js_get(n->data, "entries") : NULL;
	if (!entries)
		return data;
	gboolean history_cut = FALSE;
	js_set(data, "history", history_js(entries, &history_cut));
	js_set_bool(data, "history_cut", history_cut || js_get_int(n->data, "left_out", 0) > 0);
	return data;
}

GBytes *
partner_event_body(const Notice *notice, const GPtrArray *hashes, gint64 now_ms)
{
	g_autofree char *time = time_to_rfc3339(now_ms);
	g_autoptr(Js) event = js_object();
	js_set_text(event, "type", partner_event_of(notice));
	js_set_text(event, "timestamp", time);
	js_set(event, "data", data_js(notice, hashes));
	char *line = js_line(event);
	g_assert(strlen(line) < LIMIT_EVENT_BYTES);
	return g_bytes_new_take(line, strlen(line));
}
