/*
 * JSON by jansson, behind a handful of functions.  Js is jansson's own value in
 * disguise, so wrapping costs nothing.
 */
#include "base/js.h"

#include "base/error.h"

#include <jansson.h>
#include <string.h>

static json_t *
real(const Js *value)
{
	return unconst(value);
}

static Js *
wrap(json_t *value)
{
	g_assert(value);
	return (Js *)value;
}

Js *
js_object(void)
{
	return wrap(json_object());
}

Js *
js_array(void)
{
	return wrap(json_array());
}

void
js_free(Js *value)
{
	json_decref(real(value));
}

static json_t *
copy_text(const json_t *value, char *(*map)(const char *text))
{
	if (!map)
		return json_copy(unconst(value));
	g_autofree char *mapped = map(json_string_value(value));
	return json_string(mapped);
}

static json_t *
copy_of(const json_t *value, char *(*map)(const char *text))
{
	if (json_is_string(value))
		return copy_text(value, map);
	json_t *copy = json_is_object(value)  ? json_object()
		       : json_is_array(value) ? json_array()
					      : json_copy(unconst(value));
	for (gsize i = 0; i < json_array_size(value); i++)
		json_array_append_new(copy, copy_of(json_array_get(value, i), map));
	for (void *at = json_object_iter(unconst(value)); at;
	     at = json_object_iter_next(unconst(value), at))
		json_object_set_new(copy, json_object_iter_key(at),
				    copy_of(json_object_iter_value(at), map));
	return copy;
}

Js *
js_copy(const Js *value, char *(*map)(const char *text))
{
	return wrap(copy_of((const json_t *)value, map));
}

static void
set_new(Js *object, const char *key, json_t *child)
{
	int failed = json_object_set_new_nocheck(real(object), key, child);
	g_assert(!failed);
}

static json_t *
text_value(const char *text)
{
	json_t *value = text ? json_string(text) : json_null();
	g_assert(value);
	return value;
}

void
js_set_text(Js *object, const char *key, const char *text)
{
	set_new(object, key, text_value(text));
}

void
js_set_int(Js *object, const char *key, gint64 value)
{
	set_new(object, key, json_integer(value));
}

void
js_set_bool(Js *object, const char *key, gboolean value)
{
	set_new(object, key, json_boolean(value));
}

void
js_set_null(Js *object, const char *key)
{
	set_new(object, key, json_null());
}

void
js_set(Js *object, const char *key, Js *child)
{
	set_new(object, key, real(child));
}

void
js_add(Js *array, Js *child)
{
	int failed = json_array_append_new(real(array), real(child));
	g_assert(!failed);
}

void
js_add_text(Js *array, const char *text)
{
	js_add(array, wrap(text_value(text)));
}

/* jansson allocates with malloc; the caller frees with g_free, which is the same in GLib 2.46+. */
char *
js_line(const Js *value)
{
	return json_dumps(real(value), JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY);
}

char *
js_pretty(const Js *value)
{
	return json_dumps(real(value), JSON_INDENT(2) | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY);
}

Js *
js_read(const char *text, GError **error)
{
	json_error_t fault;
	json_t *value = json_loads(text, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
	if (!value) {
		error_perm(error, "this is not JSON: line %d, column %d: %s", fault.line,
			   fault.column, fault.text);
		return NULL;
	}
	return wrap(value);
}

const Js *
js_get(const Js *object, const char *key)
{
	return object ? (const Js *)json_object_get(real(object), key) : NULL;
}

const char *
js_get_text(const Js *object, const char *key)
{
	return js_text(js_get(object, key));
}

gint64
js_get_int(const Js *object, const char *key, gint64 fallback)
{
	const Js *value = js_get(object, key);
	return value && json_is_integer(real(value)) ? json_integer_value(real(value)) : fallback;
}

gboolean
js_get_bool(const Js *object, const char *key, gboolean fallback)
{
	const Js *value = js_get(object, key);
	return value && json_is_boolean(real(value)) ? json_is_true(real(value)) : fallback;
}

gsize
js_size(const Js *value)
{
	if (!value)
		return 0;
	return json_is_object(real(value)) ? json_object_size(real(value))
					   : json_array_size(real(value));
}

const Js *
js_at(const Js *array, gsize index)
{
	return array ? (const Js *)json_array_get(real(array), index) : NULL;
}

static void *
member_at(const Js *object, gsize index)
{
	json_t *value = real(object);
	void *member = json_object_iter(value);

	while (member && index-- > 0)
		member = json_object_iter_next(value, member);
	return member;
}

const Js *
js_member(const Js *object, gsize index)
{
	void *member = member_at(object, index);
	return member ? (const Js *)json_object_iter_value(member) : NULL;
}

const char *
js_member_name(const Js *object, gsize index)
{
	void *member = member_at(object, index);
	return member ? json_object_iter_key(member) : NULL;
}

const char *
js_text(const Js *value)
{
	return value ? json_string_value(real(value)) : NULL;
}

JsKind
js_kind(const Js *value)
{
	static const JsKind kinds[] = {
		[JSON_OBJECT] = JS_OBJECT,  [JSON_ARRAY] = JS_ARRAY, [JSON_STRING] = JS_TEXT,
		[JSON_INTEGER] = JS_NUMBER, [JSON_REAL] = JS_NUMBER, [JSON_TRUE] = JS_TRUE,
		[JSON_FALSE] = JS_FALSE,    [JSON_NULL] = JS_NULL,
	};
	return value ? kinds[json_typeof(real(value))] : JS_NULL;
}

/* The shortest digits that read back as the same number: 1.1, not 1.1000000000000001. */
static char *
display_real(double number)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	static const char *const formats[] = {"%.15g", "%.16g", "%.17g"};
	for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
		g_ascii_formatd(digits, sizeof digits, formats[i], number);
		if (g_ascii_strtod(digits, NULL) == number)
			break;
	}
	return g_strdup(digits);
}

char *
js_display(const Js *value)
{
	if (js_kind(value) == JS_TEXT)
		return g_strdup(js_text(value));
	if (js_kind(value) != JS_NUMBER)
		return g_strdup("");
	if (json_is_real(real(value)))
		return display_real(json_real_value(real(value)));
	return json_dumps(real(value), JSON_ENCODE_ANY);
}
