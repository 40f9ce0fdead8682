/*
 * JSON values, as far as the program needs them: building objects for output and
 * reading what was stored or received.  The only home of the JSON library.
 */
#ifndef CM_BASE_JS_H
#define CM_BASE_JS_H

#include <glib.h>

/** A JSON value (RFC 8259). Free with js_free(); children belong to their parent. */
typedef struct Js Js;

Js *js_object(void);
Js *js_array(void);
void js_free(Js *value);
/** A copy of all of it; every text in it (not the keys) passes through `map` (nullable, returns
 *  transfer full). (transfer full) */
Js *js_copy(const Js *value, char *(*map)(const char *text));
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Js, js_free)

/** Sets a member; NULL text gives null. Text must be valid UTF-8. */
void js_set_text(Js *object, const char *key, const char *text);
void js_set_int(Js *object, const char *key, gint64 value);
void js_set_bool(Js *object, const char *key, gboolean value);
void js_set_null(Js *object, const char *key);
/** Sets a member; takes `child` (transfer full). */
void js_set(Js *object, const char *key, Js *child);

/** Appends to an array; `child` is taken (transfer full). */
void js_add(Js *array, Js *child);
void js_add_text(Js *array, const char *text);

/** One line without blanks, keys in the order they were set. (transfer full) */
char *js_line(const Js *value);
/** Indented by two, for people. (transfer full) */
char *js_pretty(const Js *value);

/** Reads one JSON text; NULL with a sentence that names line and column. (transfer full) */
Js *js_read(const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** A member; NULL if absent or not an object. (transfer none) */
const Js *js_get(const Js *object, const char *key);
/** A member's text; NULL if absent, null or no string. (transfer none) */
const char *js_get_text(const Js *object, const char *key);
/** A member's number; `fallback` if absent or no integer. */
gint64 js_get_int(const Js *object, const char *key, gint64 fallback);
gboolean js_get_bool(const Js *object, const char *key, gboolean fallback);

/** Number of elements or members. */
gsize js_size(const Js *value);
/** An element; NULL past the end. (transfer none) */
const Js *js_at(const Js *array, gsize index);
/** A member by its place in the object; NULL past the end. (transfer none) */
const Js *js_member(const Js *object, gsize index);
/** Its name; NULL past the end. (transfer none) */
const char *js_member_name(const Js *object, gsize index);
/** The value as text; NULL if no string. (transfer none) */
const char *js_text(const Js *value);

typedef enum { JS_NULL, JS_FALSE, JS_TRUE, JS_NUMBER, JS_TEXT, JS_ARRAY, JS_OBJECT } JsKind;
JsKind js_kind(const Js *value);

/** A number or string as text the way Mustache prints it; "" for the rest. (transfer full) */
char *js_display(const Js *value);

#endif
