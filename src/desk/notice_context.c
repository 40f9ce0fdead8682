/*
 * What the templates of a notice may use.  Everything in here is made fit to be shown;
 * the words around it are the templates' own.  mailtemplates/README.md lists the keys.
 */
#include "desk/note_leak.h"
#include "desk/notice_parts.h"

#include "base/text.h"
#include "desk/emergency.h"

#include <string.h>

/* Of the new text, for the preview line of mailboxes. */
#define EXCERPT_CHARS 140

gboolean
notice_is_alarm(const Notice *notice)
{
	return notice->event >= EVENT_QUARANTINED;
}

const char *
notice_template(const Notice *notice)
{
	gboolean to_staff = !strcmp(notice->to_role, "staff");
	switch (notice->event) {
	case EVENT_OPENED:
		if (notice->subject == SUBJECT_CHANGE_REQUEST_RECEIPT)
			return "change-request";
		return notice->subject == SUBJECT_CASE_RECEIPT ? "opened" : "new-case";
	case EVENT_COMMENT:
		return to_staff ? "comment-staff" : "comment";
	default:
		return notice_event_name(notice->event);
	}
}

static void
set_line(Js *object, const char *key, const char *value)
{
	g_autofree char *line = notice_line(value);
	js_set_text(object, key, line);
}

static Js *
lines_of(const char *text)
{
	Js *array = js_array();
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i]; i++)
		js_add_text(array, lines[i]);
	return array;
}

static Js *
desk_context(const Desk *desk)
{
	Js *object = js_object();
	guint cut = 0;
	g_autofree char *signature = notice_text(desk->signature, &cut);
	set_line(object, "title", desk->title);
	set_line(object, "address", desk->address);
	js_set_text(object, "signature", signature);
	js_set(object, "signature_lines", lines_of(signature));
	return object;
}

static Js *
to_context(const Notice *notice)
{
	Js *object = js_object();
	set_line(object, "name", notice->to_name);
	set_line(object, "address", notice->to_address);
	static const char *const roles[][2] = {
		{"reporter", "is_reporter"}, {"contact", "is_contact"},
		{"follower", "is_follower"}, {"staff", "is_staff"},
		{"partner", "is_partner"},   {"member", "is_member"},
		{"writer", "is_writer"},     {"former partner", "was_partner"}};
	for (guint i = 0; i < G_N_ELEMENTS(roles); i++)
		js_set_bool(object, roles[i][1], !strcmp(notice->to_role, roles[i][0]));
	return object;
}

/* Absent where there is nothing to show, so that a section asks for it. */
static void
set_object(Js *context, const char *key, Js *object)
{
	if (object)
		js_set(context, key, object);
}

/* A value of the event's own data. */
static char *
fit_text(const char *text)
{
	guint cut = 0;
	return strchr(text, '\n') ? notice_text(text, &cut) : notice_line(text);
}

static Js *
case_context(const Notice *notice)
{
	if (!*notice->case_number)
		return NULL;
	Js *object = js_object();
	set_line(object, "number", notice->case_number);
	set_line(object, "title", notice_is_alarm(notice) ? "" : notice->title);
	set_line(object, "type", notice->type_title);
	set_line(object, "customer", notice->customer);
	set_line(object, "tier", notice->tier);
	set_line(object, "team", notice->team);
	set_line(object, "partner", notice->partner);
	set_line(object, "external", notice->external);
	set_object(object, "tickets", notice->tickets ? js_copy(notice->tickets, fit_text) : NULL);
	set_line(object, "status", notice->status);
	set_line(object, "status_meaning", notice->status_meaning);
	set_line(object, "priority", notice->priority);
	set_line(object, "assignee", notice->assignee);
	set_line(object, "eta", *notice->eta_shown ? notice->eta_shown : notice->eta);
	set_line(object, "emergency", notice->emergency);
	set_line(object, "completeness",
		 strcmp(notice->to_role, "staff") ? "" : notice->completeness);
	js_set_bool(object, "is_change_request", notice->is_change_request);
	js_set_bool(object, "is_final", notice->is_final);
	return object;
}

static Js *
author_context(const Notice *notice)
{
	if (!*notice->author)
		return NULL;
	Js *object = js_object();
	set_line(object, "name", notice->author);
	js_set_bool(object, "is_proven", notice->author_proven);
	js_set_bool(object, "is_reporter", notice->by_reporter);
	set_line(object, "signature", notice->signature_why);
	js_set_bool(object, "is_recipient", notice->is_answer);
	return object;
}

/* Absent where the author wrote it. */
static Js *
writer_context(const Notice *notice)
{
	if (!*notice->writer)
		return NULL;
	Js *object = js_object();
	set_line(object, "name", notice->writer);
	js_set_bool(object, "is_proven", notice->writer_proven);
	js_set_bool(object, "is_recipient", notice->is_writer);
	return object;
}

