/*
 * Notices as values: made by the plan, queued as JSON when there are many, rendered by
 * notice_render.c.
 */
#include "desk/notice.h"

#include "base/error.h"
#include "desk/notice_parts.h"

#include <string.h>

static const char *const event_names[] = {
	[EVENT_OPENED] = "opened",
	[EVENT_STATUS] = "status",
	[EVENT_ETA] = "eta",
	[EVENT_EMERGENCY] = "emergency",
	[EVENT_ESCALATION] = "escalation",
	[EVENT_SILENCE] = "silence",
	[EVENT_REMINDER] = "reminder",
	[EVENT_RATING] = "rating",
	[EVENT_DUE] = "due",
	[EVENT_LATE] = "late",
	[EVENT_COMMENT] = "comment",
	[EVENT_CLASSIFIED] = "classified",
	[EVENT_MERGED] = "merged",
	[EVENT_SHARED] = "shared",
	[EVENT_HANDED] = "handed",
	[EVENT_TAKEN_BACK] = "taken-back",
	[EVENT_RATED] = "rated",
	[EVENT_COMMANDS_DONE] = "commands-done",
	[EVENT_PARTLY_DONE] = "partly-done",
	[EVENT_RETURNED] = "returned",
	[EVENT_OVERVIEW] = "overview",
	[EVENT_LIST] = "list",
	[EVENT_HISTORY] = "history",
	[EVENT_HELP] = "help",
	[EVENT_FORM] = "form",
	[EVENT_REFUSED] = "refused",
	[EVENT_MASKED] = "masked",
	[EVENT_CONFIRM] = "confirm",
	[EVENT_CONFIRM_LATE] = "confirm-late",
	[EVENT_CONFIRM_OTHER] = "confirm-other",
	[EVENT_WELCOME] = "welcome",
	[EVENT_QUARANTINED] = "quarantined",
	[EVENT_HELD] = "held",
	[EVENT_WEEKLY] = "weekly",
	[EVENT_INVITATION] = "invitation",
	[EVENT_UNDELIVERED] = "undelivered",
	[EVENT_CAPPED] = "capped",
};

/* The members that are handled alike. */
typedef struct Member {
	const char *key;
	gsize offset;
} Member;

#define MEMBER(name)                                                                               \
	{                                                                                          \
#name, G_STRUCT_OFFSET(Notice, name)                                               \
	}

static const Member texts[] = {
	MEMBER(desk),
	MEMBER(to_name),
	MEMBER(to_address),
	MEMBER(to_role),
	MEMBER(language),
	MEMBER(tracking_id),
	MEMBER(case_number),
	MEMBER(title),
	MEMBER(type),
	MEMBER(type_title),
	MEMBER(customer),
	MEMBER(status),
	MEMBER(status_meaning),
	MEMBER(priority),
	MEMBER(assignee),
	MEMBER(eta),
	MEMBER(emergency),
	MEMBER(author),
	MEMBER(text),
	MEMBER(reason),
	MEMBER(in_reply_to),
	MEMBER(completeness),
	MEMBER(reply_extension),
	MEMBER(endpoint),
	MEMBER(signature_why),
	MEMBER(tier),
	MEMBER(team),
	MEMBER(eta_shown),
	MEMBER(hint),
	MEMBER(partner),
	MEMBER(external),
	MEMBER(writer),
	MEMBER(note),
	MEMBER(calendar),
};
static const Member flags[] = {
	MEMBER(is_change_request), MEMBER(is_final),  MEMBER(is_feedback),   MEMBER(asks_rating),
	MEMBER(author_proven),     MEMBER(is_answer), MEMBER(is_human),      MEMBER(is_note),
	MEMBER(is_apart),          MEMBER(is_sealed), MEMBER(is_shut),       MEMBER(is_masked),
	MEMBER(writer_proven),     MEMBER(is_writer), MEMBER(masks_forward), MEMBER(by_reporter),
};
static const Member part_lists[] = {MEMBER(parts), MEMBER(named), MEMBER(withheld)};

