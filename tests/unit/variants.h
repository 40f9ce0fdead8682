/*
 * Reads the forms of tests/variants: mails with gaps, separated by "=== NAME", options and
 * "---" above each.  Run from the top of the tree.
 */
#ifndef CM_TESTS_VARIANTS_H
#define CM_TESTS_VARIANTS_H

#include <glib.h>
#include <string.h>

typedef struct Form {
	char *name;
	GHashTable *options; /* "one" -> "", "fate" -> "refused soft" */
	GString *text;
} Form;

static inline void
form_free(gpointer data)
{
	Form *form = data;

	g_free(form->name);
	g_hash_table_unref(form->options);
	g_string_free(form->text, TRUE);
	g_free(form);
}

static inline char **
variant_lines(const char *name)
{
	g_autofree char *path = g_build_filename("tests", "variants", name, NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;

	if (!g_file_get_contents(path, &text, NULL, &error))
		g_error("%s", error->message);
	return g_strsplit(text, "\n", -1);
}

static inline void
form_take_option(Form *form, const char *line)
{
	const char *colon = strstr(line, ": ");
	char *name = colon ? g_strndup(line, (gsize)(colon - line)) : g_strdup(line);

	if (*line)
		g_hash_table_insert(form->options, name, g_strdup(colon ? colon + 2 : ""));
	else
		g_free(name);
}

/* Form*, in their order. (transfer full) */
static inline GPtrArray *
forms_read(const char *name)
{
	GPtrArray *forms = g_ptr_array_new_with_free_func(form_free);
	g_auto(GStrv) lines = variant_lines(name);
	gboolean in_text = FALSE;
	Form *form = NULL;

	for (char **line = lines; *line; line++) {
		if (g_str_has_prefix(*line, "=== ")) {
			form = g_new0(Form, 1);
			form->name = g_strdup(*line + 4);
			form->text = g_string_new(NULL);
			form->options =
				g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
			g_ptr_array_add(forms, form);
			in_text = FALSE;
		} else if (form && !in_text && strcmp(*line, "---") == 0) {
			in_text = TRUE;
		} else if (form && !in_text) {
			form_take_option(form, *line);
		} else if (form) {
			g_string_append_printf(form->text, "%s\n", *line);
		}
	}
	return forms;
}

static inline const char *
form_option(const Form *form, const char *name)
{
	return g_hash_table_lookup(form->options, name);
}

/* How the text of a mail without MIME header may travel. */
typedef enum Encoding { AS_IT_IS, EIGHT_BIT, QUOTED_PRINTABLE, BASE64, ENCODINGS } Encoding;

static inline void
append_quoted(GString *out, const char *text)
{
	for (gsize width = 0; *text; text++) {
		guchar c = (guchar)*text;

		if (c == '\n') {
			g_string_append_c(out, '\n');
			width = 0;
			continue;
		}
		if (width > 70) {
			g_string_append(out, "=\n");
			width = 0;
		}
		if (c == '=' || c >= 0x80 || (c == ' ' && text[1] == '\n')) {
			g_string_append_printf(out, "=%02X", c);
			width += 3;
		} else {
			g_string_append_c(out, (char)c);
			width++;
		}
	}
}

static inline void
append_base64(GString *out, const char *text)
{
	g_autofree char *base64 = g_base64_encode((const guchar *)text, strlen(text));

	for (gsize at = 0, length = strlen(base64); at < length; at += 76)
		g_string_append_printf(out, "%.76s\n", base64 + at);
}

/* The mail with its text so encoded and its lines so ended; one with a Content-Type keeps its
 * encoding. (transfer full) */
static inline GString *
mail_encode(const GString *mail, Encoding encoding, const char *line_end)
{
	static const char *const names[] = {"", "8bit", "quoted-printable", "base64"};
	const char *body = strstr(mail->str, "\n\n");
	g_autofree char *head = g_strndup(mail->str, body ? (gsize)(body - mail->str) : mail->len);
	g_autofree char *lower = g_ascii_strdown(head, -1);
	GString *out = g_string_new(NULL);

	if (encoding == AS_IT_IS || body == NULL || strstr(lower, "\ncontent-type:")) {
		g_string_append(out, mail->str);
	} else {
		g_string_append_printf(
			out,
			"%s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
			"Content-Transfer-Encoding: %s\n\n",
			head, names[encoding]);
		if (encoding == QUOTED_PRINTABLE)
			append_quoted(out, body + 2);
		else if (encoding == BASE64)
			append_base64(out, body + 2);
		else
			g_string_append(out, body + 2);
	}
	g_string_replace(out, "\n", line_end, 0);
	return out;
}

#endif
