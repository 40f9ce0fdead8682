/*
 * Header and envelope of a notice: who it seems to come from, where a reply goes, how
 * clients thread it, how robots are kept quiet.
 */
#include "desk/notice_parts.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

#define DISPLAY_NAME_CHARS 60
#define TOPIC_CHARS        200
/* The root and the youngest: some servers refuse header lines of many kilobytes. */
#define MAX_REFERENCES 20

const Desk *
notice_desk(const Notice *notice, const Site *site)
{
	const Desk *desk = site_desk(site, notice->desk);
	return desk ? desk : g_ptr_array_index(site->desks, 0);
}

void
notice_draft_free(NoticeDraft *made)
{
	if (!made)
		return;
	g_ptr_array_unref(made->owned);
	g_ptr_array_unref(made->extra);
	g_ptr_array_unref(made->references);
	g_free(made->envelope_sender);
	g_free(made);
}

/* Keeps a string as long as the draft lives; takes it. */
static const char *
keep(NoticeDraft *made, char *text)
{
	g_ptr_array_add(made->owned, text);
	return text;
}

/* The same, made safe; NULL, which leaves a field out, for nothing. */
static const char *
keep_safe(NoticeDraft *made, const char *text)
{
	const char *safe = keep(made, header_safe(text));
	return *safe ? safe : NULL;
}

static void
add_field(NoticeDraft *made, const char *name, const char *value)
{
	const char *safe = keep_safe(made, value);
	if (!safe)
		return;
	g_ptr_array_add(made->extra, unconst(name));
	g_ptr_array_add(made->extra, unconst(safe));
}

/*
 * The writer's name and the desk's, for the address is the desk's own.  A writer without
 * a name shows as the local part: an address as display name looks forged.
 */
static char *
display_name(const Notice *notice, const Desk *desk)
{
	gboolean has_words = notice->is_human || *notice->text;
	const char *who = *notice->writer && !notice->is_writer ? notice->writer : notice->author;
	if (!*who || !has_words || notice->is_answer || notice_is_alarm(notice))
		return g_strdup(desk->title);
	const char *at = strchr(who, '@');
	g_autofree char *name = at ? g_strndup(who, (gsize)(at - who)) : g_strdup(who);
	g_autofree char *collapsed = text_collapse(name);
	g_autofree char *shown = text_ellipsize(collapsed, DISPLAY_NAME_CHARS);
	return *shown ? g_strdup_printf("%s via %s", shown, desk->title) : g_strdup(desk->title);
}

/* What answers a note is a note. */
static char *
reply_address(const Notice *notice, const Site *site, const Desk *desk)
{
	gboolean to_staff = !strcmp(notice->to_role, "staff");
	const char *inside = to_staff && *desk->internal ? desk->internal : desk->address;
	const char *answers =
		*notice->reply_extension ? notice->reply_extension : notice->tracking_id;
	if (!*answers)
		return g_strdup(inside);
	return site_extended_address(site, notice->is_note ? inside : desk->address, answers);
}

static void
set_correspondents(NoticeDraft *made, const Notice *notice, const Site *site, const Desk *desk,
		   const char *token)
{
	g_autofree char *name = display_name(notice, desk);
	g_autofree char *extension = g_strconcat("b.", token, NULL);
	g_autofree char *reply_to = reply_address(notice, site, desk);
	made->draft.from_name = keep_safe(made, name);
	made->draft.from_address = keep_safe(made, desk->address);
	made->draft.to_name = keep_safe(made, notice->to_name);
	made->draft.to_address = keep_safe(made, notice->to_address);
	made->draft.reply_to = keep_safe(made, reply_to);
	made->envelope_sender = site_extended_address(site, desk->address, extension);
}

static void
add_reference(NoticeDraft *made, const char *id)
{
	const char *safe = keep_safe(made, id);
	if (safe)
		g_ptr_array_add(made->references, unconst(safe));
}

/* RFC 5322 3.6.4: the parent's ancestors, then the parent. */
static void
set_thread(NoticeDraft *made, const Notice *notice)
{
	const GPtrArray *list = notice->references;
	guint skipped = list->len > MAX_REFERENCES ? list->len - MAX_REFERENCES : 0;
	for (guint i = 0; i < list->len; i++)
		if (i == 0 || i > skipped)
			add_reference(made, g_ptr_array_index(list, i));
	const char *last = list->len ? g_ptr_array_index(list, list->len - 1) : "";
	if (strcmp(last, notice->in_reply_to) != 0)
		add_reference(made, notice->in_reply_to);
	made->draft.in_reply_to = keep_safe(made, notice->in_reply_to);
	made->draft.references = made->references->len ? made->references : NULL;
}

static void
set_fields(NoticeDraft *made, const Notice *notice, const Desk *desk)
{
	g_autofree char *list_id = g_strdup_printf("<cases.%s>", desk_domain(desk));
	g_autofree char *topic = text_ellipsize(notice->title, TOPIC_CHARS);
	/* RFC 3834: a robot does not answer what is marked so. */
	if (!notice->is_human)
		add_field(made, "Auto-Submitted",
			  notice->is_answer ? "auto-replied" : "auto-generated");
	add_field(made, "X-Auto-Response-Suppress", "OOF, AutoReply");
	add_field(made, "List-Id", list_id);
	add_field(made, "X-Case-ID", notice->case_number);
	add_field(made, "X-Case-Status", notice->status);
	add_field(made, "X-Case-Type", *notice->type ? notice->type : notice->type_title);
	add_field(made, "X-Case-Event", subject_kind_name(notice->subject));
	add_field(made, "Thread-Topic", *notice->case_number ? topic : "");
	g_ptr_array_add(made->extra, NULL);
	made->draft.extra = (const char *const *)made->extra->pdata;
}

static char *
make_subject(const Notice *notice)
{
	gboolean has_both = *notice->case_number && *notice->title;
	g_autofree char *what =
		g_strdup_printf("%s%s%s", notice->case_number, has_both ? ", " : "", notice->title);
	SubjectFields fields = {
		.case_number = notice->case_number,
		.customer = notice->customer,
		.status = notice->subject == SUBJECT_EMERGENCY ? notice->emergency : notice->status,
		.eta = notice->eta,
		.tracking_id = notice->tracking_id,
		.what = *what ? what : NO_SUBJECT,
	};
	return subject_format(notice->subject, &fields);
}

NoticeDraft *
notice_draft(const Notice *notice, const Site *site, const char *token, gint64 now_ms)
{
	const Desk *desk = notice_desk(notice, site);
	NoticeDraft *made = g_new0(NoticeDraft, 1);
	made->owned = g_ptr_array_new_with_free_func(g_free);
	made->extra = g_ptr_array_new();
	made->references = g_ptr_array_new();
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, token, -1);
	made->draft = (Draft){
		.subject = keep(made, make_subject(notice)),
		.message_id = keep(made, g_strdup_printf("%s@%s", token, desk_domain(desk))),
		.date_ms = now_ms,
		.boundary_seed = keep(made, g_strndup(digest, 16)),
		.calendar = *notice->calendar ? notice->calendar : NULL,
		.parts = notice->parts->len ? notice->parts : NULL,
	};
	set_correspondents(made, notice, site, desk, token);
	set_thread(made, notice);
	set_fields(made, notice, desk);
	return made;
}
