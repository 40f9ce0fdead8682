/*
 * What a mail's form says, told in the recipient's language: labels and choices are called as the
 * forms in it call them, whatever language the form was filled in.
 */
#include "desk/notice_parts.h"

#include "base/error.h"
#include "desk/field.h"

static void
say_label(const Js *given, const Templates *templates, const char *language)
{
	js_set_text(unconst(given), "label",
		    templates_call(templates, language, "field", js_get_text(given, "label")));
}

/* What didn't fit stays as it was written. */
static void
say_value(const Js *given, const Field *field, const Templates *templates, const char *language)
{
	const char *fault = js_get_text(given, "fault");
	const char *value = js_get_text(given, "first");
	if (*fault) {
		g_autofree char *said = templates_say(templates, language, fault);
		js_set_text(unconst(given), "fault", said);
	} else if (field && field->kind == FIELD_CHOICE) {
		js_set_text(unconst(given), "first",
			    templates_call(templates, language, "choice", value));
	}
}

/* As it stands in plain text: "Impact: all is down". */
static void
add_lines(GString *text, const Js *given)
{
	const Js *more = js_get(given, "more");
	const char *fault = js_get_text(given, "fault");
	g_string_append_printf(text, "%s%s: %s", text->len ? "\n" : "", js_get_text(given, "label"),
			       js_get_text(given, "first"));
	for (gsize i = 0; more && i < js_size(more); i++)
		g_string_append_printf(text, "\n%s", js_text(js_at(more, i)));
	if (*fault)
		g_string_append_printf(text, " (%s)", fault);
}

static void
say_missing(Js *data, const Templates *templates, const char *language)
{
	const Js *lacks = js_get(data, "given_lacks");
	g_autoptr(GString) names = g_string_new(NULL);
	for (gsize i = 0; lacks && i < js_size(lacks); i++)
		g_string_append_printf(
			names, "%s%s", i ? ", " : "",
			templates_call(templates, language, "field", js_text(js_at(lacks, i))));
	js_set_text(data, "given_missing", names->str);
}

void
notice_say_given(Js *data, const Site *site, const Templates *templates, const char *language)
{
	const Js *list = js_get(data, "given");
	if (!list)
		return;
	const CaseType *type = site_type(site, js_get_text(data, "given_type"));
	g_autoptr(GString) text = g_string_new(NULL);
	for (gsize i = 0; i < js_size(list); i++) {
		const Js *given = js_at(list, i);
		const char *name = js_get_text(given, "label");
		const Field *field = type ? field_find(type->fields, name) : NULL;
		say_value(given, field, templates, language);
		say_label(given, templates, language);
		add_lines(text, given);
	}
	js_set_text(data, "given_text", text->str);
	say_missing(data, templates, language);
}