static char **
text_at(Notice *notice, const Member *member)
{
	return G_STRUCT_MEMBER_P(notice, member->offset);
}

static gboolean *
flag_at(Notice *notice, const Member *member)
{
	return G_STRUCT_MEMBER_P(notice, member->offset);
}

static GPtrArray *
list_at(const Notice *notice, const Member *member)
{
	return G_STRUCT_MEMBER(GPtrArray *, unconst(notice), member->offset);
}

static void
free_part(gpointer part)
{
	draft_part_free(part);
}

static void
free_change(gpointer change)
{
	notice_change_free(change);
}

Notice *
notice_new(void)
{
	Notice *notice = g_new0(Notice, 1);
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		*text_at(notice, &texts[i]) = g_strdup("");
	notice->changes = g_ptr_array_new_with_free_func(free_change);
	notice->parts = g_ptr_array_new_with_free_func(free_part);
	notice->named = g_ptr_array_new_with_free_func(free_part);
	notice->withheld = g_ptr_array_new_with_free_func(free_part);
	notice->references = g_ptr_array_new_with_free_func(g_free);
	return notice;
}

void
notice_free(Notice *notice)
{
	if (!notice)
		return;
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(*text_at(notice, &texts[i]));
	g_ptr_array_unref(notice->changes);
	g_ptr_array_unref(notice->parts);
	g_ptr_array_unref(notice->named);
	g_ptr_array_unref(notice->withheld);
	g_ptr_array_unref(notice->references);
	js_free(notice->data);
	js_free(notice->tickets);
	g_free(notice);
}

DraftPart *
draft_part_copy(const DraftPart *part)
{
	DraftPart *copy = g_new0(DraftPart, 1);
	*copy = *part;
	copy->name = g_strdup(part->name);
	copy->type = g_strdup(part->type);
	return copy;
}

void
notice_change_free(NoticeChange *change)
{
	if (!change)
		return;
	g_free(change->label);
	g_free(change->from);
	g_free(change->to);
	g_free(change->meaning);
	g_free(change);
}

const char *
notice_event_name(NoticeEvent event)
{
	return event_names[event];
}

static Js *
changes_to_js(const GPtrArray *changes)
{
	Js *array = js_array();
	for (guint i = 0; i < changes->len; i++) {
		const NoticeChange *change = g_ptr_array_index(changes, i);
		Js *object = js_object();
		js_set_text(object, "label", change->label);
		js_set_text(object, "from", change->from);
		js_set_text(object, "to", change->to);
		if (change->meaning)
			js_set_text(object, "meaning", change->meaning);
		js_set_bool(object, "is_request", change->is_request);
		js_add(array, object);
	}
	return array;
}

static Js *
parts_to_js(const GPtrArray *parts)
{
	Js *array = js_array();
	for (guint i = 0; i < parts->len; i++) {
		const DraftPart *part = g_ptr_array_index(parts, i);
		Js *object = js_object();
		js_set_int(object, "message", part->message);
		js_set_int(object, "part", part->part);
		js_set_text(object, "name", part->name);
		js_set_text(object, "type", part->type);
		js_set_int(object, "size", part->size_bytes);
		js_add(array, object);
	}
	return array;
}

Js *
notice_to_js(const Notice *notice)
{
	Js *object = js_object();
	js_set_text(object, "subject", subject_kind_name(notice->subject));
	js_set_text(object, "event", notice_event_name(notice->event));
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		js_set_text(object, texts[i].key, *text_at(unconst(notice), &texts[i]));
	for (guint i = 0; i < G_N_ELEMENTS(flags); i++)
		js_set_bool(object, flags[i].key, *flag_at(unconst(notice), &flags[i]));
	js_set_int(object, "lines_cut", notice->lines_cut);
	js_set(object, "changes", changes_to_js(notice->changes));
	for (guint i = 0; i < G_N_ELEMENTS(part_lists); i++)
		js_set(object, part_lists[i].key, parts_to_js(list_at(notice, &part_lists[i])));
	Js *references = js_array();
	for (guint i = 0; i < notice->references->len; i++)
		js_add_text(references, g_ptr_array_index(notice->references, i));
	js_set(object, "references", references);
	if (notice->data)
		js_set(object, "data", js_copy(notice->data, NULL));
	if (notice->tickets)
		js_set(object, "tickets", js_copy(notice->tickets, NULL));
	return object;
}

