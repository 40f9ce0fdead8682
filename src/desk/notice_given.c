/*
 * What a mail's form says, told in the recipient's language: labels and choices are called as the
 * forms in it call them, whatever language the form was filled in.
 */
#include "desk/notice_parts.h"

#include "desk/field.h"

/* What didn't fit stays as it was written. */
static void
say_value(const Tongue *tongue, const Js *given, const Field *field)
{
	if (*js_get_text(given, "fault"))
		notice_put_sentence(tongue, given, "fault");
	else if (field && field->kind == FIELD_CHOICE)
		notice_put_name(tongue, given, "first", "choice");
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
say_missing(const Tongue *tongue, Js *data)
{
	const Js *lacks = js_get(data, "given_lacks");
	g_autoptr(GString) names = g_string_new(NULL);
	for (gsize i = 0; lacks && i < js_size(lacks); i++)
		g_string_append_printf(names, "%s%s", i ? ", " : "",
				       tongue_call(tongue, "field", js_text(js_at(lacks, i))));
	js_set_text(data, "given_missing", names->str);
}

void
notice_say_given(Js *data, const Site *site, const Tongue *tongue)
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
		say_value(tongue, given, field);
		notice_put_name(tongue, given, "label", "field");
		add_lines(text, given);
	}
	js_set_text(data, "given_text", text->str);
	say_missing(tongue, data);
}
