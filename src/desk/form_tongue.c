/*
 * Forms in other languages than English.  A field in one is a field as any: what writes and reads
 * forms (form_write.c, form_hint.c) needn't know of languages.
 */
#include "desk/form_tongue.h"

#include "base/error.h"
#include "base/text.h"
#include "desk/form_parts.h"
#include "desk/tongue.h"

#include <string.h>

/* What a form is written in. */
typedef struct FormTongue {
	Tongue own;
	FormWords words;
	GHashTable *labels; /* names of fields to labels */
} FormTongue;

static const char *
call(const FormTongue *tongue, const char *group, const char *english)
{
	return tongue_call(&tongue->own, group, english);
}

static FormTongue
tongue_of(const Templates *templates, const char *language, const GPtrArray *fields)
{
	FormTongue tongue = {.own = {templates, language}};
	tongue.words = (FormWords){
		.required = call(&tongue, "form-word", form_words.required),
		.only_if = call(&tongue, "form-word", form_words.only_if),
		.only_if_is = call(&tongue, "form-word", form_words.only_if_is),
		.choose = call(&tongue, "form-word", form_words.choose),
		.list = call(&tongue, "form-word", form_words.list),
		.date = call(&tongue, "form-word", form_words.date),
		.example = call(&tongue, "form-word", form_words.example),
		.end = call(&tongue, "form-word", form_words.end),
		.type = call(&tongue, "form-word", form_words.type),
	};
	tongue.labels = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < fields->len; i++) {
		const Field *field = fields->pdata[i];
		g_hash_table_insert(tongue.labels, field->name,
				    unconst(call(&tongue, "field", field->name)));
	}
	return tongue;
}

/* As it is shown: its name, by which other fields know it, stays. (transfer full) */
static Field *
field_in(const FormTongue *tongue, const Field *field, guint role)
{
	Field *own = field_for(field, role);
	text_put(&own->needs_value, call(tongue, "choice", field->needs_value));
	text_put(&own->help, call(tongue, "hint", field->help));
	text_put(&own->example, call(tongue, "example", field->example));
	for (guint i = 0; i < own->choices->len; i++) {
		Choice *choice = own->choices->pdata[i];
		text_put(&choice->name, call(tongue, "choice", choice->name));
	}
	return own;
}

/* Unless a field is called so already. */
static void
learn_label(GHashTable *known, const Field *field, const char *label)
{
	if (g_hash_table_add(known, text_name_key(label)))
		g_ptr_array_add(field->labels, g_strdup(label));
}

/* What the fields are called, as keys of names. */
static GHashTable *
labels_known(const GPtrArray *fields)
{
	GHashTable *known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < fields->len; i++) {
		const Field *field = fields->pdata[i];
		g_hash_table_add(known, text_name_key(field->name));
		for (guint k = 0; k < field->labels->len; k++)
			g_hash_table_add(known, text_name_key(field->labels->pdata[k]));
	}
	return known;
}

static void
learn_choice(const Choice *choice, const char *spelling)
{
	if (!text_same_name(choice->name, spelling))
		g_ptr_array_add(choice->spellings, g_strdup(spelling));
}

static void
learn(const FormTongue *tongue, GHashTable *known, const Field *field)
{
	g_autoptr(Field) own = field_in(tongue, field, 0);
	g_autoptr(GPtrArray) hints = form_hints_of_all(own, tongue->labels, &tongue->words);
	learn_label(known, field, g_hash_table_lookup(tongue->labels, field->name));
	for (guint i = 0; i < field->choices->len; i++)
		learn_choice(field->choices->pdata[i],
			     ((const Choice *)own->choices->pdata[i])->name);
	for (guint i = 0; i < hints->len; i++)
		g_ptr_array_add(field->hints, g_strdup(hints->pdata[i]));
	g_ptr_array_add(field->ends, g_strdup(tongue->words.end));
	if (strcmp(own->example, field->example) != 0)
		g_ptr_array_add(field->examples, g_strdup(own->example));
}

static void
learn_title(const FormTongue *tongue, CaseType *type)
{
	const char *title = call(tongue, "type", type->title);
	if (!case_type_is_titled(type, title))
		g_ptr_array_add(type->titles, g_strdup(title));
}

void
form_learn(CaseType *type, const Templates *templates)
{
	const GPtrArray *fields = type->fields;
	const GPtrArray *languages = templates_languages(templates);
	g_autoptr(GHashTable) known = labels_known(fields);
	for (guint i = 0; i < languages->len; i++) {
		if (!strcmp(languages->pdata[i], LANGUAGE_FALLBACK))
			continue;
		FormTongue tongue = tongue_of(templates, languages->pdata[i], fields);
		learn_title(&tongue, type);
		for (guint k = 0; k < fields->len; k++)
			learn(&tongue, known, fields->pdata[k]);
		g_hash_table_unref(tongue.labels);
	}
}

/* What is filled in already, as it was shown in English. */
static char *
value_of(const FormTongue *tongue, const Js *item, const Field *field)
{
	const Js *more = js_get(item, "more");
	g_autoptr(GString) value = g_string_new(js_get_text(item, "first"));
	for (gsize i = 0; more && i < js_size(more); i++)
		g_string_append_printf(value, "\n%s", js_text(js_at(more, i)));
	return field->kind == FIELD_CHOICE ? g_strdup(call(tongue, "choice", value->str))
					   : g_strdup(value->str);
}

/* Those that are missing, by the labels that they have in the form. (transfer full) */
static Js *
missing_in(const FormTongue *tongue, const Js *missing)
{
	Js *own = js_copy(missing, NULL);
	for (gsize i = 0; i < js_size(own); i++) {
		Js *object = unconst(js_at(own, i));
		js_set_text(object, "label", call(tongue, "field", js_get_text(object, "label")));
	}
	return own;
}

static Js *
form_in_tongue(const FormTongue *tongue, const Js *form, const GPtrArray *fields)
{
	const Js *items = js_get(form, "items"), *missing = js_get(form, "missing");
	guint role = (guint)js_get_int(form, "role", 0);
	g_autoptr(GPtrArray) shown = g_ptr_array_new_with_free_func((GDestroyNotify)field_free);
	g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	for (gsize i = 0; items && i < js_size(items); i++) {
		const Js *item = js_at(items, i);
		const Field *field = field_find(fields, js_get_text(item, "label"));
		if (!field)
			return NULL; /* the types have changed since it was planned */
		g_ptr_array_add(shown, field_in(tongue, field, role));
		g_hash_table_insert(values, field->name, value_of(tongue, item, field));
	}
	g_autoptr(GPtrArray) own = form_items(shown, values, tongue->labels, &tongue->words);
	Js *data = form_data(own, js_get_text(form, "type"), &tongue->words);
	if (missing)
		js_set(data, "missing", missing_in(tongue, missing));
	return data;
}

Js *
form_in_language(const Js *form, const GPtrArray *fields, const Templates *templates,
		 const char *language)
{
	if (!templates_speaks(templates, language) || !strcmp(language, LANGUAGE_FALLBACK))
		return NULL;
	FormTongue tongue = tongue_of(templates, language, fields);
	Js *own = form_in_tongue(&tongue, form, fields);
	g_hash_table_unref(tongue.labels);
	return own;
}