static gboolean
read_kinds(const Js *js, Notice *notice)
{
	const char *subject = js_get_text(js, "subject");
	const char *event = js_get_text(js, "event");
	guint kind = 0;
	guint which = 0;
	while (kind < SUBJECT_KINDS && g_strcmp0(subject, subject_kind_name((SubjectKind)kind)))
		kind++;
	while (which < G_N_ELEMENTS(event_names) && g_strcmp0(event, event_names[which]))
		which++;
	notice->subject = (SubjectKind)kind;
	notice->event = (NoticeEvent)which;
	return kind < SUBJECT_KINDS && which < G_N_ELEMENTS(event_names);
}

static char *
text_of(const Js *js, const char *key)
{
	const char *text = js_get_text(js, key);
	return g_strdup(text ? text : "");
}

static void
read_parts(const Js *js, const Member *member, const Notice *notice)
{
	const Js *array = js_get(js, member->key);
	for (gsize i = 0; i < js_size(array); i++) {
		const Js *object = js_at(array, i);
		DraftPart *part = g_new0(DraftPart, 1);
		part->message = js_get_int(object, "message", 0);
		part->part = (guint)CLAMP(js_get_int(object, "part", 0), 0, G_MAXINT);
		part->name = text_of(object, "name");
		part->type = text_of(object, "type");
		part->size_bytes = js_get_int(object, "size", 0);
		g_ptr_array_add(list_at(notice, member), part);
	}
}

static void
read_lists(const Js *js, Notice *notice)
{
	const Js *changes = js_get(js, "changes");
	for (gsize i = 0; i < js_size(changes); i++) {
		const Js *object = js_at(changes, i);
		NoticeChange *change = g_new0(NoticeChange, 1);
		change->label = text_of(object, "label");
		change->from = text_of(object, "from");
		change->to = text_of(object, "to");
		change->meaning = g_strdup(js_get_text(object, "meaning"));
		change->is_request = js_get_bool(object, "is_request", FALSE);
		g_ptr_array_add(notice->changes, change);
	}
	for (guint i = 0; i < G_N_ELEMENTS(part_lists); i++)
		read_parts(js, &part_lists[i], notice);
	const Js *references = js_get(js, "references");
	for (gsize i = 0; i < js_size(references); i++)
		if (js_text(js_at(references, i)))
			g_ptr_array_add(notice->references,
					g_strdup(js_text(js_at(references, i))));
}

Notice *
notice_from_js(const Js *js, GError **error)
{
	g_autoptr(Notice) notice = notice_new();
	if (js_kind(js) != JS_OBJECT || !read_kinds(js, notice)) {
		error_perm(error, "this is no notice: its subject or event is unknown");
		return NULL;
	}
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		char **text = text_at(notice, &texts[i]);
		g_free(*text);
		*text = text_of(js, texts[i].key);
	}
	for (guint i = 0; i < G_N_ELEMENTS(flags); i++)
		*flag_at(notice, &flags[i]) = js_get_bool(js, flags[i].key, FALSE);
	notice->lines_cut = (guint)CLAMP(js_get_int(js, "lines_cut", 0), 0, G_MAXINT);
	read_lists(js, notice);
	const Js *data = js_get(js, "data");
	notice->data = data ? js_copy(data, NULL) : NULL;
	const Js *tickets = js_get(js, "tickets");
	notice->tickets = tickets ? js_copy(tickets, NULL) : NULL;
	return g_steal_pointer(&notice);
}