/* What a customer asks for is told to staff as it is. */
static Js *
changes_context(const GPtrArray *changes, gboolean to_staff)
{
	Js *array = js_array();
	for (guint i = 0; i < changes->len; i++) {
		const NoticeChange *change = g_ptr_array_index(changes, i);
		Js *object = js_object();
		set_line(object, "label", change->label);
		set_line(object, "from", change->from);
		set_line(object, "to", change->to);
		if (change->meaning)
			set_line(object, "meaning", change->meaning);
		js_set_bool(object, "is_asked", change->is_request && !to_staff);
		js_add(array, object);
	}
	return array;
}

static char *
size_text(gint64 size_bytes)
{
	if (size_bytes < 1024)
		return g_strdup_printf("%" G_GINT64_FORMAT " bytes", MAX(size_bytes, 0));
	if (size_bytes < 1024 * 1024)
		return g_strdup_printf("%" G_GINT64_FORMAT " KB", size_bytes / 1024);
	gint64 tenths = size_bytes * 10 / (1024 * 1024);
	return g_strdup_printf("%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT " MB", tenths / 10,
			       tenths % 10);
}

static void
add_files(Js *array, const GPtrArray *parts, gboolean is_left_out)
{
	for (guint i = 0; i < parts->len; i++) {
		const DraftPart *part = g_ptr_array_index(parts, i);
		g_autofree char *size = size_text(part->size_bytes);
		Js *object = js_object();
		set_line(object, "name", *part->name ? part->name : part->type);
		js_set_text(object, "size", size);
		js_set_bool(object, "is_left_out", is_left_out);
		js_add(array, object);
	}
}

/* Marked like any note, for it comes back in quotes like any. */
static void
set_note(Js *context, const Notice *notice, guint *cut)
{
	g_autofree char *marked = note_marked(notice->note);
	g_autofree char *text = notice_text(marked, cut);
	js_set_text(context, "note", text);
	js_set(context, "note_lines", *text ? lines_of(text) : js_array());
}

static void
set_text(Js *context, const Notice *notice)
{
	guint cut = notice->lines_cut;
	g_autofree char *marked = notice->is_note ? note_marked(notice->text) : NULL;
	g_autofree char *text = notice_text(marked ? marked : notice->text, &cut);
	g_autofree char *line = notice_line(text);
	g_autofree char *excerpt = text_ellipsize(line, EXCERPT_CHARS);
	js_set_text(context, "text", text);
	js_set_bool(context, "is_sealed", notice->is_sealed);
	js_set_bool(context, "is_shut", notice->is_shut);
	js_set(context, "lines", *text ? lines_of(text) : js_array());
	js_set_text(context, "excerpt", excerpt);
	set_note(context, notice, &cut);
	js_set_int(context, "lines_cut", cut);
	js_set_bool(context, "one_line_cut", cut == 1);
	js_set_bool(context, "has_lines_cut", cut > 1);
}

Js *
notice_context(const Notice *notice, const Site *site, const Desk *desk, const char *subject)
{
	Js *context = js_object();
	Js *files = js_array();
	add_files(files, notice->parts, FALSE);
	add_files(files, notice->named, TRUE);
	add_files(files, notice->withheld, TRUE);
	js_set(context, "desk", desk_context(desk));
	js_set(context, "to", to_context(notice));
	set_object(context, "case", case_context(notice));
	set_object(context, "author", author_context(notice));
	set_object(context, "writer", writer_context(notice));
	set_line(context, "subject", subject);
	set_line(context, "title", notice->title);
	set_line(context, "tracking_id", notice->tracking_id);
	set_line(context, "reason", notice->reason);
	set_line(context, "hint", notice->hint);
	js_set_bool(context, "is_answer", notice->is_answer);
	js_set_bool(context, "is_note", notice->is_note);
	js_set_bool(context, "is_message", notice->is_human || *notice->text);
	js_set_bool(context, "reply_is_note", notice->is_note && *desk->internal);
	js_set_bool(context, "is_emergency", notice->event == EVENT_EMERGENCY);
	js_set_bool(context, "is_withdrawn",
		    notice->event == EVENT_EMERGENCY &&
			    !g_strcmp0(notice->emergency, emergency_withdrawn(site)));
	js_set_bool(context, "is_alarm", notice_is_alarm(notice));
	/* Staff's mail needs proof; where nobody vouches for an address it would only be held. */
	js_set_bool(context, "staff_may_reply", *site->authserv_id != '\0');
	set_text(context, notice);
	js_set_bool(context, "has_changes", notice->changes->len > 0);
	js_set(context, "changes",
	       changes_context(notice->changes, !strcmp(notice->to_role, "staff")));
	js_set_bool(context, "has_files", js_size(files) > 0);
	js_set_bool(context, "has_left_out_files", notice->named->len > 0);
	js_set_bool(context, "has_key_files", notice->withheld->len > 0);
	js_set_bool(context, "is_masked", notice->is_masked);
	js_set_bool(context, "masks_forward", notice->masks_forward);
	js_set(context, "files", files);
	set_object(context, "actions", notice_actions(notice, site, desk));
	set_object(context, "data", notice->data ? js_copy(notice->data, fit_text) : NULL);
	return context;
}
