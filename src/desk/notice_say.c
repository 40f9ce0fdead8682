/*
 * Says in the recipient's language the sentences that C makes in English, about what a mail asks
 * for: what was done and what wasn't, what doesn't fit in a form, who may.
 */
#include "desk/notice_parts.h"

#include "base/error.h"
#include "desk/date_said.h"
#include "desk/form_tongue.h"

/* "customers and partners" */
static void
say_names(const Tongue *tongue, const Js *object, const char *key, const char *group)
{
	const char *english = js_get_text(object, key);
	g_autofree char *own =
		english ? templates_call_each(tongue->templates, tongue->language, group, english)
			: NULL;
	if (own)
		js_set_text(unconst(object), key, own);
}

/* With the dates in it. (transfer full) */
static char *
say_dated(const Tongue *tongue, const char *english)
{
	g_autofree char *own = tongue_say(tongue, english);
	return date_with_weekday_said(tongue->templates, tongue->language, own);
}

/* Of a list of sentences. */
static void
say_list(const Tongue *tongue, Js *data, const char *key)
{
	const Js *list = js_get(data, key);
	if (!list)
		return;
	Js *own = js_array();
	for (gsize i = 0; i < js_size(list); i++) {
		g_autofree char *sentence = say_dated(tongue, js_text(js_at(list, i)));
		js_add_text(own, sentence);
	}
	js_set(data, key, own);
}

/* One text of each object in a list. */
static void
say_each(const Tongue *tongue, const Js *list, const char *key)
{
	for (gsize i = 0; list && i < js_size(list); i++) {
		const char *english = js_get_text(js_at(list, i), key);
		g_autofree char *own = english ? say_dated(tongue, english) : NULL;
		if (own)
			js_set_text(unconst(js_at(list, i)), key, own);
	}
}

/* What has changed, which is no message of anybody. */
static void
say_entries(const Tongue *tongue, const Js *entries)
{
	for (gsize i = 0; entries && i < js_size(entries); i++) {
		const Js *entry = js_at(entries, i);
		if (!js_get_bool(entry, "is_change", FALSE))
			continue;
		notice_put_sentence(tongue, entry, "text");
		notice_put_dates(tongue, entry, "text");
		Js *lines = js_array();
		js_add_text(lines, js_get_text(entry, "text"));
		js_set(unconst(entry), "lines", lines);
	}
}

/* The whole form, if one is asked for. */
static void
say_form(const Tongue *tongue, const Site *site, Js *data)
{
	const Js *form = js_get(data, "form");
	const CaseType *type = form ? site_type(site, js_get_text(form, "type")) : NULL;
	Js *own = type ? form_in_language(form, type->fields, tongue->templates, tongue->language)
		       : NULL;
	if (own)
		js_set(data, "form", own);
	form = js_get(data, "form");
	say_each(tongue, form ? js_get(form, "missing") : NULL, "fault");
}

static void
say_data(const Tongue *tongue, const Site *site, Js *data)
{
	say_list(tongue, data, "done");
	say_list(tongue, data, "undone");
	say_each(tongue, js_get(data, "orders"), "line");
	say_each(tongue, js_get(data, "orders"), "nearest");
	say_each(tongue, js_get(data, "orders"), "problem");
	say_form(tongue, site, data);
	notice_say_given(data, site, tongue);
	say_entries(tongue, js_get(data, "entries"));
	notice_put_sentence(tongue, data, "secret_why");
	say_each(tongue, js_get(data, "mails"), "reason");
	say_names(tongue, data, "what", "what");
	say_names(tongue, data, "who", "role");
}

Js *
notice_say(const Notice *notice, const Site *site, const Tongue *tongue)
{
	if (!notice->data)
		return NULL;
	Js *data = js_copy(notice->data, NULL);
	say_data(tongue, site, data);
	const Js *answers = js_get(data, "answers");
	for (gsize i = 0; answers && i < js_size(answers); i++)
		say_data(tongue, site, unconst(js_get(js_at(answers, i), "data")));
	return data;
}
