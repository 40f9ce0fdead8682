/*
 * Making text harmless for where it goes: a log line, a header field, a subject.
 */
#include "base/text.h"

#include <string.h>

#define LOG_VALUE_BYTES 200

gboolean
text_is_bidi_or_invisible(gunichar c)
{
	return c == 0x00ad || c == 0x061c || c == 0x180e || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	       (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

static gboolean
is_harmless(gunichar c)
{
	return !g_unichar_iscntrl(c) && !text_is_bidi_or_invisible(c);
}

char *
log_safe(const char *text)
{
	if (!text)
		return g_strdup("-");
	g_autofree char *valid = text_make_valid(text, strlen(text));
	g_autoptr(GString) out = g_string_new(NULL);
	gboolean quote = !*valid;
	for (const char *p = valid; *p && out->len < LOG_VALUE_BYTES; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c == '"' || c == '\\')
			g_string_append_printf(out, "\\%c", (char)c);
		else if (is_harmless(c))
			g_string_append_unichar(out, c);
		else
			g_string_append_printf(out, "\\u%04x", c);
		quote = quote || c <= ' ' || c == '"' || c == '=' || c == '\\';
	}
	return quote ? g_strdup_printf("\"%s\"", out->str)
		     : g_string_free(g_steal_pointer(&out), FALSE);
}

char *
header_safe(const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);
	for (const char *p = text ? text : ""; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (g_unichar_iscntrl(c))
			c = ' ';
		else if (!is_harmless(c))
			continue;
		/* "=?" opens an encoded-word (RFC 2047 2). */
		if (c == '?' && out->len > 0 && out->str[out->len - 1] == '=')
			g_string_append_c(out, ' ');
		g_string_append_unichar(out, c);
	}
	return text_collapse(out->str);
}

char *
terminal_safe(const char *text)
{
	g_autofree char *valid = text_make_valid(text, strlen(text));
	GString *out = g_string_new(NULL);
	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c == '\t' || is_harmless(c))
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

char *
text_ellipsize(const char *text, gsize max_chars)
{
	if (g_utf8_strlen(text, -1) <= (glong)max_chars)
		return g_strdup(text);
	const char *end = g_utf8_offset_to_pointer(text, (glong)max_chars - 1);
	g_autofree char *cut = g_strndup(text, (gsize)(end - text));
	return g_strconcat(g_strchomp(cut), "…", NULL);
}

char *
text_collapse(const char *text)
{
	GString *out = g_string_new(NULL);
	gboolean blank = FALSE;
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (g_unichar_isspace(c)) {
			blank = out->len > 0;
			continue;
		}
		if (blank)
			g_string_append_c(out, ' ');
		blank = FALSE;
		g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

char *
text_make_valid(const char *bytes, gsize length)
{
	/* g_utf8_make_valid() treats NUL as an error in the middle of a length. */
	return g_utf8_make_valid(bytes, (gssize)length);
}

void
text_unify_line_ends(char *text)
{
	char *to = strchr(text, '\r');
	if (!to)
		return;
	for (const char *p = to; *p; p++) {
		if (*p == '\r' && p[1] == '\n')
			continue;
		*to++ = *p == '\r' ? '\n' : *p;
	}
	*to = '\0';
}

void
text_put(char **field, const char *text)
{
	char *old = *field;
	*field = g_strdup(text ? text : "");
	g_free(old);
}

gint
text_compare_at(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

gboolean
text_to_int(const char *text, gint64 min, gint64 max, gint64 *value_out)
{
	return g_ascii_string_to_signed(text, 10, min, max, value_out, NULL);
}

#define OTHER_LETTER '\x80'

/* The next letter or digit as the key of a name has it, which is moved over; '\0': none is left;
 * OTHER_LETTER: what isn't ASCII comes first, for which Unicode's tables must be asked. */
static char
next_letter(const char **name)
{
	for (; **name; (*name)++) {
		if (**name & '\x80')
			return OTHER_LETTER;
		if (g_ascii_isalnum(**name))
			return g_ascii_tolower(*(*name)++);
	}
	return '\0';
}

static void
add_folded(GString *out, const char *text)
{
	g_autofree char *folded = g_utf8_casefold(text, -1);
	for (const char *p = folded; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (g_unichar_isalnum(c) || g_unichar_ismark(c))
			g_string_append_unichar(out, c);
	}
}

char *
text_name_key(const char *text)
{
	GString *out = g_string_new(NULL);
	char letter;
	while ((letter = next_letter(&text)) && letter != OTHER_LETTER)
		g_string_append_c(out, letter);
	if (letter)
		add_folded(out, text);
	return g_string_free(out, FALSE);
}

static gboolean
same_key(const char *a, const char *b)
{
	g_autofree char *a_key = text_name_key(a);
	g_autofree char *b_key = text_name_key(b);
	return *a_key && !strcmp(a_key, b_key);
}

/* Settings are looked up by the thousand, and most names differ in their first letter. */
gboolean
text_same_name(const char *a, const char *b)
{
	const char *a_rest = a, *b_rest = b;
	for (gboolean has_any = FALSE;; has_any = TRUE) {
		char a_letter = next_letter(&a_rest), b_letter = next_letter(&b_rest);
		if (a_letter == OTHER_LETTER || b_letter == OTHER_LETTER)
			return same_key(a, b);
		if (a_letter != b_letter)
			return FALSE;
		if (!a_letter)
			return has_any;
	}
}
