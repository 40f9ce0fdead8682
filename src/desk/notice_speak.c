/*
 * Says in the recipient's language what has a fixed name in English: statuses, priorities,
 * what has changed; and dates.  The plan knows only the English ones, as they stand in subjects.
 */
#include "desk/notice_parts.h"

#include "base/error.h"

#include <string.h>

/* Each of a list of objects. */
static void
say_dates(const Tongue *tongue, const Js *list, const char *key)
{
	for (gsize i = 0; list && i < js_size(list); i++)
		notice_put_dates(tongue, js_at(list, i), key);
}

/* The value of what has changed; of what is asked for there may be a reason behind it. */
static void
say_value(const Tongue *tongue, const Js *change, const char *key, const char *group)
{
	const char *english = js_get_text(change, key);
	g_autofree char *own =
		english ? templates_call_first(tongue->templates, tongue->language, group, english)
			: NULL;
	if (own)
		js_set_text(unconst(change), key, own);
}

/* "Priority", "Priority asked for" */
static gboolean
is_of(const char *label, const char *attribute)
{
	return g_str_has_prefix(label, attribute) &&
	       (!label[strlen(attribute)] || !strcmp(label + strlen(attribute), " asked for"));
}

static void
say_change(const Tongue *tongue, const Js *change)
{
	static const char *const groups[][2] = {{"Status", "status"},
						{"Priority", "priority"},
						{"Severity", "severity"},
						{"Emergency", "emergency"},
						{"Type", "type"}};
	const char *label = js_get_text(change, "label");
	if (!g_strcmp0(label, "ETA")) {
		notice_put_dates(tongue, change, "from");
		notice_put_dates(tongue, change, "to");
	}
	for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
		if (label && is_of(label, groups[i][0])) {
			say_value(tongue, change, "from", groups[i][1]);
			say_value(tongue, change, "to", groups[i][1]);
		}
	notice_put_name(tongue, change, "meaning", "definition");
	notice_put_name(tongue, change, "label", "label");
	notice_put_sentence(tongue, change, "label");
}

static void
say_case(const Tongue *tongue, const Js *about)
{
	static const char *const groups[][2] = {{"status", "status"},
						{"status_meaning", "meaning"},
						{"priority", "priority"},
						{"emergency", "emergency"},
						{"type", "type"}};
	for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
		notice_put_name(tongue, about, groups[i][0], groups[i][1]);
	notice_put_dates(tongue, about, "eta");
	notice_put_dates(tongue, about, "changed");
}

/* What types of cases are called, and what they are for. */
static void
say_types(const Tongue *tongue, const Js *data)
{
	const Js *types = js_get(data, "types");
	if (js_get(data, "form") || js_get(data, "who"))
		notice_put_name(tongue, data, "title", "type");
	notice_put_name(tongue, data, "type", "type");
	notice_put_name(tongue, data, "value", "choice");
	notice_put_name(tongue, data, "description", "purpose");
	notice_put_name(tongue, data, "duration", "duration");
	for (gsize i = 0; types && i < js_size(types); i++)
		notice_put_name(tongue, js_at(types, i), "title", "type");
}

/* What commands do, and what stands behind them. */
static void
say_help(const Tongue *tongue, const Js *data)
{
	static const char *const lists[] = {"commands", "case_verbs", "people_verbs",
					    "question_verbs"};
	for (guint k = 0; k < G_N_ELEMENTS(lists); k++) {
		const Js *list = js_get(data, lists[k]);
		for (gsize i = 0; list && i < js_size(list); i++) {
			notice_put_name(tongue, js_at(list, i), "help", "verb");
			notice_put_name(tongue, js_at(list, i), "usage", "usage");
		}
	}
}

static void
speak_data(const Tongue *tongue, const Js *data)
{
	static const char *const lists[] = {"cases", "others"};
	say_help(tongue, data);
	say_types(tongue, data);
	notice_put_name(tongue, data, "next_status", "status");
	notice_put_name(tongue, data, "status", "status");
	notice_put_dates(tongue, data, "day");
	notice_put_dates(tongue, data, "when");
	say_dates(tongue, js_get(data, "mails"), "when");
	say_dates(tongue, js_get(data, "entries"), "at");
	for (guint k = 0; k < G_N_ELEMENTS(lists); k++) {
		const Js *list = js_get(data, lists[k]);
		for (gsize i = 0; list && i < js_size(list); i++)
			say_case(tongue, js_at(list, i));
	}
}

/* Puts into the context what things are called in the language instead of their English names. */
static void
speak(Js *context, const Tongue *tongue)
{
	const Js *changes = js_get(context, "changes");
	const Js *data = js_get(context, "data");
	if (js_get(context, "case"))
		say_case(tongue, js_get(context, "case"));
	for (gsize i = 0; i < js_size(changes); i++)
		say_change(tongue, js_at(changes, i));
	for (gsize i = 0; i < js_size(js_get(context, "files")); i++)
		notice_put_sentence(tongue, js_at(js_get(context, "files"), i), "size");
	if (!data)
		return;
	speak_data(tongue, data);
	const Js *answers = js_get(data, "answers");
	for (gsize i = 0; answers && i < js_size(answers); i++)
		speak_data(tongue, js_get(js_at(answers, i), "data"));
}

Js *
notice_told(const Notice *notice, const Site *site, const Templates *templates, const char *subject)
{
	const Tongue tongue = {templates, notice->language};
	g_autoptr(Js) data = notice_say(notice, site, &tongue);
	g_autofree char *hint = tongue_say(&tongue, notice->hint);
	/* A case's is somebody's words. */
	g_autofree char *title = notice_is_alarm(notice) ? tongue_say(&tongue, notice->title)
							 : g_strdup(notice->title);
	g_autofree char *reason = tongue_say(&tongue, notice->reason);
	g_autofree char *why = tongue_say(&tongue, notice->signature_why);
	g_autofree char *complete = tongue_say(&tongue, notice->completeness);
	Notice said = *notice;
	said.data = data;
	said.hint = hint;
	said.title = title;
	said.reason = reason;
	said.signature_why = why;
	said.completeness = complete;
	Js *context = notice_context(&said, site, notice_desk(notice, site), subject);
	speak(context, &tongue);
	return context;
}
